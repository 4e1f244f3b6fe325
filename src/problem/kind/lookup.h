/* lookup.h - a table of one level and accesses to its pages: drawn and solved
 * by lookup.c, told by lookup_say.c. */
#ifndef PROBLEM_KIND_LOOKUP_H
#define PROBLEM_KIND_LOOKUP_H

#include "problem/kind/kinds.h"
#include "problem/linear.h"

enum { LOOKUP_ASKED = 4 };

struct lookup {
    uint8_t level;
    uint8_t asked; /* addresses */
    struct linear table;
    uint64_t va[LOOKUP_ASKED];
};

/* At level 3 the second access. */
static inline bool lookup_is_store(const struct lookup *l, unsigned i)
{
    return l->level == 3 && i == 1;
}

static inline uint64_t lookup_vpn(const struct lookup *l, unsigned i)
{
    return l->va[i] >> l->table.off;
}

void lookup_ask(const void *params, struct prompt *out);
void lookup_explain(const void *params, struct solution *out);

#endif
