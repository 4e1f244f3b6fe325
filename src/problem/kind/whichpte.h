/* whichpte.h - an instruction and its registers: drawn by whichpte.c, solved by
 * whichpte_run.c, told by whichpte_say.c. */
#ifndef PROBLEM_KIND_WHICHPTE_H
#define PROBLEM_KIND_WHICHPTE_H

#include "problem/bits.h"
#include "problem/insn.h"
#include "problem/kind/kinds.h"

enum { WHICH_ENTRY = 8, WHICH_FOUND = 16 };

struct whichpte {
    uint8_t level;
    uint8_t off;
    uint8_t insn;
    uint64_t rip, reg[REGS];
    uint64_t base; /* level 4: of the page table */
};

static inline const struct insn *whichpte_insn(const struct whichpte *w)
{
    return &insns[w->insn];
}

static inline bool whichpte_straddles(const struct whichpte *w,
                                      struct insn_range r)
{
    return r.from >> w->off != (r.from + r.bytes - 1) >> w->off;
}

/* What somebody may believe; 0: how it is. */
enum whichpte_belief {
    WHICH_NO_CODE = 1,
    WHICH_OLD_RSP = 2,   /* takes rsp on the wrong side of the push or pop */
    WHICH_ONE_PAGE = 4,  /* overlooks that a range goes on in the next page */
    WHICH_VALUE = 8,     /* takes a register's value for an address */
    WHICH_ADDRESS = 16,  /* gives addresses for numbers of pages */
    WHICH_NO_SIZE = 32,  /* level 4: takes entries for bytes */
    WHICH_NO_BASE = 64,  /* level 4: forgets where the table begins */
    WHICH_BIT_LOW = 128, /* takes an offset for a bit shorter */
    WHICH_BIT_HIGH = 256, /* ... or longer */
};

bool whichpte_believe(const void *params, unsigned beliefs,
                      struct answers *out);
void whichpte_solve(const void *params, struct answers *out);

void whichpte_ask(const void *params, struct prompt *out);
void whichpte_explain(const void *params, struct solution *out);

#endif
