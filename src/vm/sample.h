/* sample.h - which pages were used lately, by the accessed bits.
 *
 * Hardware sets the bits and never clears them. A system that looks at them
 * from time to time and clears them learns what was used since: the base of
 * every policy that approximates LRU. The dirty bit of a private page tells
 * the same of writes. */
#ifndef VM_SAMPLE_H
#define VM_SAMPLE_H

#include "vm/machine.h"

struct sample {
    uint64_t present;  /* pages in memory */
    uint64_t accessed; /* of those, used since the last time */
    uint64_t dirty;    /* written since; of a shared file's pages, since they
                          were last written to disk */
};

/* Looks at the pages of [va, va + bytes) and clears their accessed bits, and
 * the dirty bits of private ones. A format without such bits gives 0. */
struct sample sample_take(struct machine *m, struct process *p, uint64_t va,
                          uint64_t bytes);

#endif
