/*             +0 +1 +2 +3 +4 +5 +6 +7
 *     0x0040  00 11 22 33 44 55 66 77
 *
 *  As many bytes a line as there is room for: 16, 8, 4, 2 or 1. Bytes that
 *  are marked stand in a frame. */
#include "view/figure_inside.h"
#include "view/sketch_inside.h"

enum { MOST = 16 };

/* Where things stand. */
struct ruler {
    struct sketch s;
    size_t bytes; /* a line */
    int column;
    int first;  /* x of the first byte */
    int stride; /* from a byte to the next */
};

static struct ruler ruler_of(const struct figure_bytes *b, struct sketch s)
{
    struct ruler r = {.s = s, .bytes = MOST};

    r.column = draw_column(s.size);
    r.first = ((int)b->digits + 4) * r.column;
    r.stride = 3 * r.column;
    while (r.bytes > 1 && r.first + (int)r.bytes * r.stride > s.width)
        r.bytes /= 2;
    return r;
}

static int byte_x(const struct ruler *r, size_t i)
{
    return r->first + (int)i * r->stride;
}

static int put_offsets(struct drawing *d, const struct ruler *r, int top)
{
    struct draw_pen pen = {.font = DRAW_MONO,
                           .ink = SHADE_DIM,
                           .size = r->s.size * 4 / 5,
                           .anchor = DRAW_MIDDLE};

    for (size_t i = 0; i < r->bytes; i++) {
        char text[] = {'+', "0123456789abcdef"[i], 0};
        draw_text(d, byte_x(r, i) + r->column, top + sketch_ascent(pen.size),
                  pen, slice_from(text));
    }
    return top + sketch_leading(pen.size);
}

/* A frame around bytes [i, i + n) of a line, which have the same mark. */
static void put_frame(struct drawing *d, const struct ruler *r, size_t i,
                      size_t n, enum figure_mark mark, int top)
{
    int x = byte_x(r, i) - r->column / 2, height = sketch_leading(r->s.size);
    int width = (int)n * r->stride;

    if (mark == FIGURE_HERE)
        draw_box(d, x, top, width, height, SHADE_INK, 5 * POINT / 4,
                 SHADE_TINT);
    else if (mark == FIGURE_CHANGED)
        draw_box(d, x, top, width, height, SHADE_INK, POINT / 2, SHADE_NONE);
    else if (mark == FIGURE_ASKED)
        draw_dashed_box(d, x, top, width, height);
}

static void put_frames(struct drawing *d, const struct ruler *r,
                       const struct figure_bytes *b, size_t from, size_t n,
                       int top)
{
    for (size_t i = 0, k; i < n; i = k) {
        enum figure_mark mark = figure_byte_mark(b, from + i);

        for (k = i + 1; k < n; k++)
            if (figure_byte_mark(b, from + k) != mark)
                break;
        put_frame(d, r, i, k - i, mark, top);
    }
}

static int put_line(struct drawing *d, const struct ruler *r,
                    const struct figure_bytes *b, size_t from, size_t n,
                    int top)
{
    int y = top + sketch_ascent(r->s.size);
    struct str text = STR_EMPTY;

    str_printf(&text, "0x%0*llx", (int)b->digits,
               (unsigned long long)(b->base + from));
    draw_text(d, 0, y, sketch_pen(r->s, FIGURE_DIM), str_slice(&text));
    put_frames(d, r, b, from, n, top);
    for (size_t i = 0; i < n; i++) {
        enum figure_mark mark = figure_byte_mark(b, from + i);

        str_clear(&text);
        if (mark == FIGURE_ASKED)
            str_puts(&text, "??");
        else
            str_printf(&text, "%02x", b->at[from + i]);
        draw_text(d, byte_x(r, i), y, sketch_pen(r->s, mark),
                  str_slice(&text));
    }
    str_release(&text);
    return top + r->s.size * 3 / 2;
}

static int put_left_out(struct drawing *d, const struct ruler *r, size_t n,
                        int top)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "⋮ %zu bytes, all 00", n);
    draw_text(d, 0, top + sketch_ascent(r->s.size),
              sketch_pen(r->s, FIGURE_DIM), str_slice(&text));
    str_release(&text);
    return top + r->s.size * 3 / 2;
}

int sketch_bytes(struct drawing *d, const struct figure_bytes *b,
                 struct sketch s, int top)
{
    struct ruler r = ruler_of(b, s);

    top = put_offsets(d, &r, top);
    for (size_t i = 0, n; i < b->n; i += n) {
        n = figure_bytes_left_out(b, i, r.bytes);
        if (n > 0) {
            top = put_left_out(d, &r, n, top);
            continue;
        }
        n = b->n - i < r.bytes ? b->n - i : r.bytes;
        top = put_line(d, &r, b, i, n, top);
    }
    sketch_reach(d, r.first + (int)r.bytes * r.stride);
    return top;
}
