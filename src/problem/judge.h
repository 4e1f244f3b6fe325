/* judge.h - is it right, and if not, why. */
#ifndef PROBLEM_JUDGE_H
#define PROBLEM_JUDGE_H

#include "problem/problem.h"

enum verdict {
    VERDICT_NONE, /* no answer */
    VERDICT_RIGHT,
    VERDICT_FOLLOWS, /* wrong, but right after what was answered before */
    VERDICT_WRONG,
};

struct judgement {
    enum verdict part[PARTS_MAX];
    unsigned right;            /* parts that are right or follow */
    bool all_right;            /* every one right by itself */
    const struct wrong *wrong; /* the mistake that explains the most of what
                                  is wrong, or NULL: none that we know does */
};

/* Judges the answers to all parts. A part without an answer is VALUE_NONE. */
struct judgement judge(const struct problem *p, const struct answers *given);

/* One part on its own. */
bool judge_part(const struct problem *p, unsigned part,
                const struct value *given);

#endif
