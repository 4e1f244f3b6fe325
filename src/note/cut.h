/* cut.h - taking pieces out of a text and knowing where the rest went. */
#ifndef NOTE_CUT_H
#define NOTE_CUT_H

#include <stdint.h>

#include "base/arena.h"

struct cut {
    uint32_t at, end; /* of the text as it was */
    uint32_t before;  /* bytes cut in front of it; known once applied */
};

struct cuts {
    struct cut *at; /* in order, not overlapping */
    size_t n, cap;
};

void cuts_release(struct cuts *c);

/* Takes [at, end) out; it begins where the last one ended, or later. */
void cuts_add(struct cuts *c, uint32_t at, uint32_t end);

/* Where the last one ends, or 0. */
uint32_t cuts_end(const struct cuts *c);

/* The text without its cuts, in the arena. Only then: */
struct slice cuts_apply(struct cuts *c, struct slice text,
                        struct arena *arena);

/* Where the byte at `at` is now; inside a cut, where the cut was. */
uint32_t cuts_moved(const struct cuts *c, uint32_t at);

#endif
