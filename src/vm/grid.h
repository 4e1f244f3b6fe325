/* grid.h - a grid figure put together row by row, for what is not read from
 * a machine's memory. Texts must live in the arena or be constant. */
#ifndef VM_GRID_H
#define VM_GRID_H

#include "vm/figure.h"

/* A grid with these column heads. */
struct figure *figure_grid_new(struct arena *a, const char *title,
                               const char *const *heads, size_t columns);

/* Adds a row, a text for each column; the row may then be marked. */
struct figure_row *figure_grid_row(struct arena *a, struct figure *grid,
                                   const char *const *texts);

#endif
