/* pick.h - candidates for a review, by index: how many there are, and the
 * first of each kind. Ordering them is sched/queue.h's business. */
#ifndef DECK_PICK_H
#define DECK_PICK_H

#include "deck/select.h"
#include "sched/plan.h"
#include "sched/queue.h"

enum {
    PICK_DUE_MAX = 1000,     /* candidates: the longest due */
    PICK_COUNT_MAX = 10000,  /* counting ends here, but before an exam */
    PICK_EXAM_MAX = 1000000, /* there */
    PICK_CRAM_MAX = 100000,
};

struct picked {
    struct candidate *at;
    size_t n, cap;
};

void picked_release(struct picked *p);

/* Where counting ends. */
struct pick_most {
    int unseen, due;
};

/* What the plan of `today` is made of. `sweep_day` is plan_sweep_day's when
 * today lies in the sweep, else 0. */
int pick_counts(struct deck *deck, const struct select *select, int today,
                int sweep_day, const struct pick_most *most,
                struct plan_counts *out, struct err *err);

/* The latest answers, as the plan's log. */
int pick_log(struct deck *deck, struct plan_log *out, struct err *err);

/* Add candidates of a kind, at most `max`. Those of CANDIDATE_SWEEP are the
 * cards not seen since `sweep_day`. */
int pick_add(struct deck *deck, const struct select *select,
             enum candidate_kind kind, int today, int sweep_day, int max,
             struct picked *out, struct err *err);

/* Every card of the selection, as due today. */
int pick_all(struct deck *deck, const struct select *select, int today,
             struct picked *out, struct err *err);

/* Finds out which of them have a sibling that was answered today. */
int pick_siblings(struct deck *deck, int today, struct picked *p,
                  struct err *err);

/* Cards that are due on each of the `n` days after today; behind the first
 * PICK_COUNT_MAX of them, a guess. */
int pick_coming(struct deck *deck, int today, int64_t *counts, int n,
                struct err *err);

#endif
