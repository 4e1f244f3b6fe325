/* ptsize.h - the two halves of PTSIZE: its instances (ptsize.c), and how
 * they are said (ptsize_say.c). */
#ifndef PROBLEM_KIND_PTSIZE_H
#define PROBLEM_KIND_PTSIZE_H

#include "problem/bits.h"
#include "problem/kind/kinds.h"

/* How the bits of an entry become room in memory. */
enum rounding { PACKED, TO_BYTES, TO_POWER, ROUNDINGS };

struct ptsize {
    uint8_t level;
    uint8_t va, pa, off; /* bits */
    uint8_t flags;       /* bits of an entry beside the PPN, one is valid */
    uint8_t rounding;
    uint8_t entry;     /* levels 1 and 4: bytes of one, given */
    uint8_t processes; /* level 3 */
};

/* Bits of an entry as the machine keeps it. */
unsigned ptsize_entry_bits(const struct ptsize *t);

/* Bytes of 2^n entries; n is at least 3. */
static inline uint64_t ptsize_bytes_of(unsigned n, unsigned bits)
{
    return two_to(n - 3) * bits;
}

/* How it is said, ptsize_say.c. */
void ptsize_ask(const void *params, struct prompt *p);
void ptsize_explain(const void *params, struct solution *out);

#endif
