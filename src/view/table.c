#include "view/table.h"

#include "text/escape.h"
#include "text/unicode.h"

enum { COLUMN_MIN = 4 }; /* a narrower column helps nobody */

struct line table_cell(struct arena *arena, struct style style,
                       struct slice text)
{
    struct line cell = {.spans = arena_new(arena, sizeof *cell.spans)};
    struct str escaped = STR_EMPTY;

    escape_line(&escaped, text);
    cell.spans[0] =
        (struct span){arena_copy(arena, str_slice(&escaped)), style};
    cell.nspans = 1;
    cell.width = text_width(cell.spans[0].text);
    str_release(&escaped);
    return cell;
}

static const struct line *cell_at(const struct table *t, size_t row,
                                  size_t column)
{
    return &t->cells[row * t->columns + column];
}

/* --- widths ------------------------------------------------------------ */

static int sum_capped(const int *widths, size_t n, int cap)
{
    int sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += widths[i] < cap ? widths[i] : cap;
    return sum;
}

/* What rounding leaves goes to the first that want it. */
bool table_fit(int *widths, size_t n, int room)
{
    int cap = COLUMN_MIN, left;

    if (sum_capped(widths, n, room) <= room)
        return true;
    if (sum_capped(widths, n, cap) > room)
        return false;
    while (sum_capped(widths, n, cap + 1) <= room)
        cap++;
    left = room - sum_capped(widths, n, cap);
    for (size_t i = 0; i < n; i++) {
        if (widths[i] <= cap)
            continue;
        widths[i] = cap + (left > 0);
        left -= left > 0;
    }
    return true;
}

static bool measure(const struct table *t, int room, int *widths)
{
    int frame = 3 * (int)t->columns + 1;

    for (size_t c = 0; c < t->columns; c++) {
        widths[c] = 1;
        for (size_t r = 0; r < t->rows; r++)
            if (cell_at(t, r, c)->width > widths[c])
                widths[c] = cell_at(t, r, c)->width;
    }
    return table_fit(widths, t->columns, room - frame);
}

/* --- drawing ----------------------------------------------------------- */

static void put_spans(struct lines *out, const struct line *cell)
{
    for (size_t i = 0; i < cell->nspans; i++)
        lines_text(out, cell->spans[i].style, cell->spans[i].text);
}

static void put_blanks(struct lines *out, int n)
{
    static const char blanks[] = "                                ";

    for (; n > 0; n -= (int)sizeof blanks - 1)
        lines_text(out, style_of(ROLE_PLAIN),
                   slice_sub(slice_from(blanks), 0, (size_t)n));
}

static void put_border(struct lines *out, const struct table *t,
                       const int *widths, const char *const ends[3])
{
    struct style rule = style_of(ROLE_RULE);

    for (size_t c = 0; c < t->columns; c++) {
        lines_puts(out, rule, ends[c > 0]);
        for (int i = 0; i < widths[c] + 2; i++)
            lines_puts(out, rule, "─");
    }
    lines_puts(out, rule, ends[2]);
    lines_end_code(out);
}

/* The i-th line of a wrapped cell, aligned in its column. */
static void put_cell_line(struct lines *out, const struct lines *cell,
                          size_t i, int width, enum cell_align align)
{
    int spare = width - (i < cell->n ? cell->at[i].width : 0);
    int before = align == ALIGN_RIGHT    ? spare
                 : align == ALIGN_CENTRE ? spare / 2
                                         : 0;

    put_blanks(out, before);
    if (i < cell->n)
        put_spans(out, &cell->at[i]);
    put_blanks(out, spare - before);
}

static void put_row(struct lines *out, const struct table *t, size_t row,
                    const int *widths, struct lines *cells)
{
    size_t height = 1;

    for (size_t c = 0; c < t->columns; c++) {
        cells[c] = lines_new(out->arena, widths[c]);
        put_spans(&cells[c], cell_at(t, row, c));
        lines_end(&cells[c]);
        height = cells[c].n > height ? cells[c].n : height;
    }
    for (size_t i = 0; i < height; i++) {
        for (size_t c = 0; c < t->columns; c++) {
            lines_puts(out, style_of(ROLE_RULE), c == 0 ? "│" : " │");
            lines_puts(out, style_of(ROLE_PLAIN), " ");
            put_cell_line(out, &cells[c], i, widths[c],
                          t->align != NULL ? t->align[c] : ALIGN_NONE);
        }
        lines_puts(out, style_of(ROLE_RULE), " │");
        lines_end_code(out);
    }
    for (size_t c = 0; c < t->columns; c++)
        lines_release(&cells[c]);
}

/* For narrow screens: "header: value", a row behind the other. */
static void put_list(struct lines *out, const struct table *t)
{
    for (size_t r = t->header && t->rows > 1; r < t->rows; r++) {
        for (size_t c = 0; c < t->columns; c++) {
            const struct line *head = cell_at(t, 0, c);

            if (cell_at(t, r, c)->width == 0)
                continue;
            if (t->header && t->rows > 1 && head->width > 0) {
                put_spans(out, head);
                lines_puts(out, style_of(ROLE_DIM), ": ");
            }
            put_spans(out, cell_at(t, r, c));
            lines_end(out);
        }
        if (r + 1 < t->rows)
            lines_blank(out);
    }
}

void table_draw(struct lines *out, const struct table *t)
{
    static const char *const top[] = {"┌", "┬", "┐"},
                             *const middle[] = {"├", "┼", "┤"},
                             *const bottom[] = {"└", "┴", "┘"};
    int *widths = arena_new_array(out->arena, t->columns, sizeof *widths);
    struct lines *cells =
        arena_new_array(out->arena, t->columns, sizeof *cells);

    if (t->columns == 0 || t->rows == 0)
        return;
    if (t->columns > (size_t)lines_room(out) ||
        !measure(t, lines_room(out), widths)) {
        put_list(out, t);
        return;
    }
    put_border(out, t, widths, top);
    for (size_t r = 0; r < t->rows; r++) {
        put_row(out, t, r, widths, cells);
        if (r == 0 && t->header && t->rows > 1)
            put_border(out, t, widths, middle);
    }
    put_border(out, t, widths, bottom);
}
