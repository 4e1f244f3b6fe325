/* perm.h - what the two files of PERM share: perm.c draws and solves,
 * perm_say.c asks and explains. */
#ifndef PROBLEM_KIND_PERM_H
#define PROBLEM_KIND_PERM_H

#include "problem/kind/kinds.h"
#include "vm/walk.h"

enum { PAGES = 8, UPPER_ROWS = 2, TRIES = 6 };

/* What an entry says; bits. */
struct row {
    uint8_t valid, r, w, x, u, ppn;
};

struct
try {
    uint8_t page, access, user;
};

struct perm {
    uint8_t level;
    uint8_t riscv; /* level 3: kernel and user pages are kept apart */
    struct row row[PAGES];
    struct row upper[UPPER_ROWS]; /* level 4: of four pages each */
    struct try try[TRIES];        /* level 3 */
};

/* What both levels of a page's entries say together; level 4. */
struct row perm_rights(const struct perm *p, unsigned page);

/* Whether user code gets through with that access; at level 2, with a store
 * as well. */
bool perm_succeeds(const struct perm *p, unsigned page, enum access access);

void perm_ask(const void *params, struct prompt *out);
void perm_explain(const void *params, struct solution *out);

#endif
