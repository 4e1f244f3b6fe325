/* worker.h - a process that obeys.
 *
 * A worker reads orders from a socket (SOCK_SEQPACKET: one order a message)
 * and answers each, until the other end is closed. Addresses in orders are
 * its own; whether they may be touched is for live.c to know. */
#ifndef KERNEL_WORKER_H
#define KERNEL_WORKER_H

#include "kernel/live.h"

enum order_kind {
    ORDER_MAP,     /* address, bytes, perms, flags, offset; a file with it */
    ORDER_UNMAP,   /* address, bytes */
    ORDER_PROTECT, /* address, bytes, perms */
    ORDER_ADVISE,  /* address, bytes, flags: MADV_... */
    ORDER_SYNC,    /* address, bytes */
    ORDER_TOUCH,   /* request */
    ORDER_FORK,    /* the child's socket with it */
    ORDER_EXIT,    /* has no answer */
};

struct order {
    enum order_kind kind;
    uint64_t address, bytes, offset;
    int perms, flags; /* as mmap, mprotect and madvise have them */
    struct request request;
};

struct reply {
    int error; /* an errno, or 0 */
    pid_t pid; /* of a fork's child */
    struct live_result result;
};

/* How a worker is set up. */
struct worker_setup {
    int cpu;
    uint64_t stack_bytes; /* to which a stack may grow; 0: no limit */
    pid_t parent;
};

/* Becomes one, in a fresh child; answers once when all is set up. */
_Noreturn void worker_run(int socket, const struct worker_setup *setup);

/* One message with at most one file, -1 for none. worker_send gives false
 * when nobody is there; worker_receive the bytes, at most `size`, or -1. */
bool worker_send(int socket, const void *message, size_t size, int file);
ssize_t worker_receive(int socket, void *message, size_t size, int *file);

#endif
