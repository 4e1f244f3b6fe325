/* tally.h - what the days add up to: retention, streaks, a year's heat map.
 *
 * Input is one row a study day on which something was answered, ascending by
 * day, no day twice. Days without a row had nothing. */
#ifndef SCHED_TALLY_H
#define SCHED_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct tally_day {
    int day;
    int64_t answers;         /* reviews, first looks and drills; no crams */
    int64_t reviews, passed; /* repetitions of seen cards; q >= 3 */
    int64_t firsts;          /* cards seen for the first time */
    int64_t ms;              /* time spent */
};

/* The sums of the days from..to, both included. `day` counts the days with
 * answers. */
struct tally_day tally_sum(const struct tally_day *days, size_t n, int from,
                           int to);

/* Passed of reviewed, in thousandths, rounded; -1 when nothing was. */
int tally_retention_permille(const struct tally_day *sum);

/* Days in a row with answers, up to today; a today without answers does not
 * break it yet. The longest ever into *longest (may be NULL). */
int tally_streak(const struct tally_day *days, size_t n, int today,
                 int *longest);

enum { HEAT_LEVELS = 5, HEAT_WEEKS_MAX = 54 };

/* A calendar by weeks: column w holds a week, rows are Monday to Sunday. */
struct heat_map {
    int first_day; /* the Monday of column 0 */
    int weeks;
    int64_t bounds[HEAT_LEVELS]; /* least answers of a level, for a legend */
    /* [w][weekday]: 0 nothing, 1 .. 4 the busiest; -1 after `last_day`. */
    signed char level[HEAT_WEEKS_MAX][7];
};

/* The `weeks` (at most HEAT_WEEKS_MAX) weeks that end with the one of
 * `last_day`. The levels 1 to 4 part the days with answers into
 * quarters, the busiest highest. */
void tally_heat(struct heat_map *out, const struct tally_day *days, size_t n,
                int last_day, int weeks);

/* The length of a bar for `value` of `max` in eighths of a cell, `cells`
 * wide at most: 0 only for 0, at least an eighth for anything else. */
int tally_bar_eighths(int64_t value, int64_t max, int cells);

#endif
