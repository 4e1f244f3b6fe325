/* rangepg.h - the two halves of RANGEPG: its instances (rangepg.c), and how
 * they are said (rangepg_text.c). */
#ifndef PROBLEM_KIND_RANGEPG_H
#define PROBLEM_KIND_RANGEPG_H

#include "problem/bits.h"
#include "problem/kind/kinds.h"

enum { RANGEPG_OTHERS = 6 };

struct rangepg {
    uint8_t level;
    uint8_t off, va_bits;
    uint8_t others;         /* level 1: addresses beside the first */
    uint16_t record, count; /* level 3: bytes of a record, and how many */
    uint64_t a[2], b[2];    /* first and last bytes of ranges */
    uint64_t other[RANGEPG_OTHERS];
};

/* How many pages [a, b] touches. */
static inline uint64_t rangepg_pages(uint64_t a, uint64_t b, unsigned off)
{
    return (b >> off) - (a >> off) + 1;
}

/* The answers once more, by another way than the engine's. */
void rangepg_solve_again(const void *params, struct answers *out);

/* How it is said, rangepg_text.c. */
void rangepg_ask(const void *params, struct prompt *p);
void rangepg_explain(const void *params, struct solution *out);

#endif
