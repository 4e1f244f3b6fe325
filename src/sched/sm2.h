/* sm2.h - when a card comes back, by the SuperMemo-2 rule.
 *
 * Pure arithmetic: no clock, no store. Days are study days (day.h). The
 * easiness factor is kept in hundredths: every value the rule can reach is a
 * multiple of 0.02, so the integers are exact where doubles are not.
 *
 * Source: P. A. Wozniak, "Optimization of learning" (1990), section 3.2. The
 * author's later Delphi code differs in four places; each is a switch, and
 * the two originals are the profiles `sm2` and `sm2-delphi`. */
#ifndef SCHED_SM2_H
#define SCHED_SM2_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum {
    SM2_EASE_START = 250, /* hundredths: an easiness factor of 2.50 */
    SM2_EASE_MIN = 130,
    SM2_PASS = 3,             /* the lowest grade that counts as known */
    SM2_INTERVAL_MAX = 36500, /* days; a century */
    SM2_LEECH = 8,            /* lapses that make a leech, then every 4 */
};

struct sm2_profile {
    const char *name, *blurb;
    bool old_ease;     /* intervals grow by the factor before this answer */
    bool half_up;      /* round intervals to the nearest day, else up */
    bool ease_on_fail; /* a failing grade lowers the factor too */
    bool restart_at_0; /* after a failure 1, 1, 6 days, else 1, 6 */
    int interval_max;  /* days */
};

extern const struct sm2_profile sm2_profiles[];
extern const size_t sm2_nprofiles;

/* The profile of that name, or NULL. The first row is the default. */
const struct sm2_profile *sm2_profile_find(struct slice name);

struct sm2 {
    int n;        /* repetitions in the current run; 0 before the first */
    int ease;     /* easiness factor in hundredths, never below 130 */
    int interval; /* days, 0 before the first repetition */
    int due;      /* study day; meaningless before the first repetition */
    int last;     /* study day of the last repetition or lapse, or -1 */
    int seen;     /* study day of the last answer of any kind, or -1 */
    int failed;   /* study day it was last forgotten, or -1 */
    int lapses;   /* times forgotten after it had been seen */
    int reps;     /* counted repetitions */
    bool drill;   /* to be shown again on day `last`, until known */
};

/* A card nobody has seen. */
struct sm2 sm2_new(void);

/* The state after one scheduled repetition with `grade` (0 blackout .. 5
 * perfect) on study day `today`. A grade outside 0..5 is a bug. No card is
 * due later than DAY_MAX (day.h). */
struct sm2 sm2_repeat(struct sm2 card, int grade, int today,
                      const struct sm2_profile *profile);

/* The state after a failure before the card was due: as a failed repetition,
 * but not counted in reps. The card has been seen. */
struct sm2 sm2_lapse(struct sm2 card, int grade, int today,
                     const struct sm2_profile *profile);

/* The state after an answer that moves no schedule: known well on the day of
 * the last repetition it ends the drill. */
struct sm2 sm2_drill(struct sm2 card, int grade, int today);

/* What an answer counts as. */
enum sm2_effect {
    SM2_COUNTED, /* a scheduled repetition: first ever, or due */
    SM2_LAPSED,  /* failed before it was due: n and interval start over */
    SM2_DRILLED, /* the same day's drill: changes `drill` only */
    SM2_EARLY,   /* known before it was due: changes nothing but `seen` */
    SM2_SET,     /* taken over or put back to new (replay.h only) */
    SM2_NONE,    /* nothing at all (replay.h only) */
};

enum sm2_effect sm2_effect_of(struct sm2 card, int grade, int today);

/* The state after an answer in the review, whatever its place in time: a
 * first or due one counts; on the day of the last repetition it is a drill;
 * an early failure is a lapse (once a day, lapses + 1, reps stay); an early
 * pass changes nothing (but `seen`). A day before card.last is taken as
 * card.last. *effect may be NULL. */
struct sm2 sm2_answer(struct sm2 card, int grade, int today,
                      const struct sm2_profile *profile,
                      enum sm2_effect *effect);

/* True once it has had a repetition (or was taken over with a schedule). */
bool sm2_seen(struct sm2 card);

/* True when `today`'s review should show it: seen before, and due or in
 * drill. A drill dies at the day's end. */
bool sm2_due(struct sm2 card, int today);

/* True at the 8th lapse and at every 4th after it. */
bool sm2_leech(struct sm2 card);

/* Field by field. */
bool sm2_same(struct sm2 a, struct sm2 b);

/* The nearest state that the functions above can take: for states that come
 * out of a stranger's file. */
struct sm2 sm2_clamp(struct sm2 card);

#endif
