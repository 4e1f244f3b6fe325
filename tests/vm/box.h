/* box.h - a machine to try things on. */
#ifndef TESTS_VM_BOX_H
#define TESTS_VM_BOX_H

#include "vm/access.h"
#include "vm/apply.h"
#include "vm/exec.h"
#include "vm/map.h"
#include "vm/table.h"
#include "vm/watch.h"

enum { RW = PERM_R | PERM_W, RX = PERM_R | PERM_X };

struct box {
    struct machine m;
    struct machine_config config;
    struct trace trace;
    struct process *p;                 /* the first process */
    uint64_t page;                     /* its size */
    struct phys disk[MACHINE_OBJECTS]; /* files as they were at first */
};

/* A machine with one process and a trace. */
void box_open(struct box *b, const char *format, const char *profile);

/* The same of any kind, without a process; false when there can be none. */
bool box_open_any(struct box *b, struct machine_config config);
void box_close(struct box *b);

/* So many pages at `va`, which must succeed. */
void box_map(struct box *b, struct process *p, uint64_t va, unsigned pages,
             unsigned flags, int object);

/* A file in memory whose page i begins with the byte 0x80 + i. */
int box_file(struct box *b, const char *name, unsigned pages);

/* Loads and stores of one byte, which must succeed; how many faults a store
 * took. */
unsigned box_read(struct box *b, struct process *p, uint64_t va);
unsigned box_write(struct box *b, struct process *p, uint64_t va,
                   uint8_t value);

uint32_t box_frame(struct box *b, struct process *p, uint64_t va);

/* Events of that kind and level since the trace was cleared; the last rule. */
unsigned box_count(const struct box *b, enum event_kind kind, int level);
enum rule box_last_rule(const struct box *b);

/* Fails unless the machine is in order, and is what its trace replays to. */
void box_check(struct box *b);

#endif
