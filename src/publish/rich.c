#include "publish/rich.h"

#include <ctype.h>

#include "publish/rich_escape.h"

/* --- text --------------------------------------------------------------- */

static void put(struct rich *r, const char *tag)
{
    str_puts(r->out, tag);
}

static void put_text(struct rich *r, struct slice text,
                     enum rich_within within)
{
    if (r->anki || r->math == RICH_MATHJAX)
        rich_escape_anki(r->out, text, within, r->depth);
    else
        rich_escape(r->out, text);
}

void rich_text(struct rich *r, struct slice text)
{
    put_text(r, text, RICH_WITHIN_TEXT);
}

/* --- runs --------------------------------------------------------------- */

bool rich_link_ok(struct slice target)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]), k = 0;

        while (k < n && k < target.len &&
               tolower((unsigned char)target.at[k]) == schemes[i][k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

/* A value between quotes; Anki looks for its marks there too. */
static void put_value(struct rich *r, struct slice value)
{
    if (r->anki) {
        rich_escape_anki(r->out, value, RICH_WITHIN_CODE, r->depth);
        return;
    }
    rich_escape(r->out, value);
}

static void put_image(struct rich *r, struct slice alt, struct slice target)
{
    struct str name = STR_EMPTY;

    if (r->image != NULL && r->image(&name, target, r->arg)) {
        put(r, "<img src=\"");
        rich_escape(r->out, str_slice(&name));
        put(r, "\" alt=\"");
        put_value(r, alt);
        put(r, "\" />");
    } else {
        put(r, "<span class=\"alt\">");
        rich_text(r, alt.len > 0 ? SLICE("[image: ") : SLICE("[image"));
        rich_text(r, alt);
        put(r, "]</span>");
    }
    str_release(&name);
}

static void put_math(struct rich *r, struct slice tex, unsigned style)
{
    bool display = (style & RUN_DISPLAY) != 0;
    const char *dollars = display ? "$$" : "$";

    if (r->math == RICH_MATHJAX) {
        put(r, display ? "\\[" : "\\(");
        put_text(r, tex, RICH_WITHIN_MATH);
        put(r, display ? "\\]" : "\\)");
        return;
    }
    put(r, "<code class=\"math\">");
    put(r, dollars);
    put_text(r, tex, RICH_WITHIN_CODE);
    put(r, dollars);
    put(r, "</code>");
}

static const struct {
    unsigned style;
    const char *open, *close;
} tags[] = {
    {RUN_STRONG, "<strong>", "</strong>"}, {RUN_EMPH, "<em>", "</em>"},
    {RUN_STRIKE, "<del>", "</del>"},       {RUN_CODE, "<code>", "</code>"},
    {RUN_HTML, "<code>", "</code>"},
};
enum { NTAGS = sizeof tags / sizeof *tags };

static void open_link(struct rich *r, struct slice target)
{
    put(r, "<a href=\"");
    put_value(r, target);
    put(r, "\">");
}

/* A part of a run, or with NULL of plain text. */
static void put_run(struct rich *r, struct slice text, const struct run *run)
{
    unsigned style = run != NULL ? run->style : 0;
    bool link = (style & RUN_LINK) != 0 && (style & RUN_IMAGE) == 0 &&
                rich_link_ok(run->target);

    if (link)
        open_link(r, run->target);
    for (size_t i = 0; i < NTAGS; i++)
        if ((style & tags[i].style) != 0)
            put(r, tags[i].open);
    if ((style & RUN_IMAGE) != 0)
        put_image(r, text, run->target);
    else if ((style & RUN_BREAK) != 0)
        put(r, "<br />");
    else if ((style & RUN_MATH) != 0)
        put_math(r, text, style);
    else
        put_text(r, text,
                 (style & (RUN_CODE | RUN_HTML)) != 0 ? RICH_WITHIN_CODE
                                                      : RICH_WITHIN_TEXT);
    for (size_t i = NTAGS; i-- > 0;)
        if ((style & tags[i].style) != 0)
            put(r, tags[i].close);
    if (link)
        put(r, "</a>");
}

/* --- clozes ------------------------------------------------------------- */

static struct rich_cloze what_of(struct rich *r, const struct block *leaf,
                                 const struct cloze *cloze)
{
    return r->cloze != NULL ? r->cloze(leaf, cloze, r->arg)
                            : (struct rich_cloze){RICH_PLAIN, 0};
}

static void put_blank(struct rich *r, const struct cloze *cloze)
{
    put(r, "<span class=\"blank\">");
    rich_text(r, SLICE("["));
    rich_text(r, cloze->hint.len > 0 ? cloze->hint : SLICE("..."));
    put(r, "]</span>");
}

static void open_cloze(struct rich *r, struct rich_cloze what)
{
    if (what.how == RICH_ANSWER)
        put(r, "<mark>");
    if (what.how == RICH_HIDDEN)
        put(r, "<span class=\"hidden\"><span>");
    if (what.how == RICH_ANKI) {
        str_printf(r->out, "{{c%d::", what.number);
        put(r, r->cover ? "<span class=\"o\">" : "");
        r->depth++;
    }
}

static void close_cloze(struct rich *r, struct rich_cloze what,
                        const struct cloze *cloze)
{
    if (what.how == RICH_ANSWER)
        put(r, "</mark>");
    if (what.how == RICH_HIDDEN)
        put(r, "</span></span>");
    if (what.how != RICH_ANKI)
        return;
    put(r, r->cover ? "</span>" : "");
    if (cloze->hint.len > 0) {
        put(r, "::");
        rich_text(r, cloze->hint);
    }
    r->depth--;
    put(r, "}}");
}

/* A walk along a leaf. Clozes nest, so those that are open are a stack; runs
 * are cut where a cloze begins or ends. */
struct walk {
    struct rich *r;
    const struct block *leaf;
    uint32_t at, run, cloze; /* the next of each */
    struct {
        const struct cloze *cloze;
        struct rich_cloze what;
    } open[CLOZE_DEPTH_MAX];
    size_t nopen;
};

static uint32_t end_of(const struct cloze *cloze)
{
    return cloze->at + cloze->len;
}

static void end_until(struct walk *w, uint32_t at)
{
    while (w->nopen > 0 && end_of(w->open[w->nopen - 1].cloze) <= at) {
        w->nopen--;
        close_cloze(w->r, w->open[w->nopen].what, w->open[w->nopen].cloze);
    }
}

static void end_clozes(struct walk *w)
{
    end_until(w, w->at);
}

/* Opens what begins here; a blank stands for all that it hides, clozes
 * within it and pictures too. */
static void begin_clozes(struct walk *w)
{
    const struct block *leaf = w->leaf;

    while (w->cloze < leaf->nclozes && leaf->clozes[w->cloze].at <= w->at) {
        const struct cloze *c = &leaf->clozes[w->cloze++];
        struct rich_cloze what = what_of(w->r, leaf, c);

        end_until(w, c->at); /* those that lay in a picture's words */
        if (what.how == RICH_BLANK) {
            put_blank(w->r, c);
            w->at = end_of(c);
            while (w->cloze < leaf->nclozes &&
                   end_of(&leaf->clozes[w->cloze]) <= w->at)
                w->cloze++;
            end_clozes(w);
            continue;
        }
        open_cloze(w->r, what);
        w->open[w->nopen].cloze = c;
        w->open[w->nopen++].what = what;
    }
}

/* The first place behind `at` where a cloze begins or ends. */
static uint32_t border(const struct walk *w)
{
    const struct block *leaf = w->leaf;
    uint32_t next = (uint32_t)leaf->text.len;

    if (w->cloze < leaf->nclozes && leaf->clozes[w->cloze].at < next)
        next = leaf->clozes[w->cloze].at;
    if (w->nopen > 0 && end_of(w->open[w->nopen - 1].cloze) < next)
        next = end_of(w->open[w->nopen - 1].cloze);
    return next;
}

/* Runs that lie behind; one without text is behind once it was put. */
static void skip_runs(struct walk *w)
{
    const struct block *leaf = w->leaf;

    while (w->run < leaf->nruns) {
        const struct run *run = &leaf->runs[w->run];

        if (run->at + run->len > w->at || (run->len == 0 && run->at >= w->at))
            return;
        w->run++;
    }
}

/* A picture, all of it at once: clozes in its alt text are no matter. */
static void put_picture(struct walk *w, const struct run *run)
{
    put_run(w->r, slice_sub(w->leaf->text, run->at, run->len), run);
    w->run++;
    w->at = run->at + run->len;
}

static void put_piece(struct walk *w)
{
    const struct block *leaf = w->leaf;
    const struct run *run = NULL;
    uint32_t end = border(w);

    skip_runs(w);
    if (w->run < leaf->nruns) {
        const struct run *next = &leaf->runs[w->run];

        if (next->at <= w->at)
            run = next;
        else if (next->at < end)
            end = next->at;
    }
    if (run != NULL && (run->style & RUN_IMAGE) != 0 && run->at == w->at) {
        put_picture(w, run);
        return;
    }
    if (run != NULL && run->at + run->len < end)
        end = run->at + run->len;
    if (run != NULL && run->len == 0)
        w->run++;
    put_run(w->r, slice_sub(leaf->text, w->at, end - w->at), run);
    w->at = end;
}

void rich_leaf(struct rich *r, const struct block *leaf)
{
    struct walk w = {.r = r, .leaf = leaf};

    if (leaf->task != TASK_NONE)
        put(r, leaf->task == TASK_DONE ? "☑ " : "☐ ");
    for (;;) {
        end_clozes(&w);
        begin_clozes(&w);
        skip_runs(&w);
        if (w.at >= leaf->text.len && w.run >= leaf->nruns)
            break;
        put_piece(&w);
    }
}

/* --- blocks ------------------------------------------------------------- */

static void put_children(struct rich *r, const struct block *block)
{
    for (const struct block *b = block->first; b != NULL; b = b->next)
        rich_block(r, b);
}

static void put_within(struct rich *r, const char *name,
                       const struct block *block)
{
    str_printf(r->out, "<%s>", name);
    if (block_is_leaf(block))
        rich_leaf(r, block);
    else
        put_children(r, block);
    str_printf(r->out, "</%s>", name);
}

static void put_heading(struct rich *r, const struct block *block)
{
    int level = (int)block->level + r->heading;
    char name[] = "h1";

    name[1] = (char)('0' + (level < 1 ? 1 : level > 6 ? 6 : level));
    put_within(r, name, block);
}

static void put_list(struct rich *r, const struct block *list)
{
    if (!list->ordered) {
        put_within(r, "ul", list);
        return;
    }
    if (list->start != 1)
        str_printf(r->out, "<ol start=\"%u\">", list->start);
    else
        put(r, "<ol>");
    put_children(r, list);
    put(r, "</ol>");
}

/* The text of an item stands in it without a paragraph of its own. */
static void put_item(struct rich *r, const struct block *item)
{
    const struct block *first = item->first;

    put(r, "<li>");
    if (first != NULL && first->kind == BLOCK_PARAGRAPH) {
        rich_leaf(r, first);
        first = first->next;
    }
    for (; first != NULL; first = first->next)
        rich_block(r, first);
    put(r, "</li>");
}

static void put_align(struct rich *r, enum cell_align align)
{
    static const char *const words[] = {[ALIGN_LEFT] = "left",
                                        [ALIGN_CENTRE] = "center",
                                        [ALIGN_RIGHT] = "right"};

    if (align != ALIGN_NONE)
        str_printf(r->out,
                   r->classes ? " class=\"%s\"" : " style=\"text-align:%s\"",
                   words[align]);
}

static void put_row(struct rich *r, const struct block *row)
{
    const char *name = row->header ? "th" : "td";

    put(r, "<tr>");
    for (const struct block *b = row->first; b != NULL; b = b->next) {
        str_printf(r->out, "<%s", name);
        put_align(r, b->align);
        put(r, ">");
        rich_leaf(r, b);
        str_printf(r->out, "</%s>", name);
    }
    put(r, "</tr>");
}

/* The text without its last line end. */
static void put_code(struct rich *r, const struct block *code)
{
    struct slice text = code->text;

    if (text.len > 0 && text.at[text.len - 1] == '\n')
        text.len--;
    put(r, code->kind == BLOCK_HTML ? "<pre class=\"html\"><code>"
                                    : "<pre><code>");
    put_text(r, text, RICH_WITHIN_CODE);
    put(r, "</code></pre>");
}

void rich_block(struct rich *r, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_ROOT:
        put_children(r, block);
        break;
    case BLOCK_QUOTE:
        put_within(r, "blockquote", block);
        break;
    case BLOCK_LIST:
        put_list(r, block);
        break;
    case BLOCK_ITEM:
        put_item(r, block);
        break;
    case BLOCK_TABLE:
        put_within(r, "table", block);
        break;
    case BLOCK_ROW:
        put_row(r, block);
        break;
    case BLOCK_PARAGRAPH:
        put_within(r, "p", block);
        break;
    case BLOCK_HEADING:
        put_heading(r, block);
        break;
    case BLOCK_CELL:
        put_within(r, "td", block);
        break;
    case BLOCK_CODE:
    case BLOCK_HTML:
        put_code(r, block);
        break;
    case BLOCK_RULE:
        put(r, "<hr />");
        break;
    }
}
