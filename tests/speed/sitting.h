/* sitting.h - a review on a terminal line from start to q, each card answered
 * Good at once. */
#ifndef TESTS_SPEED_SITTING_H
#define TESTS_SPEED_SITTING_H

#include "speed/run.h"

struct sitting {
    double cpu_ms;     /* of the whole sitting, the processor's time */
    double start_ms;   /* from nothing to the first card */
    double *answer_ms; /* [nanswers] from the key to the next card, sorted */
    double *reveal_ms; /* [nanswers] from the key to the answer, sorted */
    size_t nanswers;
    double resident_mb; /* behind the last answer */
};

void sitting_release(struct sitting *s);

/* Reviews a deck below `work`. `wrapper`, which may be NULL, is a program to
 * run it under and its arguments, ended by NULL. */
struct sitting sitting_run(const char *const *wrapper, const char *deck,
                           size_t answers);

/* The time that `share` of them (0.99) did not take longer than. */
double sitting_percentile(const double *sorted, size_t n, double share);

#endif
