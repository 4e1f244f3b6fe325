/* table.h - rows and columns drawn with lines:
 *
 *     ┌─────┬───────┬──────┐
 *     │ VPN │ valid │  PPN │
 *     ├─────┼───────┼──────┤
 *     │ 000 │ 1     │ 0010 │
 *     └─────┴───────┴──────┘
 *
 * Columns are as wide as what is in them; where the room is short the widest
 * ones give way and their cells wrap. When even that leaves too little, each
 * row becomes a list of "header: value". */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include "note/doc.h"
#include "view/lines.h"

struct table {
    size_t columns, rows;
    struct line *cells;           /* rows * columns, row after row; spans are
                                     escaped */
    const enum cell_align *align; /* one a column, or NULL */
    bool header;                  /* the first row is one */
};

void table_draw(struct lines *out, const struct table *t);

/* A cell of one piece of text, escaped into the arena. */
struct line table_cell(struct arena *arena, struct style style,
                       struct slice text);

/* Fits the widths of columns into `room` by capping the widest; false, and
 * nothing changed, when columns would get too narrow to help anybody. */
bool table_fit(int *widths, size_t n, int room);

#endif
