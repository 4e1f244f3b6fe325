#include "view/sketch_inside.h"

#include "text/unicode.h"

void sketch_reach(struct drawing *d, int x)
{
    d->width = x > d->width ? x : d->width;
}

struct draw_pen sketch_pen(struct sketch s, enum figure_mark mark)
{
    return (struct draw_pen){
        .font = DRAW_MONO,
        .ink = mark == FIGURE_DIM ? SHADE_DIM : SHADE_INK,
        .size = s.size,
        .bold = mark == FIGURE_HERE || mark == FIGURE_CHANGED ||
                mark == FIGURE_ASKED,
    };
}

/* Lines of text that is not in a box, wrapped to the sketch's width. */
static int put_lines(struct drawing *d, struct draw_pen pen, int width,
                     int top, struct slice text)
{
    size_t next;

    while (text.len > 0) {
        struct slice line = slice_sub(
            text, 0, text_break(text, width / draw_advance(pen), &next));

        draw_text(d, 0, top + sketch_ascent(pen.size), pen, line);
        sketch_reach(d, text_width(line) * draw_advance(pen));
        top += sketch_leading(pen.size);
        text = slice_skip(text, next);
    }
    return top;
}

int sketch_note(struct drawing *d, struct sketch s, int top,
                struct slice text)
{
    struct draw_pen pen = {
        .font = DRAW_SANS, .ink = SHADE_DIM, .size = s.size * 9 / 10};

    return put_lines(d, pen, s.width, top + s.size / 4, text);
}

static int put_title(struct drawing *d, struct sketch s, struct slice title)
{
    struct draw_pen pen = {
        .font = DRAW_SANS, .ink = SHADE_INK, .size = s.size, .bold = true};

    if (title.len == 0)
        return 0;
    return put_lines(d, pen, s.width, 0, title) + s.size * 2 / 5;
}

struct drawing sketch_figure(struct arena *a, const struct figure *f,
                             struct sketch s)
{
    struct drawing d = {.arena = a};
    int top = put_title(&d, s, f->title);

    switch (f->shape) {
    case FIGURE_GRID:
        d.height = sketch_grid(&d, &f->grid, s, top);
        break;
    case FIGURE_BITS:
        d.height = sketch_bits(&d, &f->bits, s, top);
        break;
    case FIGURE_BYTES:
        d.height = sketch_bytes(&d, &f->bytes, s, top);
        break;
    }
    return d;
}
