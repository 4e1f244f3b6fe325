/* tally.h - what the days add up to: sums and streaks.
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

/* Days in a row with answers, up to today; a today without answers does not
 * break it yet. The longest ever into *longest (may be NULL). */
int tally_streak(const struct tally_day *days, size_t n, int today,
                 int *longest);

#endif
