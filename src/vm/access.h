/* access.h - one load, store or instruction fetch of a program.
 *
 *     translate every byte ──▶ all there ──▶ do it
 *          ▲        │
 *          │        ▼ fault
 *          └── the handler ──▶ signal
 *
 * Nothing is stored before every byte has a physical address, so an access
 * that faults leaves no trace and can be run again from its start. */
#ifndef VM_ACCESS_H
#define VM_ACCESS_H

#include "vm/fault.h"

enum { ACCESS_BYTES = 8 };

struct request {
    enum access access;
    bool kernel;   /* the kernel's own, on behalf of the process */
    uint8_t bytes; /* 1 .. ACCESS_BYTES; little-endian */
    uint64_t va;
    uint64_t value; /* to be stored */
};

struct result {
    enum outcome outcome;
    uint32_t faults;     /* that were mended */
    uint64_t value;      /* what was loaded, or stored */
    uint64_t pa;         /* of the first byte */
    uint64_t fault_va;   /* of the last page fault: what CR2 or stval shows,
                            the first byte that could not be reached */
    uint32_t error_code; /* of the last fault, as walk_error_code */
    uint64_t signal_va;  /* what a signal handler is told; 0 with GP */
};

struct result machine_access(struct machine *m, struct process *p,
                             struct request request);

/* The three of every day, for one byte. */
struct result machine_load(struct machine *m, struct process *p, uint64_t va);
struct result machine_store(struct machine *m, struct process *p, uint64_t va,
                            uint8_t value);
struct result machine_fetch(struct machine *m, struct process *p,
                            uint64_t va);

#endif
