/* YAML: the tree, the places, and what is refused in which words. */
#include "base/str.h"
#include "check.h"
#include "sys/yaml.h"

/* A tree as one line: scalars as they are, quoted ones in ' ', every node
 * with its place. */
static void show(struct str *out, const struct yaml *node)
{
    static const char *const marks[][2] = {
        [YAML_LIST] = {"[", "]"}, [YAML_MAP] = {"{", "}"}};
    const struct yaml *c;

    str_printf(out, "%zu:%zu ", node->line, node->col);
    if (node->kind == YAML_SCALAR) {
        str_printf(out, node->quoted ? "'%.*s'" : "%.*s",
                   SLICE_FMT(node->text));
        return;
    }
    str_puts(out, marks[node->kind][0]);
    for (c = node->first; c != NULL; c = c->next) {
        if (node->kind == YAML_MAP)
            str_printf(out, "%zu:%zu %.*s=", c->key_line, c->key_col,
                       SLICE_FMT(c->key));
        show(out, c);
        str_puts(out, c->next != NULL ? ", " : "");
    }
    str_puts(out, marks[node->kind][1]);
}

struct row {
    const char *name, *text, *want;
};

static const struct row trees[] = {
    {"nothing", "", ""},
    {"only a comment", "# nothing\n\n", ""},
    {"a scalar", "page", "1:1 page"},
    {"a mapping", "a: 1\nb: two words\n",
     "1:1 {1:1 a=1:4 1, 2:1 b=2:4 two words}"},
    {"a mapping without a value", "a:\nb: x",
     "1:1 {1:1 a=1:3 , 2:1 b=2:4 x}"},
    {"a list", "- a\n- b\n", "1:1 [1:3 a, 2:3 b]"},
    {"lists in braces and brackets", "{a: [x, y], b: {}}",
     "1:1 {1:2 a=1:5 [1:6 x, 1:9 y], 1:13 b=1:16 {}}"},
    {"quotes", "a: 'it''s'\nb: \"x\\ty\"",
     "1:1 {1:1 a=1:4 'it's', 2:1 b=2:4 'x\ty'}"},
    {"a block", "a: |\n  one\n  two\n", "1:1 {1:1 a=1:4 'one\ntwo\n'}"},
    {"columns are bytes", "für: [ü, \"日\", x]",
     "1:1 {1:1 für=1:7 [1:8 ü, 1:12 '日', 1:19 x]}"},
    {"lines end in LF, CRLF or CR", "a: 1\r\nb: 2\rc: 3",
     "1:1 {1:1 a=1:4 1, 2:1 b=2:4 2, 3:1 c=3:4 3}"},
    {"a next-line character is no line to an editor",
     "a: 1\xc2\x85"
     "b: 2",
     "1:1 {1:1 a=1:4 1, 1:7 b=1:10 2}"},
    {"a mark at the start", "\ufeffa: 1", "1:4 {1:4 a=1:7 1}"},
    {"the marks of a document", "---\na: 1\n...\n", "2:1 {2:1 a=2:4 1}"},
    {"nesting to the limit", "[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]",
     "1:1 [1:2 [1:3 [1:4 [1:5 [1:6 [1:7 [1:8 [1:9 [1:10 [1:11 [1:12 [1:13 "
     "[1:14 [1:15 [1:16 [1:17 x]]]]]]]]]]]]]]]]"},
};

static void each_tree(void **state)
{
    const struct row *r = *state;
    struct yaml_doc doc;
    struct diags found = {0};
    struct str got = STR_EMPTY, text = STR_EMPTY;

    str_puts(&text, r->text);
    assert_int_equal(
        yaml_read(&doc, str_slice(&text), SLICE("f.yaml"), 1, &found), 0);
    assert_int_equal(found.n, 0);
    str_fill(&text, '!', 99); /* the tree holds none of it */
    str_release(&text);
    if (doc.root != NULL)
        show(&got, doc.root);
    assert_string_equal(got.at, r->want);
    yaml_release(&doc);
    assert_null(doc.root);
    str_release(&got);
    diags_release(&found);
}

static const struct row refusals[] = {
    {"an anchor", "a: &x 1", "7:4: anchors (&) are not read here"},
    {"an alias", "a: *x", "7:4: aliases (*) are not read here"},
    {"a tag", "a: !!str 1", "7:4: tags (!) are not read here"},
    {"a tagged list", "a: !x [1]", "7:4: tags (!) are not read here"},
    {"a directive", "%YAML 1.1\n--- a",
     "7:1: directives (%) are not read here"},
    {"a tag directive", "%TAG !e! x:\n--- a",
     "7:1: directives (%) are not read here"},
    {"a second document", "--- a\n--- b",
     "8:1: a second document begins here; one is read"},
    {"a key twice", "a: 1\nb: 2\na: 3",
     "9:1: the key `a` stands here twice; first in line 7"},
    {"a key twice in braces", "x: {a: 1, a: 2}",
     "7:11: the key `a` stands here twice; first in line 7"},
    {"a list for a key", "? [a]\n: b",
     "7:3: a key can't be a list or mapping"},
    {"too deep", "[[[[[[[[[[[[[[[[[x", "7:17: nested deeper than 16 levels"},
    {"a second colon", "a: b: c",
     "7:5: a colon can't stand here; put the value in quotes, or mend the "
     "indentation"},
    {"an at sign", "ü: @x",
     "7:5: a value can't begin with this character; put it in quotes"},
    {"a tab", "a:\n\t- b", "8:1: a tab can't indent YAML; use blanks"},
    {"a quote without end", "a: \"b\nc\n", "7:4: this quote is never closed"},
    {"a quote without end before a mark", "a: 'b\n---\n",
     "7:4: this quote is never closed"},
    {"a list behind its key", "a: - b",
     "7:4: a list can't begin here; give it a line of its own"},
    {"a colon without a blank", "{a: b:}",
     "7:6: a colon here needs a blank behind it, or quotes around the value"},
    {"a bracket without end", "a: [b,\nc",
     "8:2: a comma or ] is missing before this"},
    {"a bracket without end before the last line's end", "a: [b\n",
     "8:1: a comma or ] is missing before this"},
    {"a brace without end", "a: {b: 1\nc: 2",
     "8:2: a comma or } is missing before this"},
    {"a brace from nowhere", "a: }", "7:4: a value is expected here"},
    {"a word among keys", "a: 1\nword\n",
     "8:1: a key needs a colon and a blank behind it"},
    {"a list item among keys", "a: 1\n- b",
     "8:1: a key is expected here; is the line indented as its neighbours?"},
    {"a key among list items", "- a\nb: 1",
     "8:1: a list item is expected here; is the line indented as its "
     "neighbours?"},
    {"something behind the end", "[a]\nb",
     "8:1: nothing may follow here; is the line indented as its neighbours?"},
    {"an unknown escape", "a: \"\\q\"",
     "7:5: this escape is unknown; a backslash is written \\\\"},
    {"a control character", "a: 1\nb: \"\x1b\"",
     "8:5: a control character; write it as \\x1b inside double quotes"},
    {"a byte that is not UTF-8", "ü: \xff", "7:5: this is not UTF-8"},
    {"something rare", "a: |x\n b",
     "7:5: did not find expected comment or line break"},
};

/* As front matter from line 7 of a file; nothing is handed out. */
static void each_refusal(void **state)
{
    const struct row *r = *state;
    struct yaml_doc doc = {.first_line = 99};
    struct diags found = {0};
    struct str got = STR_EMPTY;

    assert_int_equal(
        yaml_read(&doc, slice_from(r->text), SLICE("n.md"), 7, &found), -1);
    assert_int_equal(doc.first_line, 99);
    assert_null(doc.arena.blocks);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.errors, 1);
    assert_string_equal(found.at[0].rule, "yaml");
    assert_true(slice_is(found.at[0].file, "n.md"));
    str_printf(&got, "%zu:%zu: %.*s", found.at[0].line, found.at[0].col,
               SLICE_FMT(found.at[0].text));
    assert_string_equal(got.at, r->want);
    str_release(&got);
    diags_release(&found);
}

static void a_finding_quotes_its_line(void **state)
{
    struct yaml_doc doc;
    struct diags found = {0};

    (void)state;
    assert_int_equal(yaml_read(&doc, SLICE("a: 1\r\nb: *x\r\nc: 2"),
                               SLICE("n.md"), 2, &found),
                     -1);
    assert_int_equal(found.at[0].line, 3);
    assert_true(slice_is(found.at[0].source, "b: *x"));
    diags_release(&found);
}

/* Reads `n` times `item`; 0 or -1. */
static int read_many(const char *item, size_t n)
{
    struct str text = STR_EMPTY;
    struct yaml_doc doc = {0};
    struct diags found = {0};
    int rc;

    while (n-- > 0)
        str_puts(&text, item);
    rc = yaml_read(&doc, str_slice(&text), SLICE("f"), 1, &found);
    assert_int_equal(found.n, rc < 0);
    yaml_release(&doc);
    diags_release(&found);
    str_release(&text);
    return rc;
}

static void values_and_bytes_are_limited(void **state)
{
    (void)state;
    assert_int_equal(read_many("- a\n", YAML_NODES_MAX - 1), 0);
    assert_int_equal(read_many("- a\n", YAML_NODES_MAX), -1);
    assert_int_equal(read_many("#\n", YAML_BYTES_MAX / 2), 0);
    assert_int_equal(read_many("#\n", YAML_BYTES_MAX / 2 + 1), -1);
}

/* One value, to be asked; the caller releases the document. */
static const struct yaml *value(struct yaml_doc *doc, const char *text)
{
    struct diags found = {0};

    assert_int_equal(yaml_read(doc, slice_from(text), SLICE("f"), 1, &found),
                     0);
    return doc->root;
}

struct number {
    const char *name, *text;
    bool ok;
    int64_t want;
};

static const struct number numbers[] = {
    {"zero", "0", true, 0},
    {"minus", "-7", true, -7},
    {"the greatest", "9223372036854775807", true, INT64_MAX},
    {"the least", "-9223372036854775808", true, INT64_MIN},
    {"one too great", "9223372036854775808", false, 0},
    {"one too small", "-9223372036854775809", false, 0},
    {"ten times too great", "92233720368547758070", false, 0},
    {"quoted", "'7'", false, 0},
    {"a fraction", "7.5", false, 0},
    {"octal to some", "010", false, 0},
    {"hexadecimal", "0x10", false, 0},
    {"words", "seven", false, 0},
    {"nothing", "~", false, 0},
    {"two signs", "--1", false, 0},
    {"a list", "[7]", false, 0},
};

static void each_number(void **state)
{
    const struct number *n = *state;
    struct yaml_doc doc;
    int64_t got = 99;

    value(&doc, n->text);
    assert_int_equal(yaml_is_int(doc.root, INT64_MIN, INT64_MAX, &got),
                     n->ok);
    assert_true(got == (n->ok ? n->want : 99));
    yaml_release(&doc);
}

static void a_scalar_says_yes_no_or_nothing(void **state)
{
    const char *const yes[] = {"true", "yes", "on"};
    const char *const no[] = {"false", "no", "off"};
    const char *const nothing[] = {"~", "null"};
    struct yaml_doc doc;
    bool b = false;

    (void)state;
    for (size_t i = 0; i < COUNT(yes); i++) {
        assert_true(yaml_is_bool(value(&doc, yes[i]), &b) && b);
        yaml_release(&doc);
        assert_true(yaml_is_bool(value(&doc, no[i]), &b) && !b);
        assert_false(yaml_is_null(doc.root));
        yaml_release(&doc);
    }
    assert_false(yaml_is_bool(value(&doc, "'yes'"), &b));
    yaml_release(&doc);
    assert_false(yaml_is_bool(value(&doc, "[yes]"), &b));
    yaml_release(&doc);
    for (size_t i = 0; i < COUNT(nothing); i++) {
        assert_true(yaml_is_null(value(&doc, nothing[i])));
        yaml_release(&doc);
    }
    assert_true(yaml_is_null(value(&doc, "x:")->first));
    yaml_release(&doc);
    assert_false(yaml_is_null(value(&doc, "''")));
    yaml_release(&doc);
}

static void find_takes_a_mapping_or_nothing(void **state)
{
    struct yaml_doc doc;

    (void)state;
    value(&doc, "a: 1\nb: [x]");
    assert_true(slice_is(yaml_find(doc.root, "a")->text, "1"));
    assert_int_equal(yaml_find(doc.root, "b")->n, 1);
    assert_null(yaml_find(doc.root, "c"));
    assert_null(yaml_find(yaml_find(doc.root, "b"), "x"));
    assert_null(yaml_find(NULL, "a"));
    yaml_release(&doc);
}

static void what_is_asked_for_and_not_there_is_a_finding(void **state)
{
    const char *const want[] = {
        "1:6: `new` must be a whole number from 0 to 99",
        "2:6: `mix` must be yes or no (true or false)",
        "3:7: `tags` must be one value, not a list or mapping",
        "1:6: `new` must be a list",
        "3:8: this must be a mapping (key: value)",
        "1:1: this must be a mapping (key: value)",
    };
    struct yaml_doc doc;
    struct diags found = {0};
    struct slice text = SLICE("kept");
    int64_t n = 7;
    bool b = true;

    (void)state;
    value(&doc, "new: 100\nmix: maybe\ntags: [a]");
    assert_int_equal(
        yaml_int(&doc, yaml_find(doc.root, "new"), 0, 99, &n, &found), -1);
    assert_int_equal(yaml_bool(&doc, yaml_find(doc.root, "mix"), &b, &found),
                     -1);
    assert_int_equal(
        yaml_text(&doc, yaml_find(doc.root, "tags"), &text, &found), -1);
    assert_int_equal(
        yaml_want(&doc, yaml_find(doc.root, "new"), YAML_LIST, &found), -1);
    assert_int_equal(
        yaml_want(&doc, yaml_find(doc.root, "tags")->first, YAML_MAP, &found),
        -1);
    assert_int_equal(yaml_want(&doc, NULL, YAML_MAP, &found), -1);
    assert_true(n == 7 && b && slice_is(text, "kept"));
    assert_int_equal(found.n, COUNT(want));
    for (size_t i = 0; i < found.n; i++) {
        struct str got = STR_EMPTY;

        str_printf(&got, "%zu:%zu: %.*s", found.at[i].line, found.at[i].col,
                   SLICE_FMT(found.at[i].text));
        assert_string_equal(got.at, want[i]);
        str_release(&got);
    }
    yaml_release(&doc);
    diags_release(&found);
}

static void what_is_asked_for_and_there_is_given(void **state)
{
    struct yaml_doc doc;
    struct diags found = {0};
    struct slice text;
    int64_t n;
    bool b;

    (void)state;
    value(&doc, "new: 99\nmix: no\nname: 12");
    assert_int_equal(
        yaml_int(&doc, yaml_find(doc.root, "new"), 0, 99, &n, &found), 0);
    assert_int_equal(yaml_bool(&doc, yaml_find(doc.root, "mix"), &b, &found),
                     0);
    assert_int_equal(
        yaml_text(&doc, yaml_find(doc.root, "name"), &text, &found), 0);
    assert_int_equal(yaml_want(&doc, doc.root, YAML_MAP, &found), 0);
    assert_true(n == 99 && !b && slice_is(text, "12"));
    assert_int_equal(found.n, 0);
    yaml_release(&doc);
}

static void unknown_keys_are_named_but_not_without_end(void **state)
{
    const char *const known[] = {"tags", "deck", NULL};
    struct yaml_doc doc;
    struct diags found = {0};
    struct str text = STR_EMPTY;

    (void)state;
    value(&doc, "tags: [a]\n  # note\ndekc: x");
    assert_int_equal(yaml_check_keys(&doc, doc.root, known, &found), 1);
    assert_int_equal(found.at[0].line, 3);
    assert_int_equal(found.at[0].col, 1);
    assert_true(slice_is(found.at[0].text,
                         "unknown key `dekc` (`deck`?); the keys here are tags, "
                         "deck"));
    yaml_release(&doc);

    for (int i = 0; i < 99; i++)
        str_printf(&text, "key%d: 1\n", i);
    value(&doc, text.at);
    assert_int_equal(yaml_check_keys(&doc, doc.root, known, &found), 10);
    assert_int_equal(found.n, 11);
    yaml_release(&doc);
    diags_release(&found);
    str_release(&text);
}

static void a_long_key_is_cut_in_a_finding(void **state)
{
    const char *const known[] = {"a", NULL};
    struct yaml_doc doc;
    struct diags found = {0};
    struct str text = STR_EMPTY;

    (void)state;
    str_fill(&text, 'k', 900);
    str_puts(&text, ": 1");
    value(&doc, text.at);
    yaml_check_keys(&doc, doc.root, known, &found);
    assert_in_range(found.at[0].text.len, 60, 120);
    assert_int_equal(yaml_want(&doc, doc.root->first, YAML_LIST, &found), -1);
    assert_in_range(found.at[1].text.len, 60, 120);
    yaml_release(&doc);
    diags_release(&found);
    str_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_quotes_its_line),
        cmocka_unit_test(values_and_bytes_are_limited),
        cmocka_unit_test(a_scalar_says_yes_no_or_nothing),
        cmocka_unit_test(find_takes_a_mapping_or_nothing),
        cmocka_unit_test(what_is_asked_for_and_not_there_is_a_finding),
        cmocka_unit_test(what_is_asked_for_and_there_is_given),
        cmocka_unit_test(unknown_keys_are_named_but_not_without_end),
        cmocka_unit_test(a_long_key_is_cut_in_a_finding),
    };

    return RUN_CASES(trees, each_tree) + RUN_CASES(refusals, each_refusal) +
           RUN_CASES(numbers, each_number) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
