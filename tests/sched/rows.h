/* rows.h - the rows of a CSV file of test vectors: no quotes, one header. */
#ifndef TESTS_SCHED_ROWS_H
#define TESTS_SCHED_ROWS_H

#include "base/str.h"

enum { ROWS_COLUMNS_MAX = 24 };

struct rows {
    struct str text; /* the whole file */
    struct slice rest, header[ROWS_COLUMNS_MAX], cell[ROWS_COLUMNS_MAX];
    size_t columns, line;
};

/* Reads the file; the test fails when it is not there. */
void rows_open(struct rows *rows, const char *path);
void rows_close(struct rows *rows);

/* Steps to the next row; false at the end. */
bool rows_next(struct rows *rows);

/* A cell of this row by the name of its column. */
struct slice rows_text(const struct rows *rows, const char *column);
long long rows_number(const struct rows *rows, const char *column);

/* Appends a whole file; the test fails when it is not there. */
void read_whole(struct str *out, const char *path);

#endif
