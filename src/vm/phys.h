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

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PHYS_LINE = 64,              /* bytes */
    PHYS_CHUNK = 64 * PHYS_LINE, /* bytes: a line for each bit of `written` */
    PHYS_FAN_BITS = 6,           /* of a chunk's number, for each node */
    PHYS_FAN = 1 << PHYS_FAN_BITS,
};

struct phys {
    uint64_t bytes;  /* addresses are 0 .. bytes - 1 */
    unsigned height; /* of the tree of chunks: levels of nodes above them */
    void *root;      /* its top node; NULL while all is zero */
    size_t chunks;   /* that exist, for limits */
};

/* The tree, for phys.c and the loads below. */

struct phys_node {
    void *below[PHYS_FAN]; /* nodes, or chunks from height 1; or NULL */
};

struct phys_chunk {
    uint64_t written; /* bit i: line i was stored to; else it is zero */
    uint8_t bytes[];  /* PHYS_CHUNK, or all of a smaller memory */
};

/* All zero; `bytes` at most 2^63. */
void phys_init(struct phys *p, uint64_t bytes);
void phys_release(struct phys *p);

/* Whether all of [pa, pa + bytes) is memory. */
static inline bool phys_has(const struct phys *p, uint64_t pa, uint64_t bytes)
{
    return pa <= p->bytes && bytes <= p->bytes - pa;
}

/* Compilers make one load of it. */
static inline uint64_t phys_get32(const uint8_t *b)
{
    return b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 |
           (uint64_t)b[3] << 24;
}

/* The chunk that holds an address, or NULL while all of it is zero. */
static inline struct phys_chunk *phys_chunk(const struct phys *p, uint64_t pa)
{
    uint64_t number = pa / PHYS_CHUNK;
    unsigned shift = p->height * PHYS_FAN_BITS;
    void *at = number >> shift == 0 ? p->root : NULL;

    while (shift > 0 && at != NULL) {
        const struct phys_node *node = at;

        shift -= PHYS_FAN_BITS;
        at = node->below[(number >> shift) % PHYS_FAN];
    }
    return at;
}

/* A value of 1 to 8 bytes. What does not lie in one chunk, or has an unusual
 * width, is put together byte by byte in phys.c. */
uint64_t phys_load_bytes(const struct phys *p, uint64_t pa, unsigned bytes);
static inline uint64_t phys_load(const struct phys *p, uint64_t pa,
                                 unsigned bytes)
{
    const struct phys_chunk *c = phys_chunk(p, pa);
    const uint8_t *b;

    assert(phys_has(p, pa, bytes));
    if (c == NULL || pa % PHYS_CHUNK > PHYS_CHUNK - 8)
        return phys_load_bytes(p, pa, bytes);
    b = c->bytes + pa % PHYS_CHUNK;
    switch (bytes) {
    case 8:
        return phys_get32(b) | phys_get32(b + 4) << 32;
    case 4:
        return phys_get32(b);
    default:
        return phys_load_bytes(p, pa, bytes);
    }
}

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
