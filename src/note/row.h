/* row.h - where the cells of a table's row stand in their line, which the
 * parser does not tell. */
#ifndef NOTE_ROW_H
#define NOTE_ROW_H

#include "note/source.h"

struct row {
    struct slice rest;  /* of the line */
    uint32_t line, col; /* of its first byte */
    size_t next;        /* number of the cell that comes next, from 0 */
};

/* `from` is a column before which no cell begins: where the table does, when
 * the row is in the line that opens it, else 1. */
void row_begin(struct row *row, const struct source *source, uint32_t line,
               uint32_t from);

/* Cuts the next cell off and says where its text begins. */
struct place row_cell(struct row *row);

#endif
