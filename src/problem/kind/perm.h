/* perm.h - a page table and accesses to its pages: drawn by perm.c, solved by
 * perm_run.c, told by perm_say.c. */
#ifndef PROBLEM_KIND_PERM_H
#define PROBLEM_KIND_PERM_H

#include "problem/kind/kinds.h"
#include "vm/walk.h"

enum { PAGES = 8, UPPER_ROWS = 2, TRIES = 6 };

/* What an entry says; bits. */
struct row {
    uint8_t valid, r, w, x, u, ppn;
};

struct attempt {
    uint8_t page, access, user;
};

struct perm {
    uint8_t level;
    uint8_t riscv; /* level 3: kernel and user pages are kept apart */
    struct row row[PAGES];
    struct row upper[UPPER_ROWS];  /* level 4: of four pages each */
    struct attempt attempt[TRIES]; /* level 3 */
};

/* What somebody may believe; 0: how it is. */
enum perm_belief {
    PERM_NO_VALID = 1,     /* does not look at the valid bit */
    PERM_NO_USER = 2,      /* ... at the user bit */
    PERM_NO_PERMS = 4,     /* ... at R, W and X */
    PERM_ZERO_ABSENT = 8,  /* takes page 0 for "not mapped" */
    PERM_X_FOR_DATA = 16,  /* wants X for loads and stores, R for fetches */
    PERM_ONLY_LOAD = 32,   /* of an access that loads and stores */
    PERM_ONLY_STORE = 64,  /* likewise */
    PERM_KERNEL_MAY = 128, /* lets the kernel do anything */
    PERM_KINDS_SWAPPED = 256, /* each kind of fault by the other's name */
    PERM_ONE_SUFFICES = 512,  /* one level that allows is enough */
    PERM_LAST_COUNTS = 1024,  /* looks at the last level only */
    PERM_NX_IS_X = 2048,
};

void perm_solve(const void *params, struct answers *out);
bool perm_believe(const void *params, unsigned beliefs, struct answers *out);

/* What becomes of one of the accesses of level 3. */
enum word perm_judged(const struct perm *p, struct attempt t,
                      unsigned beliefs);

/* What both levels of a page's entries say together; level 4. */
struct row perm_rights(const struct perm *p, unsigned page);

/* Whether user code gets through with that access; at level 2, with a store
 * as well. */
bool perm_succeeds(const struct perm *p, unsigned page, enum access access);

void perm_ask(const void *params, struct prompt *out);
void perm_explain(const void *params, struct solution *out);

#endif
