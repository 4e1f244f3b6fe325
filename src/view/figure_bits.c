/*  Boxes of fields, as many beside each other as there is room for:
 *
 *      31      22 21      12 11     0
 *     ┌──────────┬──────────┬────────┐
 *     │  VPN[1]  │  VPN[0]  │ offset │
 *     │  0x003   │  0x010   │ 0x004  │
 *     └──────────┴──────────┴────────┘
 *
 *  A value that is too wide for one line has several. */
#include "text/unicode.h"
#include "view/figure_inside.h"

/* A field as it will be drawn. */
struct box {
    const struct figure_field *field;
    struct slice value; /* "?" when it is asked for */
    int width;          /* columns between the bars */
    int rows;           /* of the value */
};

static int at_most(int a, int b)
{
    return a < b ? a : b;
}

static int at_least(int a, int b)
{
    return a > b ? a : b;
}

/* Columns of the numbers above: "31 22", or "7". */
static int numbers_width(const struct figure_field *field)
{
    int hi = field->hi > 9 ? 2 : 1, lo = field->lo > 9 ? 2 : 1;

    return field->hi == field->lo ? hi : hi + 1 + lo;
}

static struct box box_of(const struct figure_field *field, int room)
{
    struct box box = {.field = field, .value = field->value};
    int value, most = room - 4;

    if (field->mark == FIGURE_ASKED)
        box.value = SLICE("?");
    value = text_width(box.value);
    box.width = at_least(text_width(field->name), numbers_width(field));
    box.width = at_most(at_least(box.width, value), most);
    box.rows = (value + box.width - 1) / box.width;
    box.width += 2;
    return box;
}

static void blanks(struct lines *out, int n)
{
    for (; n > 0; n--)
        lines_puts(out, style_of(ROLE_PLAIN), " ");
}

static void bar(struct lines *out)
{
    lines_puts(out, style_of(ROLE_RULE), "│");
}

/* The bits' numbers: each field's highest at its left, lowest at its right.
 */
static void put_numbers(struct lines *out, const struct box *box, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct figure_field *f = box[i].field;
        int gap = box[i].width - 2 - numbers_width(f);

        blanks(out, 2);
        lines_printf(out, style_of(ROLE_DIM), "%u", f->hi);
        blanks(out, gap);
        if (f->hi != f->lo)
            lines_printf(out, style_of(ROLE_DIM), " %u", f->lo);
        blanks(out, i + 1 < n);
    }
    lines_end_code(out);
}

static void put_border(struct lines *out, const struct box *box, size_t n,
                       const char *const ends[3])
{
    for (size_t i = 0; i < n; i++) {
        lines_puts(out, style_of(ROLE_RULE), ends[i > 0]);
        for (int k = 0; k < box[i].width; k++)
            lines_puts(out, style_of(ROLE_RULE), "─");
    }
    lines_puts(out, style_of(ROLE_RULE), ends[2]);
    lines_end_code(out);
}

static void put_centred(struct lines *out, struct style style,
                        struct slice text, int width)
{
    int spare = at_least(width - text_width(text), 0);

    blanks(out, spare / 2);
    lines_text(out, style, text);
    blanks(out, spare - spare / 2);
}

static void put_names(struct lines *out, const struct box *box, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bar(out);
        put_centred(out, figure_style(box[i].field->mark), box[i].field->name,
                    box[i].width);
    }
    bar(out);
    lines_end_code(out);
}

/* The row of the values that shows their part number `row`. */
static void put_values(struct lines *out, const struct box *box, size_t n,
                       int row)
{
    for (size_t i = 0; i < n; i++) {
        size_t part = (size_t)box[i].width - 2;
        struct style style = figure_style(box[i].field->mark);

        bar(out);
        put_centred(out, style,
                    slice_sub(box[i].value, part * (size_t)row, part),
                    box[i].width);
    }
    bar(out);
    lines_end_code(out);
}

static void put_boxes(struct lines *out, const struct box *box, size_t n)
{
    static const char *const top[] = {"┌", "┬", "┐"}, *const bottom[] = {
                                                          "└", "┴", "┘"};
    int rows = 0;

    for (size_t i = 0; i < n; i++)
        rows = at_least(rows, box[i].rows);
    put_numbers(out, box, n);
    put_border(out, box, n, top);
    put_names(out, box, n);
    for (int row = 0; row < rows; row++)
        put_values(out, box, n, row);
    put_border(out, box, n, bottom);
}

void figure_draw_bits(struct lines *out, const struct figure_bits *b)
{
    struct box *box = arena_new_array(out->arena, b->n, sizeof *box);
    int room = lines_room(out);
    size_t from = 0;
    int used = 1;

    for (size_t i = 0; i < b->n; i++) {
        box[i] = box_of(&b->field[i], room);
        if (i > from && used + box[i].width + 1 > room) {
            put_boxes(out, box + from, i - from);
            from = i;
            used = 1;
        }
        used += box[i].width + 1;
    }
    if (b->n > from)
        put_boxes(out, box + from, b->n - from);
}
