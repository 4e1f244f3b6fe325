/* pin_test.c - ids are written behind blocks, and nothing else is. */
#include <string.h>

#include "base/str.h"
#include "check.h"
#include "note/pin.h"

static const struct pinned {
    const char *name, *before;
    const char *after; /* every id is shown as @ */
    size_t added, had, left;
} files[] = {
    {"a bullet", "- A page has {{4 KiB}}.\n- No cloze.\n",
     "- A page has {{4 KiB}}. @\n- No cloze.\n", 1, 0, 0},
    {"no line end", "A {{b}}", "A {{b}} @", 1, 0, 0},
    {"CRLF", "- A {{b}}\r\n- C {{d}}\r\n", "- A {{b}} @\r\n- C {{d}} @\r\n",
     2, 0, 0},
    {"a byte order mark", "\xef\xbb\xbf- A {{b}}\n",
     "\xef\xbb\xbf- A {{b}} @\n", 1, 0, 0},
    {"front matter", "---\ntags: [x]\n---\n\nA {{b}}\n",
     "---\ntags: [x]\n---\n\nA {{b}} @\n", 1, 0, 0},
    {"several lines", "- A {{b}}\n  and more\n  {{c}}.\n- D\n",
     "- A {{b}}\n  and more\n  {{c}}. @\n- D\n", 1, 0, 0},
    {"blanks at the end stay behind", "A {{b}}  \n\nC\n",
     "A {{b}} @  \n\nC\n", 1, 0, 0},
    {"a heading", "# A {{b}}\n", "# A {{b}} @\n", 1, 0, 0},
    {"a closed heading", "# A {{b}} ##\n", "# A {{b}} @ ##\n", 1, 0, 0},
    {"an underlined heading", "A {{b}}\n===\n\n- C {{d}}\n",
     "A {{b}} @\n===\n\n- C {{d}} @\n", 2, 0, 0},
    {"a quotation", "> A {{b}}\n> c\n", "> A {{b}}\n> c @\n", 1, 0, 0},
    {"a list below", "- A {{b}}\n  - C {{d}}\n",
     "- A {{b}} @\n  - C {{d}} @\n", 2, 0, 0},
    {"it has one", "- A {{b}} ^pg-x7k2\n- C {{d}}\n",
     "- A {{b}} @\n- C {{d}} @\n", 1, 1, 0},
    {"code and images around", "```\n{{x}}\n```\n\nA {{b}} `c`\n",
     "```\n{{x}}\n```\n\nA {{b}} `c` @\n", 1, 0, 0},
    {"a table", "| a | b |\n|---|---|\n| {{1}} | 2 |\n",
     "| a | b |\n|---|---|\n| {{1}} | 2 |\n", 0, 0, 1},
    {"nothing", "", "", 0, 0, 0},
};

/* Every " ^pg-..." becomes " @". */
static void hide_ids(struct str *out, struct slice text)
{
    size_t at = 0, next;

    while ((next = slice_find(text, at, SLICE("^pg-"))) < text.len) {
        str_put(out, slice_sub(text, at, next - at));
        str_putc(out, '@');
        at = next + 4;
        while (at < text.len && strchr("0123456789abcdefghijklmnopqrstuvwxyz",
                                       text.at[at]) != NULL)
            at++;
    }
    str_put(out, slice_skip(text, at));
}

static void ids_are_added_and_nothing_else(void **state)
{
    const struct pinned *f = *state;
    struct str pinned = STR_EMPTY, shown = STR_EMPTY, again = STR_EMPTY;
    struct diags diags = {0};
    struct pins pins = {0};

    assert_int_equal(pins_add(&pinned, slice_from(f->before), SLICE("a.md"),
                              &pins, &diags),
                     0);
    hide_ids(&shown, str_slice(&pinned));
    assert_string_equal(shown.at, f->after);
    assert_int_equal(pins.added, f->added);
    assert_int_equal(pins.had, f->had);
    assert_int_equal(pins.left, f->left);

    /* and once is enough */
    assert_int_equal(
        pins_add(&again, str_slice(&pinned), SLICE("a.md"), &pins, &diags),
        0);
    assert_string_equal(again.at, pinned.at);
    assert_int_equal(pins.added, 0);
    str_release(&pinned);
    str_release(&shown);
    str_release(&again);
    diags_release(&diags);
}

static void equal_blocks_get_different_ids(void **state)
{
    static const char text[] = "- A {{b}}\n- A {{b}}\n- A {{b}}\n";
    struct str out = STR_EMPTY, again = STR_EMPTY;
    struct diags diags = {0};
    struct pins pins;
    struct slice rest, line, last = SLICE("");

    (void)state;
    assert_int_equal(
        pins_add(&out, SLICE(text), SLICE("a.md"), &pins, &diags), 0);
    rest = str_slice(&out);
    for (int i = 0; i < 3; i++) {
        assert_true(slice_line(&rest, &line));
        assert_false(slice_eq(line, last));
        last = line;
    }
    /* and the same ones every time */
    assert_int_equal(
        pins_add(&again, SLICE(text), SLICE("b.md"), &pins, &diags), 0);
    assert_string_equal(out.at, again.at);
    str_release(&out);
    str_release(&again);
    diags_release(&diags);
}

static void a_file_with_errors_is_refused(void **state)
{
    struct str out = STR_EMPTY;
    struct diags diags = {0};
    struct pins pins = {7, 7, 7};

    (void)state;
    assert_int_equal(
        pins_add(&out, SLICE("- A {{b\n"), SLICE("a.md"), &pins, &diags), -1);
    assert_int_equal(diags.errors, 1);
    assert_int_equal(out.len, 0);
    assert_int_equal(pins.added, 7);
    str_release(&out);
    diags_release(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_blocks_get_different_ids),
        cmocka_unit_test(a_file_with_errors_is_refused),
    };

    return RUN_CASES(files, ids_are_added_and_nothing_else) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
