/* prove_test.c - keys of problems against this machine's kernel. */
#include "exam/prove.h"

#include <stdio.h>

#include "check.h"

/* Runs the proof; one that can't be done here skips the test. */
static enum proof prove(const struct problem *p, struct arena *arena,
                        struct testimony *seen)
{
    struct err err;
    enum proof proof = prove_on_kernel(p, arena, seen, &err);

    if (proof == PROOF_CANNOT) {
        printf("# %s\n", err.text);
        arena_release(arena);
        skip();
    }
    if (proof == PROOF_DIFFERS && err.kind != ERR_NONE)
        printf("# %s\n", err.text);
    return proof;
}

static void say(const char *who, const struct answers *a)
{
    for (unsigned i = 0; i < a->n; i++) {
        const struct value *v = &a->at[i];
        printf("# %s, part %u: ", who, i + 1);
        if (v->kind == VALUE_NUMBER)
            printf("%llu", (unsigned long long)v->number.top);
        else if (v->kind == VALUE_WORD)
            printf("%s", word_rows[v->word].says);
        for (unsigned k = 0; v->kind == VALUE_LIST && k < v->n; k++)
            printf("%llu ", (unsigned long long)v->at[k]);
        printf("\n");
    }
}

enum { EACH = 20 }; /* instances; 200 in a soak */

struct kind_level {
    char name[32];
    const struct kind *kind;
    int level;
};

static void the_kernel_agrees(void **state)
{
    const struct kind_level *l = *state;
    int n = often(EACH);

    for (int seed = 0; seed < n; seed++) {
        struct arena arena = {0};
        struct testimony seen;
        const struct problem *p =
            problem_make(&arena, l->kind, l->level, (uint64_t)seed);
        assert_non_null(p);
        if (prove(p, &arena, &seen) != PROOF_AGREES) {
            say("key", &p->key);
            say("kernel", &seen.seen);
            fail_msg("%s, seed %d: the kernel differs", l->name, seed);
        }
        arena_release(&arena);
    }
}

/* Whether the two differ in a part that was seen. */
static bool differ(const struct answers *a, const struct answers *b,
                   const struct answers *seen)
{
    for (unsigned i = 0; i < seen->n; i++)
        if (seen->at[i].kind != VALUE_NONE && !value_eq(&a->at[i], &b->at[i]))
            return true;
    return false;
}

/* The answers of somebody who makes a known mistake, taken for the key: it
 * must be noticed, unless the mistake is in what can't be seen. */
static void the_kernel_refutes_known_mistakes(void **state)
{
    const struct kind_level *l = *state;
    struct arena arena = {0};
    struct testimony seen;
    const struct problem *p = problem_make(&arena, l->kind, l->level, 1);
    unsigned refuted = 0;

    assert_int_equal(prove(p, &arena, &seen), PROOF_AGREES);
    for (size_t i = 0; i < p->nwrongs; i++) {
        struct problem planted = *p;
        enum proof proof;
        planted.key = p->wrongs[i].answers;
        proof = prove(&planted, &arena, &seen);
        if (!differ(&planted.key, &p->key, &seen.seen))
            continue;
        if (proof != PROOF_DIFFERS)
            fail_msg("%s is not noticed",
                     mistake_rows[p->wrongs[i].mistake].code);
        refuted++;
    }
    assert_true(refuted >= 2);
    arena_release(&arena);
}

/* --- all kinds ----------------------------------------------------------- */

static int all_kinds(const char *group, CMUnitTestFunction test)
{
    static struct kind_level rows[256];
    static struct CMUnitTest tests[256];
    size_t n = 0;

    for (size_t i = 0; i < nkinds; i++)
        for (int level = 1; level <= LEVELS; level++) {
            struct kind_level *row = &rows[n];
            if (!prove_knows(kinds[i]) || !kind_has_level(kinds[i], level))
                continue;
            *row = (struct kind_level){.kind = kinds[i], .level = level};
            snprintf(row->name, sizeof row->name, "%s %d", kinds[i]->id,
                     level);
            tests[n++] = (struct CMUnitTest){
                .name = row->name, .test_func = test, .initial_state = row};
        }
    return _cmocka_run_group_tests(group, tests, n, NULL, NULL);
}

/* --- what can't be proved ------------------------------------------------ */

static void arithmetic_is_nothing_for_a_kernel(void **state)
{
    struct arena arena = {0};
    const struct problem *p =
        problem_make(&arena, kind_find(SLICE("SPLIT")), 1, 1);
    struct testimony seen;
    struct err err;

    (void)state;
    assert_int_equal(prove_on_kernel(p, &arena, &seen, &err), PROOF_CANNOT);
    assert_string_equal(err.text,
                        "SPLIT asks for nothing that a kernel could show.");
    arena_release(&arena);
}

static void kinds_say_which_of_them_it_can_tell(void **state)
{
    (void)state;
    for (size_t i = 0; i < nkinds; i++)
        if (kinds[i]->on_kernel != prove_knows(kinds[i]))
            fail_msg("%s says %s", kinds[i]->id,
                     kinds[i]->on_kernel ? "yes" : "no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_say_which_of_them_it_can_tell),
        cmocka_unit_test(arithmetic_is_nothing_for_a_kernel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) +
           all_kinds("the kernel agrees", the_kernel_agrees) +
           all_kinds("the kernel refutes known mistakes",
                     the_kernel_refutes_known_mistakes);
}
