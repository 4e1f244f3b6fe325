/* rangepg.h - ranges of bytes: drawn by rangepg.c, solved by rangepg_run.c, told
 * by rangepg_say.c. */
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

/* By page numbers from a cut at `off`, also as those get them who cut wrong;
 * the answers so; and by walking over the borders. */
bool rangepg_cut_at(const struct rangepg *r, unsigned off,
                    struct answers *out);
void rangepg_solve(const void *params, struct answers *out);
void rangepg_solve_again(const void *params, struct answers *out);

/* Level 4: any start from which as many bytes touch a page less. */
bool rangepg_works(const void *params, unsigned part,
                   const struct value *given);

void rangepg_ask(const void *params, struct prompt *p);
void rangepg_explain(const void *params, struct solution *out);

#endif
