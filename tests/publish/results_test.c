/* results_test.c - what came of an exam, as instructors get it. */
#include "publish/results.h"

#include "check.h"
#include "exam/marking.h"

static struct arena arena;
static struct attempts attempts;

static void let_go(void)
{
    attempts_release(&attempts);
    arena_release(&arena);
}

static const char answers[] =
    "id,form,1.1,1.2,2,3,4\n"
    "ada,A,KEY,KEY,KEY,KEY,page table\n"
    "\"=cmd|' /C calc'!A0\",A,see over,KEY,b,<script>alert(1)</script>,@x\n"
    "\"<b>bob</b>\",B,0x9,KEY,,KEY,tlb\n"
    "eve,B,\033[2J,,,,\n";

/* The answers with each KEY filled in by the form's own. */
static void fill_in(struct str *out, const struct exam *exam)
{
    struct slice rest = slice_from(answers), line;

    slice_line(&rest, &line);
    str_put(out, line);
    str_putc(out, '\n');
    while (slice_line(&rest, &line)) {
        bool second = slice_find(line, 0, SLICE(",B,")) < line.len;
        const struct form *form = &exam->forms[second];
        size_t column = 0, at;

        while ((at = slice_find(line, 0, SLICE(","))) < line.len ||
               line.len > 0) {
            struct slice cell = slice_sub(line, 0, at);
            const struct question *q =
                form->questions[column < 4 ? 0 : column - 3];

            if (slice_is(cell, "KEY"))
                csv_put(out, slice_from(q->parts[column == 3 ? 1 : 0].key));
            else {
                if (out->at[out->len - 1] != '\n')
                    str_putc(out, ',');
                str_put(out, cell);
            }
            line = slice_skip(line, at < line.len ? at + 1 : at);
            column++;
        }
        while (column++ < 7)
            str_putc(out, ',');
        str_putc(out, '\n');
    }
}

static struct results results_of(const struct ruling *rulings, size_t n)
{
    const struct exam *exam = marking_exam(&arena);
    struct str text = STR_EMPTY;
    struct diags found = {0};
    struct marks *marks;
    struct csv table;
    struct results r = {.exam = exam, .rulings = rulings, .nrulings = n};

    fill_in(&text, exam);
    assert_int_equal(
        csv_read(&table, str_slice(&text), SLICE("a.csv"), &found), 0);
    if (attempts_read(&attempts, &table, exam, &found) < 0)
        fail_msg("%.*s", SLICE_FMT(found.at[0].text));
    marks = arena_new_array(&arena, attempts.n, sizeof *marks);
    for (size_t i = 0; i < attempts.n; i++)
        marks[i] = grade(&attempts.at[i], exam->nitems, rulings, n, &arena);
    r.marks = marks;
    r.n = attempts.n;
    r.stat = exam_stat_of(exam, marks, r.n, &arena);
    csv_release(&table);
    str_release(&text);
    return r;
}

struct row {
    const char *name;
    void (*write)(struct str *out, const struct results *r);
    const char *golden;
};

static const struct row files[] = {
    {"students", results_students, "results-students.csv"},
    {"marks", results_marks, "results-marks.csv"},
    {"items", results_items, "results-items.csv"},
    {"json", results_json, "results.json"},
    {"page", results_page, "results.html"},
};

static void a_file_is_as_it_was(void **state)
{
    const struct row *row = *state;
    struct ruling rulings[2];
    struct results r;
    struct str got = STR_EMPTY;
    struct err err;

    arena = (struct arena){0};
    assert_int_equal(
        ruling_read(SLICE("accept tlb for 4 at 50%"), &rulings[0], &err), 0);
    assert_int_equal(ruling_read(SLICE("full 2"), &rulings[1], &err), 0);
    r = results_of(rulings, 2);
    row->write(&got, &r);
    assert_golden(row->golden, got.at);
    str_release(&got);
    let_go();
}

static void nothing_of_a_stranger_runs(void **state)
{
    struct results r;
    struct str got = STR_EMPTY;

    (void)state;
    arena = (struct arena){0};
    r = results_of(NULL, 0);
    results_page(&got, &r);
    assert_null(strstr(got.at, "<script"));
    assert_null(strstr(got.at, "<b>"));
    str_clear(&got);
    results_marks(&got, &r);
    assert_null(strchr(got.at, '\033'));
    for (const char *at = got.at; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        assert_null(strchr("=+@", *at != '\0' ? *at : 'x'));
    }
    str_release(&got);
    let_go();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_a_stranger_runs),
    };

    return RUN_CASES(files, a_file_is_as_it_was) +
           cmocka_run_group_tests_name("results", tests, NULL, NULL);
}
