#include "view/cells.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "text/unicode.h"

static const struct cell blank = {.text = " ", .len = 1, .width = 1};

void cells_init(struct cells *c, int rows, int columns)
{
    assert(rows >= 0 && columns >= 0);
    *c = (struct cells){.rows = rows, .columns = columns};
    c->at = mem_new_array((size_t)rows * (size_t)columns, sizeof *c->at);
    cells_clear(c);
}

void cells_release(struct cells *c)
{
    free(c->at);
    *c = (struct cells){0};
}

void cells_clear(struct cells *c)
{
    for (int i = 0; i < c->rows * c->columns; i++)
        c->at[i] = blank;
    c->cursor_row = c->cursor_column = -1;
}

struct cell *cells_at(const struct cells *c, int row, int column)
{
    assert(row >= 0 && row < c->rows && column >= 0 && column < c->columns);
    return &c->at[row * c->columns + column];
}

bool cell_eq(const struct cell *a, const struct cell *b)
{
    return a->len == b->len && a->width == b->width &&
           style_eq(a->style, b->style) &&
           memcmp(a->text, b->text, a->len) == 0;
}

/* As many whole characters of the cluster as a cell holds behind `used`
 * bytes. */
static size_t room_for(struct slice bytes, size_t used)
{
    size_t n = 0, len;

    while (n < bytes.len) {
        utf8_next(slice_skip(bytes, n), &len);
        if (used + n + len > CELL_BYTES)
            break;
        n += len;
    }
    return n;
}

static void append(struct cell *cell, struct slice bytes)
{
    size_t n = room_for(bytes, cell->len);

    memcpy(cell->text + cell->len, bytes.at, n);
    cell->len = (uint8_t)(cell->len + n);
}

/* A mark without a character of its own joins the one before it. */
static void join(struct cells *c, int row, int column, struct slice bytes)
{
    struct cell *cell;

    if (column == 0)
        return;
    cell = cells_at(c, row, column - 1);
    if (cell->width == 0 && column > 1)
        cell = cells_at(c, row, column - 2);
    append(cell, bytes);
    cell->risky = true;
}

/* Half of a wide character that is overwritten must not stay. */
static void break_up(struct cells *c, int row, int column)
{
    struct cell *cell = cells_at(c, row, column);

    if (cell->width == 0 && column > 0)
        *cells_at(c, row, column - 1) = blank;
    if (cell->width == 2 && column + 1 < c->columns)
        *cells_at(c, row, column + 1) = blank;
}

static void place(struct cells *c, int row, int column,
                  const struct grapheme *g, struct style style)
{
    struct cell cell = {
        .width = (uint8_t)g->width, .risky = g->risky, .style = style};

    append(&cell, g->bytes);
    break_up(c, row, column);
    if (g->width == 2) {
        break_up(c, row, column + 1);
        *cells_at(c, row, column + 1) = (struct cell){.style = style};
    }
    *cells_at(c, row, column) = cell;
}

int cells_put(struct cells *c, int row, int column, int end,
              struct style style, struct slice text)
{
    struct grapheme g;

    end = end < c->columns ? end : c->columns;
    if (row < 0 || row >= c->rows || column < 0)
        return column;
    while (grapheme_next(&text, &g)) {
        if (g.width == 0) {
            if (column <= end)
                join(c, row, column, g.bytes);
            continue;
        }
        if (column + g.width > end)
            break;
        place(c, row, column, &g, style);
        column += g.width;
    }
    return column;
}

int cells_put_line(struct cells *c, int row, int column, int end,
                   const struct line *line)
{
    for (size_t i = 0; i < line->nspans; i++)
        column = cells_put(c, row, column, end, line->spans[i].style,
                           line->spans[i].text);
    return column;
}

void cells_text(struct str *out, const struct cells *c)
{
    for (int row = 0; row < c->rows; row++) {
        size_t ends = out->len;

        for (int column = 0; column < c->columns; column++) {
            const struct cell *cell = cells_at(c, row, column);

            str_put(out, (struct slice){cell->text, cell->len});
            if (cell->len != 1 || cell->text[0] != ' ')
                ends = cell->width > 0 ? out->len : ends;
        }
        str_truncate(out, ends);
        str_putc(out, '\n');
    }
}
