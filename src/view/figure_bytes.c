/*     0x0040  00 11 22 33 [44 55] 66 77 │..."3DU.│
 *
 *  As many bytes a line as there is room for: 16, 8, 4, 2 or 1. Lines that
 * are all zero are left out. */
#include "view/figure_inside.h"

enum { MOST = 16 };

/* How a line is laid out. */
struct layout {
    size_t bytes;
    bool characters;
};

/* Columns: address and a blank, three a byte, one for a mark's end; one a
 * byte for the characters, between bars. */
static size_t most_bytes(const struct figure_bytes *b, int room,
                         size_t a_byte, size_t more)
{
    size_t n = MOST;

    while (n > 1 && 3 + b->digits + a_byte * n + 1 + more > (size_t)room)
        n /= 2;
    return n;
}

/* Characters beside the numbers, unless lines get short by them. */
static struct layout lay_out(const struct figure_bytes *b, int room)
{
    size_t with = most_bytes(b, room, 4, 2);

    return with >= MOST / 2
               ? (struct layout){with, true}
               : (struct layout){most_bytes(b, room, 3, 0), false};
}

static bool is_blank(const struct figure_bytes *b, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        if (b->at[i] != 0 || figure_byte_mark(b, i) != FIGURE_PLAIN)
            return false;
    return true;
}

/* What stands in front of a byte: a mark begins, or the one before ends. */
static const char *between(enum figure_mark before, enum figure_mark mark)
{
    static const char *const begin[] = {
        [FIGURE_PLAIN] = " ", [FIGURE_HERE] = "[", [FIGURE_CHANGED] = "*",
        [FIGURE_ASKED] = " ", [FIGURE_DIM] = " ",
    };

    if (mark == before)
        return mark == FIGURE_CHANGED ? "*" : " ";
    return before == FIGURE_HERE && begin[mark][0] == ' ' ? "]" : begin[mark];
}

static void put_numbers(struct lines *out, const struct figure_bytes *b,
                        size_t from, size_t n, size_t in_line)
{
    enum figure_mark before = FIGURE_PLAIN, mark;

    for (size_t i = from; i < from + n; i++, before = mark) {
        mark = figure_byte_mark(b, i);
        lines_puts(out, style_of(ROLE_PLAIN), between(before, mark));
        if (mark == FIGURE_ASKED)
            lines_puts(out, figure_style(mark), "??");
        else
            lines_printf(out, figure_style(mark), "%02x", b->at[i]);
    }
    lines_puts(out, style_of(ROLE_PLAIN), between(before, FIGURE_PLAIN));
    for (size_t i = n; i < in_line; i++)
        lines_puts(out, style_of(ROLE_PLAIN), "   ");
}

static void put_characters(struct lines *out, const struct figure_bytes *b,
                           size_t from, size_t n)
{
    lines_puts(out, style_of(ROLE_RULE), "│");
    for (size_t i = from; i < from + n; i++) {
        bool shown = b->at[i] > ' ' && b->at[i] < 0x7f &&
                     figure_byte_mark(b, i) != FIGURE_ASKED;
        lines_printf(out, style_of(ROLE_DIM), "%c", shown ? b->at[i] : '.');
    }
    lines_puts(out, style_of(ROLE_RULE), "│");
}

static void put_line(struct lines *out, const struct figure_bytes *b,
                     size_t from, size_t n, struct layout layout)
{
    lines_printf(out, style_of(ROLE_DIM), "0x%0*llx ", (int)b->digits,
                 (unsigned long long)(b->base + from));
    put_numbers(out, b, from, n, layout.characters ? layout.bytes : n);
    if (layout.characters)
        put_characters(out, b, from, n);
    lines_end_code(out);
}

static void put_left_out(struct lines *out, uint64_t bytes)
{
    lines_printf(out, style_of(ROLE_DIM), "⋮ %llu bytes, all 00",
                 (unsigned long long)bytes);
    lines_end_code(out);
}

size_t figure_bytes_left_out(const struct figure_bytes *b, size_t from,
                             size_t in_line)
{
    size_t to = from;

    while (b->n - to >= in_line && is_blank(b, to, in_line))
        to += in_line;
    return to > from + in_line ? to - from : 0;
}

void figure_draw_bytes(struct lines *out, const struct figure_bytes *b)
{
    struct layout layout = lay_out(b, lines_room(out));

    for (size_t i = 0, n; i < b->n; i += n) {
        n = figure_bytes_left_out(b, i, layout.bytes);
        if (n > 0) {
            put_left_out(out, n);
            continue;
        }
        n = b->n - i < layout.bytes ? b->n - i : layout.bytes;
        put_line(out, b, i, n, layout);
    }
}
