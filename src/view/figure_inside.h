/* figure_inside.h - how each shape is drawn: figure.h's own. */
#ifndef VIEW_FIGURE_INSIDE_H
#define VIEW_FIGURE_INSIDE_H

#include "view/figure.h"

/* How a mark looks. */
struct style figure_style(enum figure_mark mark);

/* Columns that a grid wants, and the same with neighbouring columns of one
 * letter joined to one: R, W, X become RWX. */
int figure_grid_width(const struct figure_grid *g);
struct figure_grid figure_grid_join(struct arena *a,
                                    const struct figure_grid *g);

void figure_draw_grid(struct lines *out, const struct figure_grid *g);
void figure_draw_bits(struct lines *out, const struct figure_bits *b);
void figure_draw_bytes(struct lines *out, const struct figure_bytes *b);

#endif
