/* image.h - random page tables for a real walker to walk.
 *
 * Most entries are valid and lead on, so that most walks get far; any bit
 * that may decide about an access is now and then the other way. */
#ifndef TESTS_ORACLE_IMAGE_H
#define TESTS_ORACLE_IMAGE_H

#include "base/rng.h"
#include "vm/walk.h"

struct image {
    struct format f;             /* as this processor has it */
    struct phys mem;             /* holds the tables and nothing else */
    uint64_t root;               /* the first table */
    unsigned pages;              /* how many tables, the root included */
    uint64_t frames, frames_end; /* where leaf entries point to */
    uint64_t never_large; /* bits that no entry of a large page has, since
                             this machine gives them a meaning of its own */
    int kept; /* index in the root that the caller sets himself; or -1 */
};

/* Fills the tables. The caller has set every field. */
void image_fill(struct image *m, struct rng *r);

/* An address to ask for: any that does not begin with the index `kept`; often
 * one that a large page would bring into the frames; sometimes one that does
 * not exist. Its offset is left 0. */
uint64_t image_address(const struct image *m, struct rng *r);

/* Whether the access ends in a fault or in the frames: anywhere else might be
 * what runs the test. */
bool image_is_safe(const struct image *m, uint64_t va, enum access access,
                   struct cpu cpu);

/* Maps the first `bytes` of memory as they are for everybody, with tables in
 * the pages from `table` on; returns the address behind the last of them. The
 * entries are accessed and dirty already. */
uint64_t image_identity(struct phys *mem, const struct format *f,
                        uint64_t table, uint64_t bytes);

#endif
