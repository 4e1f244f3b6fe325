/* cells.h - a screen as a grid of cells, each one user-perceived character.
 *
 * Whoever draws knows rows and columns only; review/screen.h turns the
 * difference of two grids into bytes. Rows and columns count from 0; what
 * falls outside is cut off. */
#ifndef VIEW_CELLS_H
#define VIEW_CELLS_H

#include "view/lines.h"

enum { CELL_BYTES = 30 };

struct cell {
    char text[CELL_BYTES]; /* a grapheme, cut at a character if longer */
    uint8_t len;           /* its bytes; 0: right half of a wide one */
    uint8_t width;         /* 1 or 2; 0 for a right half */
    bool risky;            /* terminals disagree about its width */
    struct style style;
};

struct cells {
    int rows, columns;
    struct cell *at;               /* rows * columns, row after row */
    int cursor_row, cursor_column; /* -1, -1: no cursor */
};

/* A blank grid; release it. */
void cells_init(struct cells *c, int rows, int columns);
void cells_release(struct cells *c);
void cells_clear(struct cells *c);

struct cell *cells_at(const struct cells *c, int row, int column);
bool cell_eq(const struct cell *a, const struct cell *b);

/* Draws escaped text from `column` on, at most up to `end`; returns the
 * column behind it. A wide character that does not fit is left out. */
int cells_put(struct cells *c, int row, int column, int end,
              struct style style, struct slice text);

/* Draws a line; returns the column behind it. */
int cells_put_line(struct cells *c, int row, int column, int end,
                   const struct line *line);

/* Appends the grid as text, a line a row, blanks at line ends cut. */
void cells_text(struct str *out, const struct cells *c);

#endif
