/* print_test.c - forms on paper: boxes, pages, bytes. What is on the pages is
 * in check_pdf.py. */
#include "publish/print.h"

#include <stdio.h>

#include "check.h"
#include "exam/document.h"
#include "publish/papers.h"
#include "publish/print_inside.h"
#include "view/drawings.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    press_object(PAGEIN "-print.so");
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* A flow of slabs that are so tall; a negative one stays with the next. */
static struct flow flow_of_heights(const int *heights, size_t n, int gap)
{
    struct flow f = {.arena = &arena, .tallest = 1000};

    for (size_t i = 0; i < n; i++) {
        struct slab *slab = flow_slab(&f, gap);

        slab->keep = heights[i] < 0;
        slab->height = heights[i] < 0 ? -heights[i] : heights[i];
    }
    return f;
}

/* --- cutting into pages ------------------------------------------------- */

static const struct cutting {
    const char *name;
    int start, gap;
    int heights[6];
    int page[6], y[6]; /* of each slab's spot */
    size_t n;
} cuttings[] = {
    {"what fits stays together", 0, 10, {400, 400}, {0, 0}, {0, 0}, 2},
    {"a gap counts", 0, 10, {500, 500}, {0, 1}, {0, 0}, 2},
    {"no gap on top of a page", 0, 0, {500, 500}, {0, 0}, {0, 0}, 2},
    {"a heading goes with its text",
     0,
     0,
     {600, -100, 400},
     {0, 1, 1},
     {0, 0, 0},
     3},
    {"headings go together",
     0,
     0,
     {800, -50, -50, 200},
     {0, 1, 1, 1},
     {0},
     4},
    {"it begins below what is there", 300, 0, {690, 1}, {0, 1}, {310, 0}, 2},
    {"the last one is not left alone",
     0,
     0,
     {300, 300, 300, 200},
     {0, 0, 1, 1},
     {0, 0, 0, 0},
     4},
    {"it begins a page when nothing fits", 990, 0, {50}, {1}, {0}, 1},
    {"headings alone, too tall for a page",
     0,
     0,
     {-600, -600, -600},
     {0, 1, 2},
     {0, 0, 0},
     3},
};

static const struct spot *spot_of(const struct layout *l, size_t slab)
{
    for (size_t i = 0; i < l->n; i++)
        if (slab >= l->spot[i].from && slab < l->spot[i].to)
            return &l->spot[i];
    fail_msg("slab %zu is nowhere", slab);
    return NULL;
}

static void slabs_are_cut_into_pages(void **state)
{
    const struct cutting *c = *state;
    struct flow f = flow_of_heights(c->heights, c->n, c->gap);
    struct layout l = {.body = 1000, .y = c->start};

    layout_flow(&l, 0, &f, 10);
    for (size_t i = 0; i < c->n; i++) {
        assert_int_equal(spot_of(&l, i)->page, c->page[i]);
        assert_int_equal(spot_of(&l, i)->y, c->y[i]);
    }
    layout_release(&l);
    flow_release(&f);
}

/* --- forms -------------------------------------------------------------- */

static void print_to(struct str *out, const struct exam *exam, size_t form,
                     enum sheet sheet)
{
    struct err err = {0};
    struct print *p = print_new(exam, &err);

    if (p == NULL)
        fail_msg("%s", err.text);
    assert_int_equal(print_form(out, p, &exam->forms[form], sheet, &err), 0);
    print_free(p);
}

static void equal_exams_give_equal_bytes(void **state)
{
    struct exam exam = paper_make(&arena, 2);
    struct str a = STR_EMPTY, b = STR_EMPTY, other = STR_EMPTY;

    (void)state;
    for (int sheet = SHEET_QUESTIONS; sheet <= SHEET_KEY; sheet++) {
        str_clear(&a);
        str_clear(&b);
        print_to(&a, &exam, 1, (enum sheet)sheet);
        print_to(&other, &exam, 0, (enum sheet)sheet);
        print_to(&b, &exam, 1, (enum sheet)sheet);
        assert_int_equal(a.len, b.len);
        assert_memory_equal(a.at, b.at, a.len);
    }
    str_release(&a);
    str_release(&b);
    str_release(&other);
}

static void a_form_looks_the_same_by_itself_and_among_many(void **state)
{
    struct exam exam = paper_make(&arena, 3);
    struct str alone = STR_EMPTY, among = STR_EMPTY;
    struct err err;
    struct print *p = print_new(&exam, &err);

    (void)state;
    print_to(&alone, &exam, 2, SHEET_QUESTIONS);
    for (size_t i = 0; i < 3; i++) {
        str_clear(&among);
        assert_int_equal(
            print_form(&among, p, &exam.forms[i], SHEET_QUESTIONS, &err), 0);
    }
    assert_int_equal(alone.len, among.len);
    assert_memory_equal(alone.at, among.at, alone.len);
    print_free(p);
    str_release(&alone);
    str_release(&among);
}

/* The boxes come of the forms that were measured; another form keeps to
 * them. */
static void a_form_that_was_not_measured_keeps_to_the_boxes(void **state)
{
    struct exam exam = paper_make(&arena, 6), first = exam;
    struct str out = STR_EMPTY;
    struct err err;
    struct print *p;

    (void)state;
    first.nforms = 1;
    p = print_new(&first, &err);
    assert_non_null(p);
    for (size_t i = 0; i < exam.nforms; i++) {
        char pages[32];

        str_clear(&out);
        assert_int_equal(
            print_form(&out, p, &exam.forms[i], SHEET_QUESTIONS, &err), 0);
        snprintf(pages, sizeof pages, "/Count %d", print_pages(p));
        assert_non_null(memmem(out.at, out.len, pages, strlen(pages)));
    }
    print_free(p);
    str_release(&out);
}

static void an_item_may_begin_a_page(void **state)
{
    struct exam exam = paper_make(&arena, 1);
    struct err err;
    struct print *p = print_new(&exam, &err);

    (void)state;
    assert_true(exam.items[10].page_break);
    assert_true(print_page_of(p, 10) > print_page_of(p, 9));
    assert_int_equal(print_page_of(p, 0), 0);
    print_free(p);
}

static void a_stranger_is_printed_and_nothing_else(void **state)
{
    static const char *const texts[] = {
        "a\033[31m\001b",
        "\xff\xfe",
        "<b>&amp;</b>",
        "",
        "%n%s \\input{x} \xe2\x80\xae right to left",
        "| a | b | c |\n|---|---|---|\n| 1 |\n\n> > > > > deep\n\n---\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        for (int sheet = SHEET_QUESTIONS; sheet <= SHEET_KEY; sheet++) {
            struct exam exam = paper_of_text(&arena, texts[i]);
            struct str out = STR_EMPTY;

            print_to(&out, &exam, 0, (enum sheet)sheet);
            assert_memory_equal(out.at, "%PDF-1.", 7);
            str_release(&out);
        }
}

/* A paragraph of many pages, a word without a blank, a deep list. */
static void what_is_too_large_goes_on_on_the_next_page(void **state)
{
    struct str text = STR_EMPTY, out = STR_EMPTY;
    struct question question;
    const struct question *const list[] = {&question};
    struct form form = {.name = "A", .room = ""};
    struct exam exam;

    (void)state;
    str_fill(&text, 'x', 3000);
    str_puts(&text, "\n\n");
    for (int i = 0; i < 4000; i++)
        str_puts(&text, "words and ");
    str_puts(&text, "\n\n");
    for (int i = 0; i < 40; i++) {
        str_fill(&text, ' ', 2 * (size_t)i);
        str_puts(&text, "- deeper\n");
    }
    exam = paper_of_text(&arena, "short");
    question = *exam.forms[0].questions[0];
    question.body = document_read(str_slice(&text), &arena);
    form.questions = list;
    exam.forms = &form;
    print_to(&out, &exam, 0, SHEET_QUESTIONS);
    assert_non_null(memmem(out.at, out.len, "/Count 12", 9));
    str_release(&out);
    str_release(&text);
}

/* --- without the object ------------------------------------------------- */

static void without_the_object_a_sentence_says_what_to_install(void **state)
{
    struct exam exam = paper_make(&arena, 1);
    struct err err;

    (void)state;
    press_object("/nonexistent/pagein-print.so");
    assert_null(print_new(&exam, &err));
    assert_non_null(strstr(err.text, "libpango"));
    press_object(PAGEIN "-print.so");
}

/* --- pictures ----------------------------------------------------------- */

static void a_figure_is_a_picture(void **state)
{
    const struct drawing_case *c = *state;
    struct str out = STR_EMPTY;
    struct err err;
    struct scene s;
    struct figure f;
    struct drawing d;

    press_object(PAGEIN "-print.so");
    scene_open(&s, c->format);
    f = c->make(&s);
    d = sketch_figure(&s.arena, &f, SKETCH_PAGE);
    assert_int_equal(drawing_png(&out, &d, 144, &err), 0);
    assert_memory_equal(out.at, "\x89PNG", 4);
    str_release(&out);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(equal_exams_give_equal_bytes, close_arena),
        cmocka_unit_test_teardown(
            a_form_looks_the_same_by_itself_and_among_many, close_arena),
        cmocka_unit_test_teardown(
            a_form_that_was_not_measured_keeps_to_the_boxes, close_arena),
        cmocka_unit_test_teardown(an_item_may_begin_a_page, close_arena),
        cmocka_unit_test_teardown(a_stranger_is_printed_and_nothing_else,
                                  close_arena),
        cmocka_unit_test_teardown(what_is_too_large_goes_on_on_the_next_page,
                                  close_arena),
        cmocka_unit_test_teardown(
            without_the_object_a_sentence_says_what_to_install, close_arena),
    };
    int failed = RUN_CASES(cuttings, slabs_are_cut_into_pages);

    failed +=
        run_cases("drawings", drawings, sizeof *drawings, ndrawings,
                  offsetof(struct drawing_case, name), a_figure_is_a_picture);
    return failed + cmocka_run_group_tests(tests, open_arena, NULL);
}
