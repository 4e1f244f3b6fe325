/* loadbyte.h - the two halves of LOADBYTE: its instances (loadbyte.c), and
 * how they are said (loadbyte_say.c). */
#ifndef PROBLEM_KIND_LOADBYTE_H
#define PROBLEM_KIND_LOADBYTE_H

#include "problem/kind/kinds.h"
#include "problem/linear.h"

enum { LOADBYTE_DUMP = 128 };

struct loadbyte {
    uint8_t level;
    uint8_t width; /* bytes of the load */
    struct linear table;
    uint64_t va;
    uint8_t byte[LOADBYTE_DUMP]; /* physical memory, no two alike */
};

/* How many bytes of physical memory there are. */
static inline unsigned loadbyte_memory_bytes(const struct loadbyte *l)
{
    return 1u << l->table.pa_bits;
}

/* How many of the load's bytes lie in its first page. */
static inline unsigned loadbyte_in_first(const struct loadbyte *l)
{
    uint64_t left = two_to(l->table.off) - low(l->va, l->table.off);

    return left < l->width ? (unsigned)left : l->width;
}

/* Whether the load goes on in the next page. */
static inline bool loadbyte_crosses(const struct loadbyte *l)
{
    return loadbyte_in_first(l) < l->width;
}

static inline uint64_t loadbyte_vpn_of(const struct loadbyte *l)
{
    return l->va >> l->table.off;
}

/* The answers once more, by another way than the engine's. */
void loadbyte_solve_again(const void *params, struct answers *out);

/* How it is said, loadbyte_say.c. */
void loadbyte_ask(const void *params, struct prompt *p);
void loadbyte_explain(const void *params, struct solution *out);

#endif
