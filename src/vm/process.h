/* process.h - one address space: its areas, its page table, its heap. */
#ifndef VM_PROCESS_H
#define VM_PROCESS_H

#include "vm/area.h"

struct machine;

enum { PROCESS_WATCHES = 8 };

struct watch {
    uint64_t va;
    uint32_t bytes; /* 0: not in use */
};

struct process {
    bool alive;
    uint16_t id;        /* its place in machine.process */
    uint16_t parent;    /* the id + 1 of whoever forked it; 0: nobody */
    uint64_t root;      /* physical address of its page table */
    uint32_t tables;    /* first of its table frames; they are chained */
    struct area *areas; /* by address */
    size_t nareas, areas_cap;
    uint64_t heap_start, heap_end; /* brk; 0, 0: no heap */
    struct watch watch[PROCESS_WATCHES];
};

/* A process without areas, whose page table holds the kernel's pages and
 * nothing else; NULL when there are too many, or no frame is left. */
struct process *process_spawn(struct machine *m);

/* A copy of the address space. What is copied and what the child must fault
 * in for itself, says the profile (machine.h). NULL when memory ran out; the
 * parent is as before then, but that its next writes may fault. */
struct process *process_fork(struct machine *m, struct process *parent);

/* Gives all memory back. */
void process_exit(struct machine *m, struct process *p);

/* Makes it the running one: the page table base register gets its root. */
void process_switch(struct machine *m, struct process *p);

/* The living process of that number, or NULL. */
struct process *process_at(struct machine *m, unsigned id);

#endif
