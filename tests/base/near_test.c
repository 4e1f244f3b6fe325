#include "base/near.h"

#include "check.h"

static const struct distance {
    const char *name, *a, *b;
    size_t want;
} distances[] = {
    {"a word is no distance from itself", "review", "review", 0},
    {"a letter left out", "revew", "review", 1},
    {"a letter too many", "reviiew", "review", 1},
    {"another letter", "reviex", "review", 1},
    {"neighbours swapped count once", "reveiw", "review", 1},
    {"two swaps count twice", "erveiw", "review", 2},
    {"nothing against a word is its length", "", "list", 4},
    {"different words", "stats", "check", 5},
};

static void is_as_far(void **state)
{
    const struct distance *d = *state;

    assert_int_equal(near_distance(slice_from(d->a), slice_from(d->b)),
                     d->want);
    assert_int_equal(near_distance(slice_from(d->b), slice_from(d->a)),
                     d->want);
}

static const struct guess {
    const char *name, *typed;
    const char *want; /* NULL: nothing is near */
} guesses[] = {
    {"a slip of the fingers", "reveiw", "review"},
    {"a short word forgives one letter", "lst", "list"},
    {"but not two", "lxyt", NULL},
    {"the beginning of a word means it", "rev", "review"},
    {"two letters are no beginning", "re", NULL},
    {"the nearest wins", "unmarked", "unmark"},
    {"the first of equals wins", "xmark", "mark"},
    {"nothing like it", "frobnicate", NULL},
    {"a very long word is near to nothing",
     "reviewreviewreviewreviewreviewreview", NULL},
};

static void is_guessed(void **state)
{
    static const char *const known[] = {"review", "list",   "mark",
                                        "unmark", "search", ""};
    const struct guess *g = *state;
    struct near near = {.word = slice_from(g->typed)};

    for (size_t i = 0; i < COUNT(known); i++)
        near_try(&near, known[i]);

    if (g->want == NULL)
        assert_null(near.best);
    else
        assert_string_equal(near.best, g->want);
}

int main(void)
{
    return RUN_CASES(distances, is_as_far) | RUN_CASES(guesses, is_guessed);
}
