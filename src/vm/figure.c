/* Grids are built here, and figures of all shapes told in words. */
#include "vm/figure_make.h"

struct slice figure_text(struct arena *a, struct str *s)
{
    struct slice text = arena_copy(a, str_slice(s));

    str_clear(s);
    return text;
}

/* --- grids ---------------------------------------------------------------
 */

struct figure figure_grid(struct arena *a, const char *title,
                          const char *const *heads, size_t columns)
{
    struct figure f = {.shape = FIGURE_GRID};

    f.title = arena_copy(a, slice_from(title));
    f.grid.columns = columns;
    f.grid.head = arena_new_array(a, columns, sizeof *f.grid.head);
    f.grid.right = arena_new_array(a, columns, sizeof *f.grid.right);
    for (size_t i = 0; i < columns; i++) {
        f.grid.right[i] = heads[i][0] == '>';
        f.grid.head[i].text = slice_from(heads[i] + f.grid.right[i]);
    }
    return f;
}

static struct figure_row *add(struct arena *a, struct figure_grid *g)
{
    if (g->rows == g->rows_cap) {
        size_t cap = g->rows_cap == 0 ? 16 : 2 * g->rows_cap;
        struct figure_row *more = arena_new_array(a, cap, sizeof *more);

        for (size_t i = 0; i < g->rows; i++)
            more[i] = g->row[i];
        g->row = more;
        g->rows_cap = cap;
    }
    return &g->row[g->rows++];
}

struct figure_cell *figure_row(struct arena *a, struct figure *f)
{
    struct figure_row *row = add(a, &f->grid);

    row->cell = arena_new_array(a, f->grid.columns, sizeof *row->cell);
    return row->cell;
}

struct figure_row *figure_last_row(struct figure *f)
{
    return &f->grid.row[f->grid.rows - 1];
}

void figure_elide(struct arena *a, struct figure *f, uint64_t rows,
                  const char *why)
{
    if (rows > 0)
        *add(a, &f->grid) = (struct figure_row){.elided = rows, .why = why};
}

/* --- in words ------------------------------------------------------------
 */

static const char *const mark_words[] = {
    [FIGURE_PLAIN] = "",        [FIGURE_HERE] = "marked: ",
    [FIGURE_CHANGED] = "new: ", [FIGURE_ASKED] = "",
    [FIGURE_DIM] = "",
};

static void put_cell(struct str *out, const struct figure_cell *cell)
{
    str_puts(out, mark_words[cell->mark]);
    if (cell->mark == FIGURE_ASKED)
        str_putc(out, '?');
    else
        str_put(out, cell->text);
}

static void put_row(struct str *out, const struct figure_grid *g,
                    const struct figure_row *row)
{
    bool first = true;

    if (row->elided > 0) {
        str_printf(out, "%llu row%s left out: %s.\n",
                   (unsigned long long)row->elided,
                   row->elided == 1 ? "" : "s", row->why);
        return;
    }
    str_puts(out, mark_words[row->mark]);
    for (size_t i = 0; i < g->columns; i++) {
        const struct figure_cell *cell = &row->cell[i];
        if (cell->text.len == 0 && cell->mark != FIGURE_ASKED)
            continue;
        str_puts(out, first ? "" : "; ");
        first = false;
        str_put(out, g->head[i].text);
        str_puts(out, g->head[i].text.len > 0 ? ": " : "");
        put_cell(out, cell);
    }
    str_puts(out, ".\n");
}

static void put_field(struct str *out, const struct figure_field *field)
{
    if (field->hi == field->lo)
        str_printf(out, "Bit %u: ", field->lo);
    else
        str_printf(out, "Bits %u to %u: ", field->hi, field->lo);
    str_puts(out, mark_words[field->mark]);
    str_put(out, field->name.len > 0 ? field->name : SLICE("free"));
    if (field->mark == FIGURE_ASKED)
        str_puts(out, ", ?");
    else if (field->value.len > 0) {
        str_puts(out, ", ");
        str_put(out, field->value);
    }
    str_puts(out, ".\n");
}

enum figure_mark figure_byte_mark(const struct figure_bytes *b, size_t i)
{
    for (size_t k = 0; k < b->nmarks; k++)
        if (b->base + i - b->mark[k].from < b->mark[k].len)
            return b->mark[k].mark;
    return FIGURE_PLAIN;
}

enum { BYTES_A_LINE = 8 };

static bool is_blank(const struct figure_bytes *b, size_t from)
{
    for (size_t i = from; i < from + BYTES_A_LINE; i++)
        if (i >= b->n || b->at[i] != 0 ||
            figure_byte_mark(b, i) != FIGURE_PLAIN)
            return false;
    return true;
}

static void put_line(struct str *out, const struct figure_bytes *b,
                     size_t from)
{
    str_printf(out, "0x%0*llx:", (int)b->digits,
               (unsigned long long)(b->base + from));
    for (size_t i = from; i < b->n && i < from + BYTES_A_LINE; i++) {
        enum figure_mark mark = figure_byte_mark(b, i);

        str_printf(out, " %s", mark_words[mark]);
        if (mark == FIGURE_ASKED)
            str_puts(out, "??");
        else
            str_printf(out, "%02x", b->at[i]);
    }
    str_puts(out, ".\n");
}

static void put_bytes(struct str *out, const struct figure_bytes *b)
{
    for (size_t i = 0; i < b->n;) {
        size_t from = i;

        while (is_blank(b, i))
            i += BYTES_A_LINE;
        if (i > from)
            str_printf(out, "%llu bytes that are 00.\n",
                       (unsigned long long)(i - from));
        if (i < b->n)
            put_line(out, b, i);
        i += BYTES_A_LINE;
    }
}

void figure_words(struct str *out, const struct figure *f)
{
    if (f->title.len > 0) {
        str_put(out, f->title);
        str_puts(out, ".\n");
    }
    switch (f->shape) {
    case FIGURE_GRID:
        for (size_t i = 0; i < f->grid.rows; i++)
            put_row(out, &f->grid, &f->grid.row[i]);
        break;
    case FIGURE_BITS:
        for (size_t i = 0; i < f->bits.n; i++)
            put_field(out, &f->bits.field[i]);
        break;
    case FIGURE_BYTES:
        put_bytes(out, &f->bytes);
        break;
    }
}
