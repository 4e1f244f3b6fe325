/* Bytes are handed to libcsv one by one: it tells of a cell when that ends,
 * so whoever counts along knows where the next one begins. */
#include "sys/csv.h"

#include <csv.h>
#include <stdlib.h>

#include "base/mem.h"

struct reader {
    struct csv csv; /* what will be handed out */
    size_t rows_cap;
    struct csv_cell *cell; /* of the row being read */
    size_t ncells, cells_cap;
    size_t line, col;           /* of the byte at hand */
    size_t cell_line, cell_col; /* where the cell at hand begins */
    bool began;                 /* something of it was seen */
    bool crowded;               /* a row has too many cells */
};

static int refuse(const struct reader *r, struct diags *found, size_t line,
                  size_t col, const char *text)
{
    diags_add(found, DIAG_ERROR, "csv", r->csv.file, line, col, SLICE(""),
              "%s", text);
    return -1;
}

/* --- what libcsv tells -------------------------------------------------- */

static void take_cell(void *text, size_t len, void *arg)
{
    struct reader *r = arg;

    if (r->ncells == CSV_CELLS_MAX) {
        r->crowded = true;
        return;
    }
    r->cell = mem_grow(r->cell, r->ncells, &r->cells_cap, sizeof *r->cell);
    r->cell[r->ncells++] = (struct csv_cell){
        .text = arena_copy(&r->csv.arena, (struct slice){text, len}),
        .line = r->cell_line,
        .col = r->cell_col,
    };
}

static void take_row(int end, void *arg)
{
    struct reader *r = arg;
    struct csv_row row = {.n = r->ncells};

    (void)end;
    row.cell = arena_new_array(&r->csv.arena, row.n, sizeof *row.cell);
    memcpy(row.cell, r->cell, row.n * sizeof *row.cell);
    r->ncells = 0;
    r->csv.row =
        mem_grow(r->csv.row, r->csv.n, &r->rows_cap, sizeof *r->csv.row);
    r->csv.row[r->csv.n++] = row;
}

/* --- what separates ----------------------------------------------------- */

/* The character that stands most often between cells of the first line. */
static unsigned char separator(struct slice text)
{
    static const char marks[] = ",;\t";
    size_t count[sizeof marks - 1] = {0}, best = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.len; i++) {
        const char *mark = strchr(marks, text.at[i]);

        if (text.at[i] == '"')
            quoted = !quoted;
        else if (!quoted && text.at[i] == '\n')
            break;
        else if (!quoted && mark != NULL && *mark != '\0')
            count[mark - marks]++;
    }
    for (size_t i = 1; i < sizeof marks - 1; i++)
        if (count[i] > count[best])
            best = i;
    return (unsigned char)marks[best];
}

/* --- reading ------------------------------------------------------------ */

/* Goes on to the next byte; a cell begins behind a separator or line end,
 * and not with the blanks before it. */
static void step(struct reader *r, struct csv_parser *p, char c)
{
    size_t cells = r->ncells, rows = r->csv.n;

    if (!r->began && c != ' ' && c != '\n' && c != '\r') {
        r->cell_line = r->line;
        r->cell_col = r->col;
        r->began = true;
    }
    csv_parse(p, &c, 1, take_cell, take_row, r);
    if (r->ncells != cells || r->csv.n != rows)
        r->began = false;
    r->col++;
    if (c == '\n') {
        r->line++;
        r->col = 1;
    }
}

static int read_all(struct reader *r, struct csv_parser *p, struct slice text,
                    struct diags *found)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\0')
            return refuse(r, found, r->line, r->col,
                          "a NUL byte can't stand in a table of text; was "
                          "the file saved as CSV?");
        step(r, p, text.at[i]);
        if (csv_error(p) != 0)
            return refuse(r, found, r->line, r->col > 1 ? r->col - 1 : 1,
                          "quotes go around a whole cell, those in it are "
                          "doubled: \"like \"\"this\"\"\"");
        if (r->crowded)
            return refuse(r, found, r->line, r->col,
                          "this row has more than 10000 cells");
    }
    csv_fini(p, take_cell, take_row, r);
    if (csv_error(p) != 0)
        return refuse(r, found, r->cell_line, r->cell_col,
                      "this quote is never closed");
    return 0;
}

static int begin(struct reader *r, struct slice *text, struct diags *found)
{
    struct slice mark = SLICE("\xef\xbb\xbf");

    if (text->len > CSV_BYTES_MAX)
        return refuse(r, found, 1, 1, "the file is larger than 256 MiB");
    if (slice_has_prefix(*text, SLICE("\xff\xfe")) ||
        slice_has_prefix(*text, SLICE("\xfe\xff")))
        return refuse(r, found, 1, 1,
                      "the file is UTF-16; save it as CSV UTF-8");
    if (slice_has_prefix(*text, mark)) {
        *text = slice_skip(*text, mark.len);
        r->col += mark.len;
    }
    return 0;
}

int csv_read(struct csv *out, struct slice text, struct slice file,
             struct diags *found)
{
    struct reader r = {.line = 1, .col = 1};
    struct csv_parser p;
    int failed;

    *out = (struct csv){0};
    r.csv.file = arena_copy(&r.csv.arena, file);
    failed = begin(&r, &text, found);
    if (failed == 0) {
        csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
        csv_set_realloc_func(&p, mem_resize);
        csv_set_delim(&p, separator(text));
        failed = read_all(&r, &p, text, found);
        csv_free(&p);
    }
    free(r.cell);
    if (failed < 0)
        csv_release(&r.csv);
    else
        *out = r.csv;
    return failed;
}

void csv_release(struct csv *csv)
{
    free(csv->row);
    arena_release(&csv->arena);
    *csv = (struct csv){0};
}

void csv_complain(const struct csv *csv, const struct csv_cell *cell,
                  enum diag_level level, struct diags *found, const char *fmt,
                  ...)
{
    struct str text = STR_EMPTY;
    va_list ap;

    va_start(ap, fmt);
    str_vprintf(&text, fmt, ap);
    va_end(ap);
    diags_add(found, level, "csv", csv->file, cell->line, cell->col,
              SLICE(""), "%s", text.at);
    str_release(&text);
}

/* --- writing ------------------------------------------------------------ */

static bool needs_quotes(struct slice s)
{
    if (s.len == 0)
        return false;
    if (s.at[0] == ' ' || s.at[0] == '\t' || s.at[s.len - 1] == ' ' ||
        s.at[s.len - 1] == '\t')
        return true;
    for (size_t i = 0; i < s.len; i++)
        if (strchr(",;\t\"\r\n", s.at[i]) != NULL)
            return true;
    return slice_has_prefix(s, SLICE("\xef\xbb\xbf"));
}

void csv_put(struct str *out, struct slice text)
{
    bool first = out->len == 0 || out->at[out->len - 1] == '\n';

    str_puts(out, first ? "" : ",");
    /* A row of one empty cell must not look empty. */
    if (!needs_quotes(text) && !(first && text.len == 0)) {
        str_put(out, text);
        return;
    }
    str_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"')
            str_putc(out, '"');
        str_putc(out, text.at[i]);
    }
    str_putc(out, '"');
}

void csv_end(struct str *out)
{
    str_puts(out, "\r\n");
}

static bool is_number(struct slice s)
{
    size_t digits = 0;

    for (size_t i = s.at[0] == '-' || s.at[0] == '+'; i < s.len; i++) {
        if ((s.at[i] < '0' || s.at[i] > '9') && s.at[i] != '.')
            return false;
        digits += s.at[i] != '.';
    }
    return digits > 0;
}

void csv_put_safe(struct str *out, struct slice text)
{
    struct str safe = STR_EMPTY;

    if (text.len == 0 || strchr("=+-@\t\r", text.at[0]) == NULL ||
        is_number(text)) {
        csv_put(out, text);
        return;
    }
    str_putc(&safe, '\'');
    str_put(&safe, text);
    csv_put(out, str_slice(&safe));
    str_release(&safe);
}
