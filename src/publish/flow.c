#include "publish/flow.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/escape.h"

void flow_release(struct flow *f)
{
    for (size_t i = 0; i < f->n; i++) {
        for (size_t k = 0; k < f->slab[i].n; k++)
            if (f->slab[i].at[k].owner)
                set_free(f->slab[i].at[k].set);
        free(f->slab[i].at);
    }
    free(f->slab);
    f->slab = NULL;
    f->n = f->cap = 0;
}

int flow_height(const struct flow *f)
{
    int height = 0;

    for (size_t i = 0; i < f->n; i++)
        height += f->slab[i].height + (i > 0 ? f->slab[i].gap : 0);
    return height;
}

static void put_slab(const struct flow *f, const struct slab *slab, int x,
                     int y)
{
    for (size_t i = 0; i < slab->n; i++) {
        const struct placed *p = &slab->at[i];

        if (p->drawing != NULL)
            press_draw(f->press, p->drawing, x + p->x, y + p->y, p->permille);
        else
            press_put_lines(f->press, p->set, x + p->x, y + p->y, p->from,
                            p->to);
    }
}

int flow_put(const struct flow *f, size_t from, size_t to, int x, int y)
{
    int top = y;

    for (size_t i = from; i < to; i++) {
        y += i > from ? f->slab[i].gap : 0;
        put_slab(f, &f->slab[i], x, y);
        y += f->slab[i].height;
    }
    return y - top;
}

/* --- slabs -------------------------------------------------------------- */

struct slab *flow_slab(struct flow *f, int gap)
{
    f->slab = mem_grow(f->slab, f->n, &f->cap, sizeof *f->slab);
    f->slab[f->n] = (struct slab){.gap = gap};
    return &f->slab[f->n++];
}

static struct placed *place(struct slab *slab, int x, int y, int height)
{
    slab->at = mem_grow(slab->at, slab->n, &slab->cap, sizeof *slab->at);
    slab->at[slab->n] = (struct placed){.x = x, .y = y};
    if (y + height > slab->height)
        slab->height = y + height;
    return &slab->at[slab->n++];
}

int slab_set(struct slab *slab, int x, int y, struct set *set)
{
    struct placed *p = place(slab, x, y, set_height(set));

    p->set = set;
    p->to = set_lines(set);
    p->owner = true;
    return set_height(set);
}

int slab_text(struct flow *f, struct slab *slab, int x, int y,
              const struct press_text *text)
{
    return slab_set(slab, x, y, press_set(f->press, text));
}

void slab_drawing(const struct flow *f, struct slab *slab, int x, int y,
                  const struct drawing *d, int width)
{
    int permille = 1000;
    struct placed *p;

    if (d->width > width)
        permille = (int)((int64_t)width * 1000 / d->width);
    if ((int64_t)d->height * permille / 1000 > f->tallest)
        permille = (int)((int64_t)f->tallest * 1000 / d->height);
    p = place(slab, x, y, (int)((int64_t)d->height * permille / 1000));
    p->drawing = d;
    p->permille = permille;
}

struct drawing *slab_lines(struct flow *f, struct slab *slab)
{
    struct drawing *d = arena_new(f->arena, sizeof *d);
    struct placed *p = place(slab, 0, 0, 0);

    d->arena = f->arena;
    p->drawing = d;
    p->permille = 1000;
    return d;
}

/* --- paragraphs --------------------------------------------------------- */

/* A set that is too tall for a page, in slabs of some lines each. */
static void cut(struct flow *f, int gap, struct set *set)
{
    size_t from = 0, lines = set_lines(set);
    int top = 0;

    while (from < lines) {
        struct slab *slab = flow_slab(f, from == 0 ? gap : 0);
        size_t to = from + 1;
        struct placed *p;

        while (to < lines && set_bottom(set, to) - top <= f->tallest)
            to++;
        p = place(slab, f->left, 0, set_bottom(set, to - 1) - top);
        p->set = set;
        p->from = from;
        p->to = to;
        p->owner = from == 0;
        top = set_bottom(set, to - 1);
        from = to;
    }
}

void flow_text(struct flow *f, int gap, const struct press_text *text)
{
    struct set *set = press_set(f->press, text);

    if (set_height(set) > f->tallest)
        cut(f, gap, set);
    else
        slab_set(flow_slab(f, gap), f->left, 0, set);
}

void flow_say(struct flow *f, int gap, unsigned style, const char *text)
{
    struct ink ink = {.text = STR_EMPTY};
    struct press_text said;

    ink_puts(&ink, style, text);
    said = ink_text(&ink, f);
    flow_text(f, gap, &said);
    ink_release(&ink);
}

void flow_figure(struct flow *f, int gap, const struct figure *figure)
{
    struct drawing *d = arena_new(f->arena, sizeof *d);
    int width = f->width - f->left;
    /* Digits look larger than letters of the same size. */
    int size = f->size >= 18 * POINT ? f->size : f->size * 9 / 10;

    *d = sketch_figure(f->arena, figure,
                       (struct sketch){width, size, f->tallest * 2 / 5});
    slab_drawing(f, flow_slab(f, gap), f->left, 0, d, width);
}

/* --- ink ---------------------------------------------------------------- */

void ink_release(struct ink *ink)
{
    str_release(&ink->text);
    free(ink->run);
    *ink = (struct ink){.text = STR_EMPTY};
}

static void mark(struct ink *ink, unsigned style, size_t from)
{
    if (style == 0 || ink->text.len == from)
        return;
    ink->run = mem_grow(ink->run, ink->n, &ink->cap, sizeof *ink->run);
    ink->run[ink->n++] =
        (struct press_run){from, ink->text.len - from, style};
}

void ink_put(struct ink *ink, unsigned style, struct slice text)
{
    size_t from = ink->text.len;

    escape_line(&ink->text, text);
    mark(ink, style, from);
}

void ink_puts(struct ink *ink, unsigned style, const char *text)
{
    ink_put(ink, style, slice_from(text));
}

void ink_said(struct ink *ink, unsigned style, const char *text)
{
    struct slice rest = slice_from(text);

    while (rest.len > 0) {
        size_t open = slice_find(rest, 0, SLICE("`"));
        size_t close = open < rest.len
                           ? slice_find(rest, open + 1, SLICE("`"))
                           : rest.len;

        if (close == rest.len) {
            ink_put(ink, style, rest);
            return;
        }
        ink_put(ink, style, slice_sub(rest, 0, open));
        ink_put(ink, style | PRESS_MONO,
                slice_sub(rest, open + 1, close - open - 1));
        rest = slice_skip(rest, close + 1);
    }
}

static unsigned style_of_run(const struct run *run)
{
    static const struct {
        unsigned run, paper;
    } rows[] = {
        {RUN_STRONG, PRESS_STRONG}, {RUN_EMPH, PRESS_EMPH},
        {RUN_STRIKE, PRESS_STRIKE}, {RUN_CODE, PRESS_MONO},
        {RUN_HTML, PRESS_MONO},     {RUN_MATH, PRESS_MONO},
        {RUN_LINK, PRESS_UNDER},
    };
    unsigned style = 0;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((run->style & rows[i].run) != 0)
            style |= rows[i].paper;
    return style;
}

static void put_run(struct ink *ink, struct slice text, const struct run *run)
{
    unsigned style = style_of_run(run);
    const char *dollars = (run->style & RUN_DISPLAY) != 0 ? "$$" : "$";

    if ((run->style & RUN_IMAGE) != 0) {
        ink_puts(ink, PRESS_DIM, text.len > 0 ? "[image: " : "[image");
        ink_put(ink, PRESS_DIM, text);
        ink_puts(ink, PRESS_DIM, "]");
    } else if ((run->style & RUN_BREAK) != 0) {
        str_putc(&ink->text, '\n');
    } else if ((run->style & RUN_MATH) != 0) {
        ink_puts(ink, style, dollars);
        ink_put(ink, style, text);
        ink_puts(ink, style, dollars);
    } else {
        ink_put(ink, style, text);
    }
}

void ink_leaf(struct ink *ink, const struct block *leaf)
{
    size_t at = 0;

    if (leaf->task != TASK_NONE)
        ink_puts(ink, 0, leaf->task == TASK_DONE ? "☑ " : "☐ ");
    for (uint32_t i = 0; i < leaf->nruns; i++) {
        const struct run *run = &leaf->runs[i];

        ink_put(ink, 0, slice_sub(leaf->text, at, run->at - at));
        put_run(ink, slice_sub(leaf->text, run->at, run->len), run);
        at = run->at + run->len;
    }
    ink_put(ink, 0, slice_skip(leaf->text, at));
}

struct press_text ink_text(const struct ink *ink, const struct flow *f)
{
    return (struct press_text){
        .text = str_slice(&ink->text),
        .runs = ink->run,
        .nruns = ink->n,
        .size = f->size,
        .width = f->width - f->left,
    };
}
