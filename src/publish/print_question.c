/* A question on paper: what is told, what is asked, room to answer. */
#include "exam/document.h"
#include "publish/asking.h"
#include "publish/print_inside.h"

enum { COLUMNS = 3, OPTION_COLUMNS = 4 }; /* beside each other */

/* --- what is told ------------------------------------------------------- */

static void put_code(struct flow *f, struct slab *slab, int y, int width,
                     const char *code)
{
    struct ink ink = {.text = STR_EMPTY};
    struct press_text text;

    ink_puts(&ink, PRESS_DIM, code);
    text = ink_text(&ink, f);
    text.style = PRESS_MONO;
    text.size = f->size * 8 / 10;
    text.width = width;
    text.anchor = DRAW_END;
    slab_text(f, slab, f->width - width, y + f->size / 5, &text);
    ink_release(&ink);
}

/* Its last blank never breaks a line. */
static void put_joined(struct ink *ink, struct slice text)
{
    size_t blank = slice_find(text, 2, SLICE(" "));

    ink_put(ink, PRESS_DIM, slice_sub(text, 0, blank));
    if (blank < text.len) {
        ink_puts(ink, PRESS_DIM, "\u00a0");
        ink_put(ink, PRESS_DIM, slice_skip(text, blank + 1));
    }
}

void print_heading(struct flow *f, const struct question *q)
{
    struct slab *slab = flow_slab(f, 0);
    struct ink ink = {.text = STR_EMPTY};
    struct str points = STR_EMPTY;
    int y = f->size * 6 / 10, code = f->width * 3 / 10;
    struct press_text text;

    str_printf(&points, "%u. ", q->number);
    ink_puts(&ink, PRESS_STRONG, points.at);
    ink_puts(&ink, PRESS_STRONG, q->title);
    str_clear(&points);
    str_puts(&points, "  (");
    points_say(&points, q->points);
    str_puts(&points, ")");
    put_joined(&ink, str_slice(&points));
    draw_line(slab_lines(f, slab), 0, 0, f->width, 0);
    text = ink_text(&ink, f);
    text.size = f->size * 11 / 10;
    text.width = f->width - code - f->size;
    slab_text(f, slab, 0, y, &text);
    put_code(f, slab, y, code, q->code);
    slab->keep = true;
    str_release(&points);
    ink_release(&ink);
}

static void put_assumption(struct flow *f, const char *said)
{
    const struct block *root = document_read(slice_from(said), f->arena);
    size_t slab = f->n;
    struct press_text bullet = {.text = SLICE("•"), .size = f->size};

    f->left += 3 * f->size / 2;
    flow_doc(f, f->size / 4, root);
    f->left -= 3 * f->size / 2;
    if (f->n > slab)
        slab_text(f, &f->slab[slab], f->left + f->size / 2, 0, &bullet);
}

void print_question(struct flow *f, const struct item *item,
                    const struct question *q)
{
    int gap = f->size * 6 / 10;

    print_heading(f, q);
    flow_doc(f, gap, q->body);
    for (size_t i = 0; i < q->nfigures; i++)
        flow_figure(f, gap, q->figures[i]);
    if (q->nassumptions > 0) {
        flow_say(f, gap, 0, "It holds that:");
        f->slab[f->n - 1].keep = true;
    }
    for (size_t i = 0; i < q->nassumptions; i++)
        put_assumption(f, q->assumptions[i]);
    print_parts(f, item, q);
}

/* --- what is asked ------------------------------------------------------ */

/* "1. physical address (hex, or fault) [2 points]" */
static void ask(struct ink *ink, const struct question *q, unsigned i)
{
    const struct question_part *p = &q->parts[i];
    struct str text = STR_EMPTY;

    if (q->nparts > 1) {
        str_printf(&text, "%u. ", i + 1);
        ink_puts(ink, 0, text.at);
    }
    ink_said(ink, 0, p->ask[0] != '\0' ? p->ask : "Answer");
    str_clear(&text);
    if (part_options(p).n == 0)
        part_form(&text, p, false);
    if (text.len > 0) {
        ink_puts(ink, PRESS_DIM, " (");
        ink_put(ink, PRESS_DIM, str_slice(&text));
        ink_puts(ink, PRESS_DIM, ")");
    }
    if (q->nparts > 1) {
        str_clear(&text);
        str_puts(&text, " [");
        points_put(&text, p->points);
        str_puts(&text, "]");
        ink_puts(ink, PRESS_DIM, text.at);
    }
    str_release(&text);
}

static struct set *set_ask(struct flow *f, const struct question *q,
                           unsigned i, int width)
{
    struct ink ink = {.text = STR_EMPTY};
    struct press_text text;
    struct set *set;

    ask(&ink, q, i);
    text = ink_text(&ink, f);
    text.width = width;
    set = press_set(f->press, &text);
    ink_release(&ink);
    return set;
}

/* How tall a box to write into is. */
static int box_height(const struct flow *f)
{
    return f->size * 22 / 10;
}

/* The most columns in which every part's words take one line. */
static unsigned columns_for(struct flow *f, const struct question *q,
                            unsigned from, unsigned to)
{
    int widest = 1, room = f->width - f->left;
    unsigned n = to - from < COLUMNS ? to - from : COLUMNS;

    for (unsigned i = from; i < to; i++) {
        struct set *set = set_ask(f, q, i, 0);

        widest = set_width(set) > widest ? set_width(set) : widest;
        set_free(set);
    }
    while (n > 1 && (widest + f->size) * (int)n > room)
        n--;
    return n;
}

/* Parts [from, to) side by side in columns, a box below the words of each. */
static void put_row(struct flow *f, const struct question *q, unsigned from,
                    unsigned to, unsigned columns)
{
    struct slab *slab = flow_slab(f, f->size * 8 / 10);
    int room = f->width - f->left, step = room / (int)columns, words = 0;
    struct drawing *lines = slab_lines(f, slab);
    bool wide = columns == 1 && q->parts[from].reader == NULL;
    int width = wide ? room : columns > 1 ? step - f->size : room * 45 / 100;

    for (unsigned i = from; i < to; i++) {
        struct set *set = set_ask(f, q, i, columns > 1 ? step : room);
        int height = slab_set(slab, f->left + (int)(i - from) * step, 0, set);

        words = height > words ? height : words;
    }
    words += f->size * 3 / 10;
    for (unsigned i = from; i < to; i++)
        draw_box(lines, f->left + (int)(i - from) * step + POINT / 2, words,
                 width, box_height(f), SHADE_INK, POINT * 3 / 4, SHADE_NONE);
    slab->height = words + box_height(f) + POINT;
}

static void put_free_parts(struct flow *f, const struct question *q,
                           unsigned from, unsigned to)
{
    unsigned columns = columns_for(f, q, from, to);

    for (unsigned i = from; i < to; i += columns)
        put_row(f, q, i, i + columns < to ? i + columns : to, columns);
}

static struct set *set_option(struct flow *f, unsigned k, const char *says,
                              int width)
{
    struct ink ink = {.text = STR_EMPTY};
    char letter[] = "(a) ";
    struct press_text text;
    struct set *set;

    letter[1] = (char)('a' + k);
    ink_puts(&ink, 0, letter);
    ink_said(&ink, 0, says);
    text = ink_text(&ink, f);
    text.width = width;
    set = press_set(f->press, &text);
    ink_release(&ink);
    return set;
}

/* What stands in front of an option: a box to tick. */
static int option_indent(const struct flow *f)
{
    return f->size * 2;
}

/* The most columns in which every option takes one line. */
static unsigned option_columns(struct flow *f, struct options o)
{
    int widest = 1, room = f->width - f->left;
    unsigned n = o.n < OPTION_COLUMNS ? o.n : OPTION_COLUMNS;

    for (unsigned k = 0; k < o.n; k++) {
        struct set *set = set_option(f, k, o.at[k], 0);

        widest = set_width(set) > widest ? set_width(set) : widest;
        set_free(set);
    }
    widest += option_indent(f) + f->size;
    while (n > 1 && widest * (int)n > room)
        n--;
    n = (o.n + n - 1) / n;    /* rows, and as many columns as that leaves: */
    return (o.n + n - 1) / n; /* five are three and two */
}

/* Options [from, to) side by side. */
static void put_option_row(struct flow *f, struct options o, unsigned from,
                           unsigned to, unsigned columns)
{
    struct slab *slab = flow_slab(f, f->size * 5 / 10);
    struct drawing *lines = slab_lines(f, slab);
    int room = f->width - f->left, step = room / (int)columns;
    int side = f->size * 9 / 10, indent = option_indent(f);

    for (unsigned k = from; k < to; k++) {
        int x = f->left + (int)(k - from) * step;

        draw_box(lines, x + f->size / 2, f->size / 5, side, side, SHADE_INK,
                 POINT * 3 / 4, SHADE_NONE);
        slab_set(slab, x + indent, 0,
                 set_option(f, k, o.at[k], step - indent));
    }
    slab->keep = to < o.n;
}

static void put_options(struct flow *f, const struct question *q, unsigned i,
                        struct options o)
{
    unsigned columns = option_columns(f, o);

    slab_set(flow_slab(f, f->size * 8 / 10), f->left, 0,
             set_ask(f, q, i, f->width - f->left));
    f->slab[f->n - 1].keep = true;
    for (unsigned k = 0; k < o.n; k += columns)
        put_option_row(f, o, k, k + columns < o.n ? k + columns : o.n,
                       columns);
}

/* Empty lines to write on, each a slab: where an item is taller than a page
 * they may go on on the next. */
static void put_lines(struct flow *f, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        struct slab *slab = flow_slab(f, 0);

        slab->height = box_height(f);
        draw_line(slab_lines(f, slab), f->left, slab->height, f->width, 0);
    }
}

void print_parts(struct flow *f, const struct item *item,
                 const struct question *q)
{
    unsigned i = 0;

    while (i < q->nparts) {
        struct options o = part_options(&q->parts[i]);
        unsigned from = i;

        if (o.n > 0) {
            put_options(f, q, i++, o);
            continue;
        }
        while (i < q->nparts && part_options(&q->parts[i]).n == 0)
            i++;
        put_free_parts(f, q, from, i);
    }
    if (item->lines > 0)
        put_lines(f, item->lines);
}
