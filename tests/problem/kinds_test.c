/* kinds_test.c - what holds for every kind of problem, at every level. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "problem/code.h"
#include "problem/judge.h"
#include "problem/read.h"
#include "show.h"

/* A kind at one of its levels, or what all of them are tried with. */
struct round {
    const struct kind *kind;
    int level;
    const struct problem *problem;
    struct arena arena;
};

static void fail_at(const struct round *r, const char *what)
{
    fail_msg("%s level %d seed %llu: %s", r->kind->id, r->level,
             (unsigned long long)r->problem->seed, what);
}

/* Calls `each` with so many problems of every kind and level. */
static void every_problem(int count, void (*each)(struct round *r))
{
    for (size_t k = 0; k < nkinds; k++) {
        for (int level = 1; level <= LEVELS; level++) {
            struct round r = {.kind = kinds[k], .level = level};
            if (!kind_has_level(r.kind, level))
                continue;
            for (uint64_t seed = 0; seed < (uint64_t)count; seed++) {
                r.problem = problem_make(&r.arena, r.kind, level, seed);
                if (r.problem == NULL)
                    fail_msg("%s level %d seed %llu: no draw is good",
                             r.kind->id, level, (unsigned long long)seed);
                each(&r);
                arena_release(&r.arena);
            }
        }
    }
}

/* --- every problem ------------------------------------------------------ */

static void check_wrongs(struct round *r)
{
    const struct problem *p = r->problem;
    struct solution solution;

    problem_explain(p, &r->arena, &solution);
    for (size_t i = 0; i < p->nwrongs; i++) {
        struct judgement j = judge(p, &p->wrongs[i].answers);
        if (p->wrongs[i].answers.n != p->key.n)
            fail_at(r, "a mistake answers another number of parts");
        if (j.all_right)
            fail_at(r, "a known mistake is judged right");
        if (j.wrong != &p->wrongs[i])
            fail_at(r, "a known mistake is not named, or as another");
        if (p->wrongs[i].step < 1 || p->wrongs[i].step > solution.nsteps)
            fail_at(r, "a mistake points to a step that is not there");
    }
    solution_release(&solution);
}

static void check_key(struct round *r)
{
    struct judgement j = judge(r->problem, &r->problem->key);

    if (!j.all_right || j.wrong != NULL || j.right != r->problem->key.n)
        fail_at(r, "the key is not judged right");
    if (r->problem->key.steps == 0)
        fail_at(r, "its steps are not counted");
}

/* Whether the number has no more digits than its question gives it room for:
 * an address is in its address space. */
static bool in_range(const struct part *part, uint64_t n)
{
    for (unsigned i = 0; i < part->digits && n > 0; i++)
        n /= part->base;
    return n == 0 || part->digits == 0;
}

static bool value_in_range(const struct part *part, const struct value *v)
{
    uint64_t n = 0;

    if (v->kind == VALUE_NUMBER && num_is_whole(v->number, &n))
        return in_range(part, n);
    for (unsigned i = 0; v->kind == VALUE_LIST && !v->words && i < v->n; i++)
        if (!in_range(part, v->at[i]))
            return false;
    return true;
}

/* As the kernel does, whose lines pad to 8 digits and have longer ones. */
static bool pads_less(const struct kind *kind)
{
    return strcmp(kind->id, "MAPSREAD") == 0;
}

/* The key, written as we write answers, is read back as the key. */
static void check_reading(struct round *r)
{
    struct prompt prompt;
    struct str text = STR_EMPTY, note = STR_EMPTY;
    struct value back;

    problem_ask(r->problem, &r->arena, &prompt);
    if (prompt.nparts != r->problem->key.n)
        fail_at(r, "it has another number of parts than answers");
    for (unsigned i = 0; i < prompt.nparts; i++) {
        str_clear(&text);
        answer_put(&text, &prompt.parts[i], &r->problem->key.at[i]);
        if (answer_read(str_slice(&text), &prompt.parts[i], 0, &r->arena,
                        &back, &note) != READ_OK)
            fail_at(r, "its key can't be read back");
        if (!value_eq(&back, &r->problem->key.at[i]))
            fail_at(r, "its key reads back as something else");
        if (!pads_less(r->kind) && !value_in_range(&prompt.parts[i], &back))
            fail_at(r, "its key is out of range");
    }
    prompt_release(&prompt);
    str_release(&text);
    str_release(&note);
}

static void check_all(struct round *r)
{
    check_key(r);
    check_wrongs(r);
    check_reading(r);
}

static void every_problem_is_in_order(void **state)
{
    (void)state;
    every_problem(in_soak(or_fewer(300, 60), 20000), check_all);
}

/* A draw about which the two ways do not agree is refused. That may happen to
 * one in a hundred, on the edge of a rule; if it happens to more, one of the
 * ways is wrong, or the kind draws what it did not mean to. */
static void both_ways_agree_on_what_is_drawn(void **state)
{
    static max_align_t params[KIND_PARAMS / sizeof(max_align_t)];

    (void)state;
    for (size_t i = 0; i < nkinds * LEVELS; i++) {
        const struct kind *k = kinds[i / LEVELS];
        int level = 1 + (int)(i % LEVELS), draws = 0, differ = 0;
        uint64_t seeds =
            kind_has_level(k, level) ? (uint64_t)or_fewer(1000, 200) : 0;

        for (uint64_t seed = 0; seed < seeds; seed++) {
            struct rng rng = rng_new(seed);
            struct arena arena = {0};
            struct answers one = {.arena = &arena}, two = one;
            memset(params, 0, sizeof params);
            if (!k->sample(&rng, level, params))
                continue;
            k->solve(params, &one);
            kind_solve_again(k, params, &two);
            differ += !answers_eq(&one, &two);
            draws++;
            arena_release(&arena);
        }
        if (differ * 100 > draws)
            fail_msg("%s level %d: the ways differ in %d of %d draws", k->id,
                     level, differ, draws);
    }
}

/* --- kinds -------------------------------------------------------------- */

/* Each is told by what such a person answers, or believes. */
static void check_rows(const struct kind *k)
{
    for (size_t i = 0; i < k->nwrongs; i++) {
        const struct wrong_row *row = &k->wrongs[i];
        if ((row->answer != NULL) == (row->beliefs != 0) ||
            (row->beliefs != 0 && k->believe == NULL))
            fail_msg("%s: row %zu of its mistakes says not, or twice, what "
                     "is answered",
                     k->id, i);
    }
}

static unsigned depth(const struct kind *k, unsigned so_far)
{
    unsigned most = so_far;

    assert_true(so_far <= 3);
    for (int i = 0; i < 3 && k->needs[i] != NULL; i++) {
        const struct kind *need = kind_find(slice_from(k->needs[i]));
        unsigned below;
        if (need == NULL)
            fail_msg("%s needs %s, which is no kind", k->id, k->needs[i]);
        below = depth(need, so_far + 1);
        most = below > most ? below : most;
    }
    return most;
}

static unsigned mistakes(const struct kind *k)
{
    bool seen[MISTAKES] = {false};
    unsigned n = 0;

    for (size_t i = 0; i < k->nwrongs; i++) {
        n += !seen[k->wrongs[i].mistake];
        seen[k->wrongs[i].mistake] = true;
    }
    return n;
}

static void every_kind_says_all_about_itself(void **state)
{
    (void)state;
    for (size_t i = 0; i < nkinds; i++) {
        const struct kind *k = kinds[i];
        assert_true(k->number > 0 && k->version > 0 && k->version < 16);
        assert_ptr_equal(kind_of_number(k->number), k);
        assert_ptr_equal(kind_find(slice_from(k->id)), k);
        assert_true(k->solve_again != NULL || k->believe != NULL);
        check_rows(k);
        assert_non_null(k->hints[0]);
        assert_non_null(k->hints[1]);
        assert_true(k->params_bytes <= KIND_PARAMS);
        if (mistakes(k) < 3)
            fail_msg("%s knows only %u mistakes", k->id, mistakes(k));
        depth(k, 0);
    }
}

/* --- repetition --------------------------------------------------------- */

/* A kind with fewer different problems than this is a set of cards. */
enum { IN_A_ROW = 1000, FEWEST = 30 };

static bool is_new(const struct problem *const *seen, int n)
{
    for (int i = 0; i < n; i++)
        if (problem_same(seen[i], seen[n]))
            return false;
    return true;
}

static void no_problem_comes_twice_in_a_thousand(void **state)
{
    static const struct problem *seen[IN_A_ROW];
    int n = or_fewer(IN_A_ROW, 300);

    (void)state;
    for (size_t k = 0; k < nkinds; k++) {
        for (int level = 1; level <= LEVELS; level++) {
            struct arena arena = {0};
            int distinct = 0;
            if (!kind_has_level(kinds[k], level))
                continue;
            for (int i = 0; i < n; i++) {
                seen[i] = problem_make(&arena, kinds[k], level, (uint64_t)i);
                distinct += is_new(seen, i);
            }
            if (kinds[k]->few[level - 1] > 0 ? distinct < FEWEST
                                             : distinct < n)
                fail_msg("%s level %d: only %d of %d differ", kinds[k]->id,
                         level, distinct, n);
            arena_release(&arena);
        }
    }
}

static unsigned median_steps(const struct kind *kind, int level)
{
    unsigned count[1000] = {0}, sum = 0, steps = 0;

    for (uint64_t seed = 0; seed < 101; seed++) {
        struct arena arena = {0};
        unsigned n = problem_make(&arena, kind, level, seed)->key.steps;
        count[n < 1000 ? n : 999]++;
        arena_release(&arena);
    }
    while (sum + count[steps] <= 50)
        sum += count[steps++];
    return steps;
}

static void the_last_level_takes_more_steps_than_the_first(void **state)
{
    (void)state;
    for (size_t k = 0; k < nkinds; k++) {
        int first = 1, last = LEVELS;
        while (!kind_has_level(kinds[k], first))
            first++;
        while (!kind_has_level(kinds[k], last))
            last--;
        if (first < last &&
            median_steps(kinds[k], first) >= median_steps(kinds[k], last))
            fail_msg("%s: level %d takes %u steps, level %d %u", kinds[k]->id,
                     first, median_steps(kinds[k], first), last,
                     median_steps(kinds[k], last));
    }
}

/* --- golden ------------------------------------------------------------- */

static void one_of_each_reads_as_it_should(void **state)
{
    (void)state;
    for (size_t k = 0; k < nkinds; k++) {
        struct str text = STR_EMPTY;
        char name[64];
        for (int level = 1; level <= LEVELS; level++) {
            struct arena arena = {0};
            if (!kind_has_level(kinds[k], level))
                continue;
            show_problem(&text, problem_make(&arena, kinds[k], level,
                                             kinds[k]->number));
            arena_release(&arena);
        }
        snprintf(name, sizeof name, "problem/%s.txt", kinds[k]->id);
        assert_golden(name, text.at);
        str_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_says_all_about_itself),
        cmocka_unit_test(both_ways_agree_on_what_is_drawn),
        cmocka_unit_test(every_problem_is_in_order),
        cmocka_unit_test(no_problem_comes_twice_in_a_thousand),
        cmocka_unit_test(the_last_level_takes_more_steps_than_the_first),
        cmocka_unit_test(one_of_each_reads_as_it_should),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
