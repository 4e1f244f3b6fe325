/* formats_test.c - what holds for every row of the table of formats. Whether
 * the files are what others can read, check_formats.py asks these others. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "exam/document.h"
#include "note/file.h"
#include "publish/file_format.h"

enum { ITEMS = 40 };

static struct arena arena;
static struct exam exam;
static struct item items[ITEMS];
static struct form form;
static struct pool pools[ITEMS];
static const struct question *questions[ITEMS];

static void put(const struct question *q)
{
    struct question *own = arena_new(&arena, sizeof *own);
    size_t at = exam.nitems++;

    *own = *q;
    own->number = (unsigned)at + 1;
    questions[at] = own;
    items[at] = (struct item){
        .number = own->number, .title = own->title, .points = own->points};
    pools[at] = (struct pool){&items[at], &questions[at], 1};
}

/* A problem of every kind, every other one a choice, and two clozes. */
static int make_exam(void **state)
{
    static const struct note_options options = {.root = ""};
    const struct slice siblings[] = {SLICE("</text>"), SLICE("]]>")};
    struct diags diags = {0};
    struct note_file file;

    (void)state;
    exam = (struct exam){.title = "All & <everything>",
                         .page = "a4",
                         .items = items,
                         .forms = &form,
                         .nforms = 1};
    form = (struct form){.name = "A", .room = "", .questions = questions};
    exam.instructions = document_read(SLICE("Do *all*."), &arena);
    for (size_t k = 0; k < nkinds && k < ITEMS - 2; k++) {
        int level = 1;
        while (!kind_has_level(kinds[k], level))
            level++;
        put(question_of_problem(problem_make(&arena, kinds[k], level, 2027),
                                k % 2 == 0, 300, &arena));
    }
    assert_int_equal(note_file_read(&file,
                                    SLICE("# A\n\n- {{b}} c `d` {{*e*}}\n"),
                                    SLICE("n.md"), NULL, &options, &diags),
                     0);
    put(question_of_cloze(file.notes, 0, SLICE("0123456789abcdef"), NULL, 0,
                          100, &arena));
    put(question_of_cloze(file.notes, 1, SLICE("0123456789abcdee"), siblings,
                          2, 100, &arena));
    note_file_release(&file);
    diags_release(&diags);
    return 0;
}

static int release_exam(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* One sheet, twice: the bytes must be the same. */
static void write_twice(const struct file_format *f, enum sheet sheet,
                        struct str *out)
{
    struct str again = STR_EMPTY;
    struct err err = {0};

    if (f->form(out, &exam, &form, sheet, &err) < 0 ||
        f->form(&again, &exam, &form, sheet, &err) < 0)
        fail_msg("%s: %s", f->name, err.text);
    if (!slice_eq(str_slice(out), str_slice(&again)))
        fail_msg("%s: other bytes the second time", f->name);
    str_release(&again);
}

/* PDF has its own tests: its drawing is opened when the program runs. */
static bool is_drawn(const struct file_format *f)
{
    return strcmp(f->name, "pdf") == 0;
}

static void every_format_gives_the_same_bytes_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < nfile_formats; i++) {
        struct str questions_sheet = STR_EMPTY, key = STR_EMPTY;

        if (is_drawn(&file_formats[i]))
            continue;
        write_twice(&file_formats[i], SHEET_QUESTIONS, &questions_sheet);
        assert_true(questions_sheet.len > 1000);
        if (file_formats[i].has_key) {
            write_twice(&file_formats[i], SHEET_KEY, &key);
            assert_true(key.len > questions_sheet.len);
        }
        str_release(&questions_sheet);
        str_release(&key);
    }
}

static void every_bank_gives_the_same_bytes_again(void **state)
{
    unsigned banks = 0;

    (void)state;
    for (size_t i = 0; i < nfile_formats; i++) {
        struct str one = STR_EMPTY, two = STR_EMPTY;
        struct err err;

        if (file_formats[i].bank == NULL)
            continue;
        banks++;
        assert_int_equal(
            file_formats[i].bank(&one, &exam, pools, exam.nitems, &err), 0);
        assert_int_equal(
            file_formats[i].bank(&two, &exam, pools, exam.nitems, &err), 0);
        assert_true(slice_eq(str_slice(&one), str_slice(&two)));
        str_release(&one);
        str_release(&two);
    }
    assert_true(banks >= 5);
}

/* What the student gets of formats with a key of their own. */
static void a_sheet_of_questions_tells_no_worked_way(void **state)
{
    (void)state;
    for (size_t i = 0; i < nfile_formats; i++) {
        struct str text = STR_EMPTY;
        struct err err;

        if (!file_formats[i].has_key || is_drawn(&file_formats[i]))
            continue;
        assert_int_equal(
            file_formats[i].form(&text, &exam, &form, SHEET_QUESTIONS, &err),
            0);
        if (strstr(text.at, "mistake") != NULL ||
            strstr(text.at, "worked way") != NULL)
            fail_msg("%s tells how it is done", file_formats[i].name);
        str_release(&text);
    }
}

static void names_are_found_and_differ(void **state)
{
    (void)state;
    for (size_t i = 0; i < nfile_formats; i++) {
        const struct file_format *f = &file_formats[i];

        assert_ptr_equal(file_format_find(slice_from(f->name)), f);
        assert_true(f->suffix[0] == '.' && f->blurb[0] != '\0');
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(f->suffix, file_formats[k].suffix);
    }
    assert_null(file_format_find(SLICE("docx")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_gives_the_same_bytes_again),
        cmocka_unit_test(every_bank_gives_the_same_bytes_again),
        cmocka_unit_test(a_sheet_of_questions_tells_no_worked_way),
        cmocka_unit_test(names_are_found_and_differ),
    };

    return cmocka_run_group_tests(tests, make_exam, release_exam);
}
