#include "sched/sm2.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "sched/day.h"

const struct sm2_profile sm2_profiles[] = {
    {.name = "sm2",
     .blurb = "Wozniak's text of 1990",
     .interval_max = SM2_INTERVAL_MAX},
    {.name = "sm2-delphi",
     .blurb = "Wozniak's later Delphi code: failures lower the factor too",
     .old_ease = true,
     .half_up = true,
     .ease_on_fail = true,
     .restart_at_0 = true,
     .interval_max = SM2_INTERVAL_MAX},
};
const size_t sm2_nprofiles = sizeof sm2_profiles / sizeof *sm2_profiles;

enum {
    GRADE_KNOWN_WELL = 4, /* below it a card comes again the same day */
    COUNT_MAX = 1000000,  /* of repetitions: nobody lives to see it */
    EASE_MAX = 10000000,  /* COUNT_MAX perfect answers */
};

/* 100 * (0.1 - (5-q)(0.08 + (5-q)0.02)), worked out for each grade q. */
static const int ease_step[] = {-80, -54, -32, -14, 0, 10};

static int clamp(int value, int lo, int hi)
{
    return value < lo ? lo : value > hi ? hi : value;
}

const struct sm2_profile *sm2_profile_find(struct slice name)
{
    for (size_t i = 0; i < sm2_nprofiles; i++)
        if (slice_is(name, sm2_profiles[i].name))
            return &sm2_profiles[i];
    return NULL;
}

struct sm2 sm2_new(void)
{
    return (struct sm2){
        .ease = SM2_EASE_START, .last = -1, .seen = -1, .failed = -1};
}

bool sm2_seen(struct sm2 card)
{
    return card.interval > 0;
}

static int ease_after(int ease, int grade)
{
    return clamp(ease + ease_step[grade], SM2_EASE_MIN, EASE_MAX);
}

/* interval * ease, in days, by the profile's rounding and below its cap. */
static int grow(int interval, int ease, const struct sm2_profile *profile)
{
    int64_t days_100 = (int64_t)interval * ease;
    int64_t days = (days_100 + (profile->half_up ? 50 : 99)) / 100;

    return days < profile->interval_max ? (int)days : profile->interval_max;
}

static int next_interval(struct sm2 card, int ease,
                         const struct sm2_profile *profile)
{
    switch (card.n) {
    case 0:
        return 1;
    case 1:
        return 6;
    default:
        return grow(card.interval, ease, profile);
    }
}

static struct sm2 known(struct sm2 card, int grade,
                        const struct sm2_profile *profile)
{
    int ease = ease_after(card.ease, grade);

    card.interval =
        next_interval(card, profile->old_ease ? card.ease : ease, profile);
    card.ease = ease;
    card.n++;
    return card;
}

static struct sm2 forgotten(struct sm2 card, int grade,
                            const struct sm2_profile *profile)
{
    card.lapses += sm2_seen(card);
    card.n = profile->restart_at_0 ? 0 : 1;
    card.interval = 1;
    if (profile->ease_on_fail)
        card.ease = ease_after(card.ease, grade);
    return card;
}

/* What a repetition and a lapse have in common. */
static struct sm2 answered(struct sm2 card, int grade, int today,
                           const struct sm2_profile *profile)
{
    assert(grade >= 0 && grade <= 5);
    if (grade >= SM2_PASS) {
        card = known(card, grade, profile);
    } else {
        card = forgotten(card, grade, profile);
        card.failed = today;
    }
    card.interval = clamp(card.interval, 1, profile->interval_max);
    card.due = clamp(today, DAY_MIN, DAY_MAX - card.interval) + card.interval;
    card.last = card.seen = today;
    card.drill = grade < GRADE_KNOWN_WELL;
    return card;
}

struct sm2 sm2_repeat(struct sm2 card, int grade, int today,
                      const struct sm2_profile *profile)
{
    card = answered(card, grade, today, profile);
    card.reps++;
    return card;
}

struct sm2 sm2_lapse(struct sm2 card, int grade, int today,
                     const struct sm2_profile *profile)
{
    assert(grade < SM2_PASS && sm2_seen(card));
    return answered(card, grade, today, profile);
}

struct sm2 sm2_drill(struct sm2 card, int grade, int today)
{
    assert(grade >= 0 && grade <= 5);
    if (today == card.last && grade >= GRADE_KNOWN_WELL)
        card.drill = false;
    if (card.seen < today)
        card.seen = today;
    return card;
}

enum sm2_effect sm2_effect_of(struct sm2 card, int grade, int today)
{
    if (!sm2_seen(card) || today >= card.due)
        return SM2_COUNTED;
    if (today <= card.last)
        return SM2_DRILLED;
    return grade < SM2_PASS ? SM2_LAPSED : SM2_EARLY;
}

struct sm2 sm2_answer(struct sm2 card, int grade, int today,
                      const struct sm2_profile *profile,
                      enum sm2_effect *effect)
{
    enum sm2_effect what = sm2_effect_of(card, grade, today);

    if (today < card.last)
        today = card.last;
    if (effect != NULL)
        *effect = what;
    switch (what) {
    case SM2_COUNTED:
        return sm2_repeat(card, grade, today, profile);
    case SM2_LAPSED:
        return sm2_lapse(card, grade, today, profile);
    default:
        return sm2_drill(card, grade, today);
    }
}

bool sm2_due(struct sm2 card, int today)
{
    if (!sm2_seen(card))
        return false;
    return today >= card.due || (card.drill && today <= card.last);
}

bool sm2_leech(struct sm2 card)
{
    return card.lapses >= SM2_LEECH && (card.lapses - SM2_LEECH) % 4 == 0;
}

bool sm2_same(struct sm2 a, struct sm2 b)
{
    return a.n == b.n && a.ease == b.ease && a.interval == b.interval &&
           a.due == b.due && a.last == b.last && a.seen == b.seen &&
           a.failed == b.failed && a.lapses == b.lapses && a.reps == b.reps &&
           a.drill == b.drill;
}

struct sm2 sm2_clamp(struct sm2 card)
{
    card.n = clamp(card.n, 0, COUNT_MAX);
    card.ease = clamp(card.ease, SM2_EASE_MIN, EASE_MAX);
    card.interval = clamp(card.interval, 0, SM2_INTERVAL_MAX);
    card.due = clamp(card.due, -1, DAY_MAX);
    card.last = clamp(card.last, -1, DAY_MAX);
    card.seen = clamp(card.seen, card.last, DAY_MAX);
    card.failed = clamp(card.failed, -1, card.last);
    card.lapses = clamp(card.lapses, 0, COUNT_MAX);
    card.reps = clamp(card.reps, 0, COUNT_MAX);
    return card;
}
