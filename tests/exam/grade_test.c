/* grade_test.c - marks: what is right, nearly right, a known mistake, and
 * what an instructor may decide. */
#include "exam/grade.h"

#include <stdio.h>

#include "base/str.h"
#include "check.h"
#include "exam/marking.h"
#include "problem/code.h"
#include "problem/read.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena = (struct arena){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* An attempt at a form, with nothing answered yet. */
static struct attempt *attempt_at(const struct form *form, size_t nitems)
{
    struct attempt *a = arena_new(&arena, sizeof *a);
    size_t n = 0;

    for (size_t i = 0; i < nitems; i++)
        n += form->questions[i]->nparts;
    *a = (struct attempt){.student = SLICE("ada"), .form = form};
    a->answer = arena_new_array(&arena, n, sizeof *a->answer);
    return a;
}

/* An exam of this one question, and the marks of one who answers so. */
static struct marks marks_of(const struct question *q,
                             const char *const *answers, const char *rule)
{
    const struct exam *exam = marking_exam_of(&q, 1, &arena);
    struct attempt *a = attempt_at(&exam->forms[0], 1);
    struct ruling ruling;
    struct err err;

    for (unsigned i = 0; i < q->nparts; i++)
        a->answer[i] = slice_from(answers[i]);
    if (rule != NULL)
        assert_int_equal(ruling_read(slice_from(rule), &ruling, &err), 0);
    return grade(a, 1, &ruling, rule != NULL, &arena);
}

static const struct question *question(const char *id, int level,
                                       uint64_t seed, bool choice)
{
    const struct problem *p =
        problem_make(&arena, kind_find(slice_from(id)), level, seed);

    assert_non_null(p);
    return question_of_problem(p, choice, 600, &arena);
}

/* "Split the address 0xe145129, pages are 32 bytes": 0x70a289, 0x09. */
static const struct question *split(void)
{
    struct code code;
    struct err err;

    assert_int_equal(code_read(SLICE("04AP-JD4R-JDSR"), &code, &err), 0);
    return question("SPLIT", code.level, code.seed, false);
}

static const char **keys(const struct question *q)
{
    const char **k = arena_new_array(&arena, q->nparts, sizeof *k);

    for (unsigned i = 0; i < q->nparts; i++)
        k[i] = q->parts[i].key;
    return k;
}

/* --- every kind --------------------------------------------------------- */

static void keys_and_mistakes_are_known(const struct question *q)
{
    struct marks m = marks_of(q, keys(q), NULL);

    assert_int_equal(m.points, 600);
    assert_int_equal(m.full, 600);
    for (size_t i = 0; i < q->nwrongs; i++) {
        unsigned named = 0;
        m = marks_of(q, q->wrongs[i].answer, NULL);
        assert_true(m.points < 600);
        for (unsigned k = 0; k < q->nparts; k++)
            named += m.item[0].part[k].mistake != MISTAKE_NONE;
        assert_true(named > 0);
    }
}

static void every_kind_marks_its_keys_and_names_its_mistakes(void **state)
{
    int n = often(3);

    (void)state;
    for (size_t k = 0; k < nkinds; k++)
        for (int level = 1; level <= LEVELS; level++)
            for (int i = 0; kind_has_level(kinds[k], level) && i < n; i++) {
                keys_and_mistakes_are_known(
                    question(kinds[k]->id, level, (uint64_t)i, i % 2 == 1));
                arena_release(&arena);
            }
}

/* --- what an answer is worth -------------------------------------------- */

static void no_answer_is_not_wrong(void **state)
{
    const struct question *q = split();
    struct marks m = marks_of(q, (const char *const[]){"  ", ""}, NULL);

    (void)state;
    assert_int_equal(m.points, 0);
    assert_int_equal(m.item[0].part[0].why, MARK_BLANK);
    assert_int_equal(m.unreadable, 0);
}

static void what_nobody_can_read_is_named(void **state)
{
    const struct question *q = split();
    struct marks m =
        marks_of(q, (const char *const[]){"see over", "0x09"}, NULL);

    (void)state;
    assert_int_equal(m.unreadable, 1);
    assert_int_equal(m.item[0].part[0].why, MARK_UNREADABLE);
    assert_true(strlen(m.item[0].part[0].note) > 0);
    assert_int_equal(m.item[0].part[1].why, MARK_RIGHT);
    assert_int_equal(m.points, 300);
}

static void other_spellings_are_right(void **state)
{
    static const char *const pairs[][2] = {{"0x70a289", "0x09"},
                                           {"70A289", "9"},
                                           {"70a289h", "0b1001"},
                                           {" 0X70a289 ", "9h"},
                                           {"0x70A2_89", "0x0009"}};
    const struct question *q = split();

    (void)state;
    assert_string_equal(q->parts[0].key, "0x70a289");
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct marks m = marks_of(q, pairs[i], NULL);
        for (unsigned k = 0; k < 2; k++)
            if (m.item[0].part[k].why != MARK_RIGHT)
                fail_msg("%s: %s", pairs[i][k],
                         mark_why_says[m.item[0].part[k].why]);
    }
}

/* The first set of at least two members that some kind asks for. */
static const struct question *with_set(unsigned *part)
{
    for (size_t k = 0; k < nkinds; k++)
        for (int level = 1; level <= LEVELS; level++)
            for (uint64_t seed = 0;
                 kind_has_level(kinds[k], level) && seed < 20; seed++) {
                const struct question *q =
                    question(kinds[k]->id, level, seed, false);
                for (*part = 0; *part < q->nparts; (*part)++)
                    if (q->parts[*part].reader->kind == ASK_SET &&
                        q->problem->key.at[*part].n >= 2)
                        return q;
            }
    return NULL;
}

static void a_set_that_lacks_a_member_is_worth_half(void **state)
{
    unsigned part;
    const struct question *q = with_set(&part);
    const char **answers;
    struct value lacking;
    struct str text = STR_EMPTY;
    struct marks m;

    (void)state;
    assert_non_null(q);
    answers = keys(q);
    lacking = q->problem->key.at[part];
    lacking.n--;
    answer_put(&text, q->parts[part].reader, &lacking);
    answers[part] = text.at;
    m = marks_of(q, answers, NULL);
    assert_int_equal(m.item[0].part[part].points,
                     (q->parts[part].points + 1) / 2);
    str_release(&text);
}

static void an_option_may_be_ticked_by_letter_or_written_out(void **state)
{
    const struct question *q = question("COWFRAME", 2, 5, true);
    unsigned right = 0;
    char letter[4];

    (void)state;
    assert_true(q->parts[0].noptions > 2);
    while ((q->parts[0].right >> right & 1) == 0)
        right++;
    snprintf(letter, sizeof letter, "(%c)", (char)('a' + right));
    assert_int_equal(marks_of(q, (const char *const[]){letter}, NULL).points,
                     600);
    assert_int_equal(
        marks_of(q, (const char *const[]){q->parts[0].options[right]}, NULL)
            .points,
        600);
    snprintf(letter, sizeof letter, "%c", (char)('a' + (right + 1) % 2));
    if ((right + 1) % 2 != right)
        assert_true(marks_of(q, (const char *const[]){letter}, NULL).points <
                    600);
}

static void words_are_compared_without_case_and_blanks(void **state)
{
    const struct exam *exam = marking_exam(&arena);
    const struct question *q = exam->forms[0].questions[3];

    (void)state;
    assert_int_equal(
        marks_of(q, (const char *const[]){"  Page   TABLE"}, NULL).points,
        100);
    assert_int_equal(
        marks_of(q, (const char *const[]){"page tables"}, NULL).points, 0);
}

/* --- rulings ------------------------------------------------------------ */

struct decision {
    const char *name, *rule;
    const char *first; /* the answer to 1a; 1b is right */
    unsigned points, full;
    enum mark_why why; /* of 1a */
};

static const struct decision decisions[] = {
    {"without a rule", NULL, "0x1f", 300, 600, MARK_WRONG},
    {"an accepted answer", "accept 0x1f for 1a", "1F", 600, 600,
     MARK_ACCEPTED},
    {"at a part of the points", "accept 0x1f for 1.1 at 50%", "0x1f", 450,
     600, MARK_ACCEPTED},
    {"of another part", "accept 0x1f for 1b", "0x1f", 300, 600, MARK_WRONG},
    {"of another item", "accept 0x1f for 2a", "0x1f", 300, 600, MARK_WRONG},
    {"by kind", "accept 0x1f for split", "0x1f", 600, 600, MARK_ACCEPTED},
    {"never lowers what is right", "accept 0x70a289 for 1a at 10%",
     "0x70a289", 600, 600, MARK_RIGHT},
    {"what can't be read, as it is written", "accept 0x1g for 1a", " 0X1G",
     600, 600, MARK_ACCEPTED},
    {"an accepted mistake", "accept M-LVSWAP", "0x9", 600, 600,
     MARK_ACCEPTED},
    {"another mistake", "accept M-OFFBIT", "0x9", 300, 600, MARK_MISTAKE},
    {"full marks", "full 1a", "0x1f", 600, 600, MARK_FULL},
    {"full marks, of all parts", "full 1", "", 600, 600, MARK_FULL},
    {"a dropped part", "drop 1a", "0x1f", 300, 300, MARK_DROPPED},
    {"a dropped item", "drop 1", "0x70a289", 0, 0, MARK_DROPPED},
    {"a dropped code", "drop 04AP-JD4R-JDSR", "0x70a289", 0, 0, MARK_DROPPED},
    {"a code as it is typed", "drop o4apjd4rjdsr", "0x70a289", 0, 0,
     MARK_DROPPED},
    {"another code", "drop 04AP-JD4R-JDSS", "0x70a289", 600, 600, MARK_RIGHT},
};

static void a_rule_decides(void **state)
{
    const struct decision *d = *state;
    const struct question *q;
    struct marks m;

    set_up(NULL);
    q = split();
    m = marks_of(q, (const char *const[]){d->first, "0x09"}, d->rule);
    assert_string_equal(mark_why_says[m.item[0].part[0].why],
                        mark_why_says[d->why]);
    assert_int_equal(m.points, d->points);
    assert_int_equal(m.full, d->full);
    tear_down(NULL);
}

struct refusal {
    const char *name, *rule, *want;
};

static const struct refusal refusals[] = {
    {"another verb", "ignore 4",
     "a rule begins with accept, drop or full: \"accept 0x1f for 3.2\", "
     "\"drop 4\", \"full 4.2\""},
    {"nothing to drop", "drop", "what shall count for nobody? Write: drop 4"},
    {"nothing to accept", "accept",
     "which answer is accepted? Write: accept 0x1f for 3.2"},
    {"an answer for no item", "accept 0x1f",
     "where is that answer right? Write: accept 0x1f for 3.2; a mistake is "
     "called M-NAME"},
    {"what is no item", "drop everything",
     "everything is no item (4, 4.2), no kind and no code"},
    {"a mistake that nobody knows", "accept M-NOSUCH for 2",
     "no mistake is called M-NOSUCH; results/items.csv says which were made"},
    {"more than all", "accept 1 for 2 at 150%",
     "what an answer is worth is written: at 50%"},
};

static void refuses_a_rule(void **state)
{
    const struct refusal *row = *state;
    struct ruling ruling;
    struct err err;

    assert_int_equal(ruling_read(slice_from(row->rule), &ruling, &err), -1);
    assert_string_equal(err.text, row->want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            every_kind_marks_its_keys_and_names_its_mistakes, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(no_answer_is_not_wrong, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_nobody_can_read_is_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(other_spellings_are_right, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_set_that_lacks_a_member_is_worth_half, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            an_option_may_be_ticked_by_letter_or_written_out, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(
            words_are_compared_without_case_and_blanks, set_up, tear_down),
    };

    return RUN_CASES(decisions, a_rule_decides) +
           RUN_CASES(refusals, refuses_a_rule) +
           cmocka_run_group_tests_name("grade", tests, NULL, NULL);
}
