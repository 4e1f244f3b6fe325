/* The escaper: nothing a terminal or a reader would obey comes through. */
#include <dirent.h>
#include <stdlib.h>

#include "base/rng.h"
#include "check.h"
#include "sys/file.h"
#include "text/escape.h"
#include "text/unicode.h"

enum { MARKS_MAX = 8, RANDOM_TEXTS = 20000 };

/* A slice that is a constant; it may hold NUL. */
#define BYTES(lit)             \
    {                          \
        (lit), sizeof(lit) - 1 \
    }

typedef void (*escape_fn)(struct str *out, struct slice text);

struct row {
    const char *name;
    escape_fn escape;
    struct slice text;
    const char *want;
};

static const struct row rows[] = {
    {"plain text stays", escape_line, BYTES("A page is 4096 bytes~"),
     "A page is 4096 bytes~"},
    {"ESC is a picture", escape_line, BYTES("\x1b[2J"), "␛[2J"},
    {"NUL is a picture", escape_line, BYTES("a\0b"), "a␀b"},
    {"DEL is a picture", escape_line, BYTES("\x7f"), "␡"},
    {"a line has no line ends", escape_line, BYTES("a\r\nb\tc"), "a␍␊b␉c"},
    {"C1 as UTF-8", escape_line, BYTES("\xc2\x9b!"), "\\u{9b}!"},
    {"C1 as a raw byte", escape_line, BYTES("\x9b!"), "\\x9b!"},
    {"letters beyond ASCII stay", escape_line, BYTES("é ß 日本 ↦ □"),
     "é ß 日本 ↦ □"},
    {"right-to-left override", escape_line, BYTES("a\u202e\u2066"),
     "a\\u{202e}\\u{2066}"},
    {"zero width", escape_line, BYTES("pass\u200bword\ufeff"),
     "pass\\u{200b}word\\u{feff}"},
    {"soft hyphen", escape_line, BYTES("a\u00adb"), "a\\u{ad}b"},
    {"Hangul filler", escape_line, BYTES("\u3164"), "\\u{3164}"},
    {"line separator", escape_line, BYTES("\u2028"), "\\u{2028}"},
    {"tag characters", escape_line, BYTES("\U000e0041"), "\\u{e0041}"},
    {"noncharacter", escape_line, BYTES("\ufdd0\U0010ffff"),
     "\\u{fdd0}\\u{10ffff}"},
    {"overlong slash", escape_line, BYTES("\xc0\xaf"), "\\xc0\\xaf"},
    {"surrogate", escape_line, BYTES("\xed\xa0\x80"), "\\xed\\xa0\\x80"},
    {"beyond Unicode", escape_line, BYTES("\xf4\x90\x80\x80"),
     "\\xf4\\x90\\x80\\x80"},
    {"cut off at the end", escape_line, BYTES("\xe2\x82"), "\\xe2\\x82"},
    {"an emoji comes apart", escape_line,
     BYTES("\U0001f469\u200d\U0001f680."), "\U0001f469\U0001f680."},
    {"so does one with a skin tone", escape_line,
     BYTES("\U0001f469\U0001f3fd\u200d\U0001f680"),
     "\U0001f469\U0001f3fd\U0001f680"},
    {"and one in emoji style", escape_line,
     BYTES("\u2764\ufe0f\u200d\U0001f525"), "\u2764\ufe0f\U0001f525"},
    {"a joiner elsewhere is shown", escape_line, BYTES("x\u200dy"),
     "x\\u{200d}y"},
    {"also before an emoji", escape_line, BYTES("x\u200d\U0001f469"),
     "x\\u{200d}\U0001f469"},
    {"also behind an emoji", escape_line, BYTES("\U0001f469\u200dx"),
     "\U0001f469\\u{200d}x"},
    {"also at the end", escape_line, BYTES("\U0001f469\u200d"),
     "\U0001f469\\u{200d}"},
    {"emoji style of a digit", escape_line, BYTES("1\ufe0f\u20e3"),
     "1\ufe0f\u20e3"},
    {"emoji style of a letter is shown", escape_line, BYTES("a\ufe0f"),
     "a\\u{fe0f}"},
    {"eight marks stay, the ninth is shown", escape_line,
     BYTES("o\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0302!"),
     "o\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\\u{301}\\u{302}!"},
    {"marks are counted anew on the next letter", escape_line,
     BYTES("o\u0301\u0301\u0301\u0301\u0301e\u0301\u0301\u0301\u0301\u0301"),
     "o\u0301\u0301\u0301\u0301\u0301e\u0301\u0301\u0301\u0301\u0301"},
    {"text keeps its lines", escape_text, BYTES("a\nb\r\nc\rd\n"),
     "a\nb\nc\nd\n"},
    {"two CR are two lines", escape_text, BYTES("a\r\r\nb"), "a\n\nb"},
    {"a tab goes to a multiple of 4", escape_text,
     BYTES("\tx\ty\nabc\td\tabcd\te"), "    x   y\nabc d   abcd    e"},
    {"a tab counts columns, not bytes", escape_text, BYTES("日\tü\t|"),
     "日  ü   |"},
    {"text has controls made visible", escape_text, BYTES("\x1b\x07\f"),
     "␛␇␌"},
    {"nothing gives nothing", escape_text, {NULL, 0}, ""},
};

static void each_row(void **state)
{
    const struct row *r = *state;
    struct str got = STR_EMPTY;

    r->escape(&got, r->text);
    assert_string_equal(got.at, r->want);
    assert_int_equal(strlen(got.at), got.len);
    str_release(&got);
}

static void
a_tab_counts_from_the_start_of_the_line_in_the_output(void **state)
{
    struct str out = STR_EMPTY;

    (void)state;
    str_puts(&out, "one\nab");
    escape_text(&out, SLICE("\tc"));
    escape_text(&out, SLICE("\td"));
    assert_string_equal(out.at, "one\nab  c   d");
    str_release(&out);
}

/* The promise, said a second time and in other words than the escaper's. */
static const struct {
    uint32_t from, to;
} forbidden[] = {
    {0x00, 0x09},       {0x0b, 0x1f},       {0x7f, 0x9f},
    {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},
    {0x115f, 0x1160},   {0x17b4, 0x17b5},   {0x180b, 0x180f},
    {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x206f},
    {0x3164, 0x3164},   {0xd800, 0xdfff},   {0xfdd0, 0xfdef},
    {0xfe00, 0xfe0d},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff0, 0xfffb},   {0xfffe, 0xffff},   {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff}, {0x2fffe, 0x2ffff},
    {0xe0000, 0xe0fff}, {0xffffe, 0xfffff}, {0x10fffe, 0x10ffff},
};

static bool is_common_mark(uint32_t code)
{
    return code >= 0x300 && code <= 0x36f;
}

static void assert_clean(struct slice text, bool line)
{
    size_t len;
    int marks = 0;

    assert_int_equal(utf8_check(text), text.len);
    for (; text.len > 0; text = slice_skip(text, len)) {
        uint32_t code = utf8_next(text, &len);

        assert_false(line && code == '\n');
        for (size_t i = 0; i < COUNT(forbidden); i++)
            if (code >= forbidden[i].from && code <= forbidden[i].to)
                fail_msg("U+%04X came through", (unsigned)code);
        marks = is_common_mark(code) ? marks + 1 : 0;
        assert_true(marks <= MARKS_MAX);
    }
}

static void check_promises(struct slice text, escape_fn escape, bool line)
{
    struct str once = STR_EMPTY, twice = STR_EMPTY;

    escape(&once, text);
    assert_clean(str_slice(&once), line);
    escape(&twice, str_slice(&once));
    assert_int_equal(once.len, twice.len);
    assert_memory_equal(once.at, twice.at, once.len + 1);
    str_release(&once);
    str_release(&twice);
}

static void check_both(struct slice text)
{
    check_promises(text, escape_line, true);
    check_promises(text, escape_text, false);
}

static void every_character_alone_and_between_others_is_safe(void **state)
{
    struct str text = STR_EMPTY;

    (void)state;
    for (uint32_t code = 0; code < 0x110000; code++) {
        if (code >= 0xd800 && code < 0xe000)
            continue;
        str_clear(&text);
        utf8_put(&text, code);
        str_puts(&text, "\U0001f469");
        utf8_put(&text, code);
        str_puts(&text, "o\u0301");
        utf8_put(&text, code);
        check_both(str_slice(&text));
    }
    str_release(&text);
}

/* What goes wrong in combination. */
static const char *const nasty[] = {
    "\u200d",     "\ufe0f", "\ufe0e",     "\U0001f3fd",
    "\U0001f469", "\u2764", "\u0301",     "\u0301\u0302\u0303\u0304\u0305",
    "1",          "\u20e3", "\U0001f1e9", "\r",
    "\n",         "\t",     "\x1b",       "\xe2\x80",
    "\xff",       "\u00ad", "a",          "\u0903",
    "\u1100",     "\u1161", "\u180b",     "plain text here",
};

static void
random_texts_are_safe_and_stay_the_same_when_escaped_again(void **state)
{
    struct rng rng = rng_new(1);
    struct str text = STR_EMPTY;

    (void)state;
    for (int i = 0; i < RANDOM_TEXTS; i++) {
        uint64_t parts = rng_below(&rng, 40);

        str_clear(&text);
        while (parts-- > 0)
            if (i % 3 == 0)
                str_putc(&text, (char)rng_below(&rng, 256));
            else if (i % 3 == 1)
                str_puts(&text, nasty[rng_below(&rng, COUNT(nasty))]);
            else
                utf8_put(&text, (uint32_t)rng_below(&rng, 0xd800));
        check_both(str_slice(&text));
    }
    str_release(&text);
}

static int check_file(const char *path, void *count)
{
    struct str text = STR_EMPTY;
    struct err err;

    assert_int_equal(file_read(&text, path, FILE_NOTES_MAX, &err), 0);
    check_both(str_slice(&text));
    str_release(&text);
    ++*(int *)count;
    return 0;
}

static void files_made_to_attack_a_terminal_are_safe(void **state)
{
    const char *const md[] = {".md", NULL};
    struct err err;
    size_t skipped;
    int count = 0;

    (void)state;
    assert_int_equal(
        file_walk("tests/hostile", md, check_file, &count, &skipped, &err),
        0);
    assert_true(count >= 27);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_tab_counts_from_the_start_of_the_line_in_the_output),
        cmocka_unit_test(every_character_alone_and_between_others_is_safe),
        cmocka_unit_test(
            random_texts_are_safe_and_stay_the_same_when_escaped_again),
        cmocka_unit_test(files_made_to_attack_a_terminal_are_safe),
    };

    return RUN_CASES(rows, each_row) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
