/* tricks.h - pages that wait for a fault: drawn by tricks.c, solved by
 * tricks_run.c, told by tricks_say.c. trick.h sets them up in the engine. */
#ifndef PROBLEM_KIND_TRICKS_H
#define PROBLEM_KIND_TRICKS_H

#include "problem/kind/kinds.h"
#include "problem/kind/trick.h"

enum { TRICKS_ASKED = 5, TRICK_GOALS = 8 };

struct tricks {
    uint8_t level, n;
    uint8_t at[TRICKS_ASKED]; /* enum trick; level 4: goals */
    uint8_t wrong; /* level 2: which row of the table is wrong ... */
    uint8_t state; /* ... and what it says, of trick_states */
};

/* A row of a table: the entry, which accesses fault, and whether a fault is an
 * error of the program. */
struct trick_says {
    enum word entry, faults;
    bool error;
};

static inline bool trick_same(struct trick_says a, struct trick_says b)
{
    return a.entry == b.entry && a.faults == b.faults && a.error == b.error;
}

/* What a course says of each trick, and why. */
struct trick_row {
    const char *situation, *why;
    struct trick_says says;
};
extern const struct trick_row trick_rows[TRICKS];

/* The three things that an entry and its faults can be together. */
enum { TRICK_STATES = 3 };
extern const struct trick_says trick_states[TRICK_STATES];

/* What the table of level 2 says of a page. */
struct trick_says tricks_shown(const struct tricks *t, unsigned i);

/* New tricks: what must still work without a fault; all else must fault. */
struct trick_goal {
    const char *goal;
    uint8_t bits; /* V, R, W, X */
};
extern const struct trick_goal trick_goals[TRICK_GOALS];

/* What somebody may believe; 0: how it is. */
enum tricks_belief {
    TRICKS_FATAL = 1,       /* every fault is an error */
    TRICKS_COW_INVALID = 2, /* a page shared since fork is not present */
    TRICKS_WATCH_READS = 4, /* a watched page is not present either */
    TRICKS_SWAP_VALID = 8,  /* what was swapped out is there and writable */
    TRICKS_ALL_READ_ONLY = 16, /* there is one trick: read-only */
    TRICKS_ALL_INVALID = 32,   /* ... or not present */
    TRICKS_INVERTED = 64,      /* bits forbid */
    TRICKS_READ_FETCHES = 128, /* what may be read may be run */
};

void tricks_solve(const void *params, struct answers *out);
bool tricks_believe(const void *params, unsigned beliefs,
                    struct answers *out);

/* Level 2: what is right of the page that was taken for wrong. */
bool tricks_follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out);

/* Level 4: whether an entry with these bits does it. */
bool tricks_works(const void *params, unsigned part,
                  const struct value *given);

void tricks_ask(const void *params, struct prompt *out);
void tricks_explain(const void *params, struct solution *out);

#endif
