/* pair.h - which cloze of an edited note is which of its cards.
 *
 * Pure. In this order, each step among what is left:
 *
 *   1. same answer and same masked line
 *   2. same answer, in the order of the text
 *   3. the one pair left over, if the masked lines are alike by 0.8
 *
 * Swapping two clozes, putting one in front or taking one out moves no
 * history to another answer; two clozes made one are a new card. */
#ifndef DECK_PAIR_H
#define DECK_PAIR_H

#include "base/slice.h"

struct pair_cloze {
    struct slice answer, masked; /* plain text */
    bool gone; /* it left the note earlier: only the same answer brings it
                * back; such ones stand behind the others */
};

enum { PAIR_NONE = -1 };

struct pair_result {
    int old;      /* index, or PAIR_NONE: a new card */
    bool changed; /* the answer is another one now: to be shown once */
};

/* Fills out[nnews]. */
void pair_clozes(const struct pair_cloze *olds, size_t nolds,
                 const struct pair_cloze *news, size_t nnews,
                 struct pair_result *out);

/* True when an edit turned the answer into another one: more than a typo, or
 * a digit, an operator, a unit or a negation came, went or changed. */
bool pair_answer_changed(struct slice old, struct slice new);

#endif
