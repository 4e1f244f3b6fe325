#include "sched/simulate.h"

#include "check.h"
#include "rows.h"

enum { TODAY = 20000 };

static void a_list_of_grades_plays_out_on_its_due_days(void **state)
{
    struct grades grades = {NULL, 0, 0};
    struct simulate_step steps[5];
    struct str text = STR_EMPTY;
    struct err err;

    (void)state;
    assert_int_equal(grades_parse(&grades, SLICE("4,5,3,2,4"), &err), 0);
    assert_int_equal(grades.n, 5);
    simulate_run(&grades, TODAY, &sm2_profiles[0], steps);
    for (size_t i = 0; i < 5; i++)
        str_printf(&text,
                   "%d: day %2d grade %d -> n %d, ease %d, %2d days, "
                   "due %d\n",
                   steps[i].step, steps[i].day - TODAY, steps[i].grade,
                   steps[i].after.n, steps[i].after.ease,
                   steps[i].after.interval, steps[i].after.due - TODAY);
    assert_string_equal(text.at,
                        "0: day  0 grade 4 -> n 1, ease 250,  1 days, due 1\n"
                        "1: day  1 grade 5 -> n 2, ease 260,  6 days, due 7\n"
                        "2: day  7 grade 3 -> n 3, ease 246, 15 days, due "
                        "22\n"
                        "3: day 22 grade 2 -> n 1, ease 246,  1 days, due "
                        "23\n"
                        "4: day 23 grade 4 -> n 2, ease 246,  6 days, due "
                        "29\n");
    str_release(&text);
    grades_release(&grades);
}

static const struct list_case {
    const char *name;
    const char *complaint; /* its beginning */
} bad_lists[] = {
    {"", "column 1: a grade is missing"},
    {"4,", "column 3: a grade is missing"},
    {"4,,5", "column 3: a grade is missing"},
    {"4, 6", "column 4: \"6\" is no grade"},
    {"44", "column 1: \"44\" is no grade"},
    {"4;5", "column 1: \"4;5\" is no grade"},
    {"-1", "column 1: \"-1\" is no grade"},
    {"good", "column 1: \"good\" is no grade"},
};

static void expect_complaint(const struct err *err, const char *complaint)
{
    if (!slice_has_prefix(slice_from(err->text), slice_from(complaint)))
        fail_msg("\"%s\" does not begin with \"%s\"", err->text, complaint);
}

static void is_no_list_of_grades(void **state)
{
    const struct list_case *c = *state;
    struct grades grades = {NULL, 0, 0};
    struct err err = {ERR_NONE, ""};

    assert_int_equal(grades_parse(&grades, slice_from(c->name), &err), -1);
    assert_int_equal(err.kind, ERR_USAGE);
    expect_complaint(&err, c->complaint);
    assert_null(grades.at);
}

/* --- CSV ---------------------------------------------------------------- */

/* The sequences of the vectors as CSV in, and what must come out. */
static void csv_of_vectors(struct str *in, struct str *want,
                           const char *const columns[3])
{
    struct rows rows;

    rows_open(&rows, "tests/vectors/sm2_sequences.csv");
    while (rows_next(&rows)) {
        struct slice seq = rows_text(&rows, "seq");
        struct slice q = rows_text(&rows, "q");

        if (rows_number(&rows, "step") == 0)
            str_printf(in, "%s%.*s", in->len > 0 ? "\n" : "", SLICE_FMT(seq));
        str_printf(in, ",%.*s", SLICE_FMT(q));
        str_printf(want, "%.*s,%lld,%.*s", SLICE_FMT(seq),
                   rows_number(&rows, "step"), SLICE_FMT(q));
        for (int i = 0; i < 3; i++)
            str_printf(want, ",%lld", rows_number(&rows, columns[i]));
        str_putc(want, '\n');
    }
    rows_close(&rows);
}

/* A whole text, line by line. */
static int simulate_all(struct str *out, struct slice text,
                        const struct sm2_profile *profile, struct err *err)
{
    struct slice line;

    for (size_t number = 1; slice_line(&text, &line); number++)
        if (simulate_csv_line(out, line, number, profile, err) < 0)
            return -1;
    return 0;
}

static void all_vectors_go_through_as_one_csv(void **state)
{
    const char *const columns[2][3] = {
        {"text_n", "text_EF100", "text_ivl"},
        {"delphi_n", "delphi_EF100", "delphi_ivl"}};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct str in = STR_EMPTY, want = STR_EMPTY, got = STR_EMPTY;
        struct err err;

        csv_of_vectors(&in, &want, columns[i]);
        assert_int_equal(
            simulate_all(&got, str_slice(&in), &sm2_profiles[i], &err), 0);
        assert_string_equal(got.at, want.at);
        str_release(&in);
        str_release(&want);
        str_release(&got);
    }
}

static void quotes_blanks_line_ends_and_a_byte_order_mark_are_fine(void **s)
{
    struct str got = STR_EMPTY;
    struct err err;

    (void)s;
    assert_int_equal(simulate_all(&got,
                                  SLICE("\xef\xbb\xbf"
                                        "a, 4 ,5\r\n\r\n \n\"b,\"\"c\"\"\",2"
                                        "\rlonely\n"),
                                  &sm2_profiles[0], &err),
                     0);
    assert_string_equal(got.at, "a,0,4,1,250,1\n"
                                "a,1,5,2,260,6\n"
                                "\"b,\"\"c\"\"\",0,2,1,250,1\n");
    str_release(&got);
}

static const struct csv_case {
    const char *name, *text;
    const char *complaint;
} bad_csvs[] = {
    {"a grade of 7", "\nb,4,7", "line 2, column 5: \"7\" is no grade"},
    {"a header", "id,grade", "line 1, column 4: \"grade\" is no grade"},
    {"a comma too many", "a,4,\n", "line 1, column 5: a grade is missing"},
    {"an open quote", "\"a,4\n", "line 1, column 1: this id has an opening"},
    {"a half-quoted id", "\"a\"b,4",
     "line 1, column 1: this id has an opening"},
};

static void a_bad_line_is_named_and_gives_nothing(void **state)
{
    const struct csv_case *c = *state;
    struct str got = STR_EMPTY;
    struct err err = {ERR_NONE, ""};

    str_puts(&got, "before");
    assert_int_equal(
        simulate_all(&got, slice_from(c->text), &sm2_profiles[0], &err), -1);
    assert_int_equal(err.kind, ERR_NOTES);
    expect_complaint(&err, c->complaint);
    assert_string_equal(got.at, "before");
    str_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_grades_plays_out_on_its_due_days),
        cmocka_unit_test(all_vectors_go_through_as_one_csv),
        cmocka_unit_test(
            quotes_blanks_line_ends_and_a_byte_order_mark_are_fine),
    };
    return RUN_CASES(bad_lists, is_no_list_of_grades) +
           RUN_CASES(bad_csvs, a_bad_line_is_named_and_gives_nothing) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
