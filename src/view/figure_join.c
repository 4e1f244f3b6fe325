/*      R  W  X          RWX
 *      1  1  0    ->    110     where there is too little room */
#include "text/unicode.h"
#include "view/figure_inside.h"

static int cell_width(const struct figure_cell *cell)
{
    int width = text_width(cell->text);

    if (cell->mark == FIGURE_ASKED)
        return 1;
    return width + (cell->mark == FIGURE_HERE || cell->mark == FIGURE_CHANGED
                        ? 2
                        : 0);
}

static int column_width(const struct figure_grid *g, size_t column)
{
    int width = text_width(g->head[column].text);

    for (size_t r = 0; r < g->rows; r++) {
        int cell =
            g->row[r].elided > 0 ? 0 : cell_width(&g->row[r].cell[column]);
        width = cell > width ? cell : width;
    }
    return width;
}

int figure_grid_width(const struct figure_grid *g)
{
    int width = 1;

    for (size_t c = 0; c < g->columns; c++)
        width += column_width(g, c) + 3;
    for (size_t r = 0; r < g->rows; r++)
        if (g->row[r].mark != FIGURE_PLAIN)
            return width + 4;
    return width;
}

/* How many columns from here on become one. */
static size_t run(const struct figure_grid *g, size_t from)
{
    size_t c = from;

    while (c < g->columns && column_width(g, c) == 1)
        c++;
    return c > from ? c - from : 1;
}

static struct figure_cell join(struct arena *a,
                               const struct figure_cell *cells, size_t n)
{
    struct figure_cell joined = cells[0];
    struct str text = STR_EMPTY;

    if (n == 1)
        return joined;
    joined.mark = FIGURE_PLAIN;
    for (size_t i = 0; i < n; i++) {
        bool asked = cells[i].mark == FIGURE_ASKED;

        str_put(&text, asked ? SLICE("?") : cells[i].text);
        if (cells[i].mark == FIGURE_DIM)
            joined.mark = FIGURE_DIM;
    }
    joined.text = arena_copy(a, str_slice(&text));
    str_release(&text);
    return joined;
}

struct figure_grid figure_grid_join(struct arena *a,
                                    const struct figure_grid *g)
{
    struct figure_grid out = *g;

    out.head = arena_new_array(a, g->columns, sizeof *out.head);
    out.right = arena_new_array(a, g->columns, sizeof *out.right);
    out.row = arena_new_array(a, g->rows, sizeof *out.row);
    for (size_t r = 0; r < g->rows; r++) {
        out.row[r] = g->row[r];
        out.row[r].cell =
            arena_new_array(a, g->columns, sizeof *out.row[r].cell);
    }
    out.columns = 0;
    for (size_t c = 0; c < g->columns; c += run(g, c)) {
        size_t n = run(g, c), at = out.columns++;

        out.head[at] = join(a, &g->head[c], n);
        out.right[at] = g->right[c];
        for (size_t r = 0; r < g->rows; r++)
            if (g->row[r].elided == 0)
                out.row[r].cell[at] = join(a, &g->row[r].cell[c], n);
    }
    return out;
}
