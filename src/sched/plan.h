/* plan.h - how much work a day holds: limits, backlog, exam date, minutes.
 *
 * Planning decides what is shown, never what is known: SM-2 state is not
 * touched. All inputs are counts that a deck can keep or get by index;
 * forecast.h looks further than today.
 *
 * With an exam date, `days left` is the exam's day minus today:
 *
 *   more than 3   new cards a day = unseen / (days left - 3), rounded up
 *   3             a day to spare
 *   2 and 1       the sweep: everything is seen once more, half a day each
 *   0             the day itself: as without a date
 *
 * Unseen cards that are left by then are spread over the days that remain.
 * Before an exam new cards don't pause for a backlog, the sweep knows no
 * limit, and in the last three days siblings may come on one day: everything
 * has to be seen. The minutes say what it costs. */
#ifndef SCHED_PLAN_H
#define SCHED_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "sched/queue.h"

enum {
    PLAN_SPARE_DAYS = 3, /* days before an exam without new cards */
    PLAN_SWEEP_DAYS = 2, /* the last of them: everything once more */
};

struct plan_rules {
    int new_per_day, reviews_per_day; /* the deck's settings */
    int exam_day;                     /* study day; 0 for none */
};

/* Cards that may be shown (not suspended, buried or orphaned), right now. */
struct plan_counts {
    int64_t unseen; /* never answered */
    int64_t due;    /* seen before and due by today, drills not among them */
    int64_t drill;  /* to be shown again today (sm2.drill, last == today) */
    int new_today;  /* first seen today */
    int reviews_today; /* other counted repetitions of today */
    /* Only while plan_sweep_day(...) <= today < exam_day, else 0. "Seen
     * since" is sm2.seen >= that day. */
    int64_t unswept;   /* seen before but not since the sweep began */
    int64_t swept;     /* seen since */
    int64_t due_swept; /* of `due`, those seen since */
};

/* The first day of the sweep, or INT_MAX without an exam. */
int plan_sweep_day(const struct plan_rules *rules);

/* True on the days of the sweep. */
bool plan_sweeping(const struct plan_rules *rules, int today);

/* --- how fast and how well this student answers ------------------------- */

/* Sums over some weeks of the log; {0} when there is none. */
struct plan_log {
    int64_t reviews;      /* counted repetitions of cards seen before */
    int64_t passed;       /* of these, q >= 3 */
    int64_t review_again; /* of these, q < 4: they come again that day */
    int64_t firsts;       /* cards seen for the first time */
    int64_t first_again;  /* of these, q < 4 */
    int64_t drills;       /* showings again on the same day */
    int64_t again_ms;     /* time of reviews and drills */
    int64_t first_ms;     /* time of firsts */
};

struct plan_pace {
    int pass_permille;        /* of due cards, known */
    int drill_permille;       /* drills that 1000 reviews bring */
    int first_drill_permille; /* drills that 1000 firsts bring */
    int again_ms;             /* for a card that was seen before */
    int first_ms;             /* for one that was not */
};

/* What the log says, and as long as it says little what is usual: 90 % of
 * due cards known, 12 % of them and 25 % of new ones shown again, 8 s an
 * answer, 15 s a first look. */
struct plan_pace plan_pace(const struct plan_log *log);

/* --- today -------------------------------------------------------------- */

/* One day's work, in showings of cards. */
struct plan_day {
    int day;
    int due, sweep, fresh; /* cards asked for their own sake */
    int drill;             /* showings again on the same day, reckoned */
    int64_t backlog;       /* due, but over the daily limit */
    int minutes;           /* all of it, rounded up */
};

struct plan {
    int exam_days_left;   /* -1 without an exam or after it */
    int new_allowance;    /* new cards of the whole day, done ones included */
    bool new_paused;      /* by a backlog */
    struct plan_day left; /* what is still to be done today */
};

struct plan plan_today(const struct plan_rules *rules,
                       const struct plan_counts *counts,
                       const struct plan_pace *pace, int today);

/* Fills in `drill` and `minutes` of a day whose other showings are known;
 * `waiting` are to be shown again already. */
void plan_reckon(struct plan_day *day, int64_t waiting,
                 const struct plan_pace *pace);

/* The rules of today's queue. No cards ahead (ahead_limit 0). */
struct queue_rules plan_queue(const struct plan *plan);

#endif
