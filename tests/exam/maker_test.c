/* maker_test.c - forms: alike in what they ask for, apart in what they ask. */
#include "exam/maker.h"

#include <locale.h>
#include <stdlib.h>

#include "check.h"
#include "exam/fairness.h"
#include "exam/proof.h"
#include "exam/seen.h"
#include "problem/judge.h"
#include "sys/file.h"

/* A maker with what it needs. */
struct shop {
    struct blueprint blueprint;
    struct maker *maker;
    struct arena arena;
};

static void open_shop(struct shop *s, const char *yaml,
                      const struct maker_options *options)
{
    struct diags found = {0};
    struct err err;

    *s = (struct shop){.maker = NULL};
    assert_int_equal(blueprint_parse(&s->blueprint, slice_from(yaml),
                                     SLICE("b.yaml"), &found),
                     0);
    if (maker_new(&s->maker, &s->blueprint, options, &err) < 0)
        fail_msg("%s", err.text);
}

static void close_shop(struct shop *s)
{
    maker_free(s->maker);
    blueprint_release(&s->blueprint);
    arena_release(&s->arena);
}

static struct form form_of(struct shop *s, const char *name)
{
    struct form form;
    struct err err;

    if (maker_form(s->maker, name, &s->arena, &form, &err) < 0)
        fail_msg("%s", err.text);
    return form;
}

static void source(struct str *out, const char *path)
{
    struct err err;

    assert_int_equal(file_read(out, path, 1 << 20, &err), 0);
}

/* --- alike, and apart --------------------------------------------------- */

static void same_measure(const struct row_plan *row, const struct question *q)
{
    assert_true(q->effort == row->effort || q->effort == row->effort + 1);
    assert_string_equal(q->outcome, row->outcome);
    assert_string_equal(q->id, row->kind->id);
    assert_int_equal(q->level, row->level);
}

static void same_answers(const struct question *a, const struct question *b)
{
    assert_int_equal(a->nparts, b->nparts);
    for (unsigned i = 0; i < a->nparts; i++)
        assert_int_equal(a->parts[i].points, b->parts[i].points);
}

static void four_forms_of_twenty_items_share_nothing(void **state)
{
    struct str yaml = STR_EMPTY;
    struct shop s;
    struct form form[4];

    (void)state;
    source(&yaml, "content/exams/midterm.yaml");
    for (uint64_t seed = 1; seed <= (uint64_t)often(3); seed++) {
        open_shop(&s, yaml.at, &(struct maker_options){.seed = seed});
        for (int f = 0; f < 4; f++)
            form[f] = form_of(&s, form_letter((unsigned)f, &s.arena));
        for (size_t i = 0; i < 20; i++)
            for (int f = 0; f < 4; f++) {
                const struct question *q = form[f].questions[i];
                same_measure(&maker_rows(s.maker)[i], q);
                same_answers(q, form[0].questions[i]);
                assert_int_equal(q->number, i + 1);
                assert_true(question_holds(q, &s.arena));
                for (int g = 0; g < f; g++)
                    for (size_t k = 0; k < 20; k++)
                        assert_false(problem_same(
                            q->problem, form[g].questions[k]->problem));
            }
        close_shop(&s);
    }
    str_release(&yaml);
}

static void steps_of_an_item_differ_by_one_at_most(void **state)
{
    struct str yaml = STR_EMPTY;
    struct fairness f;
    struct shop s;

    (void)state;
    source(&yaml, "content/exams/midterm.yaml");
    open_shop(&s, yaml.at, &(struct maker_options){.seed = 4});
    fairness_begin(&f, maker_exam(s.maker), maker_rows(s.maker));
    for (unsigned i = 0; i < 12; i++) {
        struct form form = form_of(&s, form_letter(i, &s.arena));
        fairness_add(&f, &form);
    }
    assert_true(fairness_is_fair(&f));
    for (size_t i = 0; i < 20; i++)
        assert_in_range(f.rows[i].most - f.rows[i].least, 0, 1);
    fairness_release(&f);
    close_shop(&s);
    str_release(&yaml);
}

/* An unfair form is told. */
static void what_is_not_fair_is_seen(void **state)
{
    struct fairness f;
    struct shop s;
    struct form form;
    struct question other;
    const struct question *questions[1] = {&other};

    (void)state;
    open_shop(&s, "items: [{kind: LOOKUP, level: 2}]",
              &(struct maker_options){.seed = 4});
    fairness_begin(&f, maker_exam(s.maker), maker_rows(s.maker));
    form = form_of(&s, "A");
    fairness_add(&f, &form);
    other = *form.questions[0];
    other.effort += 2;
    form.questions = questions;
    fairness_add(&f, &form);
    assert_false(fairness_is_fair(&f));
    fairness_release(&f);
    close_shop(&s);
}

static void ten_thousand_students_have_forms_of_their_own(void **state)
{
    struct seen seen = {0};
    struct shop s;

    (void)state;
    open_shop(&s,
              "items:\n  - {kind: LOOKUP, level: 2}\n"
              "  - {kind: SPLIT, level: 3}\n",
              &(struct maker_options){.seed = 9, .alone = true});
    for (int i = 0; i < 10000; i++) {
        struct arena arena = s.arena;
        struct form form;
        s.arena = (struct arena){0};
        form = form_of(&s, arena_printf(&s.arena, "student%d", i));
        assert_true(seen_add(&seen, form_hash(&form, 2)));
        arena_release(&s.arena);
        s.arena = arena;
    }
    seen_release(&seen);
    close_shop(&s);
}

/* --- the same again ----------------------------------------------------- */

static void same_forms(const struct form *a, const struct form *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(a->questions[i]->code, b->questions[i]->code);
        assert_true(
            problem_same(a->questions[i]->problem, b->questions[i]->problem));
    }
}

static const char six[] = "items:\n"
                          "  - {topic: all, count: 4}\n"
                          "  - {topic: cow, level: 3, count: 2}\n";

static void a_seed_gives_the_same_forms_anywhere(void **state)
{
    struct shop one, two;

    (void)state;
    open_shop(&one, six, &(struct maker_options){.seed = 7});
    setenv("TZ", "Asia/Kathmandu", 1);
    setlocale(LC_ALL, "C.UTF-8");
    open_shop(&two, six, &(struct maker_options){.seed = 7});
    for (unsigned i = 0; i < 3; i++) {
        const char *name = form_letter(i, &one.arena);
        struct form a = form_of(&one, name), b = form_of(&two, name);
        same_forms(&a, &b, 6);
    }
    setlocale(LC_ALL, "C");
    unsetenv("TZ");
    close_shop(&one);
    close_shop(&two);
}

static void another_seed_gives_others(void **state)
{
    struct shop one, two;
    struct form a, b;

    (void)state;
    open_shop(&one, "items: [{kind: LOOKUP, count: 5}]",
              &(struct maker_options){.seed = 7});
    open_shop(&two, "items: [{kind: LOOKUP, count: 5}]",
              &(struct maker_options){.seed = 8});
    a = form_of(&one, "A");
    b = form_of(&two, "A");
    for (size_t i = 0; i < 5; i++)
        assert_false(
            problem_same(a.questions[i]->problem, b.questions[i]->problem));
    close_shop(&one);
    close_shop(&two);
}

/* Who is added to a roster changes nobody else's form. */
static void a_form_that_stands_alone_follows_from_its_name(void **state)
{
    struct maker_options alone = {.seed = 7, .alone = true};
    struct shop one, two;
    struct form a, b;

    (void)state;
    open_shop(&one, six, &alone);
    open_shop(&two, six, &alone);
    form_of(&one, "ann");
    form_of(&one, "bob");
    a = form_of(&one, "zoe");
    b = form_of(&two, "zoe");
    same_forms(&a, &b, 6);
    close_shop(&one);
    close_shop(&two);
}

static void a_form_asks_nothing_twice(void **state)
{
    struct shop s;

    (void)state;
    open_shop(&s, "items: [{kind: SPLIT, level: 1, count: 40}]",
              &(struct maker_options){.seed = 2, .alone = true});
    for (int f = 0; f < 5; f++) {
        struct form form = form_of(&s, arena_printf(&s.arena, "s%d", f));
        for (size_t i = 0; i < 40; i++)
            for (size_t k = 0; k < i; k++)
                assert_false(problem_same(form.questions[i]->problem,
                                          form.questions[k]->problem));
    }
    close_shop(&s);
}

/* --- topics, pins and bans ---------------------------------------------- */

static void kinds_of_a_topic_take_turns(void **state)
{
    struct shop s;
    size_t n = 0;

    (void)state;
    open_shop(&s, "items: [{topic: lookup, count: 7}]",
              &(struct maker_options){.seed = 2});
    for (size_t i = 0; i < 7; i++)
        for (size_t k = 0; k < i; k++)
            n += maker_rows(s.maker)[i].kind == maker_rows(s.maker)[k].kind;
    assert_int_equal(n, 0);
    close_shop(&s);
}

static const char *code_of(struct shop *s, const struct question *q)
{
    return arena_copy(&s->arena, slice_from(q->code)).at;
}

static void a_pinned_problem_is_in_every_form(void **state)
{
    struct str yaml = STR_EMPTY;
    struct shop s, pinned;
    const char *code;
    struct form a, b;

    (void)state;
    open_shop(&s, "items: [{kind: LOOKUP, level: 2}]",
              &(struct maker_options){.seed = 2});
    a = form_of(&s, "A");
    code = code_of(&s, a.questions[0]);
    str_printf(&yaml, "items:\n  - {pin: %s}\n  - {kind: LOOKUP, level: 2}\n",
               code);
    open_shop(&pinned, yaml.at, &(struct maker_options){.seed = 3});
    a = form_of(&pinned, "A");
    b = form_of(&pinned, "B");
    assert_true(maker_rows(pinned.maker)[0].pinned);
    assert_string_equal(a.questions[0]->code, code);
    assert_string_equal(b.questions[0]->code, code);
    assert_string_not_equal(a.questions[1]->code, b.questions[1]->code);
    close_shop(&s);
    close_shop(&pinned);
    str_release(&yaml);
}

static void a_banned_problem_is_in_none(void **state)
{
    struct str yaml = STR_EMPTY;
    struct shop s, without;
    const char *code;
    struct form a;

    (void)state;
    open_shop(&s, "items: [{kind: LOOKUP, level: 2}]",
              &(struct maker_options){.seed = 2});
    a = form_of(&s, "A");
    code = code_of(&s, a.questions[0]);
    str_printf(&yaml, "ban: %s\nitems: [{kind: LOOKUP, level: 2}]\n", code);
    open_shop(&without, yaml.at, &(struct maker_options){.seed = 2});
    a = form_of(&without, "A");
    assert_string_not_equal(a.questions[0]->code, code);
    close_shop(&s);
    close_shop(&without);
    str_release(&yaml);
}

/* A kind that states how few problems it has, asked for more. */
static void what_there_is_not_enough_of_is_told(void **state)
{
    struct str yaml = STR_EMPTY;
    const struct kind *few = NULL;
    struct maker_options options = {.seed = 2};
    struct form form;
    struct err err;
    struct shop s;
    int level = 0, rc = 0;

    (void)state;
    for (size_t i = 0; i < nkinds; i++)
        for (int l = 1; l <= LEVELS; l++)
            if (kinds[i]->few[l - 1] > 0 &&
                (few == NULL || kinds[i]->few[l - 1] < few->few[level - 1])) {
                few = kinds[i];
                level = l;
            }
    if (few == NULL || few->few[level - 1] > 2000)
        skip();
    str_printf(&yaml, "items: [{kind: %s, level: %d, count: 200}]", few->id,
               level);
    open_shop(&s, yaml.at, &options);
    for (unsigned i = 0; i < 40 && rc == 0; i++)
        rc = maker_form(s.maker, form_letter(i, &s.arena), &s.arena, &form,
                        &err);
    assert_int_equal(rc, -1);
    assert_int_equal(err.kind, ERR_NOTES);
    assert_non_null(strstr(err.text, "Make fewer forms"));
    close_shop(&s);
    str_release(&yaml);
}

/* --- graded ------------------------------------------------------------- */

static void a_secret_decides_what_is_asked(void **state)
{
    struct secret key = {{{1}}}, other = {{{2}}};
    struct shop with, without, again;
    struct form a, b, c;

    (void)state;
    open_shop(&with, six, &(struct maker_options){.seed = 7, .secret = &key});
    open_shop(&again, six,
              &(struct maker_options){.seed = 7, .secret = &other});
    open_shop(&without, six, &(struct maker_options){.seed = 7});
    a = form_of(&with, "A");
    b = form_of(&again, "A");
    c = form_of(&without, "A");
    for (size_t i = 0; i < 6; i++) {
        const struct question *q = a.questions[i];
        struct sealed s;
        struct code code;
        struct err err;
        assert_true(q->problem->seed != b.questions[i]->problem->seed);
        assert_true(q->problem->seed != c.questions[i]->problem->seed);
        assert_int_equal(code_read(slice_from(q->code), &code, &err), -1);
        assert_int_equal(seal_open(&s, slice_from(q->code), &other, &err),
                         -1);
        assert_int_equal(seal_open(&s, slice_from(q->code), &key, &err), 0);
        assert_int_equal(s.code.seed, q->problem->seed);
        assert_int_equal(s.code.kind, q->problem->kind->number);
    }
    close_shop(&with);
    close_shop(&again);
    close_shop(&without);
}

static void forms_are_called_by_letters(void **state)
{
    struct arena arena = {0};

    (void)state;
    assert_string_equal(form_letter(0, &arena), "A");
    assert_string_equal(form_letter(25, &arena), "Z");
    assert_string_equal(form_letter(26, &arena), "AA");
    assert_string_equal(form_letter(27, &arena), "AB");
    assert_string_equal(form_letter(701, &arena), "ZZ");
    assert_string_equal(form_letter(702, &arena), "AAA");
    arena_release(&arena);
}

/* A key that is not what the second way finds does not get through. */
static void a_wrong_key_is_noticed(void **state)
{
    struct shop s;
    struct form form;
    struct question q;
    struct question_part part;
    struct problem p;

    (void)state;
    open_shop(&s, "items: [{kind: PTSIZE, level: 2}]",
              &(struct maker_options){.seed = 2});
    form = form_of(&s, "A");
    q = *form.questions[0];
    assert_true(question_holds(&q, &s.arena));
    part = q.parts[0];
    part.key = "12345";
    q.parts = &part;
    assert_false(question_holds(&q, &s.arena));
    q = *form.questions[0];
    p = *q.problem;
    p.key = q.problem->wrongs[0].answers;
    q.problem = &p;
    assert_false(question_holds(&q, &s.arena));
    close_shop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_forms_of_twenty_items_share_nothing),
        cmocka_unit_test(steps_of_an_item_differ_by_one_at_most),
        cmocka_unit_test(what_is_not_fair_is_seen),
        cmocka_unit_test(ten_thousand_students_have_forms_of_their_own),
        cmocka_unit_test(a_seed_gives_the_same_forms_anywhere),
        cmocka_unit_test(another_seed_gives_others),
        cmocka_unit_test(a_form_that_stands_alone_follows_from_its_name),
        cmocka_unit_test(a_form_asks_nothing_twice),
        cmocka_unit_test(kinds_of_a_topic_take_turns),
        cmocka_unit_test(a_pinned_problem_is_in_every_form),
        cmocka_unit_test(a_banned_problem_is_in_none),
        cmocka_unit_test(what_there_is_not_enough_of_is_told),
        cmocka_unit_test(a_secret_decides_what_is_asked),
        cmocka_unit_test(forms_are_called_by_letters),
        cmocka_unit_test(a_wrong_key_is_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
