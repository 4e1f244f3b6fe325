/* judge_test.c - right, right after an own mistake, or wrong and why. */
#include "problem/judge.h"

#include "check.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena = (struct arena){0};
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct problem *problem(const char *id, int level)
{
    const struct problem *p =
        problem_make(&arena, kind_find(slice_from(id)), level, 1);

    assert_non_null(p);
    return p;
}

/* The key, to be changed. */
static struct answers key_of(const struct problem *p)
{
    struct answers a = {.arena = &arena};

    for (unsigned i = 0; i < p->key.n; i++)
        answer_value(&a, p->key.at[i]);
    return a;
}

static struct value number(uint64_t n)
{
    return (struct value){.kind = VALUE_NUMBER, .number = num_of(n)};
}

static void the_key_is_right(void **state)
{
    const struct problem *p = problem("SPLIT", 2);
    struct judgement j = judge(p, &p->key);

    (void)state;
    assert_true(j.all_right);
    assert_int_equal(j.right, 2);
    assert_null(j.wrong);
}

static void a_part_without_an_answer_is_neither_right_nor_wrong(void **state)
{
    const struct problem *p = problem("SPLIT", 2);
    struct answers given = key_of(p);
    struct judgement j;

    (void)state;
    given.at[1].kind = VALUE_NONE;
    j = judge(p, &given);
    assert_int_equal(j.part[0], VERDICT_RIGHT);
    assert_int_equal(j.part[1], VERDICT_NONE);
    assert_int_equal(j.right, 1);
    assert_false(j.all_right);
    given.n = 0;
    j = judge(p, &given);
    assert_int_equal(j.part[0], VERDICT_NONE);
    assert_int_equal(j.right, 0);
}

static void what_nobody_would_answer_is_wrong_without_a_name(void **state)
{
    const struct problem *p = problem("SPLIT", 2);
    struct answers given = key_of(p);
    struct judgement j;

    (void)state;
    given.at[0] = number(0xdeadbeefcafe);
    j = judge(p, &given);
    assert_int_equal(j.part[0], VERDICT_WRONG);
    assert_int_equal(j.part[1], VERDICT_RIGHT);
    assert_null(j.wrong);
}

/* Of two mistakes that could be it, the one that explains more parts. */
static void a_known_mistake_is_named(void **state)
{
    const struct problem *p = problem("LOOKUP", 4);

    (void)state;
    for (size_t i = 0; i < p->nwrongs; i++) {
        struct judgement j = judge(p, &p->wrongs[i].answers);
        assert_non_null(j.wrong);
        assert_int_equal(j.wrong->mistake, p->wrongs[i].mistake);
    }
}

/* A wrong number of pages, and everything else reckoned from it. */
static void what_follows_from_an_own_answer_is_accepted(void **state)
{
    const struct problem *p = problem("GEOM", 4);
    struct answers given = key_of(p);
    uint64_t pages = p->key.at[0].number.top - 5;
    struct judgement j;

    (void)state;
    given.at[0] = number(pages);
    given.at[1] = number(pages - 1);
    given.at[4] = number(p->key.at[4].number.top + 5);
    j = judge(p, &given);
    assert_int_equal(j.part[0], VERDICT_WRONG);
    assert_int_equal(j.part[1], VERDICT_FOLLOWS);
    assert_int_equal(j.part[2], VERDICT_RIGHT);
    assert_int_equal(j.part[4], VERDICT_FOLLOWS);
    assert_int_equal(j.right, 4);
    assert_false(j.all_right);
}

static void nothing_follows_from_what_was_not_answered(void **state)
{
    const struct problem *p = problem("GEOM", 4);
    struct answers given = key_of(p);
    struct judgement j;

    (void)state;
    given.at[0] = number(p->key.at[0].number.top - 5);
    given.at[0].kind = VALUE_NONE;
    given.at[1] = number(p->key.at[1].number.top - 5);
    j = judge(p, &given);
    assert_int_equal(j.part[1], VERDICT_WRONG);
}

/* REVERSE, level 3: each of the addresses that lead there. */
static void any_value_that_works_is_right(void **state)
{
    const struct problem *p = problem("REVERSE", 3);
    unsigned work = 0;

    (void)state;
    for (uint64_t va = 0; va < 4096; va++) {
        struct value v = number(va);
        work += judge_part(p, 0, &v);
    }
    assert_in_range(work, 2, 3);
    assert_true(judge_part(p, 0, &p->key.at[0]));
}

int main(void)
{
#define IN_ARENA(f) \
    cmocka_unit_test_setup_teardown(f, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        IN_ARENA(the_key_is_right),
        IN_ARENA(a_part_without_an_answer_is_neither_right_nor_wrong),
        IN_ARENA(what_nobody_would_answer_is_wrong_without_a_name),
        IN_ARENA(a_known_mistake_is_named),
        IN_ARENA(what_follows_from_an_own_answer_is_accepted),
        IN_ARENA(nothing_follows_from_what_was_not_answered),
        IN_ARENA(any_value_that_works_is_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
