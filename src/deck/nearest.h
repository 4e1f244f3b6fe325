/* nearest.h - among two pools of texts, each one's nearest in the other. */
#ifndef DECK_NEAREST_H
#define DECK_NEAREST_H

#include "deck/like.h"

struct nearest {
    size_t index; /* in the other pool; meaningless while like is 0 */
    int like;     /* thousandths */
    int second;   /* of the next best, 0 when there is none */
};

/* Fills of_a[na] and of_b[nb]. Pairs that are less alike than `least` need
 * not be seen. Large pools are not compared each with each: only texts that
 * share a rare trigram are; and comparing ends after some millions of pairs,
 * so that no input takes for ever. */
void nearest_find(const struct grams *a, size_t na, const struct grams *b,
                  size_t nb, int least, struct nearest *of_a,
                  struct nearest *of_b);

#endif
