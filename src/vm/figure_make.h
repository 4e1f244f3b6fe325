/* figure_make.h - how figures are built: figure.h's own. */
#ifndef VM_FIGURE_MAKE_H
#define VM_FIGURE_MAKE_H

#include "vm/figure.h"

/* Text that lasts as long as the arena; `s` is cleared for the next. */
struct slice figure_text(struct arena *a, struct str *s);

/* A grid without rows; the heads are literals, those that begin with ">" are
 * of columns of numbers. `title` is copied. */
struct figure figure_grid(struct arena *a, const char *title,
                          const char *const *heads, size_t columns);

/* A new row, whose cells are empty. */
struct figure_cell *figure_row(struct arena *a, struct figure *f);

/* The last row, to be marked. */
struct figure_row *figure_last_row(struct figure *f);

/* Rows that are left out; nothing when there are none. */
void figure_elide(struct arena *a, struct figure *f, uint64_t rows,
                  const char *why);

#endif
