/* Measuring, breaking and comparing text. */
#include <stdlib.h>
#include <unicase.h>
#include <unigbrk.h>
#include <uninorm.h>

#include "base/rng.h"
#include "check.h"
#include "text/plain.h"
#include "text/unicode.h"

struct cluster {
    const char *name, *text;
    int width;
    bool risky;
};

/* Each is one grapheme. */
static const struct cluster clusters[] = {
    {"a letter", "a", 1, false},
    {"a letter with its accent behind it", "e\u0301", 1, false},
    {"a CJK character", "語", 2, false},
    {"a box", "│", 1, false},
    {"Hangul from three parts", "\u1112\u1161\u11ab", 2, false},
    {"an emoji", "\U0001f469", 2, true},
    {"a family", "\U0001f468\u200d\U0001f469\u200d\U0001f467", 2, true},
    {"a flag", "\U0001f1e9\U0001f1ea", 2, true},
    {"half a flag", "\U0001f1e9", 1, true},
    {"a skin tone", "\U0001f44d\U0001f3fd", 2, true},
    {"a heart in emoji style", "\u2764\ufe0f", 2, true},
    {"a heart in text style", "\u2764\ufe0e", 1, true},
    {"a key cap", "1\ufe0f\u20e3", 2, true},
    {"a spacing vowel sign", "\u0937\u093e", 1, true},
    {"an icon of somebody's font", "\ue0b0", 1, true},
    {"a character not yet in the tables", "\u0378", 1, true},
    {"a mark with nothing below", "\u0301", 0, false},
    {"a control character", "\x1b", 0, false},
    {"CR and LF", "\r\n", 0, false},
    {"a broken byte", "\xff", 1, false},
};

static void each_cluster(void **state)
{
    const struct cluster *c = *state;
    struct str twice = STR_EMPTY;
    struct slice rest;
    struct grapheme g;

    str_printf(&twice, "%sx", c->text);
    rest = str_slice(&twice);
    assert_true(grapheme_next(&rest, &g));
    assert_int_equal(g.bytes.len, strlen(c->text));
    assert_int_equal(g.width, c->width);
    assert_int_equal(g.risky, c->risky);
    assert_true(slice_is(rest, "x"));
    assert_int_equal(text_width(slice_from(c->text)), c->width);
    str_release(&twice);
}

struct line {
    const char *name, *text;
    int columns;
    const char *want; /* the lines, each ended by | */
};

static const struct line lines[] = {
    {"nothing has no lines", "", 10, ""},
    {"a short text is one line", "a page", 10, "a page|"},
    {"words go to the next line", "The quick brown fox", 10,
     "The quick|brown fox|"},
    {"a word that just fits stays", "abcde fghij", 5, "abcde|fghij|"},
    {"blanks at a break vanish", "abcde    fghij", 5, "abcde|fghij|"},
    {"blanks within a line stay", "a  b cccc", 5, "a  b|cccc|"},
    {"blanks at the end hang", "abcde   ", 5, "abcde|"},
    {"a break at a hyphen", "copy-on-write", 9, "copy-on-|write|"},
    {"a long word is cut", "abcdefghijkl", 5, "abcde|fghij|kl|"},
    {"an indented long word too", "  abcdefghijkl", 5, "  abc|defgh|ijkl|"},
    {"a wide character is not halved", "日本語", 5, "日本|語|"},
    {"no line begins with a full stop", "日本。語", 4, "日|本。|語|"},
    {"a no-break space holds", "a b\u00a0c", 4, "a|b\u00a0c|"},
    {"LF ends a line", "ab\ncd", 10, "ab|cd|"},
    {"LF behind a full line is no second break", "abcde\nf", 5, "abcde|f|"},
    {"blanks before LF vanish", "abcde  \nf", 5, "abcde|f|"},
    {"an empty line", "a\n\nb", 5, "a||b|"},
    {"one column cuts every letter", "abc", 1, "a|b|c|"},
    {"no room at all: one grapheme a line", "日e\u0301", 0, "日|e\u0301|"},
    {"an accent stays with its letter", "aae\u0301e\u0301", 3,
     "aae\u0301|e\u0301|"},
};

static void each_line(void **state)
{
    const struct line *l = *state;
    struct slice rest = slice_from(l->text);
    struct str got = STR_EMPTY;
    size_t next;

    while (rest.len > 0) {
        size_t end = text_break(rest, l->columns, &next);

        str_put(&got, slice_sub(rest, 0, end));
        str_putc(&got, '|');
        assert_true(next > 0 && end <= next && next <= rest.len);
        rest = slice_skip(rest, next);
    }
    assert_string_equal(got.at, l->want);
    str_release(&got);
}

static void fit_takes_whole_graphemes_and_the_marks_behind_them(void **state)
{
    int width;

    (void)state;
    assert_true(slice_is(text_fit(SLICE("ab日c"), 3, &width), "ab"));
    assert_int_equal(width, 2);
    assert_true(slice_is(text_fit(SLICE("ab日c"), 4, &width), "ab日"));
    assert_int_equal(width, 4);
    assert_true(
        slice_is(text_fit(SLICE("abe\u0301c"), 3, &width), "abe\u0301"));
    assert_int_equal(width, 3);
    assert_true(slice_is(text_fit(SLICE("abc"), 0, NULL), ""));
    assert_true(slice_is(text_fit(SLICE("abc"), -1, NULL), ""));
}

/* The same by the plainest way there is. */
static int slow_width(struct slice text)
{
    struct grapheme g;
    int width = 0;

    while (grapheme_next(&text, &g))
        width += g.width;
    return width;
}

static const char *const bits[] = {
    "a",
    "plain words ",
    "é",
    "e\u0301",
    "日",
    "\u200d",
    "\U0001f469",
    "\ufe0f",
    "\U0001f1e9",
    "\u0937\u093e",
    " ",
    "-",
    "\n",
    "\r",
    "\u1112\u1161\u11ab",
    "\u0600",
    "\uac00",
    "\u11ab",
    "\xff",
};

enum { WELL_FORMED = COUNT(bits) - 1 }; /* the last is not UTF-8 */

static void
random_texts_are_cut_into_lines_that_fit_and_lose_nothing(void **state)
{
    struct rng rng = rng_new(2);
    struct str text = STR_EMPTY;
    size_t next, end;
    int width;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int columns = (int)rng_between(&rng, 2, 30);
        struct slice rest;

        str_clear(&text);
        for (uint64_t n = rng_below(&rng, 30); n > 0; n--)
            str_puts(&text, bits[rng_below(&rng, COUNT(bits))]);
        rest = str_slice(&text);
        assert_int_equal(text_width(rest), slow_width(rest));
        while (rest.len > 0) {
            text_fit(rest, columns, &width);
            assert_in_range(width, 0, columns);
            end = text_break(rest, columns, &next);
            assert_true(next > 0 && end <= next && next <= rest.len);
            assert_true(end > 0 || rest.at[next - 1] == '\n');
            assert_in_range(text_width(slice_sub(rest, 0, end)), 0, columns);
            for (size_t b = end; b < next; b++)
                assert_true(rest.at[b] == ' ' || rest.at[b] == '\n');
            rest = slice_skip(rest, next);
        }
    }
    str_release(&text);
}

/* The library looks at the whole text, we at a piece of it. */
static void clusters_are_those_of_the_whole_text(void **state)
{
    struct rng rng = rng_new(4);
    struct str text = STR_EMPTY;
    struct slice rest;
    struct grapheme g;
    char breaks[1024];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        str_clear(&text);
        for (uint64_t n = rng_below(&rng, 60); n > 0; n--)
            if (rng_below(&rng, 4) == 0)
                utf8_put(&text, (uint32_t)rng_below(&rng, 0xd800));
            else
                str_puts(&text, bits[rng_below(&rng, WELL_FORMED)]);
        rest = str_slice(&text);
        u8_grapheme_breaks((const uint8_t *)rest.at, rest.len, breaks);
        while (grapheme_next(&rest, &g)) {
            size_t at = (size_t)(g.bytes.at - text.at);

            assert_true(breaks[at]);
            for (size_t b = 1; b < g.bytes.len; b++)
                assert_false(breaks[at + b]);
        }
    }
    str_release(&text);
}

static void a_cluster_without_end_is_cut(void **state)
{
    struct str text = STR_EMPTY;
    struct slice rest;
    struct grapheme g;
    size_t sum = 0;

    (void)state;
    str_putc(&text, 'o');
    for (int i = 0; i < 3000; i++)
        str_puts(&text, "\u0301");
    for (rest = str_slice(&text); grapheme_next(&rest, &g);) {
        assert_in_range(g.bytes.len, 1, 1024);
        sum += g.bytes.len;
    }
    assert_int_equal(sum, text.len);
    assert_int_equal(text_width(str_slice(&text)), 1);
    str_release(&text);
}

static void well_formed_text_is_told_from_broken(void **state)
{
    size_t len;

    (void)state;
    assert_int_equal(utf8_check(SLICE("")), 0);
    assert_int_equal(utf8_check(SLICE("plain")), 5);
    assert_int_equal(utf8_check(SLICE("tür 日本 \U0001f469")), 16);
    assert_int_equal(utf8_check(SLICE("plain \xc0\xaf")), 6);
    assert_int_equal(utf8_check(SLICE("\xed\xa0\x80")), 0);
    assert_int_equal(utf8_check(SLICE("ab\xe2\x82")), 2);
    assert_int_equal(utf8_next(SLICE("\U0001f469x"), &len), 0x1f469);
    assert_int_equal(len, 4);
    assert_int_equal(utf8_next(SLICE("\xe2\x82x"), &len), 0xfffd);
    assert_int_equal(len, 1);
    assert_int_equal(utf8_next(SLICE("\ufffd"), &len), 0xfffd);
    assert_int_equal(len, 3);
}

static void put_and_next_undo_each_other(void **state)
{
    struct str s = STR_EMPTY;
    size_t len;

    (void)state;
    for (uint32_t code = 0; code < 0x110000; code += 7) {
        if (code >= 0xd800 && code < 0xe000)
            continue;
        str_clear(&s);
        utf8_put(&s, code);
        assert_int_equal(utf8_next(str_slice(&s), &len), code);
        assert_int_equal(len, s.len);
    }
    str_release(&s);
}

static void a_run_of_plain_bytes_ends_at_the_first_other(void **state)
{
    char text[40];

    (void)state;
    for (size_t at = 0; at < sizeof text; at++)
        for (int byte = 0; byte < 256; byte++) {
            bool plain = byte >= ' ' && byte <= '~';

            memset(text, 'x', sizeof text);
            text[at] = (char)byte;
            assert_int_equal(plain_run((struct slice){text, sizeof text}),
                             plain ? sizeof text : at);
        }
}

struct form {
    const char *name;
    void (*fn)(struct str *out, struct slice text);
    const char *text, *want;
};

static const struct form forms[] = {
    {"NFC", text_nfc, "E\u0301TAT › o\u0308 ﬁ", "ÉTAT › ö ﬁ"},
    {"NFC leaves broken text", text_nfc, "E\u0301\xff", "E\u0301\xff"},
    {"NFC without case", text_nfc_fold, "E\u0301TAT Straße", "état strasse"},
    {"NFC without case leaves ligatures and styles", text_nfc_fold, "X²  ①",
     "x²  ①"},
    {"NFC without case leaves broken text", text_nfc_fold, "A\xff", "A\xff"},
    {"NFC without case of nothing", text_nfc_fold, "", ""},
    {"fold takes case away", text_fold, "E\u0301TAT Straße", "état strasse"},
    {"fold takes styles away", text_fold, "\U0001d400ﬁ²", "afi2"},
    {"fold takes width away", text_fold, "ＶＰＮ", "vpn"},
    {"fold makes white space one blank", text_fold, " a \t\n b\u00a0\u2003c ",
     " a b c "},
    {"fold leaves broken text", text_fold, "A \xff", "A \xff"},
    {"fold joins an accent to plain text", text_fold, "ABCE\u0301D", "abcéd"},
    {"fold of plain text", text_fold, "Page\tTABLE", "page table"},
    {"fold of nothing", text_fold, "", ""},
};

static void each_form(void **state)
{
    const struct form *f = *state;
    struct str got = STR_EMPTY;

    f->fn(&got, slice_from(f->text));
    assert_string_equal(got.at, f->want);
    str_release(&got);
}

static void a_folded_character_is_folded(void **state)
{
    struct str text = STR_EMPTY, once = STR_EMPTY, twice = STR_EMPTY;

    (void)state;
    for (uint32_t code = 1; code < 0x30000; code++) {
        if (code >= 0xd800 && code < 0xe000)
            continue;
        str_clear(&text);
        str_clear(&once);
        str_clear(&twice);
        utf8_put(&text, code);
        text_fold(&once, str_slice(&text));
        text_fold(&twice, str_slice(&once));
        if (!slice_eq(str_slice(&once), str_slice(&twice)))
            fail_msg("U+%04X folds to %s, then to %s", (unsigned)code,
                     once.at, twice.at);
    }
    str_release(&text);
    str_release(&once);
    str_release(&twice);
}

/* Piece by piece must be the same as all at once. */
static void pieces_fold_as_the_whole_text_does(void **state)
{
    struct rng rng = rng_new(5);
    struct str text = STR_EMPTY, got = STR_EMPTY;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        uint8_t *nfkc, *want;
        size_t len;

        str_clear(&text);
        str_clear(&got);
        for (uint64_t n = rng_below(&rng, 20); n > 0; n--)
            if (rng_below(&rng, 2) == 0)
                str_putc(&text, (char)rng_between(&rng, '!', '~'));
            else
                utf8_put(&text, (uint32_t)rng_between(&rng, 0xa1, 0x167f));
        str_puts(&text, "x");
        nfkc = u8_normalize(UNINORM_NFKC, (uint8_t *)text.at, text.len, NULL,
                            &len);
        want = u8_casefold(nfkc, len, NULL, UNINORM_NFKC, NULL, &len);
        text_fold(&got, str_slice(&text));
        if (memchr(want, ' ', len) == NULL) { /* those become one */
            assert_int_equal(got.len, len);
            assert_memory_equal(got.at, want, len);
        }
        free(nfkc);
        free(want);
    }
    str_release(&text);
    str_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fit_takes_whole_graphemes_and_the_marks_behind_them),
        cmocka_unit_test(
            random_texts_are_cut_into_lines_that_fit_and_lose_nothing),
        cmocka_unit_test(clusters_are_those_of_the_whole_text),
        cmocka_unit_test(a_cluster_without_end_is_cut),
        cmocka_unit_test(well_formed_text_is_told_from_broken),
        cmocka_unit_test(put_and_next_undo_each_other),
        cmocka_unit_test(a_run_of_plain_bytes_ends_at_the_first_other),
        cmocka_unit_test(a_folded_character_is_folded),
        cmocka_unit_test(pieces_fold_as_the_whole_text_does),
    };

    return RUN_CASES(clusters, each_cluster) + RUN_CASES(lines, each_line) +
           RUN_CASES(forms, each_form) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
