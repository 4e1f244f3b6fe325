/* mprotect.h - calls that change parts of one area, and accesses after them:
 * drawn by mprotect.c, solved by mprotect_run.c, told by mprotect_say.c. */
#ifndef PROBLEM_KIND_MPROTECT_H
#define PROBLEM_KIND_MPROTECT_H

#include "problem/kind/kinds.h"

enum { CUT_CALLS = 4, CUT_ACCESSES = 4 };
enum { CUT_PAGE_BITS = 12, CUT_PAGE = 1 << CUT_PAGE_BITS };

enum cut_what { CUT_PROTECT, CUT_UNMAP, CUT_MAP };

struct cut_call {
    uint8_t what;   /* enum cut_what */
    uint8_t first;  /* page */
    uint8_t perms;  /* PERM_R, PERM_W; of CUT_MAP both */
    uint32_t bytes; /* the length that is handed over, from 1 */
};

struct cut_access {
    uint32_t at; /* p[at] */
    uint8_t store;
};

struct mprotect {
    uint8_t level;
    uint8_t pages; /* of 4 KiB: at first one area, rw-p, all written to */
    uint8_t calls, accesses;
    struct cut_call call[CUT_CALLS];
    struct cut_access access[CUT_ACCESSES];
};

void mprotect_solve(const void *params, struct answers *out);

/* What somebody may believe; 0: how it is. */
enum cut_belief {
    CUT_ONE_AREA = 1,     /* new permissions do not cut an area */
    CUT_TWO_AREAS = 2,    /* they cut it where they begin, not at their end */
    CUT_NO_JOIN = 4,      /* areas that are alike again stay apart */
    CUT_FLOORED = 8,      /* a part of a page is left out */
    CUT_BY_BYTES = 16,    /* a part of a page is changed and not all of it */
    CUT_NONE_FREES = 32,  /* PROT_NONE gives the frames back */
    CUT_ALL_ALLOWED = 64, /* what is mapped may be loaded and stored */
};

/* Where the range of a call ends. */
uint32_t cut_end(const struct cut_call *c, unsigned beliefs);

/* What a byte is after the first `calls` calls: its permissions, or
 * CUT_NOT_MAPPED. */
enum { CUT_NOT_MAPPED = 255 };
unsigned cut_state(const struct mprotect *m, uint32_t byte, unsigned calls,
                   unsigned beliefs);

/* How many areas there are then. */
unsigned cut_areas(const struct mprotect *m, unsigned calls,
                   unsigned beliefs);

/* Whether a byte in that state may be loaded, or stored; how many pages still
 * have the frame of the beginning after all calls. */
bool cut_allows(unsigned state, bool store, unsigned beliefs);
unsigned cut_frames(const struct mprotect *m, unsigned beliefs);

/* All answers so. */
bool mprotect_believe(const void *params, unsigned beliefs,
                      struct answers *out);

void mprotect_ask(const void *params, struct prompt *out);
void mprotect_explain(const void *params, struct solution *out);

#endif
