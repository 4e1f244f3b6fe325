/* cowview_run.h - the program that COWVIEW is about, run and reckoned. */
#ifndef PROBLEM_KIND_COWVIEW_RUN_H
#define PROBLEM_KIND_COWVIEW_RUN_H

#include "problem/value.h"

enum { G, P, S, VARIABLES };
enum { PARENT, CHILD, SIDES };
enum { ORDERS = 6 };

struct change {
    uint8_t op; /* '+', '*', '=', or 0: none */
    uint8_t arg;
};

struct view {
    uint8_t level;
    uint8_t first[VARIABLES]; /* values at the fork */
    struct change change[SIDES][VARIABLES];
};

/* What the sides print, and which frames they have when the child prints. */
struct seen {
    unsigned printed[SIDES][VARIABLES];
    uint32_t forked[SIDES][VARIABLES], frame[SIDES][VARIABLES];
};

/* Which side acts at each of the four moments: each first changes its
 * variables, then prints them. The first is that of a parent that waits. */
extern const uint8_t view_orders[ORDERS][4];

/* The sides in the order in which they are asked about. */
extern const uint8_t view_sides[SIDES];

/* Whether the program has that variable; whether nobody waits. */
bool view_has(const struct view *v, unsigned variable);
bool view_is_free(const struct view *v);

/* A value after that change. */
unsigned view_changed(struct change c, unsigned value);

/* What somebody may believe; 0: how it is. */
enum view_belief {
    VIEW_ALL_SHARED = 1,   /* private variables are shared */
    VIEW_NONE_SHARED = 2,  /* the shared one is not */
    VIEW_CHILD_FIRST = 4,  /* the child is through before the parent begins */
    VIEW_VA_DIFFERS = 8,   /* the child has other addresses */
    VIEW_FORK_COPIES = 16, /* every page is copied at the fork */
    VIEW_SAME_PA = 32,     /* equal virtual addresses, equal physical ones */
    VIEW_SWAPPED = 64,     /* the parent takes the branch of the child */
};

/* In one order, by the engine; the answers from that. */
void view_run(const struct view *v, const uint8_t order[4], struct seen *out);
void view_solve(const struct view *v, struct answers *out);

/* The answers by hand, as one who believes these things; and what a side
 * prints when the child is through before the parent begins. */
bool view_believing(const void *params, unsigned beliefs,
                    struct answers *out);
unsigned view_in_turn(const struct view *v, unsigned side, unsigned i,
                      unsigned beliefs);

#endif
