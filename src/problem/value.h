/* value.h - an answer as an exact value, and all answers to one problem. */
#ifndef PROBLEM_VALUE_H
#define PROBLEM_VALUE_H

#include "base/arena.h"
#include "base/num.h"
#include "problem/word.h"

enum {
    PARTS_MAX = 24,   /* questions in one problem */
    MEMBERS_MAX = 32, /* of a set */
};

enum value_kind {
    VALUE_NONE, /* no answer (yet) */
    VALUE_NUMBER,
    VALUE_WORD,
    VALUE_LIST, /* of whole numbers, or of words */
};

struct value {
    uint8_t kind;
    bool words;   /* a list's members are enum word */
    uint8_t n;    /* members */
    uint8_t word; /* enum word */
    struct num number;
    const uint64_t *at; /* the members, in the arena */
};

/* The answers to all parts of a problem, from one way of reckoning. Starts
 * as {.arena = ...}, which owns all of it. */
struct answers {
    struct arena *arena;
    unsigned n, cap;
    unsigned steps; /* how many elementary steps it took; solve() says it */
    struct value *at;
};

/* Each puts the answer to the next part. */
void answer_value(struct answers *a, struct value value);
void answer_number(struct answers *a, uint64_t whole);
void answer_ratio(struct answers *a, struct num number);
void answer_word(struct answers *a, enum word word);
void answer_yes(struct answers *a, bool yes); /* WORD_YES, WORD_NO */

/* The members are copied. A set is put in order and without repetitions; a
 * list (an order is asked for) stays as it is. An empty set is a value. */
void answer_set(struct answers *a, const uint64_t *members, unsigned n);
void answer_words(struct answers *a, const enum word *members, unsigned n);
void answer_list(struct answers *a, const uint64_t *members, unsigned n);
void answer_word_list(struct answers *a, const enum word *members,
                      unsigned n);

bool value_eq(const struct value *a, const struct value *b);
bool answers_eq(const struct answers *a, const struct answers *b);

#endif
