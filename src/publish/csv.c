/* A form as a table, one row a part, the key in it. A cell that a spreadsheet
 * would take for a formula has an apostrophe in front, which spreadsheets
 * take for "this is text". */
#include "sys/csv.h"
#include "publish/asking.h"
#include "publish/prose.h"
#include "publish/spell.h"
#include "publish/writers.h"
#include "text/escape.h"
#include "text/unicode.h"

/* --- cells -------------------------------------------------------------- */

/* What sys/csv.h guards against in ASCII, some spreadsheets take in full
 * width as well, or as the sign for minus. */
static bool is_formula(struct slice text)
{
    size_t len;
    uint32_t c = text.len > 0 ? utf8_next(text, &len) : 0;

    return c == 0xff1d || c == 0xff0b || c == 0xff0d || c == 0xff20 ||
           c == 0x2212;
}

static void put_cell(struct str *out, struct slice text)
{
    struct str seen = STR_EMPTY;
    struct slice trimmed;

    escape_text(&seen, text);
    trimmed = slice_trim(str_slice(&seen));
    if (is_formula(trimmed)) {
        struct str guarded = STR_EMPTY;
        str_putc(&guarded, '\'');
        str_put(&guarded, trimmed);
        csv_put(out, str_slice(&guarded));
        str_release(&guarded);
    } else {
        csv_put_safe(out, trimmed);
    }
    str_release(&seen);
}

static void cell(struct str *out, const char *text)
{
    put_cell(out, slice_from(text));
}

static void number_cell(struct str *out, unsigned n)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "%u", n);
    put_cell(out, str_slice(&text));
    str_release(&text);
}

/* --- what is in them ---------------------------------------------------- */

static void question_cell(struct str *out, const struct question *q)
{
    struct str text = STR_EMPTY;

    words_doc(&text, q->body);
    for (size_t i = 0; i < q->nfigures; i++) {
        str_putc(&text, '\n');
        figure_words(&text, q->figures[i]);
    }
    for (size_t i = 0; i < q->nassumptions; i++)
        str_printf(&text, "%s- %s\n", i == 0 ? "\nIt holds that:\n" : "",
                   q->assumptions[i]);
    put_cell(out, str_slice(&text));
    str_release(&text);
}

static void options_cell(struct str *out, const struct question_part *p)
{
    struct options o = part_options(p);
    struct str text = STR_EMPTY;

    for (unsigned i = 0; i < o.n; i++)
        str_printf(&text, "%s(%c) %s%s", i > 0 ? "\n" : "", 'a' + i, o.at[i],
                   o.right >> i & 1 ? " (right)" : "");
    put_cell(out, str_slice(&text));
    str_release(&text);
}

static void accepted_cell(struct str *out, const struct question *q,
                          unsigned i)
{
    struct arena arena = {0};
    struct str text = STR_EMPTY;
    bool whole;
    struct spellings list = spell_key(q, i, &arena, &whole);

    for (unsigned k = 0; k < list.n; k++)
        str_printf(&text, "%s%s", k > 0 ? "\n" : "", list.at[k]);
    if (!whole)
        str_puts(&text, "\n(and others that work)");
    put_cell(out, str_slice(&text));
    str_release(&text);
    arena_release(&arena);
}

static void mistakes_cell(struct str *out, const struct question *q,
                          unsigned i)
{
    struct str text = STR_EMPTY;

    for (size_t k = 0; k < q->nwrongs; k++) {
        const struct question_wrong *w = &q->wrongs[k];
        if (strcmp(w->answer[i], q->parts[i].key) == 0)
            continue;
        str_printf(&text, "%s%s [%u %%] %s %s", text.len > 0 ? "\n" : "",
                   w->answer[i], w->credit, mistake_rows[w->mistake].code,
                   w->why);
    }
    put_cell(out, str_slice(&text));
    str_release(&text);
}

static void put_row(struct str *out, const struct form *form,
                    const struct question *q, unsigned i)
{
    const struct question_part *p = &q->parts[i];
    struct str points = STR_EMPTY, written = STR_EMPTY;

    points_put(&points, p->points);
    part_form(&written, p, false);
    cell(out, form->name);
    number_cell(out, q->number);
    number_cell(out, i + 1);
    cell(out, q->code);
    cell(out, q->id);
    number_cell(out, (unsigned)q->level);
    cell(out, q->topic);
    cell(out, q->title);
    cell(out, points.at);
    question_cell(out, q);
    cell(out, p->ask);
    cell(out, written.at);
    options_cell(out, p);
    cell(out, p->key);
    accepted_cell(out, q, i);
    mistakes_cell(out, q, i);
    csv_end(out);
    str_release(&written);
    str_release(&points);
}

int csv_form(struct str *out, const struct exam *exam,
             const struct form *form, enum sheet sheet, struct err *err)
{
    (void)sheet;
    (void)err;
    str_puts(out, "form,item,part,code,kind,level,topic,title,points,"
                  "question,ask,written,options,key,accepted,mistakes\n");
    for (size_t i = 0; i < exam->nitems; i++)
        for (unsigned k = 0; k < form->questions[i]->nparts; k++)
            put_row(out, form, form->questions[i], k);
    return 0;
}
