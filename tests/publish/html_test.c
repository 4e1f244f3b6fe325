/* html_test.c - forms as pages: what is in them, and what can't be. How a
 * browser takes them is in page_test.py. */
#include "check.h"
#include "publish/file_format.h"
#include "publish/papers.h"

static struct arena arena;

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void write_page(struct str *out, const struct exam *exam,
                       enum sheet sheet)
{
    const struct file_format *html = file_format_find(SLICE("html"));
    struct err err;

    assert_int_equal(html->form(out, exam, &exam->forms[0], sheet, &err), 0);
}

static size_t count(const struct str *text, const char *word)
{
    size_t n = 0;

    for (const char *at = text->at; (at = strstr(at, word)) != NULL; at++)
        n++;
    return n;
}

static void every_question_has_its_heading_code_and_figures(void **state)
{
    struct exam exam = paper_make(&arena, 1);
    struct str out = STR_EMPTY;
    size_t figures = 0;

    (void)state;
    write_page(&out, &exam, SHEET_QUESTIONS);
    for (size_t i = 0; i < exam.nitems; i++) {
        assert_non_null(strstr(out.at, exam.forms[0].questions[i]->code));
        figures += exam.forms[0].questions[i]->nfigures;
    }
    assert_int_equal(count(&out, "<h2 "), exam.nitems);
    assert_int_equal(count(&out, "<svg "), figures);
    assert_int_equal(count(&out, "<desc "), figures);
    str_release(&out);
}

static void a_students_sheet_does_not_hold_the_answers(void **state)
{
    struct exam exam = paper_make(&arena, 1);
    struct str out = STR_EMPTY;

    (void)state;
    write_page(&out, &exam, SHEET_QUESTIONS);
    assert_null(strstr(out.at, "The worked way"));
    assert_null(strstr(out.at, "Known mistakes"));
    assert_null(strstr(out.at, exam.forms[0].questions[2]->wrongs[0].why));
    str_release(&out);
}

static void the_key_has_every_mistake(void **state)
{
    struct exam exam = paper_make(&arena, 1);
    struct str out = STR_EMPTY;
    size_t wrongs = 0;

    (void)state;
    write_page(&out, &exam, SHEET_KEY);
    for (size_t i = 0; i < exam.nitems; i++)
        wrongs += exam.forms[0].questions[i]->nwrongs;
    assert_int_equal(count(&out, " %</td></tr>"), wrongs);
    assert_int_equal(count(&out, "The worked way"), exam.nitems);
    str_release(&out);
}

static void the_same_exam_gives_the_same_bytes(void **state)
{
    struct exam exam = paper_make(&arena, 1);
    struct str a = STR_EMPTY, b = STR_EMPTY;

    (void)state;
    write_page(&a, &exam, SHEET_KEY);
    write_page(&b, &exam, SHEET_KEY);
    assert_string_equal(a.at, b.at);
    str_release(&a);
    str_release(&b);
}

/* --- a stranger's text -------------------------------------------------- */

static const struct hostile {
    const char *name, *text;
} texts[] = {
    {"a script", "<script>alert(1)</script>"},
    {"the end of a title", "</title><script>alert(1)</script>"},
    {"the end of a style", "</style><script>alert(1)</script>"},
    {"an attribute's end", "\" onmouseover=\"alert(1)"},
    {"a picture with a handler", "<img src=x onerror=alert(1)>"},
    {"a link that runs", "[x](javascript:alert(1))"},
    {"a picture from elsewhere", "![x](https://example.org/x.png)"},
    {"a frame", "<iframe src=//example.org></iframe>"},
    {"controls", "a\033[31m\001b"},
};

static void a_strangers_text_stays_text(void **state)
{
    static const char *const never[] = {
        "<script", "<img", "<iframe", "href=\"javascript:",
        "\033",    "\001", "\" on",   " src=\"",
    };
    const struct hostile *row = *state;
    struct exam exam = paper_of_text(&arena, row->text);

    for (int sheet = SHEET_QUESTIONS; sheet <= SHEET_KEY; sheet++) {
        struct str out = STR_EMPTY;

        write_page(&out, &exam, (enum sheet)sheet);
        for (size_t i = 0; i < COUNT(never); i++)
            assert_null(strstr(out.at, never[i]));
        str_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(
            every_question_has_its_heading_code_and_figures, close_arena),
        cmocka_unit_test_teardown(a_students_sheet_does_not_hold_the_answers,
                                  close_arena),
        cmocka_unit_test_teardown(the_key_has_every_mistake, close_arena),
        cmocka_unit_test_teardown(the_same_exam_gives_the_same_bytes,
                                  close_arena),
    };
    int failed = RUN_CASES(texts, a_strangers_text_stays_text);

    arena_release(&arena);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
