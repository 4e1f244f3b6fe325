#include "view/figure_inside.h"
#include "view/table.h"

#include "text/unicode.h"

struct style figure_style(enum figure_mark mark)
{
    switch (mark) {
    case FIGURE_HERE:
        return style_marked(ROLE_PLAIN, MARK_STRONG);
    case FIGURE_CHANGED:
        return style_of(ROLE_GOOD);
    case FIGURE_ASKED:
        return style_of(ROLE_BLANK);
    case FIGURE_DIM:
        return style_of(ROLE_DIM);
    default:
        return style_of(ROLE_PLAIN);
    }
}

/* --- grids ---------------------------------------------------------------
 */

static bool has_marks(const struct figure_grid *g)
{
    for (size_t i = 0; i < g->rows; i++)
        if (g->row[i].mark != FIGURE_PLAIN)
            return true;
    return false;
}

static struct line mark_cell(struct arena *a, enum figure_mark mark)
{
    static const char *const signs[] = {
        [FIGURE_PLAIN] = "",  [FIGURE_HERE] = "▶", [FIGURE_CHANGED] = "*",
        [FIGURE_ASKED] = "?", [FIGURE_DIM] = "",
    };

    return table_cell(a, figure_style(mark), slice_from(signs[mark]));
}

/* What stands out does so by its letters as well. */
static struct line grid_cell(struct arena *a, const struct figure_cell *cell,
                             enum figure_mark row)
{
    enum figure_mark mark = cell->mark != FIGURE_PLAIN ? cell->mark : row;
    struct str text = STR_EMPTY;
    struct line line;

    if (cell->mark == FIGURE_ASKED) {
        str_putc(&text, '?');
    } else {
        str_puts(&text, cell->mark == FIGURE_HERE ? "[" : "");
        str_put(&text, cell->text);
        str_puts(&text, cell->mark == FIGURE_HERE      ? "]"
                        : cell->mark == FIGURE_CHANGED ? " *"
                                                       : "");
    }
    line = table_cell(a, figure_style(mark), str_slice(&text));
    str_release(&text);
    return line;
}

/* Rows that are left out: how many stands in the first column. */
static void elided_row(struct arena *a, const struct figure_row *row,
                       size_t columns, struct line *cell)
{
    struct str text = STR_EMPTY;

    str_printf(&text, "⋮ %llu", (unsigned long long)row->elided);
    cell[0] = table_cell(a, style_of(ROLE_DIM), str_slice(&text));
    for (size_t i = 1; i < columns; i++)
        cell[i] = table_cell(a, style_of(ROLE_DIM), SLICE(""));
    str_release(&text);
}

void figure_grid_reasons(struct str *out, const struct figure_grid *g)
{
    size_t from = out->len;

    for (size_t i = 0; i < g->rows; i++) {
        const char *word = g->row[i].why;
        if (g->row[i].elided == 0 || strstr(out->at + from, word) != NULL)
            continue;
        str_puts(out, out->len > from ? " or " : "");
        str_puts(out, word);
    }
}

static void put_legend(struct lines *out, const struct figure_grid *g)
{
    struct str why = STR_EMPTY;

    figure_grid_reasons(&why, g);
    if (why.len > 0) {
        lines_printf(out, style_of(ROLE_DIM), "⋮ rows left out: %s", why.at);
        lines_end(out);
    }
    str_release(&why);
}

static void draw(struct lines *out, const struct figure_grid *g)
{
    struct arena *a = out->arena;
    size_t marks = has_marks(g), columns = g->columns + marks;
    struct table t = {
        .columns = columns, .rows = g->rows + 1, .header = true};
    enum cell_align *align = arena_new_array(a, columns, sizeof *align);

    t.cells = arena_new_array(a, columns * t.rows, sizeof *t.cells);
    t.align = align;
    if (marks)
        t.cells[0] = mark_cell(a, FIGURE_PLAIN);
    for (size_t i = 0; i < g->columns; i++) {
        align[i + marks] = g->right[i] ? ALIGN_RIGHT : ALIGN_NONE;
        t.cells[i + marks] = table_cell(
            a, style_marked(ROLE_PLAIN, MARK_STRONG), g->head[i].text);
    }
    for (size_t r = 0; r < g->rows; r++) {
        const struct figure_row *row = &g->row[r];
        struct line *cell = &t.cells[(r + 1) * columns];

        if (marks)
            *cell++ = mark_cell(a, row->mark);
        if (row->elided > 0)
            elided_row(a, row, g->columns, cell);
        for (size_t i = 0; row->elided == 0 && i < g->columns; i++)
            cell[i] = grid_cell(a, &row->cell[i], row->mark);
    }
    table_draw(out, &t);
    put_legend(out, g);
}

void figure_draw_grid(struct lines *out, const struct figure_grid *g)
{
    struct figure_grid joined;

    if (figure_grid_width(g) <= lines_room(out)) {
        draw(out, g);
        return;
    }
    joined = figure_grid_join(out->arena, g);
    draw(out, &joined);
}

/* --- all shapes ----------------------------------------------------------
 */

/* What ASCII has in place of what is drawn here, character by character. */
static const struct plain {
    const char *drawn, *ascii;
} plains[] = {
    {"─", "-"}, {"│", "|"}, {"┌", "+"}, {"┬", "+"}, {"┐", "+"},
    {"├", "+"}, {"┼", "+"}, {"┤", "+"}, {"└", "+"}, {"┴", "+"},
    {"┘", "+"}, {"▶", ">"}, {"⋮", ":"}, {"…", "."},
};

static size_t put_plain(struct str *out, struct slice rest)
{
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++)
        if (slice_has_prefix(rest, slice_from(plains[i].drawn))) {
            str_puts(out, plains[i].ascii);
            return strlen(plains[i].drawn);
        }
    str_putc(out, rest.at[0]);
    return 1;
}

static void make_plain(struct arena *a, struct span *span)
{
    struct str text = STR_EMPTY;

    for (size_t i = 0; i < span->text.len;)
        i += put_plain(&text, slice_skip(span->text, i));
    span->text = arena_copy(a, str_slice(&text));
    str_release(&text);
}

void figure_draw(struct lines *out, const struct figure *f, bool ascii)
{
    size_t from = out->n;

    if (f->title.len > 0) {
        lines_text(out, style_of(ROLE_TITLE), f->title);
        lines_end(out);
    }
    switch (f->shape) {
    case FIGURE_GRID:
        figure_draw_grid(out, &f->grid);
        break;
    case FIGURE_BITS:
        figure_draw_bits(out, &f->bits);
        break;
    case FIGURE_BYTES:
        figure_draw_bytes(out, &f->bytes);
        break;
    }
    for (size_t i = from; ascii && i < out->n; i++)
        for (size_t k = 0; k < out->at[i].nspans; k++)
            make_plain(out->arena, &out->at[i].spans[k]);
}
