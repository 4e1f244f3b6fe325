/* GIFT: choices and short answers, one question a part, since it knows no
 * questions of several. Numbers are short answers too: what GIFT calls a
 * number can't be hexadecimal. Figures are drawn with characters. */
#include <stdio.h>
#include <string.h>

#include "publish/asking.h"
#include "publish/graded.h"
#include "publish/moodle_cloze.h"
#include "publish/moodle_fraction.h"
#include "publish/web.h"
#include "publish/writers.h"
#include "text/escape.h"

/* --- characters --------------------------------------------------------- */

/* What GIFT would read as its own is behind a backslash. */
static void put_quoted(struct str *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (slice_find(SLICE("~=#{}:\\"), 0, slice_sub(text, i, 1)) < 7)
            str_putc(out, '\\');
        str_putc(out, text.at[i] == '\n' ? ' ' : text.at[i]);
    }
}

/* HTML on one line: a blank line would end the question. */
static void put_html(struct str *out, struct slice html)
{
    struct slice line;
    bool first = true;

    while (slice_line(&html, &line)) {
        str_puts(out, first ? "" : "&\\#10;");
        put_quoted(out, line);
        first = false;
    }
}

static void put_plain(struct str *out, const char *text)
{
    struct str seen = STR_EMPTY;

    escape_line(&seen, slice_from(text));
    put_quoted(out, str_slice(&seen));
    str_release(&seen);
}

/* In comments and categories there is no quoting. */
static void put_bare(struct str *out, const char *text, bool comment)
{
    struct str seen = STR_EMPTY;

    escape_line(&seen, slice_from(text));
    for (size_t i = 0; i < seen.len; i++)
        str_putc(out, comment && (seen.at[i] == '[' || seen.at[i] == ']')
                          ? '-'
                          : seen.at[i]);
    str_release(&seen);
}

static void put_text(struct str *out, const char *text)
{
    struct str html = STR_EMPTY, quiet = STR_EMPTY;

    web_text(&html, text);
    web_inert(&quiet, str_slice(&html));
    put_html(out, str_slice(&quiet));
    str_release(&quiet);
    str_release(&html);
}

/* --- answers ------------------------------------------------------------ */

static void put_why(struct str *out, const struct graded *g)
{
    if (g->why[0] != '\0') {
        str_putc(out, '#');
        put_text(out, g->why);
    }
    str_putc(out, '\n');
}

/* An arrow would make a question of pairs, and has no quoting; nor has what
 * readers of GIFT put in place of quoted marks for a while. */
static bool is_held(const char *text)
{
    return strstr(text, "->") == NULL && strstr(text, "&&0") == NULL;
}

static void put_texts(struct str *out, const struct question *q, unsigned i)
{
    struct arena arena = {0};
    struct graded_list list = graded_texts(q, i, &arena);

    for (unsigned k = 0; k < list.n; k++) {
        struct str text = STR_EMPTY;

        if (!is_held(list.at[k].text))
            continue;
        moodle_star(&text, list.at[k].text);
        str_printf(out, "=%%%s%%%s", moodle_fraction(list.at[k].credit),
                   text.at[0] == '[' ? "[plain]" : "");
        put_plain(out, text.at);
        put_why(out, &list.at[k]);
        str_release(&text);
    }
    arena_release(&arena);
}

static void put_options(struct str *out, const struct question *q, unsigned i)
{
    struct arena arena = {0};
    struct graded_list list = graded_options(q, i, &arena);
    struct options o = part_options(&q->parts[i]);

    for (unsigned k = 0; k < list.n; k++) {
        char fraction[24];

        moodle_option(fraction, o, k, list.at[k].credit);
        if (!o.several && (o.right >> k & 1))
            str_putc(out, '=');
        else if (strcmp(fraction, "0") == 0)
            str_putc(out, '~');
        else
            str_printf(out, "~%%%s%%", fraction);
        put_text(out, list.at[k].text);
        put_why(out, &list.at[k]);
    }
    arena_release(&arena);
}

/* --- questions ---------------------------------------------------------- */

static void put_lettered(struct web *w, struct options o)
{
    for (unsigned i = 0; i < o.n; i++) {
        str_printf(w->out, "<br />(%c) ", 'a' + i);
        web_text(w->out, o.at[i]);
    }
}

static void put_stem(struct str *out, const struct question *q, unsigned i)
{
    const struct question_part *p = &q->parts[i];
    struct options o = part_options(p);
    struct str html = STR_EMPTY, quiet = STR_EMPTY;
    struct web w = {.out = &html};

    web_statement(&w, q);
    if (q->nparts > 1 || p->ask[0] != '\0') {
        str_puts(&html, "<p>");
        if (q->nparts > 1)
            str_printf(&html, "Part %u of %u: ", i + 1, q->nparts);
        web_ask(&w, p, true);
        str_puts(&html, part_is_open(p) ? "; any that works is right" : "");
        if (o.n > 0 && o.right == 0)
            put_lettered(&w, o);
        str_puts(&html, "</p>");
    }
    web_inert(&quiet, str_slice(&html));
    put_html(out, str_slice(&quiet));
    str_release(&quiet);
    str_release(&html);
}

static void put_solution(struct str *out, const struct question *q)
{
    struct str html = STR_EMPTY;
    struct web w = {.out = &html};

    web_put_inert(&w, q, web_solution);
    str_puts(out, "####");
    put_html(out, str_slice(&html));
    str_putc(out, '\n');
    str_release(&html);
}

static void put_part(struct str *out, const struct question *q, unsigned i)
{
    struct options o = part_options(&q->parts[i]);

    str_puts(out, "// [id:");
    put_bare(out, q->code, true);
    if (q->nparts > 1)
        str_printf(out, "-%u", i + 1);
    str_puts(out, "] [tag:");
    put_bare(out, q->topic, true);
    str_printf(out, "] [tag:%s]\n::%u", q->id, q->number);
    if (q->nparts > 1)
        str_printf(out, ", part %u of %u", i + 1, q->nparts);
    str_puts(out, ". ");
    put_plain(out, q->title);
    str_puts(out, "::[html]");
    put_stem(out, q, i);
    str_puts(out, "{\n");
    if (o.n > 0 && o.right != 0)
        put_options(out, q, i);
    else
        put_texts(out, q, i);
    if (i + 1 == q->nparts) /* it is that of all parts */
        put_solution(out, q);
    str_puts(out, "}\n\n");
}

/* --- the file ----------------------------------------------------------- */

static void put_category(struct str *out, const struct exam *exam,
                         unsigned number, const char *name)
{
    struct str path = STR_EMPTY;

    str_puts(&path, "$course$/top/");
    moodle_step(&path, exam->title);
    str_putc(&path, '/');
    if (number > 0)
        str_printf(&path, "%u. ", number);
    moodle_step(&path, name);
    str_puts(out, "$CATEGORY: ");
    put_bare(out, path.at, false);
    str_puts(out, "\n\n");
    str_release(&path);
}

static void put_question(struct str *out, const struct question *q)
{
    for (unsigned i = 0; i < q->nparts; i++)
        put_part(out, q, i);
}

int gift_form(struct str *out, const struct exam *exam,
              const struct form *form, enum sheet sheet, struct err *err)
{
    const char *topic = NULL;

    (void)sheet;
    (void)err;
    for (size_t i = 0; i < exam->nitems; i++) {
        const struct question *q = form->questions[i];
        if (topic == NULL || strcmp(topic, q->topic) != 0)
            put_category(out, exam, 0, q->topic);
        topic = q->topic;
        put_question(out, q);
    }
    return 0;
}

int gift_bank(struct str *out, const struct exam *exam,
              const struct pool *pools, size_t npools, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < npools; i++) {
        put_category(out, exam, pools[i].item->number, pools[i].item->title);
        for (size_t k = 0; k < pools[i].n; k++)
            put_question(out, pools[i].questions[k]);
    }
    return 0;
}
