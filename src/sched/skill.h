/* skill.h - how hard the next problem of a kind should be, and whether a kind
 * may be asked at all.
 *
 * A person's level with a kind moves by K (y - target) at each first attempt,
 * y being 1 when it was right: an Elo rating with a fixed opponent (Pelanek
 * 2016). With K = 1.5 and a target of 85 % the right level is found in about
 * six problems and most first attempts succeed from then on. */
#ifndef SCHED_SKILL_H
#define SCHED_SKILL_H

#include <stdbool.h>
#include <stddef.h>

#include "sched/sm2.h"

enum {
    SKILL_TARGET_MILLE = 850, /* of first attempts that should be right */
    SKILL_STEP_MILLE = 1500,  /* K */
    SKILL_KNOWN = 2,          /* sm2.n from which on a kind counts as known */
    SKILL_INTERVAL_MAX = 180, /* days */
};

/* The same rule for skills: spacing helps procedures less than facts, and
 * what was right once is not safe for years, so intervals end at half a year.
 */
struct sm2_profile skill_profile(const struct sm2_profile *cards);

/* A level in thousandths, after first attempts that were right or not, oldest
 * first. It begins at 1000 and stays between the kind's levels. */
int skill_level_mille(const bool *right, size_t n, int lowest, int highest);

/* The level to ask at: rounded. */
int skill_level(int level_mille);

/* What two attempts amount to: right at once 4 (3 with a hint), right at the
 * second 3, else 2, or 0 when nothing was answered. */
struct skill_attempts {
    bool first_right, second_right;
    bool hinted;   /* a hint was asked for before the first answer */
    bool answered; /* anything at all */
};
int skill_grade(struct skill_attempts attempts);

/* Success on two different days, and not forgotten since: what a kind that
 * builds on it waits for. */
bool skill_known(struct sm2 state);

#endif
