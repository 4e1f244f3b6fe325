/* second.h - the walk written a second time, to compare the first with.
 *
 * As unlike src/vm/walk.c as can be: by division and remainder of numbers of
 * 128 bits, one byte of memory at a time, level within level by recursion;
 * and from the words of the manuals, rule by rule. It shares no line with
 * src/vm but the declarations. */
#ifndef TESTS_VM_SECOND_H
#define TESTS_VM_SECOND_H

#include "vm/walk.h"

struct second {
    enum cause cause;
    unsigned entries; /* that were read */
    uint64_t pa;      /* if cause is CAUSE_NONE */
    uint64_t bytes;
    uint64_t leaf_at; /* where the leaf entry lies */
};

struct second second_translate(const struct format *f, const struct phys *mem,
                               uint64_t root, uint64_t va, enum access access,
                               struct cpu cpu);

/* The entry after the hardware has marked it; `leaf` whether it names the
 * page. */
uint64_t second_mark(const struct format *f, uint64_t entry, bool leaf,
                     enum access access);

/* What the exception says; only for faults that hardware knows. */
uint32_t second_error_code(const struct format *f, enum cause cause,
                           enum access access, struct cpu cpu);

#endif
