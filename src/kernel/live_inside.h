/* live_inside.h - what live.c and live_*.c share. */
#ifndef KERNEL_LIVE_INSIDE_H
#define KERNEL_LIVE_INSIDE_H

#include "kernel/memory_file.h"
#include "kernel/worker.h"

/* A process, seen from here; pid 0: none. */
struct hand {
    pid_t pid;
    int pidfd;
    int socket;
    bool ours; /* a child of this process, to be reaped */
};

struct live {
    struct worker_setup setup;
    struct hand hand[MACHINE_PROCESSES];
    struct memory_file file[MACHINE_OBJECTS];
};

/* live_arena.c: whether all of a range is in one part of the arena; whether
 * an access is to the arena, or to what is the kernel's or no address at all,
 * which ends in a signal; whether the arena is free in this process. -1 with
 * a sentence. */
int arena_check_range(uint64_t va, uint64_t bytes, struct err *err);
int arena_check_touch(const struct request *q, struct err *err);
int arena_check_free(struct err *err);

/* live.c: gives the worker an order, with a file or -1, and takes its reply.
 * -1 with a sentence when there is none such or it is lost. */
int live_order(struct live *live, unsigned id, const struct order *order,
               int file, struct reply *reply, struct err *err);

#endif
