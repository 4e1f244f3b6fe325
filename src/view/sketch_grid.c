/*        VPN  │ valid │ PPN
 *      ───────┼───────┼──────
 *        0x10 │   1   │ 0x09
 *    ▶   0x11 │   1   │  ?
 *        ⋮ 238
 *
 *  Cells whose words don't fit have several lines. Many rows stand in panels
 *  beside each other where there is room for them. */
#include "text/escape.h"
#include "text/unicode.h"
#include "view/figure_inside.h"
#include "view/sketch_inside.h"
#include "view/table.h"

enum {
    TALL = 20, /* rows */
    PANELS_MAX = 3,
    ASKED_MIN = 4, /* columns to write an answer in */
    WIDE_MAX = 16, /* of a column, where not all of them fit */
};

/* How a grid is laid out. */
struct plan {
    struct drawing *d;
    const struct figure_grid *g;
    struct sketch s;
    int column;          /* width of a character */
    int *width;          /* of each column, in characters */
    int gutter;          /* at the left, for the marks of rows */
    int across;          /* of a panel, gutter included */
    int gap;             /* between panels */
    size_t panels, rows; /* rows of a panel */
};

/* --- what a cell says --------------------------------------------------- */

static void cell_text(struct str *out, const struct figure_cell *cell)
{
    if (cell->mark == FIGURE_ASKED) {
        str_putc(out, '?');
        return;
    }
    escape_line(out, cell->text);
    if (cell->mark == FIGURE_CHANGED)
        str_puts(out, " *");
}

static int cell_columns(const struct figure_cell *cell)
{
    struct str text = STR_EMPTY;
    int columns;

    cell_text(&text, cell);
    columns = text_width(str_slice(&text));
    str_release(&text);
    return cell->mark == FIGURE_ASKED ? ASKED_MIN : columns;
}

static void elided_text(struct str *out, const struct figure_row *row)
{
    str_printf(out, "⋮ %llu", (unsigned long long)row->elided);
}

/* --- widths ------------------------------------------------------------- */

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static void measure(struct plan *p)
{
    struct str text = STR_EMPTY;

    for (size_t c = 0; c < p->g->columns; c++) {
        p->width[c] = larger(1, text_width(p->g->head[c].text));
        for (size_t r = 0; r < p->g->rows; r++)
            if (p->g->row[r].elided == 0)
                p->width[c] =
                    larger(p->width[c], cell_columns(&p->g->row[r].cell[c]));
    }
    for (size_t r = 0; r < p->g->rows; r++)
        if (p->g->row[r].elided > 0) {
            str_clear(&text);
            elided_text(&text, &p->g->row[r]);
            p->width[0] = larger(p->width[0], text_width(str_slice(&text)));
        }
    str_release(&text);
}

static int gutter(const struct plan *p)
{
    for (size_t r = 0; r < p->g->rows; r++)
        if (p->g->row[r].mark != FIGURE_PLAIN &&
            p->g->row[r].mark != FIGURE_DIM)
            return 2 * p->column;
    return 0;
}

/* Columns that text may take beside each other, blanks around it apart. */
static int room(const struct plan *p)
{
    return (p->s.width - p->gutter) / p->column - 2 * (int)p->g->columns;
}

static int sum(const struct plan *p)
{
    int all = 0;

    for (size_t c = 0; c < p->g->columns; c++)
        all += p->width[c];
    return all;
}

static void fit(struct plan *p)
{
    struct figure_grid *joined;

    measure(p);
    if (sum(p) > room(p)) {
        joined = arena_new(p->d->arena, sizeof *joined);
        *joined = figure_grid_join(p->d->arena, p->g);
        p->g = joined;
        measure(p);
    }
    if (!table_fit(p->width, p->g->columns, room(p)))
        for (size_t c = 0; c < p->g->columns; c++)
            if (p->width[c] > WIDE_MAX)
                p->width[c] = WIDE_MAX;
    p->across = p->gutter + (sum(p) + 2 * (int)p->g->columns) * p->column;
}

/* Rows that a panel should not exceed. */
static size_t tall(const struct plan *p)
{
    int row = sketch_leading(p->s.size) + p->s.size * 3 / 10;

    return p->s.height > 3 * row ? (size_t)(p->s.height / row - 1) : TALL;
}

static void divide(struct plan *p)
{
    p->panels = 1;
    while (p->panels < PANELS_MAX && p->g->rows > tall(p) * p->panels &&
           (int)(p->panels + 1) * (p->across + p->gap) - p->gap <= p->s.width)
        p->panels++;
    p->rows = (p->g->rows + p->panels - 1) / p->panels;
}

/* --- drawing ------------------------------------------------------------ */

static int lines_of(struct slice text, int columns)
{
    int lines = 0;
    size_t next;

    for (; text.len > 0; text = slice_skip(text, next), lines++)
        text_break(text, columns, &next);
    return larger(lines, 1);
}

/* The lines of a text in column `c`, which begins at `x`. */
static void put_text(struct plan *p, size_t c, int x, int y,
                     struct draw_pen pen, struct slice text)
{
    int width = (p->width[c] + 2) * p->column;
    size_t next;

    x += pen.anchor == DRAW_END      ? width - p->column
         : pen.anchor == DRAW_MIDDLE ? width / 2
                                     : p->column;
    while (text.len > 0) {
        size_t end = text_break(text, p->width[c], &next);

        draw_text(p->d, x, y, pen, slice_sub(text, 0, end));
        y += sketch_leading(p->s.size);
        text = slice_skip(text, next);
    }
}

static int row_height(const struct plan *p, int lines)
{
    return lines * sketch_leading(p->s.size) + p->s.size * 3 / 10;
}

static int row_lines(struct plan *p, const struct figure_cell *cells)
{
    struct str text = STR_EMPTY;
    int lines = 1;

    for (size_t c = 0; cells != NULL && c < p->g->columns; c++) {
        str_clear(&text);
        cell_text(&text, &cells[c]);
        lines = larger(lines, lines_of(str_slice(&text), p->width[c]));
    }
    str_release(&text);
    return lines;
}

static int base_line(const struct plan *p, int top)
{
    return top + p->s.size * 3 / 20 + sketch_ascent(p->s.size);
}

static int put_head(struct plan *p, int x, int top)
{
    struct draw_pen pen = {
        .font = DRAW_MONO, .ink = SHADE_INK, .size = p->s.size, .bold = true};
    int lines = row_lines(p, p->g->head);

    for (size_t c = 0; c < p->g->columns; c++) {
        struct str text = STR_EMPTY;

        cell_text(&text, &p->g->head[c]);
        pen.anchor = p->g->right[c] ? DRAW_END : DRAW_START;
        put_text(p, c, x, base_line(p, top), pen, str_slice(&text));
        str_release(&text);
        x += (p->width[c] + 2) * p->column;
    }
    return top + row_height(p, lines);
}

/* The frame of a cell that stands out. */
static void put_frame(struct plan *p, enum figure_mark mark, int x, int y,
                      int width, int height)
{
    int in = p->column / 3, above = p->s.size / 10;

    if (mark == FIGURE_HERE)
        draw_box(p->d, x + in, y + above, width - 2 * in, height - 2 * above,
                 SHADE_INK, 5 * POINT / 4, SHADE_NONE);
    else if (mark == FIGURE_ASKED)
        draw_dashed_box(p->d, x + in, y + above, width - 2 * in,
                        height - 2 * above);
}

static void put_mark(struct plan *p, enum figure_mark mark, int x, int top)
{
    struct draw_pen pen = sketch_pen(p->s, mark);
    int size = p->s.size;

    if (mark == FIGURE_HERE)
        draw_arrow(p->d, x + p->column / 4, top + size * 2 / 5,
                   p->column * 5 / 4, size * 3 / 4);
    else if (mark == FIGURE_CHANGED || mark == FIGURE_ASKED)
        draw_text(p->d, x + p->column / 2, base_line(p, top), pen,
                  mark == FIGURE_CHANGED ? SLICE("*") : SLICE("?"));
}

static void put_cell(struct plan *p, size_t c, const struct figure_row *row,
                     int x, int top, int height)
{
    const struct figure_cell *cell = &row->cell[c];
    enum figure_mark mark =
        cell->mark != FIGURE_PLAIN ? cell->mark : row->mark;
    struct draw_pen pen = sketch_pen(p->s, mark);
    struct str text = STR_EMPTY;

    cell_text(&text, cell);
    pen.anchor = cell->mark == FIGURE_ASKED ? DRAW_MIDDLE
                 : p->g->right[c]           ? DRAW_END
                                            : DRAW_START;
    put_frame(p, cell->mark, x, top, (p->width[c] + 2) * p->column, height);
    put_text(p, c, x, base_line(p, top), pen, str_slice(&text));
    str_release(&text);
}

static int put_elided(struct plan *p, const struct figure_row *row, int x,
                      int top)
{
    struct draw_pen pen = sketch_pen(p->s, FIGURE_DIM);
    struct str text = STR_EMPTY;

    elided_text(&text, row);
    pen.anchor = p->g->right[0] ? DRAW_END : DRAW_START;
    put_text(p, 0, x, base_line(p, top), pen, str_slice(&text));
    str_release(&text);
    return top + row_height(p, 1);
}

static int put_row(struct plan *p, const struct figure_row *row, int x,
                   int top)
{
    int height;

    if (row->elided > 0)
        return put_elided(p, row, x, top);
    height = row_height(p, row_lines(p, row->cell));
    if (row->mark == FIGURE_HERE || row->mark == FIGURE_CHANGED)
        draw_box(p->d, x, top, p->across - p->gutter, height, SHADE_NONE, 0,
                 SHADE_TINT);
    put_mark(p, row->mark, x - p->gutter, top);
    for (size_t c = 0; c < p->g->columns; c++) {
        put_cell(p, c, row, x, top, height);
        x += (p->width[c] + 2) * p->column;
    }
    return top + height;
}

/* The lines between and around cells. */
static void put_rules(struct plan *p, int x, int top, int bottom)
{
    int width = p->across - p->gutter;

    draw_box(p->d, x, top, width, bottom - top, SHADE_RULE, POINT * 3 / 4,
             SHADE_NONE);
    for (size_t c = 0; c + 1 < p->g->columns; c++) {
        x += (p->width[c] + 2) * p->column;
        draw_line(p->d, x, top, 0, bottom - top);
    }
}

/* Rows [from, to) below a head. */
static int put_panel(struct plan *p, size_t from, size_t to, int x, int top)
{
    int y = put_head(p, x, top);

    for (size_t r = from; r < to; r++) {
        draw_line(p->d, x, y, p->across - p->gutter, 0);
        y = put_row(p, &p->g->row[r], x, y);
    }
    put_rules(p, x, top, y);
    return y + POINT;
}

static bool has_new(const struct figure_grid *g)
{
    for (size_t r = 0; r < g->rows; r++) {
        if (g->row[r].mark == FIGURE_CHANGED)
            return true;
        for (size_t c = 0; g->row[r].elided == 0 && c < g->columns; c++)
            if (g->row[r].cell[c].mark == FIGURE_CHANGED)
                return true;
    }
    return false;
}

static int put_legend(struct plan *p, int top)
{
    struct str text = STR_EMPTY;

    figure_grid_reasons(&text, p->g);
    if (text.len > 0) {
        struct str line = STR_EMPTY;

        str_printf(&line, "⋮ rows left out: %s", text.at);
        top = sketch_note(p->d, p->s, top, str_slice(&line));
        str_release(&line);
    }
    str_release(&text);
    return has_new(p->g) ? sketch_note(p->d, p->s, top, SLICE("* new")) : top;
}

int sketch_grid(struct drawing *d, const struct figure_grid *g,
                struct sketch s, int top)
{
    struct plan p = {.d = d, .g = g, .s = s, .column = draw_column(s.size)};
    int bottom = top, end;

    p.gap = 3 * p.column;
    p.width = arena_new_array(d->arena, g->columns, sizeof *p.width);
    p.gutter = gutter(&p);
    fit(&p);
    divide(&p);
    for (size_t i = 0; i < p.panels; i++) {
        size_t from = i * p.rows, to = from + p.rows;
        int x = (int)i * (p.across + p.gap) + p.gutter;

        to = to < p.g->rows ? to : p.g->rows;
        if (from < to || i == 0) {
            end = put_panel(&p, from, to, x, top);
            bottom = larger(bottom, end);
            sketch_reach(d, x + p.across - p.gutter + POINT);
        }
    }
    return put_legend(&p, bottom);
}
