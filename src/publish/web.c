#include "publish/web.h"

#include "exam/document.h"
#include "publish/asking.h"
#include "publish/prose.h"
#include "publish/rich.h"
#include "view/svg.h"

void web_text(struct str *out, const char *text)
{
    struct slice rest = slice_from(text);

    while (rest.len > 0) {
        size_t open = slice_find(rest, 0, SLICE("`"));
        size_t close = open < rest.len
                           ? slice_find(rest, open + 1, SLICE("`"))
                           : rest.len;

        if (close == rest.len) {
            rich_escape(out, rest);
            return;
        }
        rich_escape(out, slice_sub(rest, 0, open));
        str_puts(out, "<code>");
        rich_escape(out, slice_sub(rest, open + 1, close - open - 1));
        str_puts(out, "</code>");
        rest = slice_skip(rest, close + 1);
    }
}

void web_inert(struct str *out, struct slice html)
{
    for (size_t i = 0; i < html.len; i++)
        if (slice_find(SLICE("{}[]$\\"), 0, slice_sub(html, i, 1)) < 6)
            str_printf(out, "&#%d;", html.at[i]);
        else
            str_putc(out, html.at[i]);
}

void web_put_inert(struct web *w, const struct question *q,
                   void (*put)(struct web *w, const struct question *q))
{
    struct str html = STR_EMPTY, *out = w->out;

    w->out = &html;
    put(w, q);
    w->out = out;
    web_inert(out, str_slice(&html));
    str_release(&html);
}

static void put_doc(struct web *w, const struct block *root)
{
    struct rich r = {.out = w->out, .heading = 3};

    if (root != NULL)
        for (const struct block *b = root->first; b != NULL; b = b->next)
            rich_block(&r, b);
}

/* --- figures ------------------------------------------------------------ */

static void put_drawn(struct web *w, const struct figure *figure)
{
    struct str drawn = STR_EMPTY;

    figure_drawn(&drawn, figure, false);
    str_puts(w->out, "<pre>");
    rich_escape(w->out, str_slice(&drawn));
    str_puts(w->out, "</pre>");
    str_release(&drawn);
}

static void put_figure(struct web *w, const struct figure *figure)
{
    struct str words = STR_EMPTY, address = STR_EMPTY;
    struct str *out = w->out;

    if (w->address == NULL) {
        put_drawn(w, figure);
        return;
    }
    figure_words(&words, figure);
    w->out = &address;
    w->address(w, figure, ++w->figures);
    w->out = out;
    str_puts(out, "<p><img src=\"");
    rich_escape(out, str_slice(&address));
    str_puts(out, "\" alt=\"");
    for (size_t i = 0; i < words.len; i++)
        if (words.at[i] == '\n')
            words.at[i] = ' ';
    rich_escape(out, slice_trim(str_slice(&words)));
    str_puts(out, "\" /></p>");
    str_release(&address);
    str_release(&words);
}

/* --- what is asked ------------------------------------------------------ */

void web_statement(struct web *w, const struct question *q)
{
    struct arena arena = {0};

    put_doc(w, q->body);
    for (size_t i = 0; i < q->nfigures; i++)
        put_figure(w, q->figures[i]);
    if (q->nassumptions > 0)
        str_puts(w->out, "<p>It holds that:</p><ul>");
    for (size_t i = 0; i < q->nassumptions; i++) {
        const struct block *said =
            document_read(slice_from(q->assumptions[i]), &arena);
        str_puts(w->out, "<li>");
        put_doc(w, said);
        str_puts(w->out, "</li>");
    }
    str_puts(w->out, q->nassumptions > 0 ? "</ul>" : "");
    arena_release(&arena);
}

void web_ask(struct web *w, const struct question_part *part, bool answered)
{
    struct str form = STR_EMPTY;

    web_text(w->out, part->ask);
    part_form(&form, part, answered);
    if (form.len > 0) {
        str_puts(w->out, part->ask[0] != '\0' ? " (" : "(");
        rich_escape(w->out, str_slice(&form));
        str_puts(w->out, ")");
    }
    str_release(&form);
}

/* --- how it is done ----------------------------------------------------- */

static void put_key(struct web *w, const struct question *q)
{
    str_puts(w->out, "<p>");
    for (unsigned i = 0; i < q->nparts; i++) {
        const struct question_part *p = &q->parts[i];

        str_puts(w->out, i > 0 ? "; " : "");
        web_text(w->out, p->ask);
        str_puts(w->out, p->ask[0] != '\0' ? ": <strong>" : "<strong>");
        rich_escape(w->out, slice_from(p->key));
        str_puts(w->out,
                 part_is_open(p) ? "</strong>, among others" : "</strong>");
    }
    str_puts(w->out, "</p>");
}

static void put_steps(struct web *w, const struct question *q)
{
    if (q->nsteps == 0)
        return;
    str_puts(w->out, "<ol>");
    for (size_t i = 0; i < q->nsteps; i++) {
        str_puts(w->out, "<li>");
        put_doc(w, q->steps[i].text);
        if (q->steps[i].figure != NULL)
            put_figure(w, q->steps[i].figure);
        str_puts(w->out, "</li>");
    }
    str_puts(w->out, "</ol>");
}

static void put_wrongs(struct web *w, const struct question *q)
{
    bool any = false;

    for (size_t i = 0; i < q->nwrongs; i++) {
        const struct question_wrong *wrong = &q->wrongs[i];

        if (wrong->why[0] == '\0')
            continue;
        str_puts(w->out, any ? "<li>" : "<p>Known mistakes:</p><ul><li>");
        any = true;
        for (unsigned k = 0; k < q->nparts; k++) {
            str_puts(w->out, k > 0 ? "; " : "");
            rich_escape(w->out, slice_from(wrong->answer[k]));
        }
        str_puts(w->out, ": ");
        web_text(w->out, wrong->why);
        str_puts(w->out, "</li>");
    }
    str_puts(w->out, any ? "</ul>" : "");
}

void web_solution(struct web *w, const struct question *q)
{
    put_key(w, q);
    put_steps(w, q);
    put_wrongs(w, q);
}
