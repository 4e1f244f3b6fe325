/*  Boxes of fields, as many beside each other as there is room for; the
 *  numbers of a field's first and last bit stand above its ends.
 *
 *     31      22 21      12 11     0
 *     ┌──────────┬──────────┬────────┐
 *     │  VPN[1]  │  VPN[0]  │ offset │
 *     │  0x003   │  0x010   │   ?    │
 *     └──────────┴──────────┴────────┘
 */
#include "text/unicode.h"
#include "view/sketch_inside.h"

/* A field as it will be drawn. */
struct box {
    const struct figure_field *field;
    struct slice value;
    int columns; /* for text */
    int rows;    /* of the value */
    int x, width;
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int digits(unsigned bit)
{
    return bit > 9 ? 2 : 1;
}

static struct box box_of(const struct figure_field *f, struct sketch s)
{
    int most = draw_columns(s.width, s.size) - 2,
        value = text_width(f->value);
    struct box box = {.field = f, .value = f->value};
    int numbers = digits(f->hi) + (f->hi > f->lo ? 1 + digits(f->lo) : 0);

    box.columns = larger(larger(text_width(f->name), numbers), value);
    if (f->mark == FIGURE_ASKED) /* room to write in */
        box.columns = larger(box.columns, 6);
    if (box.columns > most)
        box.columns = most;
    box.rows = (value + box.columns - 1) / box.columns;
    box.width = (box.columns + 1) * draw_column(s.size) + s.size / 3;
    return box;
}

static void put_numbers(struct drawing *d, const struct box *box,
                        struct sketch s, int top)
{
    struct draw_pen pen = {
        .font = DRAW_MONO, .ink = SHADE_DIM, .size = s.size * 4 / 5};
    int inset = s.size / 4, y = top + sketch_ascent(pen.size);
    struct str text = STR_EMPTY;

    str_printf(&text, "%u", box->field->hi);
    pen.anchor = box->field->hi == box->field->lo ? DRAW_MIDDLE : DRAW_START;
    draw_text(d,
              pen.anchor == DRAW_START ? box->x + inset
                                       : box->x + box->width / 2,
              y, pen, str_slice(&text));
    if (box->field->hi != box->field->lo) {
        str_clear(&text);
        str_printf(&text, "%u", box->field->lo);
        pen.anchor = DRAW_END;
        draw_text(d, box->x + box->width - inset, y, pen, str_slice(&text));
    }
    str_release(&text);
}

static void put_box(struct drawing *d, const struct box *box, struct sketch s,
                    int top, int height)
{
    enum figure_mark mark = box->field->mark;
    struct draw_pen pen = sketch_pen(s, mark);
    int y = top + s.size / 3 + sketch_ascent(s.size), rest;
    struct slice value = box->value;

    rest = box->x + box->width / 2;
    pen.anchor = DRAW_MIDDLE;
    draw_box(d, box->x, top, box->width, height, SHADE_INK,
             mark == FIGURE_HERE ? 3 * POINT / 2 : POINT * 3 / 4,
             mark == FIGURE_HERE || mark == FIGURE_CHANGED ? SHADE_TINT
                                                           : SHADE_NONE);
    draw_text(d, rest, y, pen, box->field->name);
    y += sketch_leading(s.size);
    if (mark == FIGURE_ASKED) {
        draw_text(d, rest, y, pen, SLICE("?"));
        return;
    }
    while (value.len > 0) { /* bits may break anywhere */
        struct slice line = text_fit(value, box->columns, NULL);

        draw_text(d, rest, y, pen, line);
        y += sketch_leading(s.size);
        value = slice_skip(value, line.len);
    }
}

/* One row of boxes. */
static int put_boxes(struct drawing *d, struct box *box, size_t n,
                     struct sketch s, int top)
{
    int rows = 0, x = s.size / 10, height;

    for (size_t i = 0; i < n; i++) {
        bool asked = box[i].field->mark == FIGURE_ASKED;

        rows = larger(rows, larger(box[i].rows, asked));
        box[i].x = x;
        x += box[i].width;
    }
    height = s.size * 2 / 3 + (1 + rows) * sketch_leading(s.size);
    for (size_t i = 0; i < n; i++)
        put_numbers(d, &box[i], s, top);
    top += sketch_leading(s.size);
    for (size_t i = 0; i < n; i++)
        put_box(d, &box[i], s, top, height);
    sketch_reach(d, x + s.size / 10);
    return top + height + s.size / 3;
}

int sketch_bits(struct drawing *d, const struct figure_bits *b,
                struct sketch s, int top)
{
    struct box *box = arena_new_array(d->arena, b->n, sizeof *box);
    size_t from = 0;
    int used = 0;

    for (size_t i = 0; i < b->n; i++) {
        box[i] = box_of(&b->field[i], s);
        if (i > from && used + box[i].width > s.width) {
            top = put_boxes(d, box + from, i - from, s, top);
            from = i;
            used = 0;
        }
        used += box[i].width;
    }
    return b->n > from ? put_boxes(d, box + from, b->n - from, s, top) : top;
}
