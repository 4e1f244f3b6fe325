/* Front matter: what it says, and what is wrong with it. */
#include "check.h"
#include "note/front.h"
#include "reader.h"

/* Shown as "tags:deck:others LINE", the line where the text begins. */
static const struct front_case {
    const char *name, *source, *want;
} fronts[] = {
    {"none", "a", "::0 1"},
    {"tags, deck, others",
     "---\ntags: [b, a]\ndeck: X::Y\nothers: hide\n---\na", "a,b:X::Y:1 6"},
    {"an empty one", "---\n---\na", "::0 3"},
    {"dots may end it", "---\ndeck: x\n...\na", ":x:0 4"},
    {"blanks behind the dashes, and CRLF", "--- \r\ndeck: x\r\n---\t\r\na",
     ":x:0 4"},
    {"comments and other keys", "---\n# c\naliases: [x]\ntags: a\n---\na",
     "a::0 6"},
    {"tags in a row", "---\ntags: b a\n---\na", "a,b::0 4"},
    {"tags between commas", "---\ntags: virtual memory, os\n---\na",
     "os,virtual-memory::0 4"},
    {"tags in a list, with marks",
     "---\ntags:\n  - '#b c'\n  - a\n  - a\n---\na", "a,b-c::0 7"},
    {"no tags at all", "---\ntags:\ndeck:\n---\na", "::0 5"},
    {"others: show", "---\nothers: show\n---\na", "::0 4"},
    {"others: hide-all", "---\nothers: hide-all\n---\na", "::2 4"},
    {"a rule and a paragraph are none", "---\nSome text.\n---\n", "::0 1"},
    {"a rule and a list are none", "---\n- a: b\n---\n", "::0 1"},
    {"nor is a rule in the middle", "a\n---\ndeck: x\n---\n", "::0 1"},
    {"not closed", "---\ndeck: x\n", "1:1 front-open"},
    {"broken YAML", "---\ndeck: [\n---\n", "3:1 yaml"},
    {"aliases", "---\na: &x 1\nb: *x\n---\n", "2:4 yaml"},
    {"an unknown word for others", "---\nothers: some\n---\n",
     "2:9 front-others"},
    {"a deck that is a list", "---\ndeck: [a]\n---\n", "2:7 front-deck"},
    {"a deck with a line end", "---\ndeck: \"a\\nb\"\n---\n",
     "2:7 front-deck"},
    {"tags that are a map", "---\ntags: {a: b}\n---\n", "2:7 front-tags"},
    {"a tag that is a list", "---\ntags: [[a]]\n---\n", "2:8 front-tags"},
    {"a tag with a control character", "---\ntags: [\"a\\eb\"]\n---\n",
     "2:8 front-tags"},
};

static void says(void **state)
{
    const struct front_case *c = *state;
    struct diags diags = {0};
    struct source source;
    struct arena arena = {0};
    struct front front;
    struct str got = STR_EMPTY;

    source_open(&source, slice_from(c->source), SLICE("x.md"), &diags);
    front_read(&front, &source, &arena);
    assert_int_equal(source.failed, diags.errors > 0);
    if (source.failed) {
        str_printf(&got, "%zu:%zu %s", diags.at[0].line, diags.at[0].col,
                   diags.at[0].rule);
    } else {
        for (size_t i = 0; i < front.ntags; i++)
            str_printf(&got, "%s%.*s", i > 0 ? "," : "",
                       SLICE_FMT(front.tags[i]));
        str_printf(&got, ":%.*s:%d %u", SLICE_FMT(front.deck),
                   (int)front.others, source_place(&source, front.end).line);
    }
    assert_string_equal(got.at, c->want);
    str_release(&got);
    arena_release(&arena);
    source_release(&source);
    diags_release(&diags);
}

static void refused(const char *text)
{
    struct reader r;

    reader_read(&r, slice_from(text), false);
    assert_int_equal(r.rc, -1);
    assert_string_equal(r.diags.at[0].rule, "front-tags");
    reader_release(&r);
}

static void tags_have_limits(void **state)
{
    struct str text = STR_EMPTY;

    (void)state;
    str_puts(&text, "---\ntags:");
    for (int i = 0; i <= FRONT_TAGS_MAX; i++)
        str_printf(&text, " t%d", i);
    str_puts(&text, "\n---\n");
    refused(text.at);
    str_clear(&text);
    str_puts(&text, "---\ntags: ");
    str_fill(&text, 'x', FRONT_TAG_MAX + 1);
    str_puts(&text, "\n---\n");
    refused(text.at);
    str_release(&text);
}

static void a_file_carries_what_it_says(void **state)
{
    struct reader r;

    (void)state;
    reader_read(&r, SLICE("---\ntags: [x]\ndeck: D\n---\n\n{{a}}"), false);
    assert_int_equal(r.file.ntags, 1);
    assert_true(slice_is(r.file.tags[0], "x"));
    assert_true(slice_is(r.file.deck, "D"));
    assert_int_equal(r.file.notes[0].leaf->line, 6);
    reader_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_have_limits),
        cmocka_unit_test(a_file_carries_what_it_says),
    };
    return RUN_CASES(fronts, says) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
