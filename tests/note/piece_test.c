/* A long text in pieces is the same as in one. */
#include "awkward.h"
#include "check.h"
#include "note/piece.h"
#include "reader.h"

/* Everything about all notes of a text. */
static void digest(struct str *out, struct slice text)
{
    struct reader r;

    reader_read(&r, text, true);
    assert_int_equal(r.rc, 0);
    show_all(out, &r);
    for (size_t i = 0; i < r.file.nnotes; i++)
        note_pack(out, &r.file.notes[i]);
    reader_release(&r);
}

/* A random text of several pieces. */
static void make_long(struct str *out, uint64_t seed)
{
    while (out->len < 3 * PIECE_BYTES) {
        struct awkward a;

        awkward_make(&a, seed++);
        if (!slice_has_prefix(str_slice(&a.text), SLICE("---")))
            str_put(out, str_slice(&a.text));
        if (seed % 3 == 0) /* long blocks, over which a cut may not go */
            str_puts(out, "\n~~~\n");
        for (int i = 0; seed % 3 == 0 && i < 3000; i++)
            str_puts(out, "\n# no {{heading}}\n\nin code {{it}} is");
        if (seed % 3 == 0)
            str_puts(out, "\n~~~\n\n");
        awkward_release(&a);
    }
}

static void pieces_are_the_whole(void **state)
{
    (void)state;
    for (int seed = 0; seed < often(4); seed++) {
        struct str text = STR_EMPTY, cut = STR_EMPTY, whole = STR_EMPTY;

        make_long(&text, (uint64_t)seed * 1000 + 7);
        assert_true(piece_end(str_slice(&text), PIECE_BYTES) < text.len);
        digest(&cut, str_slice(&text));
        str_puts(&text, "\n\n[label]: /address\n"); /* keeps it in one */
        assert_true(piece_defines_links(str_slice(&text)));
        digest(&whole, str_slice(&text));
        assert_true(slice_eq(str_slice(&cut), str_slice(&whole)));
        str_release(&text);
        str_release(&cut);
        str_release(&whole);
    }
}

static const struct cut_case {
    const char *name, *text;
    size_t want; /* the first cut behind offset 1 */
} cuts[] = {
    {"before a heading", "a\n# b\n", 2},
    {"before a letter behind a blank line", "- a\n \t\nb\n", 7},
    {"not inside a paragraph", "a\nb\nc\n", 6},
    {"not before an item", "a\n\n- b\n", 7},
    {"not before an indent", "- a\n\n  b\n", 9},
    {"not before a number", "a\n\n1. b\n", 8},
    {"not before something that looks like a heading", "a\n#b\n", 5},
    {"behind CR and CRLF", "a\r\r\nb", 4},
};

static void cuts_are(void **state)
{
    const struct cut_case *c = *state;

    assert_int_equal(piece_end(slice_from(c->text), 1), c->want);
}

static const struct definition {
    const char *name, *text;
    bool want;
} definitions[] = {
    {"a definition", "[a]: b", true},
    {"in a list in a quote", "> 1. - [a]: b", true},
    {"a label over two lines", "[a\nb]: c", true},
    {"not inside a line", "x [a]: b", false},
    {"not in another paragraph", "[a\n\nb]: c", false},
    {"no colon", "[a] b", false},
    {"nothing", "", false},
};

static void defines(void **state)
{
    const struct definition *d = *state;

    assert_int_equal(piece_defines_links(slice_from(d->text)), d->want);
}

static void lines_are_counted_as_the_parser_does(void **state)
{
    (void)state;
    assert_int_equal(piece_lines(SLICE("")), 0);
    assert_int_equal(piece_lines(SLICE("a\nb")), 2);
    assert_int_equal(piece_lines(SLICE("a\nb\n")), 2);
    assert_int_equal(piece_lines(SLICE("a\r\nb\rc\n\n")), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_the_whole),
        cmocka_unit_test(lines_are_counted_as_the_parser_does),
    };
    return RUN_CASES(cuts, cuts_are) + RUN_CASES(definitions, defines) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
