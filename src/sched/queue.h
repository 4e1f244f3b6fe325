/* queue.h - which of the candidates come today, and in what order.
 *
 * Pure: candidates in, the same array in order out. The rules:
 *
 *   one card a note a day   due before sweep before new before ahead; drills
 *                           are exempt; the others wait for another day
 *   due                     smallest relative overdueness first, that is days
 *                           overdue over interval: what is nearly on time is
 *                           saved before what is forgotten anyway
 *   sweep                   the last look before an exam (plan.h): first what
 *                           would not come by itself tomorrow, nearest first
 *   new                     in the order given, mixed in evenly
 *   drill                   mixed in evenly as well
 *   ahead                   behind all others, soonest due first
 *
 * Among equals the order is a shuffle that depends on the day and the card
 * alone: the same on every call, another one tomorrow. Two cards of a note
 * never stand next to each other unless nothing else is left to put between
 * them. Ratios are compared as integers. */
#ifndef SCHED_QUEUE_H
#define SCHED_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum candidate_kind {
    CANDIDATE_DRILL, /* to be shown again today, until it is known */
    CANDIDATE_DUE,
    CANDIDATE_SWEEP, /* not due, but not seen since the sweep began */
    CANDIDATE_NEW,
    CANDIDATE_AHEAD, /* not due, asked for (--ahead) */
};

/* What became of it. */
enum candidate_fate {
    CANDIDATE_SHOWN,
    CANDIDATE_SIBLING, /* another card of its note has the day */
    CANDIDATE_OVER,    /* over the limit of its kind */
};

struct candidate {
    int64_t card, note; /* any numbers that tell them apart */
    enum candidate_kind kind;
    int due_day;       /* of all but new ones */
    int interval_days; /* likewise; below 1 counts as 1 */
    bool sibling_seen; /* another card of its note was answered today */
    enum candidate_fate fate; /* out */
};

/* Limits count cards still to be shown; those already answered today are off.
 * plan_queue (plan.h) fills one in. */
struct queue_rules {
    int today;
    int due_limit, sweep_limit, new_limit, ahead_limit;
    int most;     /* cards of all kinds, 0 for no limit of its own: first
                     drills, then due, sweep, new, ahead */
    int new_must; /* so many new ones, siblings if need be (exam near) */
    bool
        siblings; /* a note may have more than one card a day (sweep, cram) */
};

/* Puts the candidates of the day in front, in the order in which they are to
 * be shown, and returns how many they are; the rest follow in the order they
 * were given. Since siblings make room, offer some more candidates than the
 * limits allow (two to four times the new ones).
 *
 * For a cram give every card as due today with interval 1, no limit
 * (INT_MAX) and `siblings`: that is a plain shuffle, siblings apart. */
size_t queue_order(struct candidate *at, size_t n,
                   const struct queue_rules *rules);

/* Days overdue over interval, compared: <0 when a is less overdue. Intervals
 * are at least 1. */
int queue_compare_overdue(int64_t over_a, int64_t interval_a, int64_t over_b,
                          int64_t interval_b);

#endif
