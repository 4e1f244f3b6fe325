/* pteaddr.h - a page table and an entry of it: drawn by pteaddr.c, solved by
 * pteaddr_run.c, told by pteaddr_say.c. */
#ifndef PROBLEM_KIND_PTEADDR_H
#define PROBLEM_KIND_PTEADDR_H

#include "problem/bits.h"
#include "problem/kind/kinds.h"

struct pteaddr {
    uint8_t level;
    uint8_t off, va_bits, pa_bits; /* bits of an offset, of an address */
    uint8_t entry_bytes;
    uint64_t base; /* of the table, a physical address */
    uint64_t va;
    uint64_t entry; /* its physical address, and ... */
    uint64_t pa;    /* ... where it leads, as level 3 tells */
};

static inline unsigned pteaddr_vpn_bits(const struct pteaddr *p)
{
    return (unsigned)p->va_bits - p->off;
}

static inline uint64_t pteaddr_vpn(const struct pteaddr *p)
{
    return p->va >> p->off;
}

void pteaddr_solve(const void *params, struct answers *out);
void pteaddr_solve_again(const void *params, struct answers *out);

/* The entry's address; at level 4 also the page in the table, and that in
 * memory, in which it lies. */
void pteaddr_give(const struct pteaddr *p, uint64_t entry, uint64_t in_table,
                  struct answers *out);
bool pteaddr_follow(const void *params, unsigned part,
                    const struct answers *given, struct answers *out);

void pteaddr_ask(const void *params, struct prompt *out);
void pteaddr_explain(const void *params, struct solution *out);

#endif
