/* A form as Markdown: what is asked, or with the answers, the worked ways
 * and what the known mistakes come to. */
#include <stdio.h>

#include "exam/document.h"
#include "publish/asking.h"
#include "publish/prose.h"
#include "publish/writers.h"

/* --- pieces ------------------------------------------------------------- */

static void text(struct str *out, const char *s)
{
    markdown_text(out, slice_from(s));
}

static void put_figure(struct str *out, const struct figure *figure)
{
    str_puts(out, "```text\n");
    figure_drawn(out, figure, false);
    str_puts(out, "```\n\n");
}

static void put_said(struct str *out, const char *bullet, const char *said)
{
    struct arena arena = {0};
    struct str inside = STR_EMPTY;
    struct slice rest, line;

    markdown_doc(&inside, document_read(slice_from(said), &arena));
    rest = str_slice(&inside);
    while (slice_line(&rest, &line)) {
        str_puts(out, bullet);
        str_put(out, line);
        str_putc(out, '\n');
        bullet = "  ";
    }
    str_release(&inside);
    arena_release(&arena);
}

static void put_assumptions(struct str *out, const struct question *q)
{
    if (q->nassumptions == 0)
        return;
    str_puts(out, "It holds that:\n\n");
    for (size_t i = 0; i < q->nassumptions; i++)
        put_said(out, "- ", q->assumptions[i]);
    str_putc(out, '\n');
}

/* --- parts -------------------------------------------------------------- */

static void put_options(struct str *out, struct options o, const char *margin,
                        bool key)
{
    for (unsigned i = 0; i < o.n; i++) {
        str_printf(out, "%s- (%c) ", margin, 'a' + i);
        text(out, o.at[i]);
        str_puts(out, key && (o.right >> i & 1) ? " (right)\n" : "\n");
    }
}

static void put_ask(struct str *out, const struct question *q, unsigned i)
{
    const struct question_part *p = &q->parts[i];
    struct str form = STR_EMPTY;

    part_form(&form, p, false);
    if (q->nparts > 1)
        str_printf(out, "%u. ", i + 1);
    text(out, p->ask[0] != '\0' || q->nparts > 1 ? p->ask : "answer");
    if (form.len > 0) {
        str_puts(out, " (");
        text(out, form.at);
        str_putc(out, ')');
    }
    if (q->nparts > 1) {
        str_puts(out, " [");
        points_say(out, p->points);
        str_putc(out, ']');
    }
    str_release(&form);
}

static void put_part(struct str *out, const struct question *q, unsigned i,
                     enum sheet sheet)
{
    const struct question_part *p = &q->parts[i];
    struct options o = part_options(p);
    bool key = sheet == SHEET_KEY;

    put_ask(out, q, i);
    if (key) {
        str_puts(out, " **");
        text(out, p->key);
        str_puts(out, "**");
        str_puts(out, part_is_open(p) ? ", among others" : "");
    } else if (o.n == 0) {
        str_puts(out, " \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_");
    }
    str_putc(out, '\n');
    put_options(out, o, q->nparts == 1 ? "" : i < 9 ? "   " : "    ", key);
}

/* --- the key ------------------------------------------------------------ */

static void put_steps(struct str *out, const struct question *q)
{
    struct str step = STR_EMPTY;

    if (q->nsteps > 0)
        str_puts(out, "\nThe worked way:\n\n");
    for (size_t i = 0; i < q->nsteps; i++) {
        struct slice rest, line;
        char bullet[24];

        snprintf(bullet, sizeof bullet, "%zu. ", i + 1);
        str_clear(&step);
        markdown_doc(&step, q->steps[i].text);
        if (q->steps[i].figure != NULL) {
            str_putc(&step, '\n');
            put_figure(&step, q->steps[i].figure);
        }
        rest = slice_trim(str_slice(&step));
        while (slice_line(&rest, &line)) {
            str_puts(out, bullet);
            str_put(out, line);
            str_putc(out, '\n');
            snprintf(bullet, sizeof bullet, "%*s", i + 1 < 10 ? 3 : 4, "");
        }
    }
    str_release(&step);
}

static void put_wrongs(struct str *out, const struct question *q)
{
    if (q->nwrongs > 0)
        str_puts(out, "\nKnown mistakes:\n\n");
    for (size_t i = 0; i < q->nwrongs; i++) {
        const struct question_wrong *w = &q->wrongs[i];

        str_puts(out, "- ");
        for (unsigned k = 0; k < q->nparts; k++) {
            str_puts(out, k > 0 ? "; " : "");
            text(out, w->answer[k]);
        }
        if (w->mistake != MISTAKE_NONE)
            str_printf(out, " (%s)", mistake_rows[w->mistake].code);
        str_puts(out, w->why[0] != '\0' ? ": " : "");
        text(out, w->why);
        if (w->credit > 0)
            str_printf(out, " [%u %%]", w->credit);
        str_putc(out, '\n');
    }
}

/* --- the form ----------------------------------------------------------- */

/* Who has found it. */
static void put_proof(struct str *out, const struct question *q)
{
    if (q->problem != NULL)
        str_puts(out, "\nSolved in two ways that share no code.");
    if (q->proof != NULL) {
        str_putc(out, ' ');
        text(out, q->proof);
    }
    str_puts(out, q->problem != NULL ? "\n" : "");
}

static void put_question(struct str *out, const struct question *q,
                         enum sheet sheet)
{
    str_printf(out, "\n## %u\\. ", q->number);
    text(out, q->title);
    str_puts(out, " (");
    points_say(out, q->points);
    str_puts(out, ")\n\n");
    markdown_doc(out, q->body);
    str_putc(out, '\n');
    for (size_t i = 0; i < q->nfigures; i++)
        put_figure(out, q->figures[i]);
    put_assumptions(out, q);
    for (unsigned i = 0; i < q->nparts; i++)
        put_part(out, q, i, sheet);
    if (sheet == SHEET_KEY) {
        put_proof(out, q);
        put_steps(out, q);
        put_wrongs(out, q);
    }
    str_puts(out, "\n`");
    str_puts(out, q->code);
    str_puts(out, "`\n");
}

static void put_head(struct str *out, const struct exam *exam,
                     const struct form *form, enum sheet sheet)
{
    unsigned minutes = form->minutes > 0 ? form->minutes : exam->minutes;

    str_puts(out, "# ");
    text(out, exam->title);
    str_puts(out, sheet == SHEET_KEY ? ": key\n\nForm " : "\n\nForm ");
    text(out, form->name);
    if (form->room[0] != '\0') {
        str_puts(out, " · room ");
        text(out, form->room);
    }
    str_puts(out, " · ");
    points_say(out, exam->points);
    if (minutes > 0)
        str_printf(out, " · %u minutes", minutes);
    str_puts(out, "\n\n");
    markdown_doc(out, exam->instructions);
}

int markdown_form(struct str *out, const struct exam *exam,
                  const struct form *form, enum sheet sheet, struct err *err)
{
    (void)err;
    put_head(out, exam, form, sheet);
    for (size_t i = 0; i < exam->nitems; i++)
        put_question(out, form->questions[i], sheet);
    return 0;
}
