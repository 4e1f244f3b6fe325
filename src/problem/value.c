#include "problem/value.h"

#include <assert.h>
#include <string.h>

/* Most problems have few parts; an arena does not grow what it gave. */
static void grow(struct answers *a)
{
    unsigned cap = a->cap == 0 ? 4 : a->cap == 4 ? 8 : PARTS_MAX;
    struct value *at = arena_new_array(a->arena, cap, sizeof *at);

    if (a->n > 0)
        memcpy(at, a->at, a->n * sizeof *at);
    a->at = at;
    a->cap = cap;
}

static struct value *next(struct answers *a)
{
    assert(a->n < PARTS_MAX);
    if (a->n == a->cap)
        grow(a);
    a->at[a->n] = (struct value){.kind = VALUE_NONE};
    return &a->at[a->n++];
}

void answer_value(struct answers *a, struct value value)
{
    *next(a) = value;
}

void answer_ratio(struct answers *a, struct num number)
{
    struct value *v = next(a);

    v->kind = VALUE_NUMBER;
    v->number = number;
}

void answer_number(struct answers *a, uint64_t whole)
{
    answer_ratio(a, num_of(whole));
}

void answer_word(struct answers *a, enum word word)
{
    struct value *v = next(a);

    v->kind = VALUE_WORD;
    v->word = (uint8_t)word;
}

void answer_yes(struct answers *a, bool yes)
{
    answer_word(a, yes ? WORD_YES : WORD_NO);
}

/* In order and without repetitions; they are few. */
static unsigned sort(uint64_t *at, unsigned n)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < n; i++) {
        uint64_t member = at[i];
        unsigned k = kept;
        while (k > 0 && at[k - 1] > member)
            k--;
        if (k > 0 && at[k - 1] == member)
            continue;
        memmove(&at[k + 1], &at[k], (kept - k) * sizeof *at);
        at[k] = member;
        kept++;
    }
    return kept;
}

static struct value *put_list(struct answers *a, const uint64_t *members,
                              unsigned n, bool in_order)
{
    struct value *v = next(a);
    uint64_t *at = arena_new_array(a->arena, n > 0 ? n : 1, sizeof *at);

    assert(n <= MEMBERS_MAX);
    if (n > 0)
        memcpy(at, members, n * sizeof *at);
    v->kind = VALUE_LIST;
    v->n = (uint8_t)(in_order ? n : sort(at, n));
    v->at = at;
    return v;
}

void answer_set(struct answers *a, const uint64_t *members, unsigned n)
{
    put_list(a, members, n, false);
}

void answer_list(struct answers *a, const uint64_t *members, unsigned n)
{
    put_list(a, members, n, true);
}

static void put_words(struct answers *a, const enum word *members, unsigned n,
                      bool in_order)
{
    uint64_t at[MEMBERS_MAX];

    assert(n <= MEMBERS_MAX);
    for (unsigned i = 0; i < n; i++)
        at[i] = members[i];
    put_list(a, at, n, in_order)->words = true;
}

void answer_words(struct answers *a, const enum word *members, unsigned n)
{
    put_words(a, members, n, false);
}

void answer_word_list(struct answers *a, const enum word *members, unsigned n)
{
    put_words(a, members, n, true);
}

bool value_eq(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_NUMBER:
        return num_eq(a->number, b->number);
    case VALUE_WORD:
        return a->word == b->word;
    case VALUE_LIST:
        return a->n == b->n && (a->n == 0 || a->words == b->words) &&
               memcmp(a->at, b->at, a->n * sizeof *a->at) == 0;
    default:
        return true;
    }
}

bool answers_eq(const struct answers *a, const struct answers *b)
{
    if (a->n != b->n)
        return false;
    for (unsigned i = 0; i < a->n; i++)
        if (!value_eq(&a->at[i], &b->at[i]))
            return false;
    return true;
}
