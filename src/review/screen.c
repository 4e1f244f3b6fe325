#include "review/screen.h"

#include "text/unicode.h"

void screen_release(struct screen *s)
{
    cells_release(&s->shown);
    s->known = false;
}

void screen_forget(struct screen *s)
{
    s->known = false;
}

/* Where the terminal's pen is and how it writes, while bytes are made. */
struct pen {
    struct str *out;
    enum depth depth;
    int row, column; /* -1: anywhere */
    bool styled;     /* `style` is known */
    struct style style;
    bool begun; /* something was written */
};

/* The bracket ?2026 makes the terminal show all or nothing of it. */
static void begin(struct pen *pen)
{
    if (!pen->begun)
        str_puts(pen->out, "\033[?2026h\033[?25l");
    pen->begun = true;
}

static void move(struct pen *pen, int row, int column)
{
    if (pen->row != row || pen->column != column)
        str_printf(pen->out, "\033[%d;%dH", row + 1, column + 1);
    pen->row = row;
    pen->column = column;
}

static void dip(struct pen *pen, struct style style)
{
    if (!pen->styled || !style_eq(pen->style, style))
        style_put(pen->out, style, pen->depth);
    pen->style = style;
    pen->styled = true;
}

/* A terminal may draw a risky cluster so many columns wider than we think
 * (an emoji and its skin tone side by side). What stands there is written
 * again; at the right edge, where it could break the line, the cluster's
 * first character has to do. */
enum { SPILL_COLUMNS = 2 };

static struct slice cell_text(const struct cell *cell, int columns_left)
{
    struct slice text = {cell->text, cell->len};
    size_t len;

    if (cell->risky && cell->width + SPILL_COLUMNS > columns_left) {
        utf8_next(text, &len);
        text.len = len;
    }
    return text;
}

static void write_cell(struct pen *pen, const struct cells *want, int row,
                       int column)
{
    const struct cell *cell = cells_at(want, row, column);

    begin(pen);
    move(pen, row, column);
    dip(pen, cell->style);
    if (cell->risky && cell->width == 2) {
        /* a terminal that takes it for narrow must not leave what was there
         * in the second column */
        str_puts(pen->out, "  ");
        pen->row = -1;
        move(pen, row, column);
    }
    str_put(pen->out, cell_text(cell, want->columns - column));
    pen->column += cell->width;
    if (cell->risky || pen->column >= want->columns)
        pen->row = -1;
}

static void write_row(struct pen *pen, const struct cells *shown,
                      const struct cells *want, int row)
{
    int spilt = 0; /* columns up to this one are in doubt */

    for (int column = 0; column < want->columns; column++) {
        const struct cell *cell = cells_at(want, row, column);
        bool same = cell_eq(cell, cells_at(shown, row, column));

        if (cell->width == 0 || (same && column >= spilt))
            continue;
        write_cell(pen, want, row, column);
        if (cell->risky)
            spilt = column + cell->width + SPILL_COLUMNS;
    }
}

/* What is shown becomes an empty grid of the size that is wanted. */
static void wipe(struct pen *pen, struct screen *s, const struct cells *want)
{
    begin(pen);
    str_puts(pen->out, "\033[0m\033[2J");
    pen->style = style_of(ROLE_PLAIN);
    pen->styled = true;
    cells_release(&s->shown);
    cells_init(&s->shown, want->rows, want->columns);
}

static void put_cursor(struct pen *pen, const struct cells *want)
{
    if (want->cursor_row < 0)
        return;
    pen->row = -1;
    move(pen, want->cursor_row, want->cursor_column);
    str_puts(pen->out, "\033[?25h");
}

static bool same_size(const struct cells *a, const struct cells *b)
{
    return a->rows == b->rows && a->columns == b->columns;
}

void screen_update(struct str *out, struct screen *s,
                   const struct cells *want)
{
    struct pen pen = {.out = out, .depth = s->depth, .row = -1};
    size_t n = (size_t)want->rows * (size_t)want->columns;

    if (!s->known || !same_size(&s->shown, want))
        wipe(&pen, s, want);
    for (int row = 0; row < want->rows; row++)
        write_row(&pen, &s->shown, want, row);
    if (s->shown.cursor_row != want->cursor_row ||
        s->shown.cursor_column != want->cursor_column)
        begin(&pen);
    if (pen.begun) {
        dip(&pen, style_of(ROLE_PLAIN));
        put_cursor(&pen, want);
        str_puts(out, "\033[?2026l");
    }
    memcpy(s->shown.at, want->at, n * sizeof *want->at);
    s->shown.cursor_row = want->cursor_row;
    s->shown.cursor_column = want->cursor_column;
    s->known = true;
}
