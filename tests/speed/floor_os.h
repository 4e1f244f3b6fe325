/* floor_os.h - the least an operating system with copy-on-write needs: what
 * pagein's own (vm/access.h) is measured against.
 *
 * RAM is one array; a frame is made zero whenever it is taken, a process that
 * ends looks at every entry of every table it has. There is one profile, one
 * range of zeros a process, no file, no swap, no signal, no large page and no
 * check of anything. With a trace it writes down about as many events, of the
 * same size. */
#ifndef TESTS_SPEED_FLOOR_OS_H
#define TESTS_SPEED_FLOOR_OS_H

#include "vm/format.h"
#include "vm/trace.h"

enum { FLOOR_PROCESSES = 4 };

struct floor_frame {
    uint8_t kind; /* 0 free, 1 table, 2 of programs */
    bool exclusive;
    uint32_t refs;
};

struct floor_process {
    bool alive;
    uint64_t root;
    uint64_t start, end; /* its one range */
};

struct floor_os {
    const struct format *f;
    uint8_t *ram;
    struct floor_frame *frame;
    uint32_t nframes, next;
    struct floor_process process[FLOOR_PROCESSES];
    struct trace *trace; /* or NULL */
};

void floor_os_init(struct floor_os *os, const struct format *f,
                   uint32_t frames, struct trace *trace);
void floor_os_release(struct floor_os *os);

struct floor_process *floor_os_spawn(struct floor_os *os, uint64_t start,
                                     uint64_t end);
struct floor_process *floor_os_fork(struct floor_os *os,
                                    struct floor_process *parent);
void floor_os_exit(struct floor_os *os, struct floor_process *p);

/* Loads or stores a byte; returns its physical address. */
uint64_t floor_os_access(struct floor_os *os, struct floor_process *p,
                         uint64_t va, bool store, uint8_t value);

/* Takes the page at `va` away. */
void floor_os_discard(struct floor_os *os, struct floor_process *p,
                      uint64_t va);

#endif
