#include "view/draw.h"

#include "text/escape.h"
#include "text/unicode.h"

/* An advance of DejaVu Sans Mono is 1233 of 2048 units of an em; Courier,
 * Menlo and their like are not wider. */
enum { MONO_ADVANCE = 1233, MONO_EM = 2048 };

int draw_column(int size)
{
    return (size * MONO_ADVANCE + MONO_EM - 1) / MONO_EM;
}

int draw_advance(struct draw_pen pen)
{
    return pen.font == DRAW_SANS && pen.bold ? pen.size * 7 / 10
                                             : draw_column(pen.size);
}

int draw_columns(int room, int size)
{
    return room / draw_column(size);
}

static struct draw_item *add(struct drawing *d)
{
    if (d->n == d->cap) {
        size_t cap = d->cap == 0 ? 64 : 2 * d->cap;
        struct draw_item *more = arena_new_array(d->arena, cap, sizeof *more);

        for (size_t i = 0; i < d->n; i++)
            more[i] = d->item[i];
        d->item = more;
        d->cap = cap;
    }
    return &d->item[d->n++];
}

void draw_box(struct drawing *d, int x, int y, int width, int height,
              enum shade ink, int stroke, enum shade fill)
{
    *add(d) = (struct draw_item){.kind = DRAW_BOX,
                                 .x = x,
                                 .y = y,
                                 .width = width,
                                 .height = height,
                                 .ink = ink,
                                 .stroke = stroke,
                                 .fill = fill};
}

void draw_dashed_box(struct drawing *d, int x, int y, int width, int height)
{
    draw_box(d, x, y, width, height, SHADE_INK, POINT, SHADE_NONE);
    d->item[d->n - 1].dashed = true;
}

void draw_line(struct drawing *d, int x, int y, int dx, int dy)
{
    *add(d) = (struct draw_item){.kind = DRAW_LINE,
                                 .x = x,
                                 .y = y,
                                 .width = dx,
                                 .height = dy,
                                 .ink = SHADE_RULE,
                                 .stroke = POINT / 2};
}

void draw_arrow(struct drawing *d, int x, int y, int width, int height)
{
    *add(d) = (struct draw_item){.kind = DRAW_ARROW,
                                 .x = x,
                                 .y = y,
                                 .width = width,
                                 .height = height,
                                 .fill = SHADE_INK};
}

void draw_text(struct drawing *d, int x, int y, struct draw_pen pen,
               struct slice text)
{
    struct str escaped = STR_EMPTY;
    struct slice kept;

    escape_line(&escaped, text);
    kept = arena_copy(d->arena, str_slice(&escaped));
    str_release(&escaped);
    *add(d) =
        (struct draw_item){.kind = DRAW_TEXT,
                           .x = x,
                           .y = y,
                           .width = text_width(kept) * draw_advance(pen),
                           .ink = pen.ink,
                           .text = kept,
                           .font = pen.font,
                           .anchor = pen.anchor,
                           .size = pen.size,
                           .bold = pen.bold};
}
