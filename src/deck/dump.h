/* dump.h - everything that a deck holds, row by row, and a deck made of such
 * rows again: for files that other programs can read (cards.json, cards.csv)
 * and that lose nothing.
 *
 * A row is the values of one table in an order that never changes; a column
 * that comes later stands behind the others. What is given up is what belongs
 * to this file alone: for which machine it was made. */
#ifndef DECK_DUMP_H
#define DECK_DUMP_H

#include "deck/deck.h"

enum dump_kind { DUMP_NULL, DUMP_INT, DUMP_TEXT, DUMP_BLOB };

struct dump_value {
    enum dump_kind kind;
    int64_t number;
    struct slice bytes; /* of a text or blob */
};

enum { DUMP_COLUMNS_MAX = 20 };

/* A table: its name and how many columns its rows have. */
struct dump_table {
    const char *name, *select, *insert;
    size_t ncolumns;
};

/* The table of that name, or NULL. */
const struct dump_table *dump_find(struct slice name);

/* Calls `each` for every row of every table until it returns non-zero, and
 * returns that. Values live for that call. */
int deck_dump(struct deck *deck,
              int (*each)(const struct dump_table *table,
                          const struct dump_value *values, void *arg,
                          struct err *err),
              void *arg, struct err *err);

/* A new deck takes the rows of another: begins, takes one row, and ends by
 * folding the events. -1 with ERR_UNSAFE when the rows make no deck; nothing
 * was written then. */
int dump_load_begin(struct deck *deck, struct err *err);
int dump_load_row(struct deck *deck, const struct dump_table *table,
                  const struct dump_value *values, struct err *err);
int dump_load_end(struct deck *deck, struct err *err);
void dump_load_abort(struct deck *deck);

#endif
