/* near.h - "did you mean": which of the known words is close to this one. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

#include "base/slice.h"

/* How many letters must be put in, left out, changed or swapped with their
 * neighbour to make one word of the other; words longer than 32 bytes are
 * as far apart as their lengths allow. */
size_t near_distance(struct slice a, struct slice b);

/* The best word so far. Start from {.word = the word typed}. */
struct near {
    struct slice word;
    const char *best; /* NULL while nothing is near */
    size_t distance;  /* of best */
};

/* Looks at one known word. A word is near when it differs in at most a third
 * of its letters (one, of a short word) or begins with what was typed. */
void near_try(struct near *near, const char *known);

#endif
