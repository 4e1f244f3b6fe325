/* phys.h - physical memory: bytes under physical addresses.
 *
 * Simulated RAM, and in the same form a disk. A byte that nobody stored reads
 * as zero and takes no room: memory is kept in chunks of 4 KiB that come with
 * the first store into them, and each chunk knows which of its 64-byte lines
 * were stored to, so that clearing and copying a page costs what was written
 * to it and no more. Many-byte values are little-endian, at any alignment.
 *
 * An address outside is a bug in the caller, who asks phys_has first when the
 * address comes from a page table or from a person. */
#ifndef VM_PHYS_H
#define VM_PHYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct phys {
    uint64_t bytes;  /* addresses are 0 .. bytes - 1 */
    unsigned height; /* of the tree of chunks */
    void *root;      /* its top node; NULL while all is zero */
    size_t chunks;   /* that exist, for limits */
};

/* All zero; `bytes` at most 2^63. */
void phys_init(struct phys *p, uint64_t bytes);
void phys_release(struct phys *p);

/* Whether all of [pa, pa + bytes) is memory. */
static inline bool phys_has(const struct phys *p, uint64_t pa, uint64_t bytes)
{
    return pa <= p->bytes && bytes <= p->bytes - pa;
}

/* A value of 1 to 8 bytes. */
uint64_t phys_load(const struct phys *p, uint64_t pa, unsigned bytes);
void phys_store(struct phys *p, uint64_t pa, unsigned bytes, uint64_t value);

/* Makes [pa, pa + bytes) zero; makes it equal to [from, from + bytes) of
 * `src`, which may be `p` itself when the two do not overlap. */
void phys_zero(struct phys *p, uint64_t pa, uint64_t bytes);
void phys_copy(struct phys *p, uint64_t pa, const struct phys *src,
               uint64_t from, uint64_t bytes);

/* The first address at or after `pa` that may hold something else than zero,
 * or `end`: to walk a sparse page table in the time of what is in it. */
uint64_t phys_skip_zero(const struct phys *p, uint64_t pa, uint64_t end);

#endif
