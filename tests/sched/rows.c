#include "rows.h"

#include <stdio.h>
#include <stdlib.h>

#include "check.h"

void read_whole(struct str *out, const char *path)
{
    FILE *f = fopen(path, "rb");
    char chunk[4096];
    size_t n;

    if (f == NULL)
        fail_msg("%s is missing: run tests from the root of the tree", path);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        str_put(out, (struct slice){chunk, n});
    fclose(f);
}

static size_t split(struct slice line, struct slice *cells)
{
    size_t n = 0, at = 0;

    while (at <= line.len) {
        size_t end = slice_find(line, at, SLICE(","));

        assert_in_range(n, 0, ROWS_COLUMNS_MAX - 1);
        cells[n++] = slice_sub(line, at, end - at);
        at = end + 1;
    }
    return n;
}

void rows_open(struct rows *rows, const char *path)
{
    struct slice line;

    *rows = (struct rows){.text = STR_EMPTY, .line = 1};
    read_whole(&rows->text, path);
    rows->rest = str_slice(&rows->text);
    assert_true(slice_line(&rows->rest, &line));
    rows->columns = split(line, rows->header);
}

void rows_close(struct rows *rows)
{
    str_release(&rows->text);
}

bool rows_next(struct rows *rows)
{
    struct slice line;

    rows->line++;
    if (!slice_line(&rows->rest, &line))
        return false;
    assert_int_equal(split(line, rows->cell), rows->columns);
    return true;
}

struct slice rows_text(const struct rows *rows, const char *column)
{
    for (size_t i = 0; i < rows->columns; i++)
        if (slice_is(rows->header[i], column))
            return rows->cell[i];
    fail_msg("no column %s", column);
    return SLICE("");
}

long long rows_number(const struct rows *rows, const char *column)
{
    char digits[32];
    struct slice cell = rows_text(rows, column);

    snprintf(digits, sizeof digits, "%.*s", SLICE_FMT(cell));
    return strtoll(digits, NULL, 10);
}
