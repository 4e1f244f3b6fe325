/* What is true of every reference string. */
#include "base/rng.h"
#include "check.h"
#include "vm/reference.h"

/* The fewest faults that any choice of victims gives: all are tried.
 * `memory` is a mask of the pages present. */
static size_t fewest(const struct string *s, size_t t, unsigned memory,
                     size_t frames)
{
    size_t best = SIZE_MAX;

    while (t < s->n && memory >> s->at[t].page & 1)
        t++;
    if (t == s->n)
        return 0;
    if ((size_t)__builtin_popcount(memory) < frames)
        return 1 + fewest(s, t + 1, memory | 1u << s->at[t].page, frames);
    for (unsigned page = 0; page < 32; page++)
        if (memory >> page & 1) {
            unsigned without = memory & ~(1u << page);
            size_t faults =
                1 + fewest(s, t + 1, without | 1u << s->at[t].page, frames);

            if (faults < best)
                best = faults;
        }
    return best;
}

static void no_choice_of_victims_beats_opt(void **state)
{
    struct rng rng = rng_new(2);

    (void)state;
    for (int i = often(1500); i > 0; i--) {
        size_t frames = 1 + rng_below(&rng, 3);
        struct string s = string_random(&rng, 13, 6);

        assert_int_equal(faults_of("opt", frames, &s),
                         fewest(&s, 0, 0, frames));
    }
}

/* How many different pages were used since the last use of the page that
 * comes at t, that page too; SIZE_MAX at its first use. */
static size_t stack_distance(const struct string *s, size_t t)
{
    uint64_t seen = 0;

    for (size_t i = t; i-- > 0;) {
        seen |= UINT64_C(1) << s->at[i].page;
        if (s->at[i].page == s->at[t].page)
            return (size_t)__builtin_popcountll(seen);
    }
    return SIZE_MAX;
}

static void lru_hits_exactly_within_the_stack_distance(void **state)
{
    struct rng rng = rng_new(3);

    (void)state;
    for (int i = often(2000); i > 0; i--) {
        size_t frames = 1 + rng_below(&rng, 8);
        struct string s = string_random(&rng, REFS_MAX, 12);
        struct replace r;
        struct replace_step step;

        replace_init(&r, policy_of("lru"), frames, s.at, s.n);
        while (replace_next(&r, &step)) {
            size_t distance = stack_distance(&s, step.at);

            assert_int_equal(step.hit, distance <= frames);
            assert_int_equal(step.cold, distance == SIZE_MAX);
        }
    }
}

static bool holds(const struct replace *r, uint64_t page)
{
    for (size_t i = 0; i < r->nframes; i++)
        if (r->frame[i].used && r->frame[i].page == page)
            return true;
    return false;
}

/* Runs with n and n + 1 frames side by side: does the larger memory hold all
 * that the smaller one holds, at each of the first `steps`? */
static bool included(const char *policy, size_t frames,
                     const struct string *s, size_t steps)
{
    struct replace small, large;
    struct replace_step step;

    replace_init(&small, policy_of(policy), frames, s->at, s->n);
    replace_init(&large, policy_of(policy), frames + 1, s->at, s->n);
    while (steps-- > 0) {
        assert_true(replace_next(&small, &step));
        assert_true(replace_next(&large, &step));
        for (size_t i = 0; i < frames; i++)
            if (small.frame[i].used && !holds(&large, small.frame[i].page))
                return false;
    }
    return true;
}

static void lru_and_mru_are_stack_algorithms(void **state)
{
    struct rng rng = rng_new(4);

    (void)state;
    for (int i = often(1000); i > 0; i--) {
        struct string s = string_random(&rng, REFS_MAX, 10);

        for (size_t frames = 1; frames < 9; frames++) {
            assert_true(included("lru", frames, &s, s.n));
            assert_true(included("mru", frames, &s, s.n));
        }
    }
}

/* As long as there are no ties: behind the string every page comes once
 * more, so that each has a next use. */
static void opt_is_a_stack_algorithm(void **state)
{
    struct rng rng = rng_new(5);

    (void)state;
    for (int i = often(1000); i > 0; i--) {
        struct string s = string_random(&rng, REFS_MAX - 10, 10);
        size_t steps = s.n;

        for (uint64_t page = 0; page < 10; page++)
            s.at[s.n++].page = page;
        for (size_t frames = 1; frames < 9; frames++)
            assert_true(included("opt", frames, &s, steps));
    }
}

static void a_frame_more_never_costs_opt_or_lru_a_fault(void **state)
{
    struct rng rng = rng_new(7);

    (void)state;
    for (int i = often(1000); i > 0; i--) {
        struct string s = string_random(&rng, REFS_MAX, 12);

        for (size_t n = 1; n < 12; n++) {
            assert_true(faults_of("opt", n + 1, &s) <=
                        faults_of("opt", n, &s));
            assert_true(faults_of("lru", n + 1, &s) <=
                        faults_of("lru", n, &s));
        }
    }
}

static void fifo_is_no_stack_algorithm(void **state)
{
    struct string s = string_read("1 2 3 4 1 2 5 1 2 3 4 5");

    (void)state;
    assert_false(included("fifo", 3, &s, s.n));
    assert_false(included("clock", 3, &s, s.n));
}

static void with_a_frame_for_each_page_only_first_uses_fault(void **state)
{
    struct rng rng = rng_new(6);

    (void)state;
    for (int i = often(300); i > 0; i--) {
        struct string s = string_random(&rng, REFS_MAX, 40);

        for (size_t p = 0; p < nreplace_policies; p++) {
            struct replace r;
            struct replace_step step;

            replace_init(&r, &replace_policies[p], REPLACE_FRAMES_MAX, s.at,
                         s.n);
            while (replace_next(&r, &step)) {
                assert_int_equal(step.cold, !step.hit);
                assert_int_equal(step.cold,
                                 stack_distance(&s, step.at) == SIZE_MAX);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_choice_of_victims_beats_opt),
        cmocka_unit_test(lru_hits_exactly_within_the_stack_distance),
        cmocka_unit_test(lru_and_mru_are_stack_algorithms),
        cmocka_unit_test(opt_is_a_stack_algorithm),
        cmocka_unit_test(a_frame_more_never_costs_opt_or_lru_a_fault),
        cmocka_unit_test(fifo_is_no_stack_algorithm),
        cmocka_unit_test(with_a_frame_for_each_page_only_first_uses_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
