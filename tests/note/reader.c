#include "reader.h"

#include "check.h"

void reader_read(struct reader *r, struct slice text, bool lint)
{
    const struct note_options options = {.lint = lint, .root = ""};

    *r = (struct reader){0};
    r->rc = note_file_read(&r->file, text, SLICE("test.md"), NULL, &options,
                           &r->diags);
    assert_int_equal(r->rc, r->diags.errors > 0 ? -1 : 0);
    assert_true(r->rc == 0 ? doc_ok(r->file.doc.root)
                           : r->file.doc.root == NULL);
    diags_sort(&r->diags);
}

void reader_release(struct reader *r)
{
    note_file_release(&r->file);
    diags_release(&r->diags);
}

static void put_end(struct str *out, const struct cloze *c)
{
    if (c->hint.len > 0) {
        str_putc(out, '|');
        str_put(out, c->hint);
    }
    str_putc(out, ']');
}

void show_leaf(struct str *out, const struct block *leaf)
{
    const struct cloze *open[CLOZE_DEPTH_MAX];
    uint32_t depth = 0, next = 0;

    for (uint32_t at = 0; at <= leaf->text.len; at++) {
        while (depth > 0 && open[depth - 1]->at + open[depth - 1]->len == at)
            put_end(out, open[--depth]);
        for (; next < leaf->nclozes && leaf->clozes[next].at == at; next++) {
            open[depth++] = &leaf->clozes[next];
            str_putc(out, '[');
            if (leaf->clozes[next].number > 0)
                str_printf(out, "%u:", leaf->clozes[next].number);
        }
        if (at < leaf->text.len)
            str_putc(out,
                     leaf->text.at[at] == '\n' ? '/' : leaf->text.at[at]);
    }
}

static const struct {
    uint32_t style;
    const char *before, *after;
} looks[] = {
    {RUN_IMAGE, "!", "!"},  {RUN_DISPLAY, "$$", "$$"}, {RUN_MATH, "$", "$"},
    {RUN_CODE, "`", "`"},   {RUN_HTML, "{", "}"},      {RUN_LINK, "<", ">"},
    {RUN_STRIKE, "~", "~"}, {RUN_STRONG, "**", "**"},  {RUN_EMPH, "_", "_"},
    {RUN_BREAK, "", ""},
};

void show_runs(struct str *out, const struct block *leaf)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < leaf->nruns; i++) {
        const struct run *r = &leaf->runs[i];
        size_t look = 0;

        while (!(r->style & looks[look].style))
            look++;
        str_put(out, slice_sub(leaf->text, at, r->at - at));
        str_puts(out, looks[look].before);
        str_put(out, slice_sub(leaf->text, r->at, r->len));
        if (r->target.len > 0)
            str_printf(out, "(%.*s)", SLICE_FMT(r->target));
        str_puts(out, looks[look].after);
        at = r->at + r->len;
    }
    str_put(out, slice_skip(leaf->text, at));
}

void show_all(struct str *out, const struct reader *r)
{
    const char *between = "";

    for (size_t i = 0; i < r->file.nnotes; i++) {
        const struct block *leaf = r->file.notes[i].leaf;

        str_printf(out, "%s%u:%u ", between, leaf->line, leaf->col);
        show_leaf(out, leaf);
        between = "\n";
    }
    for (size_t i = 0; i < r->diags.n; i++) {
        str_printf(out, "%s%zu:%zu %s", between, r->diags.at[i].line,
                   r->diags.at[i].col, r->diags.at[i].rule);
        between = "\n";
    }
}
