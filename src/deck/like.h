/* like.h - how alike two texts are: Dice's coefficient of their sets of
 * trigrams, in thousandths. 1000 is the same, 0 nothing in common. */
#ifndef DECK_LIKE_H
#define DECK_LIKE_H

#include <stdint.h>

#include "base/slice.h"

/* The trigrams of a text, sorted, each once. Three characters are one number;
 * that two trigrams share one is possible and does no harm. */
struct grams {
    uint32_t *at;
    size_t n;
};

/* Of a text as keys_put_plain gives it. Release it with free(at). */
struct grams grams_of(struct slice text);

int grams_like(const struct grams *a, const struct grams *b);

int like(struct slice a, struct slice b);

#endif
