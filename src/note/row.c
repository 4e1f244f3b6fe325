#include "note/row.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static void skip(struct row *row, size_t n)
{
    row->rest = slice_skip(row->rest, n);
    row->col += (uint32_t)n;
}

void row_begin(struct row *row, const struct source *source, uint32_t line,
               uint32_t from)
{
    *row = (struct row){source_line(source, line), line, 1, 0};
    if (from <= row->rest.len)
        skip(row, from - 1);
    while (row->rest.len > 0 &&
           (blank(row->rest.at[0]) || row->rest.at[0] == '>'))
        skip(row, 1);
    if (row->rest.len > 0 && row->rest.at[0] == '|')
        skip(row, 1);
}

struct place row_cell(struct row *row)
{
    struct slice *rest = &row->rest;
    struct place at;
    size_t n = 0;

    while (rest->len > 0 && blank(rest->at[0]))
        skip(row, 1);
    at = (struct place){row->line, row->col};
    while (n < rest->len && rest->at[n] != '|')
        n += rest->at[n] == '\\' && n + 1 < rest->len ? 2 : 1;
    skip(row, n < rest->len ? n + 1 : n);
    row->next++;
    return at;
}
