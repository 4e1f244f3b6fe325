/* grade_test.c - an instructor marks an exam, and marks it again. */
#include "cli/runs.h"
#include "exam/paper.h"

static const char blueprint_text[] =
    "title: Midterm\n"
    "items:\n"
    "  - {kind: SPLIT, level: 2, points: 4}\n"
    "  - {kind: COWFRAME, level: 2, points: 3,"
    " choice: yes}\n"
    "  - {kind: WHICHPTE, level: 2, points: 3}"
    "\n";

static struct program p;
static struct ran r;
static struct arena arena;
static struct form forms[2];

/* Given: an exam of two forms in the folder midterm. */
static int given_an_exam(void **state)
{
    static const char *const names[] = {"A", "B"};
    struct blueprint blueprint;
    struct diags found = {0};
    struct maker *maker;
    struct paper_writer w;
    struct str text = STR_EMPTY;
    struct err err;

    (void)state;
    program_init(&p);
    r = (struct ran){0};
    arena = (struct arena){0};
    assert_int_equal(blueprint_parse(&blueprint, slice_from(blueprint_text),
                                     SLICE("midterm.yaml"), &found),
                     0);
    assert_int_equal(maker_new(&maker, &blueprint,
                               &(struct maker_options){.seed = 2027}, &err),
                     0);
    paper_begin(
        &w, &text,
        &(struct paper_head){.exam = maker_exam(maker),
                             .rows = maker_rows(maker),
                             .blueprint_name = SLICE("midterm.yaml"),
                             .blueprint = slice_from(blueprint_text)});
    for (int i = 0; i < 2; i++) {
        assert_int_equal(maker_form(maker, names[i], &arena, &forms[i], &err),
                         0);
        paper_put(&w, &forms[i]);
    }
    paper_end(&w);
    program_write(&p, "midterm/exam.json", text.at);
    str_release(&text);
    maker_free(maker);
    blueprint_release(&blueprint);
    diags_release(&found);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    ran_release(&r);
    program_release(&p);
    arena_release(&arena);
    return 0;
}

static const char *key(int form, int item, int part)
{
    return forms[form].questions[item]->parts[part].key;
}

/* Ada knows everything, Bob the second half of item 1 only. */
static void two_students_hand_in(void)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "id,form,1.1,1.2,2,3\n");
    str_printf(&text, "ada,A,%s,%s,%s,\"%s\"\n", key(0, 0, 0), key(0, 0, 1),
               key(0, 1, 0), key(0, 2, 0));
    str_printf(&text, "bob,B,0x77,%s,see over,\n", key(1, 0, 1));
    program_write(&p, "answers.csv", text.at);
    str_release(&text);
}

#define GRADE "grade", "answers.csv", "--exam", "midterm"

static void assert_file_holds(const char *name, const char *part)
{
    struct str text = STR_EMPTY;

    program_read(&p, name, &text);
    assert_holds(&text, part);
    str_release(&text);
}

/* When it is marked, then everybody has points, in five files. */
static void an_exam_is_marked(void **state)
{
    (void)state;
    two_students_hand_in();
    RUN(&p, &r, 0, GRADE);
    assert_holds(&r.out, "2 students, mean 60%, median 60%");
    assert_holds(&r.err, "1 answer can't be read and got no points");
    assert_file_holds("midterm/results/students.csv",
                      "ada,A,10,10,100,0,4,3,3\r\n"
                      "bob,B,2,10,20,1,2,0,0\r\n");
    assert_file_holds("midterm/results/marks.csv", "can't be read");
    assert_file_holds("midterm/results/items.csv", "Split an address");
    assert_file_holds("midterm/results/results.html", "To be looked at");
    assert_file_holds("midterm/results/results.json", "\"hundredths\": 1000");
}

/* When an answer is accepted later, then old and new are told, of him only. */
static void an_appeal_raises_a_mark(void **state)
{
    (void)state;
    two_students_hand_in();
    RUN(&p, &r, 0, GRADE);
    RUN(&p, &r, 0, GRADE, "--rule", "accept 0x77 for 1.1 at 50%");
    assert_holds(&r.out, "bob  2 \u2192 3 of 10\n");
    assert_lacks(&r.out, "ada");
    assert_holds(&r.err, "1 of 2 students has another mark than before.");

    /* Marked once more without it, the rule stands. */
    RUN(&p, &r, 0, GRADE);
    assert_holds(&r.err, "0 of 2 students have another mark");
    assert_file_holds("midterm/results/students.csv", "bob,B,3,10,30");
}

/* When a rule would lower a mark, then nothing happens unless allowed. */
static void nobody_loses_unless_allowed(void **state)
{
    (void)state;
    two_students_hand_in();
    RUN(&p, &r, 0, GRADE, "--rule", "full 2");
    RUN(&p, &r, 1, GRADE, "--forget");
    assert_holds(&r.out, "bob  5 \u2192 2 of 10  lower");
    assert_holds(&r.err,
                 "Nothing was written: 1 would get less than before.");
    assert_file_holds("midterm/results/students.csv", "bob,B,5,10,50");
    RUN(&p, &r, 0, GRADE, "--forget", "--allow-lower");
    assert_file_holds("midterm/results/students.csv", "bob,B,2,10,20");
}

/* When a student is missing from the next table, then their mark stays unless
 * it may go. */
static void a_student_is_not_lost(void **state)
{
    (void)state;
    two_students_hand_in();
    RUN(&p, &r, 0, GRADE);
    program_write(&p, "second.csv", "id,form,2\nbob,B,\n");
    RUN(&p, &r, 1, "grade", "second.csv", "--exam", "midterm");
    assert_holds(&r.out, "ada  10 of 10 \u2192 not in the table\n");
    assert_holds(&r.err, "1 student of the earlier marking is not in this "
                         "table");
    assert_file_holds("midterm/results/students.csv", "ada,A,10,10,100");
    RUN(&p, &r, 0, "grade", "second.csv", "--exam", "midterm",
        "--allow-lower");
}

/* A rule for nothing in the exam is a slip of the pen. */
static void a_rule_is_for_something(void **state)
{
    static const char *const rules[][2] = {
        {"drop 44", "--rule \"drop 44\": the exam has 3 items"},
        {"full 1.9", "no item of the exam has that part, kind or code"},
        {"drop LOOKUP", "no item of the exam has that part, kind or code"},
        {"drop 0AAA-AAAA-AAAA", "no item of the exam has that part"},
    };

    (void)state;
    two_students_hand_in();
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        RUN(&p, &r, 64, GRADE, "--rule", rules[i][0]);
        assert_holds(&r.err, rules[i][1]);
    }
    run_shell(&p, &r, "ls midterm");
    assert_string_equal(r.out.at, "exam.json\n");
}

/* Marks have names, and keys stand beside them. */
static void results_are_for_their_maker_alone(void **state)
{
    (void)state;
    two_students_hand_in();
    RUN(&p, &r, 0, GRADE);
    run_shell(&p, &r, "stat -c %a midterm/results/* | sort -u");
    assert_string_equal(r.out.at, "600\n");
}

static void a_dry_run_writes_nothing(void **state)
{
    (void)state;
    two_students_hand_in();
    RUN(&p, &r, 0, GRADE, "--dry-run");
    assert_holds(&r.err, "Nothing was written: --dry-run.");
    run_shell(&p, &r, "ls midterm");
    assert_string_equal(r.out.at, "exam.json\n");
}

static void what_is_wrong_with_a_table_is_told(void **state)
{
    (void)state;
    program_write(&p, "answers.csv",
                  "id,form,1.1\nada,C,1\nbob,A,1\nbob,A,2\n");
    RUN(&p, &r, 65, GRADE);
    assert_holds(&r.err, "answers.csv:2:5: error: there is no form C [csv]");
    assert_holds(&r.err, "answers.csv:4:1: error: bob is in line 3 already");
    run_shell(&p, &r, "ls midterm");
    assert_string_equal(r.out.at, "exam.json\n");
}

static void what_is_missing_is_told(void **state)
{
    (void)state;
    two_students_hand_in();
    RUN(&p, &r, 64, "grade", "answers.csv");
    assert_holds(&r.err, "Which exam? Say --exam DIR");
    RUN(&p, &r, 66, "grade", "answers.csv", "--exam", "final");
    RUN(&p, &r, 66, "grade", "nothing.csv", "--exam", "midterm");
    RUN(&p, &r, 64, GRADE, "--rule", "forgive 4");
    assert_holds(&r.err, "--rule \"forgive 4\": a rule begins with accept");
}

/* A table of any bytes is refused or marked, and prints nothing that a
 * terminal would obey. */
static void any_bytes_are_refused_or_marked(void **state)
{
    struct rng rng = rng_new(11);
    static const char some[] =
        ",;\"\n\r\t\033[2J=+-@id1.form\xff\xe2\x80\xae";

    (void)state;
    for (int i = often(30); i > 0; i--) {
        struct str text = STR_EMPTY;

        str_puts(&text, i % 2 ? "id,form,1.1,1.2,2,3\n" : "");
        for (uint64_t n = rng_below(&rng, 400); n > 0; n--)
            str_putc(&text, some[rng_below(&rng, sizeof some - 1)]);
        program_write_bytes(&p, "answers.csv", str_slice(&text));
        run_args(&p, &r, NULL, (const char *const[]){GRADE, NULL});
        assert_true(r.status == 0 || r.status == 65);
        assert_clean(&r.out);
        assert_clean(&r.err);
        str_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_exam_is_marked, given_an_exam,
                                        drop),
        cmocka_unit_test_setup_teardown(an_appeal_raises_a_mark,
                                        given_an_exam, drop),
        cmocka_unit_test_setup_teardown(nobody_loses_unless_allowed,
                                        given_an_exam, drop),
        cmocka_unit_test_setup_teardown(a_student_is_not_lost, given_an_exam,
                                        drop),
        cmocka_unit_test_setup_teardown(a_rule_is_for_something,
                                        given_an_exam, drop),
        cmocka_unit_test_setup_teardown(results_are_for_their_maker_alone,
                                        given_an_exam, drop),
        cmocka_unit_test_setup_teardown(a_dry_run_writes_nothing,
                                        given_an_exam, drop),
        cmocka_unit_test_setup_teardown(what_is_wrong_with_a_table_is_told,
                                        given_an_exam, drop),
        cmocka_unit_test_setup_teardown(what_is_missing_is_told,
                                        given_an_exam, drop),
        cmocka_unit_test_setup_teardown(any_bytes_are_refused_or_marked,
                                        given_an_exam, drop),
    };

    return cmocka_run_group_tests_name("grade", tests, NULL, NULL);
}
