#include "exam/roster.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/near.h"
#include "exam/blueprint.h"
#include "exam/exam.h"
#include "exam/seen.h"
#include "sys/csv.h"
#include "sys/file.h"
#include "sys/hash.h"
#include "text/unicode.h"

enum { FILE_STEM_BYTES = 48, HASH_DIGITS = 8 };

enum column {
    COLUMN_ID,
    COLUMN_ROOM,
    COLUMN_MINUTES,
    COLUMN_FORMAT,
    COLUMNS
};

static const char *const column_names[COLUMNS] = {
    [COLUMN_ID] = "id",
    [COLUMN_ROOM] = "room",
    [COLUMN_MINUTES] = "minutes",
    [COLUMN_FORMAT] = "format",
};

/* One roster on its way from the table. */
struct reading {
    struct roster *out;
    const struct csv *csv;
    size_t at[COLUMNS]; /* where each column is; SIZE_MAX: nowhere */
    struct seen ids;
    struct diags *diags;
};

static uint64_t number_of(struct slice text)
{
    struct hash h = hash_of(text);

    return hash_u64(&h);
}

/* --- the header --------------------------------------------------------- */

static struct slice folded(struct slice text, struct arena *arena)
{
    struct str fold = STR_EMPTY;
    struct slice copy;

    text_fold(&fold, slice_trim(text));
    copy = arena_copy(arena, str_slice(&fold));
    str_release(&fold);
    return copy;
}

/* A column that is nearly one of ours is a slip, others are just others. */
static void suspect(struct reading *r, const struct csv_cell *cell,
                    struct slice name)
{
    struct near near = {.word = name};

    for (int c = 0; c < COLUMNS; c++)
        near_try(&near, column_names[c]);
    if (near.best != NULL && name.len > 2)
        csv_complain(r->csv, cell, DIAG_WARNING, r->diags,
                     "column \"%.*s\" is passed over (\"%s\"?)",
                     SLICE_FMT(slice_sub(name, 0, 40)), near.best);
}

static void read_header(struct reading *r)
{
    const struct csv_row *row = &r->csv->row[0];

    for (int c = 0; c < COLUMNS; c++)
        r->at[c] = SIZE_MAX;
    for (size_t i = 0; i < row->n; i++) {
        struct slice name = folded(row->cell[i].text, &r->out->arena);
        int c = 0;
        while (c < COLUMNS && !slice_is(name, column_names[c]))
            c++;
        if (c == COLUMNS)
            suspect(r, &row->cell[i], name);
        else if (r->at[c] != SIZE_MAX)
            csv_complain(r->csv, &row->cell[i], DIAG_ERROR, r->diags,
                         "column \"%s\" is there twice", column_names[c]);
        else
            r->at[c] = i;
    }
    if (r->at[COLUMN_ID] == SIZE_MAX)
        csv_complain(r->csv, &row->cell[0], DIAG_ERROR, r->diags,
                     "the first line names the columns, and none is \"id\"");
}

/* --- rows --------------------------------------------------------------- */

/* The cell of a column; NULL when the row has none. */
static const struct csv_cell *cell_of(const struct reading *r,
                                      const struct csv_row *row,
                                      enum column column)
{
    return r->at[column] < row->n ? &row->cell[r->at[column]] : NULL;
}

static const char *text_of(struct reading *r, const struct csv_row *row,
                           enum column column)
{
    const struct csv_cell *cell = cell_of(r, row, column);

    return cell == NULL
               ? ""
               : arena_copy(&r->out->arena, slice_trim(cell->text)).at;
}

static bool is_printable(struct slice text)
{
    if (utf8_check(text) < text.len)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
            return false;
    return true;
}

static void read_id(struct reading *r, const struct csv_row *row,
                    struct roster_row *out)
{
    const struct csv_cell *cell = cell_of(r, row, COLUMN_ID);
    struct slice id;

    out->id = text_of(r, row, COLUMN_ID);
    id = slice_from(out->id);
    if (cell == NULL || id.len == 0)
        csv_complain(r->csv, cell != NULL ? cell : &row->cell[0], DIAG_ERROR,
                     r->diags, "this row has no id");
    else if (id.len > ROSTER_ID_BYTES || !is_printable(id))
        csv_complain(r->csv, cell, DIAG_ERROR, r->diags,
                     "an id is at most %d bytes of UTF-8 on one line",
                     ROSTER_ID_BYTES);
    else if (!seen_add(&r->ids, number_of(id)))
        csv_complain(r->csv, cell, DIAG_ERROR, r->diags,
                     "id \"%.*s\" is there twice",
                     SLICE_FMT(slice_sub(id, 0, 60)));
}

static void read_minutes(struct reading *r, const struct csv_row *row,
                         struct roster_row *out)
{
    const struct csv_cell *cell = cell_of(r, row, COLUMN_MINUTES);
    struct slice text =
        cell != NULL ? slice_trim(cell->text) : (struct slice){0};
    unsigned n = 0;

    for (size_t i = 0; i < text.len && n <= MINUTES_MAX; i++)
        n = text.at[i] >= '0' && text.at[i] <= '9'
                ? n * 10 + (unsigned)(text.at[i] - '0')
                : MINUTES_MAX + 1;
    if (text.len > 0 && (n == 0 || n > MINUTES_MAX))
        csv_complain(r->csv, cell, DIAG_ERROR, r->diags,
                     "minutes are a whole number from 1 to %d", MINUTES_MAX);
    out->minutes = n;
}

static void read_rows(struct reading *r)
{
    size_t n = r->csv->n - 1;

    if (n > FORMS_MAX) {
        csv_complain(r->csv, &r->csv->row[FORMS_MAX + 1].cell[0], DIAG_ERROR,
                     r->diags, "more than %d rows", FORMS_MAX);
        return;
    }
    r->out->rows = arena_new_array(&r->out->arena, n, sizeof *r->out->rows);
    for (size_t i = 0; i < n; i++) {
        const struct csv_row *row = &r->csv->row[i + 1];
        struct roster_row *out = &r->out->rows[r->out->n++];
        out->line = row->cell[0].line;
        read_id(r, row, out);
        read_minutes(r, row, out);
        out->room = text_of(r, row, COLUMN_ROOM);
        out->format = text_of(r, row, COLUMN_FORMAT);
    }
}

static void read_table(struct roster *out, const struct csv *csv,
                       struct diags *diags)
{
    struct reading r = {.out = out, .csv = csv, .diags = diags};

    if (csv->n == 0) {
        diags_add(diags, DIAG_ERROR, "csv", csv->file, 1, 1, SLICE(""),
                  "this is empty: a roster has a line \"id\" and a line for "
                  "each student");
        return;
    }
    read_header(&r);
    if (r.at[COLUMN_ID] != SIZE_MAX)
        read_rows(&r);
    seen_release(&r.ids);
}

int roster_parse(struct roster *out, struct slice text, struct slice file,
                 struct diags *diags)
{
    struct roster roster = {0};
    struct csv csv = {0};
    size_t before = diags->errors;

    if (csv_read(&csv, text, file, diags) == 0)
        read_table(&roster, &csv, diags);
    csv_release(&csv);
    if (diags->errors > before) {
        roster_release(&roster);
        return -1;
    }
    roster.source = arena_copy(&roster.arena, text);
    roster_name_files(&roster);
    *out = roster;
    return 0;
}

int roster_read(struct roster *out, const char *path, struct diags *diags,
                struct err *err)
{
    struct str text = STR_EMPTY;
    int rc = file_read(&text, path, FILE_NOTES_MAX, err);

    if (rc == 0 &&
        roster_parse(out, str_slice(&text), slice_from(path), diags) < 0)
        rc = err_set(err, ERR_NOTES,
                     "The roster %.300s has errors; nothing was made.", path);
    str_release(&text);
    return rc;
}

void roster_release(struct roster *r)
{
    arena_release(&r->arena);
    *r = (struct roster){0};
}

/* --- names of files ----------------------------------------------------- */

static bool is_safe(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* What of the id may be in a name; false when that is not all of it. */
static bool put_safe(struct str *out, struct slice id)
{
    bool whole = id.len <= FILE_STEM_BYTES;

    for (size_t i = 0; i < id.len && i < FILE_STEM_BYTES; i++) {
        bool safe = is_safe(id.at[i]) &&
                    !(id.at[i] == '.' && (i == 0 || id.at[i - 1] == '.'));
        str_putc(out, safe ? id.at[i] : '_');
        whole = whole && safe;
    }
    return whole;
}

/* Letter case aside, as some file systems have it. */
static uint64_t name_number(const struct str *name)
{
    struct str lower = STR_EMPTY;
    uint64_t n;

    for (size_t i = 0; i < name->len; i++)
        str_putc(&lower, (char)(name->at[i] >= 'A' && name->at[i] <= 'Z'
                                    ? name->at[i] - 'A' + 'a'
                                    : name->at[i]));
    n = number_of(str_slice(&lower));
    str_release(&lower);
    return n;
}

static void name_file(struct roster *r, struct roster_row *row,
                      struct seen *taken)
{
    struct slice id = slice_from(row->id);
    struct hash h = hash_of(id);
    struct str name = STR_EMPTY;
    bool whole = put_safe(&name, id);

    for (size_t digits = HASH_DIGITS;
         !whole || !seen_add(taken, name_number(&name));
         digits += HASH_DIGITS) {
        str_clear(&name);
        put_safe(&name, id);
        str_putc(&name, '-');
        hash_put_hex(&name, &h, digits);
        whole = true;
    }
    row->file = arena_copy(&r->arena, str_slice(&name)).at;
    str_release(&name);
}

void roster_name_files(struct roster *r)
{
    struct seen taken = {0};

    for (size_t i = 0; i < r->n; i++)
        name_file(r, &r->rows[i], &taken);
    seen_release(&taken);
}
