/* What a card shows around its note. */
#include "check.h"
#include "reader.h"

/* Shown as "path > path | lead-in; lead-in | ancestor / ancestor | text". A
 * table among them is "#". */
static const struct context {
    const char *name, *source, *want;
} contexts[] = {
    {"alone", "{{a}}", "| | | a"},
    {"below headings", "# A\n## B\n{{a}}\n# C\n{{b}}",
     "A > B | | | a\nC | | | b"},
    {"a heading ends those of its level and deeper",
     "# A\n### B\n## C\n{{a}}", "A > C | | | a"},
    {"a heading with a cloze", "# A\n## {{b}}\n{{c}}",
     "A | | | b\nA > b | | | c"},
    {"ancestors", "- a\n  - b\n    - {{c}}\n- {{d}}",
     "| | a / b | c\n| | | d"},
    {"a second paragraph has the first above it", "- a\n\n  {{b}}",
     "| | a | b"},
    {"an ancestor may be a note itself", "- {{a}}\n  - {{b}}",
     "| | | a\n| | a | b"},
    {"empty items are skipped", "- a\n  -\n    - {{b}}", "| | a | b"},
    {"items that begin with a list are skipped", "- - {{b}}", "| | | b"},
    {"an item in a quote", "- a\n  > {{b}}\n  >\n  > - c\n  >   - {{d}}",
     "| | a | b\n| b | a / c | d"},
    {"the paragraph before a list leads in its first item",
     "x\n\n- {{a}}\n- {{b}}", "| x | | a\n| | | b"},
    {"and what hangs below that", "x\n\n- a\n  - {{b}}\n  - {{c}}\n- {{d}}",
     "| x | a | b\n| x | a | c\n| | | d"},
    {"a table and the text above it lead in", "x\n\n|a|\n|-|\n|b|\n\n- {{c}}",
     "| x; # | | c"},
    {"a table without a blank line behind its text",
     "x\n|a|\n|-|\n|b|\n- {{c}}", "| x; # | | c"},
    {"code leads in", "```\ny\n```\n- {{c}}", "| y\n; | | c"},
    {"nothing leads in across a heading", "x\n# h\n- {{a}}", "h | | | a"},
    {"nor across a rule", "x\n\n---\n- {{a}}", "| | | a"},
    {"nor across another list", "x\n\n- b\n\n<!-- -->\n\n1. {{a}}",
     "| | | a"},
    {"at most four blocks", "1\n\n2\n\n3\n\n4\n\n5\n\n- {{a}}",
     "| 2; 3; 4; 5 | | a"},
    {"an inner list has a lead-in of its own",
     "x\n\n- a\n\n  y\n\n  - {{b}}\n  - {{c}}\n\n- {{d}}",
     "| x; y | a | b\n| x | a | c\n| | | d"},
    {"a paragraph has none", "x\n\n{{a}}", "| | | a"},
    {"a heading inside an item is no path", "- # a\n\n  {{b}}\n- {{c}}",
     "| | a | b\n| | | c"},
};

static void put_blocks(struct str *out, const struct block *const *at,
                       size_t n, const char *between)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            str_puts(out, between);
        if (at[i]->kind == BLOCK_TABLE)
            str_puts(out, "#");
        else
            str_put(out, at[i]->text);
    }
    str_puts(out, n > 0 && between[0] == ';' && at[n - 1]->kind == BLOCK_CODE
                      ? "; "
                  : n > 0 ? " "
                          : "");
}

static void put_context(struct str *out, const struct note *note)
{
    put_blocks(out, note->path, note->npath, " > ");
    str_puts(out, "| ");
    put_blocks(out, note->leadin, note->nleadin, "; ");
    str_puts(out, "| ");
    put_blocks(out, note->ancestors, note->nancestors, " / ");
    str_puts(out, "| ");
    str_put(out, note->leaf->text);
}

static void shows(void **state)
{
    const struct context *c = *state;
    struct reader r;
    struct str got = STR_EMPTY;

    reader_read(&r, slice_from(c->source), false);
    for (size_t i = 0; i < r.file.nnotes; i++) {
        if (i > 0)
            str_putc(&got, '\n');
        put_context(&got, &r.file.notes[i]);
    }
    assert_string_equal(got.at, c->want);
    str_release(&got);
    reader_release(&r);
}

static void a_cell_has_its_row_and_the_header(void **state)
{
    struct reader r;
    const struct note *note;

    (void)state;
    reader_read(&r, SLICE("x\n|{{a}}|b|\n|:-|-:|\n|c|d|\n|e|{{f}}|"), false);
    assert_int_equal(r.file.nnotes, 2);
    note = &r.file.notes[0];
    assert_ptr_equal(note->header, note->row);
    note = &r.file.notes[1];
    assert_true(slice_is(note->header->first->text, "a"));
    assert_true(slice_is(note->row->first->text, "e"));
    assert_int_equal(note->leaf->align, ALIGN_RIGHT);
    assert_int_equal(note->table->line, 2);
    assert_int_equal(note->header->line, 2);
    assert_int_equal(note->row->line, 5);
    assert_int_equal(note->leaf->col, 4);
    reader_release(&r);
}

static void others_come_from_the_front_matter(void **state)
{
    struct reader r;

    (void)state;
    reader_read(&r, SLICE("---\nothers: hide-all\n---\n{{a}}"), false);
    assert_int_equal(r.file.notes[0].others, OTHERS_ALL);
    reader_release(&r);
}

static void too_much_context_is_refused(void **state)
{
    struct reader r;
    struct str text = STR_EMPTY;

    (void)state;
    str_puts(&text, "- ");
    str_fill(&text, 'x', 60000);
    str_puts(&text, "\n");
    for (int i = 0; i < 1000; i++)
        str_puts(&text, "  - {{a}}\n");
    reader_read(&r, str_slice(&text), false);
    assert_int_equal(r.rc, -1);
    assert_string_equal(r.diags.at[0].rule, "limit-context");
    reader_release(&r);
    str_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_has_its_row_and_the_header),
        cmocka_unit_test(others_come_from_the_front_matter),
        cmocka_unit_test(too_much_context_is_refused),
    };
    return RUN_CASES(contexts, shows) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
