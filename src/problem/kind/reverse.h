/* reverse.h - the two halves of REVERSE: its instances (reverse.c), and how
 * they are said (reverse_say.c). */
#ifndef PROBLEM_KIND_REVERSE_H
#define PROBLEM_KIND_REVERSE_H

#include "problem/kind/kinds.h"
#include "problem/linear.h"

struct reverse {
    uint8_t level;
    uint8_t tables; /* processes */
    struct linear table[2];
    uint64_t pa;
};

static inline uint64_t reverse_ppn_of(const struct reverse *r)
{
    return r->pa >> r->table[0].off;
}

static inline uint64_t reverse_offset_of(const struct reverse *r)
{
    return low(r->pa, r->table[0].off);
}

/* How it is said, reverse_say.c. */
void reverse_ask(const void *params, struct prompt *p);
void reverse_explain(const void *params, struct solution *out);

#endif
