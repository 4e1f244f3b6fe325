#include "sched/skill.h"

static int clamp(int n, int low, int high)
{
    return n < low ? low : n > high ? high : n;
}

struct sm2_profile skill_profile(const struct sm2_profile *cards)
{
    struct sm2_profile skills = *cards;

    if (skills.interval_max > SKILL_INTERVAL_MAX)
        skills.interval_max = SKILL_INTERVAL_MAX;
    return skills;
}

int skill_level_mille(const bool *right, size_t n, int lowest, int highest)
{
    int level = clamp(1000, lowest * 1000, highest * 1000);

    for (size_t i = 0; i < n; i++) {
        int y = right[i] ? 1000 : 0;
        level += SKILL_STEP_MILLE * (y - SKILL_TARGET_MILLE) / 1000;
        level = clamp(level, lowest * 1000, highest * 1000);
    }
    return level;
}

int skill_level(int level_mille)
{
    return (level_mille + 500) / 1000;
}

int skill_grade(struct skill_attempts a)
{
    if (a.first_right)
        return a.hinted ? 3 : 4;
    if (a.second_right)
        return 3;
    return a.answered ? 2 : 0;
}

bool skill_known(struct sm2 state)
{
    return state.n >= SKILL_KNOWN;
}
