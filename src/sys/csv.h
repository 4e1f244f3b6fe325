/* csv.h - a table of comma-separated values as rows of cells, by libcsv.
 *
 * As spreadsheets write it: quotes around cells with commas, quotes or line
 * ends in them ("" for a quote), LF or CRLF, a byte order mark or none. What
 * separates cells is seen from the first line: comma, semicolon or tab,
 * whichever stands there most often. Blanks around a cell without quotes do
 * not count, nor do empty lines. A cell may hold any bytes but NUL; whoever
 * prints them escapes them. */
#ifndef SYS_CSV_H
#define SYS_CSV_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

enum {
    CSV_BYTES_MAX = 256 << 20,
    CSV_CELLS_MAX = 10000, /* of a row */
};

struct csv_cell {
    struct slice text;
    size_t line, col; /* where it begins, from 1; col in bytes */
};

struct csv_row {
    struct csv_cell *cell;
    size_t n; /* rows need not be equally long */
};

struct csv {
    struct csv_row *row; /* the first is the header, if there is one */
    size_t n;
    struct slice file;  /* its name, for findings */
    struct arena arena; /* owns all of it */
};

/* Reads `text` of `file`. 0, or -1 after adding an error (rule "csv") to
 * `found`; *out is empty then. Release it. */
int csv_read(struct csv *out, struct slice text, struct slice file,
             struct diags *found);
void csv_release(struct csv *csv);

/* A finding at a cell, rule "csv": an error, or a warning. */
void csv_complain(const struct csv *csv, const struct csv_cell *cell,
                  enum diag_level level, struct diags *found, const char *fmt,
                  ...) __attribute__((format(printf, 5, 6)));

/* Appends one cell, with a comma in front unless it begins the row (`out` is
 * empty or ends in a line end), quoted where it must be. csv_end ends the
 * row. What was put is what csv_read gives. */
void csv_put(struct str *out, struct slice text);
void csv_end(struct str *out);

/* The same for text of strangers that a spreadsheet will open: a cell that
 * would begin a formula (=, +, -, @, tab, CR) gets an apostrophe in front.
 * Numbers stay as they are. */
void csv_put_safe(struct str *out, struct slice text);

#endif
