/* A form as a page: to fill in, to print, or with the answers, the worked
 * ways and what the known mistakes come to. */
#include "exam/document.h"
#include "publish/asking.h"
#include "publish/page.h"
#include "publish/rich.h"
#include "publish/web.h"
#include "publish/writers.h"

/* What is written, and where. */
struct writing {
    struct str *out;
    const struct exam *exam;
    const struct form *form;
    enum sheet sheet;
    unsigned figures; /* so far; they need names of their own */
};

static const char style[] =
    ".facts{display:flex;flex-wrap:wrap;gap:.2em 1.5em;"
    "border-bottom:1px solid var(--rule);padding-bottom:.5em}\n"
    ".facts p{margin:0}\n"
    ".facts .name{min-width:min(16em,100%);flex:1;display:flex;gap:.6em;"
    "align-items:baseline}\n"
    ".name input[type=text]{flex:1;min-width:0;margin:0}\n"
    ".question{margin:1.8em 0;padding-top:.6em;"
    "border-top:1px solid var(--rule)}\n"
    ".points,.form{font-weight:normal;color:var(--dim)}\n"
    ".head{display:flex;flex-wrap:wrap;gap:0 1em;"
    "justify-content:space-between;align-items:baseline}"
    ".head>*{margin:0;min-width:0;overflow-wrap:anywhere}\n"
    ".points{white-space:nowrap}\n"
    ".parts{padding-left:0;list-style:none}\n"
    ".asked{display:grid;gap:.8em 1.5em;"
    "grid-template-columns:repeat(auto-fill,minmax(min(18em,100%),1fr))}\n"
    ".asked>li:has(fieldset){grid-column:1/-1}\n"
    ".asked>li{display:flex;flex-direction:column;"
    "justify-content:space-between}\n"
    "label{display:inline-block}\n"
    "input[type=text],textarea{font:inherit;color:var(--ink);"
    "background:var(--paper);border:1px solid var(--rule)}\n"
    "input[type=text]{display:block;width:100%;height:2.2em;"
    "padding:0 .4em;margin-top:.25em}\n"
    "textarea{display:block;width:100%;margin-top:.25em}\n"
    "fieldset{border:0;padding:0;margin:0;min-width:0}legend{padding:0}\n"
    ".options{display:flex;flex-wrap:wrap;gap:.5em 1.8em;margin:.4em}\n"
    ".option{display:flex;gap:.6em;align-items:baseline}\n"
    ".code{color:var(--dim);font-size:.8em}\n"
    ".wrongs{width:100%}\n"
    "@media print{\n"
    ".question{break-inside:avoid;margin:1em 0}\n"
    ".head{break-after:avoid}\n"
    ".key .question{break-inside:auto}\n"
    ".newpage{break-before:page}\n"
    "textarea{resize:none}\n"
    "input[type=radio],input[type=checkbox]{appearance:none;width:.9em;"
    "height:.9em;flex:none;border:1px solid #000;background:#fff}\n"
    "input[type=radio]{border-radius:50%}\n"
    "}\n";

static void text(struct writing *w, const char *s)
{
    page_text(w->out, s);
}

static void document(struct writing *w, const struct block *root)
{
    struct rich rich = {.out = w->out, .classes = true, .heading = 2};

    rich_block(&rich, root);
}

/* A sentence of Markdown; its only paragraph stands without <p>. */
static void sentence(struct writing *w, const char *markdown)
{
    struct rich rich = {.out = w->out, .classes = true, .heading = 2};
    struct arena arena = {0};
    const struct block *root = document_read(slice_from(markdown), &arena);

    if (root->first != NULL && root->first == root->last &&
        root->first->kind == BLOCK_PARAGRAPH)
        rich_leaf(&rich, root->first);
    else
        rich_block(&rich, root);
    arena_release(&arena);
}

static void figure(struct writing *w, const struct figure *f)
{
    page_figure(w->out, f, w->exam->large, &w->figures);
}

/* --- what is told ------------------------------------------------------- */

static void put_statement(struct writing *w, const struct question *q)
{
    document(w, q->body);
    str_putc(w->out, '\n');
    for (size_t i = 0; i < q->nfigures; i++)
        figure(w, q->figures[i]);
    if (q->nassumptions == 0)
        return;
    str_puts(w->out, "<p>It holds that:</p>\n<ul>\n");
    for (size_t i = 0; i < q->nassumptions; i++) {
        str_puts(w->out, "<li>");
        sentence(w, q->assumptions[i]);
        str_puts(w->out, "</li>\n");
    }
    str_puts(w->out, "</ul>\n");
}

/* --- what is asked ------------------------------------------------------ */

/* "1. physical address (hex, or fault) [2 points]", or "Answer". */
static void put_ask(struct writing *w, const struct question *q, unsigned i)
{
    const struct question_part *p = &q->parts[i];
    struct str form = STR_EMPTY;

    if (q->nparts > 1)
        str_printf(w->out, "%u. ", i + 1);
    web_text(w->out, p->ask[0] != '\0' ? p->ask : "Answer");
    if (part_options(p).n == 0)
        part_form(&form, p, false);
    if (form.len > 0) {
        str_puts(w->out, " <span class=\"form\">(");
        text(w, form.at);
        str_puts(w->out, ")</span>");
    }
    if (q->nparts > 1) {
        str_puts(w->out, " <span class=\"points\">[");
        points_say(w->out, p->points);
        str_puts(w->out, "]</span>");
    }
    str_release(&form);
}

static void put_options(struct writing *w, const struct question *q,
                        unsigned i, struct options o)
{
    str_puts(w->out, "<fieldset><legend>");
    put_ask(w, q, i);
    str_puts(w->out, "</legend>\n<div class=\"options\">\n");
    for (unsigned k = 0; k < o.n; k++) {
        str_printf(w->out,
                   "<div class=\"option\"><input type=\"%s\" name=\"a%u-%u\" "
                   "id=\"a%u-%u%c\" /><label for=\"a%u-%u%c\">(%c) ",
                   o.several ? "checkbox" : "radio", q->number, i + 1,
                   q->number, i + 1, 'a' + k, q->number, i + 1, 'a' + k,
                   'a' + k);
        web_text(w->out, o.at[k]);
        str_puts(w->out, "</label></div>\n");
    }
    str_puts(w->out, "</div></fieldset>");
}

static void put_part(struct writing *w, const struct question *q, unsigned i)
{
    struct options o = part_options(&q->parts[i]);

    str_puts(w->out, "<li>");
    if (o.n > 0) {
        put_options(w, q, i, o);
    } else {
        str_printf(w->out, "<label for=\"a%u-%u\">", q->number, i + 1);
        put_ask(w, q, i);
        str_printf(w->out,
                   "</label>\n<input type=\"text\" id=\"a%u-%u\" "
                   "autocomplete=\"off\" spellcheck=\"false\" />",
                   q->number, i + 1);
    }
    str_puts(w->out, "</li>\n");
}

static void put_parts(struct writing *w, const struct question *q,
                      const struct item *item)
{
    str_puts(w->out, "<ul class=\"parts asked\">\n");
    for (unsigned i = 0; i < q->nparts; i++)
        put_part(w, q, i);
    str_puts(w->out, "</ul>\n");
    if (item->lines > 0)
        str_printf(w->out,
                   "<label for=\"w%u\">Working</label>\n"
                   "<textarea id=\"w%u\" rows=\"%u\" cols=\"60\" "
                   "spellcheck=\"false\"></textarea>\n",
                   q->number, q->number, item->lines);
}

/* --- the key ------------------------------------------------------------ */

static void put_answer(struct writing *w, const struct question *q,
                       unsigned i)
{
    const struct question_part *p = &q->parts[i];
    struct options o = part_options(p);

    str_puts(w->out, "<li>");
    put_ask(w, q, i);
    str_puts(w->out, ": <strong>");
    text(w, p->key);
    str_puts(w->out, "</strong>");
    str_puts(w->out, part_is_open(p) ? ", among others" : "");
    for (unsigned k = 0; k < o.n; k++) {
        bool right = (o.right >> k & 1) != 0;

        str_puts(w->out, k == 0 ? "\n<ul>\n<li>" : "<li>");
        str_printf(w->out, "%s(%c) ", right ? "<strong>" : "", 'a' + k);
        web_text(w->out, o.at[k]);
        str_puts(w->out, right ? " (right)</strong></li>\n" : "</li>\n");
    }
    str_puts(w->out, o.n > 0 ? "</ul>" : "");
    str_puts(w->out, "</li>\n");
}

static void put_steps(struct writing *w, const struct question *q)
{
    if (q->nsteps == 0)
        return;
    str_puts(w->out, "<h3>The worked way</h3>\n<ol>\n");
    for (size_t i = 0; i < q->nsteps; i++) {
        str_puts(w->out, "<li>");
        document(w, q->steps[i].text);
        if (q->steps[i].figure != NULL)
            figure(w, q->steps[i].figure);
        str_puts(w->out, "</li>\n");
    }
    str_puts(w->out, "</ol>\n");
}

static void put_wrong(struct writing *w, const struct question *q,
                      const struct question_wrong *wrong)
{
    str_puts(w->out, "<tr><td>");
    for (unsigned k = 0; k < q->nparts; k++) {
        str_puts(w->out, k > 0 ? "; " : "");
        text(w, wrong->answer[k]);
    }
    str_puts(w->out, "</td><td>");
    if (wrong->mistake != MISTAKE_NONE) {
        text(w, mistake_rows[wrong->mistake].code);
        str_puts(w->out, wrong->step > 0 || wrong->why[0] ? ": " : "");
    }
    sentence(w, wrong->why);
    if (wrong->step > 0)
        str_printf(w->out, " <span class=\"dim\">Step %u.</span>",
                   wrong->step);
    str_printf(w->out, "</td><td class=\"right\">%u %%</td></tr>\n",
               wrong->credit);
}

static void put_wrongs(struct writing *w, const struct question *q)
{
    if (q->nwrongs == 0)
        return;
    str_puts(w->out,
             "<h3>Known mistakes</h3>\n<table class=\"wrongs\">\n<thead><tr>"
             "<th scope=\"col\">Answer</th><th scope=\"col\">Mistake</th>"
             "<th scope=\"col\">Credit</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < q->nwrongs; i++)
        put_wrong(w, q, &q->wrongs[i]);
    str_puts(w->out, "</tbody>\n</table>\n");
}

static void put_key(struct writing *w, const struct question *q)
{
    str_puts(w->out, "<h3>The answer</h3>\n<ul class=\"parts\">\n");
    for (unsigned i = 0; i < q->nparts; i++)
        put_answer(w, q, i);
    str_puts(w->out, "</ul>\n");
    if (q->proof != NULL) { /* who else has found it */
        str_puts(w->out, "<p class=\"dim\">");
        text(w, q->proof);
        str_puts(w->out, "</p>\n");
    }
    put_steps(w, q);
    put_wrongs(w, q);
}

/* --- the page ----------------------------------------------------------- */

/* With the form's name, so that a loose sheet finds its way back. */
static void put_code(struct writing *w, const struct question *q)
{
    str_puts(w->out, "<p class=\"code\">Form ");
    text(w, w->form->name);
    str_puts(w->out, " · <code>");
    text(w, q->code);
    str_puts(w->out, "</code></p>\n");
}

static void put_question(struct writing *w, const struct question *q,
                         const struct item *item)
{
    str_printf(w->out,
               "<section class=\"question%s\" aria-labelledby=\"q%u\">\n"
               "<div class=\"head\"><h2 id=\"q%u\">%u. ",
               item->page_break ? " newpage" : "", q->number, q->number,
               q->number);
    text(w, q->title);
    str_puts(w->out, " <span class=\"points\">(");
    points_say(w->out, q->points);
    str_puts(w->out, ")</span></h2>\n");
    put_code(w, q);
    str_puts(w->out, "</div>\n");
    put_statement(w, q);
    if (w->sheet == SHEET_KEY)
        put_key(w, q);
    else
        put_parts(w, q, item);
    str_puts(w->out, "</section>\n");
}

static void put_facts(struct writing *w)
{
    unsigned minutes =
        w->form->minutes > 0 ? w->form->minutes : w->exam->minutes;

    str_puts(w->out, "<div class=\"facts\">\n<p>Form <strong>");
    text(w, w->form->name);
    str_puts(w->out, "</strong></p>\n");
    if (w->form->room[0] != '\0') {
        str_puts(w->out, "<p>Room ");
        text(w, w->form->room);
        str_puts(w->out, "</p>\n");
    }
    str_puts(w->out, "<p>");
    points_say(w->out, w->exam->points);
    str_puts(w->out, "</p>\n");
    if (minutes > 0)
        str_printf(w->out, "<p>%u minutes</p>\n", minutes);
    if (w->sheet == SHEET_QUESTIONS)
        str_puts(w->out, "<p class=\"name\"><label for=\"name\">Name</label>"
                         "<input type=\"text\" id=\"name\" "
                         "autocomplete=\"off\" /></p>\n");
    str_puts(w->out, "</div>\n");
}

static void put_title(struct str *out, const struct exam *exam,
                      enum sheet sheet)
{
    str_puts(out, exam->title);
    str_puts(out, sheet == SHEET_KEY ? ": key" : "");
}

int html_form(struct str *out, const struct exam *exam,
              const struct form *form, enum sheet sheet, struct err *err)
{
    struct writing w = {out, exam, form, sheet, 0};
    struct str title = STR_EMPTY;

    (void)err;
    put_title(&title, exam, sheet);
    str_puts(&title, ", form ");
    str_puts(&title, form->name);
    page_begin(out, &(struct page){.title = str_slice(&title),
                                   .style = style,
                                   .paper = exam->page,
                                   .large = exam->large});
    str_clear(&title);
    put_title(&title, exam, sheet);
    str_printf(out, "<main%s>\n<h1>",
               sheet == SHEET_KEY ? " class=\"key\"" : "");
    text(&w, title.at);
    str_puts(out, "</h1>\n");
    put_facts(&w);
    if (sheet == SHEET_KEY)
        str_puts(out, "<p class=\"dim\">" KEY_PROMISE "</p>");
    else
        document(&w, exam->instructions);
    str_putc(out, '\n');
    for (size_t i = 0; i < exam->nitems; i++)
        put_question(&w, form->questions[i], &exam->items[i]);
    str_puts(out, "</main>\n");
    page_end(out);
    str_release(&title);
    return 0;
}
