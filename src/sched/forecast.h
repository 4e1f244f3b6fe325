/* forecast.h - the load of the coming days, by playing SM-2 forward.
 *
 * The deck is given as groups of cards in one state. Each simulated day takes
 * what is due, the new cards and the sweep that plan.h allows; of each group
 * the share pass_permille is answered Good and the rest Again, and both parts
 * go where sm2_answer sends them. Counts are kept in thousandths of a card:
 * integers, so the same everywhere.
 *
 * Groups may be coarse (intervals in powers of two, one ease for all). The
 * cost is that of groups times days: a hundred groups over two months take a
 * few milliseconds, ten thousand over a year 0.2 s. */
#ifndef SCHED_FORECAST_H
#define SCHED_FORECAST_H

#include <stddef.h>

#include "sched/plan.h"
#include "sched/sm2.h"

enum { FORECAST_DAYS_MAX = 400 };

/* Seen cards that may be shown and are in one state. */
struct forecast_group {
    int n, ease, interval, due; /* as in struct sm2 */
    bool swept;                 /* seen since the sweep began (plan.h) */
    int64_t cards;
};

struct forecast_deck {
    const struct forecast_group *groups;
    size_t ngroups;
    /* As for plan_today; `due`, `unswept` and `due_swept` are taken from the
     * groups instead. */
    struct plan_counts counts;
};

/* Fills days[ndays], the first one with what is left of today; ndays is at
 * most FORECAST_DAYS_MAX. */
void forecast(const struct forecast_deck *deck,
              const struct plan_rules *rules, const struct plan_pace *pace,
              const struct sm2_profile *profile, int today,
              struct plan_day *days, size_t ndays);

/* The first day without a backlog: 0 when there is none today, -1 when it is
 * not clear within those days. */
int forecast_clear_day(const struct plan_day *days, size_t ndays);

#endif
