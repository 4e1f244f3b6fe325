#include "vm/grid.h"

#include <string.h>

struct figure *figure_grid_new(struct arena *a, const char *title,
                               const char *const *heads, size_t columns)
{
    struct figure *f = arena_new(a, sizeof *f);
    struct figure_grid *g = &f->grid;

    f->shape = FIGURE_GRID;
    f->title = slice_from(title);
    g->columns = columns;
    g->head = arena_new_array(a, columns, sizeof *g->head);
    g->right = arena_new_array(a, columns, sizeof *g->right);
    for (size_t i = 0; i < columns; i++)
        g->head[i].text = slice_from(heads[i]);
    return f;
}

/* Room for one row more; an arena does not grow what it gave. */
static struct figure_row *next_row(struct arena *a, struct figure_grid *g)
{
    struct figure_row *row;

    if (g->rows == g->rows_cap) {
        g->rows_cap = g->rows_cap == 0 ? 16 : g->rows_cap * 2;
        row = arena_new_array(a, g->rows_cap, sizeof *row);
        if (g->rows > 0)
            memcpy(row, g->row, g->rows * sizeof *row);
        g->row = row;
    }
    return &g->row[g->rows++];
}

struct figure_row *figure_grid_row(struct arena *a, struct figure *grid,
                                   const char *const *texts)
{
    struct figure_row *row = next_row(a, &grid->grid);

    row->cell = arena_new_array(a, grid->grid.columns, sizeof *row->cell);
    for (size_t i = 0; i < grid->grid.columns; i++)
        row->cell[i].text = slice_from(texts[i]);
    return row;
}
