/* learner.h - a student who forgets, for simulated terms.
 *
 * Memory follows FSRS-6 with its default weights: the curve and the updates
 * are those of the published model, worked in doubles. It is another theory
 * than the scheduler's own, which is the point. */
#ifndef TESTS_SCHED_LEARNER_H
#define TESTS_SCHED_LEARNER_H

#include "base/rng.h"

struct memory {
    double stability, difficulty; /* 0 before the first look */
    int day;                      /* of the last look */
};

/* Looks at the card on `day`, answers and remembers it better: a grade of 2
 * to 5. Of first looks one in five ends in Again; later answers go by what
 * the curve says is left. */
int learner_answer(struct memory *card, int day, struct rng *rng);

#endif
