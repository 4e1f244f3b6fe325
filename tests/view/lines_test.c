#include "view/lines.h"

#include "check.h"
#include "shown.h"
#include "text/unicode.h"

static const struct wrap_case {
    const char *name;
    int width;
    const char *text, *shown;
} wraps[] = {
    {"a short line stays one", 20, "a page", "a page|\n"},
    {"words go to the next line whole", 12, "the page offset",
     "the page|\noffset|\n"},
    {"a long word is cut", 6, "0xfffffffff", "0xffff|\nfffff|\n"},
    {"a forced break is obeyed", 20, "one\ntwo", "one|\ntwo|\n"},
    {"two of them leave an empty line", 20, "one\n\ntwo", "one|\n|\ntwo|\n"},
    {"a last line end opens no line", 20, "one\n", "one|\n"},
    {"wide characters count two", 7, "日本語で", "日本語|\nで|\n"},
    {"combining marks count none", 4, "e\xcc\x81te\xcc\x81 noe\xcc\x88l",
     "e\xcc\x81te\xcc\x81|\nnoe\xcc\x88l|\n"},
    {"controls become visible", 30, "a\033[2Jb\ac", "a␛[2Jb␇c|\n"},
    {"bidi controls too", 30, "a\u202eb", "a\\u{202e}b|\n"},
    {"and bytes that are no UTF-8", 30, "a\xff", "a\\xff|\n"},
    {"one column is enough for something", 1, "ab", "a|\nb|\n"},
};

static void is_wrapped(void **state)
{
    const struct wrap_case *c = *state;
    struct arena arena = {0};
    struct lines l = lines_new(&arena, c->width);
    struct str out = STR_EMPTY;

    lines_puts(&l, style_of(ROLE_PLAIN), c->text);
    lines_end(&l);
    shown_text(&out, &l);
    assert_string_equal(out.at, c->shown);
    str_release(&out);
    lines_release(&l);
    arena_release(&arena);
}

struct page {
    struct arena arena;
    struct lines l;
    struct str out;
};

static int page_open(void **state)
{
    struct page *p = test_calloc(1, sizeof *p);

    p->l = lines_new(&p->arena, 20);
    p->out = STR_EMPTY;
    *state = p;
    return 0;
}

static int page_close(void **state)
{
    struct page *p = *state;

    str_release(&p->out);
    lines_release(&p->l);
    arena_release(&p->arena);
    test_free(p);
    return 0;
}

static void margins_nest_and_hang(void **state)
{
    struct page *p = *state;
    struct span bar = span_of(ROLE_RULE, "▎ ");

    lines_indent(&p->l, bar, bar);
    lines_indent(&p->l, span_of(ROLE_DIM, "• "), span_of(ROLE_DIM, "  "));
    lines_puts(&p->l, style_of(ROLE_PLAIN), "each entry has a valid bit");
    lines_end(&p->l);
    lines_blank(&p->l);
    lines_puts(&p->l, style_of(ROLE_PLAIN), "and more");
    lines_end(&p->l);
    lines_outdent(&p->l);
    lines_puts(&p->l, style_of(ROLE_PLAIN), "out");
    lines_end(&p->l);
    lines_outdent(&p->l);
    shown_text(&p->out, &p->l);
    assert_string_equal(p->out.at, "▎ • each entry has a|\n"
                                   "▎   valid bit|\n"
                                   "▎   |\n"
                                   "▎   and more|\n"
                                   "▎ out|\n");
}

static void a_bullet_waits_for_its_text(void **state)
{
    struct page *p = *state;

    lines_puts(&p->l, style_of(ROLE_PLAIN), "before");
    lines_end(&p->l);
    lines_indent(&p->l, span_of(ROLE_DIM, "• "), span_of(ROLE_DIM, "  "));
    lines_blank(&p->l);
    lines_puts(&p->l, style_of(ROLE_PLAIN), "after");
    lines_end(&p->l);
    shown_text(&p->out, &p->l);
    assert_string_equal(p->out.at, "before|\n  |\n• after|\n");
}

static void an_indent_that_leaves_no_room_takes_none(void **state)
{
    struct page *p = *state;

    for (int i = 0; i < 30; i++)
        lines_indent(&p->l, span_of(ROLE_DIM, "• "), span_of(ROLE_DIM, "  "));
    assert_int_equal(lines_room(&p->l), LINES_TEXT_MIN);
    lines_puts(&p->l, style_of(ROLE_PLAIN), "deep down");
    lines_end(&p->l);
    for (int i = 0; i < 30; i++)
        lines_outdent(&p->l);
    assert_int_equal(lines_room(&p->l), 20);
    shown_text(&p->out, &p->l);
    assert_string_equal(p->out.at, "• • • • deep down|\n");
}

static void blanks_come_one_at_a_time_and_never_first(void **state)
{
    struct page *p = *state;

    lines_blank(&p->l);
    lines_puts(&p->l, style_of(ROLE_PLAIN), "a");
    lines_end(&p->l);
    lines_blank(&p->l);
    lines_blank(&p->l);
    lines_puts(&p->l, style_of(ROLE_PLAIN), "b");
    lines_end(&p->l);
    lines_end(&p->l);
    shown_text(&p->out, &p->l);
    assert_string_equal(p->out.at, "a|\n|\nb|\n");
}

static void a_long_line_is_cut_with_a_sign(void **state)
{
    struct page *p = *state;

    lines_puts(&p->l, style_of(ROLE_PLAIN), "exactly twenty wide.");
    lines_end_cut(&p->l);
    lines_puts(&p->l, style_of(ROLE_PLAIN), "twenty and then some more");
    lines_end_cut(&p->l);
    shown_text(&p->out, &p->l);
    assert_string_equal(p->out.at,
                        "exactly twenty wide.|\ntwenty and then som…|\n");
}

static void code_keeps_its_blanks_and_goes_on_behind_a_mark(void **state)
{
    struct page *p = *state;

    lines_puts(&p->l, style_of(ROLE_PLAIN),
               "if (x)\n\treturn 0;\n\nint very_long_name_of_a_function;\n");
    lines_end_code(&p->l);
    shown_text(&p->out, &p->l);
    assert_string_equal(p->out.at, "if (x)|\n"
                                   "    return 0;|\n"
                                   "|\n"
                                   "int very_long_name_o|\n"
                                   "↪ f_a_function;|\n");
}

static void styles_survive_the_wrapping(void **state)
{
    struct page *p = *state;

    lines_puts(&p->l, style_of(ROLE_PLAIN), "the heap grows ");
    lines_puts(&p->l, style_of(ROLE_ANSWER), "upward from low");
    lines_puts(&p->l, style_of(ROLE_ANSWER), " addresses");
    lines_puts(&p->l, style_of(ROLE_PLAIN), ".");
    lines_end(&p->l);
    shown_styles(&p->out, &p->l);
    assert_string_equal(p->out.at, "the heap grows\n"
                                   "<answer>upward from low</>\n"
                                   "<answer>addresses</>.\n");
}

static void a_stream_gets_styles_only_where_they_change(void **state)
{
    struct page *p = *state;

    lines_puts(&p->l, style_of(ROLE_PLAIN), "a ");
    lines_puts(&p->l, style_of(ROLE_BLANK), "[...]");
    lines_puts(&p->l, style_of(ROLE_PLAIN), " b");
    lines_end(&p->l);
    lines_printf(&p->l, style_of(ROLE_TITLE), "%d", 7);
    lines_end(&p->l);
    lines_print(&p->out, &p->l, DEPTH_MONO);
    assert_string_equal(p->out.at,
                        "a \033[0;1m[...]\033[0m b\n\033[0;1m7\033[0m\n");
    str_clear(&p->out);
    lines_print(&p->out, &p->l, DEPTH_NONE);
    assert_string_equal(p->out.at, "a [...] b\n7\n");
}

static void ready_spans_are_copied(void **state)
{
    struct page *p = *state;
    char text[] = "bar";
    struct span spans[] = {{slice_from(text), style_of(ROLE_DONE)},
                           span_of(ROLE_PLAIN, "!")};

    lines_put_spans(&p->l, spans, COUNT(spans));
    text[0] = 'X';
    assert_int_equal(p->l.at[0].width, 4);
    shown_styles(&p->out, &p->l);
    assert_string_equal(p->out.at, "<done>bar</>!\n");
}

/* Whatever comes in: no line is wider than it may be, nothing is lost but
 * blanks at breaks, nothing can be obeyed. */
static void no_line_is_too_wide_and_nothing_is_lost(void **state)
{
    static const char *const parts[] = {
        "word",     " ",  "日本", "e\xcc\x81", "\033[31m",
        "👍🏽", "-",  "\xff", "a\u200bb",  "  ",
        "0x1234",   "، ", "한글", "\t",        "​",
    };
    struct page *p = *state;
    uint64_t seed = 1;

    for (int round = 0; round < 300; round++) {
        struct lines l = lines_new(&p->arena, 3 + round % 40);

        for (int i = 0; i < 30; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            lines_puts(&l, style_of(seed >> 40 & 1 ? ROLE_DIM : ROLE_PLAIN),
                       parts[(seed >> 33) % COUNT(parts)]);
        }
        lines_end(&l);
        for (size_t i = 0; i < l.n; i++) {
            int width = 0;

            for (size_t k = 0; k < l.at[i].nspans; k++) {
                assert_harmless(l.at[i].spans[k].text);
                width += text_width(l.at[i].spans[k].text);
            }
            assert_int_equal(width, l.at[i].width);
            assert_true(width <= l.width);
        }
        lines_release(&l);
    }
}

int main(void)
{
#define PAGE_TEST(fn) \
    cmocka_unit_test_setup_teardown(fn, page_open, page_close)
    const struct CMUnitTest tests[] = {
        PAGE_TEST(margins_nest_and_hang),
        PAGE_TEST(a_bullet_waits_for_its_text),
        PAGE_TEST(an_indent_that_leaves_no_room_takes_none),
        PAGE_TEST(blanks_come_one_at_a_time_and_never_first),
        PAGE_TEST(a_long_line_is_cut_with_a_sign),
        PAGE_TEST(code_keeps_its_blanks_and_goes_on_behind_a_mark),
        PAGE_TEST(styles_survive_the_wrapping),
        PAGE_TEST(a_stream_gets_styles_only_where_they_change),
        PAGE_TEST(ready_spans_are_copied),
        PAGE_TEST(no_line_is_too_wide_and_nothing_is_lost),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    return failed + RUN_CASES(wraps, is_wrapped);
}
