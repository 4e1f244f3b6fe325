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

/* Why rows are left out, each reason once: "free or not valid"; appends
 * nothing when none are. */
void figure_grid_reasons(struct str *out, const struct figure_grid *g);

/* How many bytes, from there on and in whole lines, are left out because all
 * are zero and unmarked; 0 where it is but one line, which to say takes a
 * line as well. */
size_t figure_bytes_left_out(const struct figure_bytes *b, size_t from,
                             size_t in_line);

void figure_draw_grid(struct lines *out, const struct figure_grid *g);
void figure_draw_bits(struct lines *out, const struct figure_bits *b);
void figure_draw_bytes(struct lines *out, const struct figure_bytes *b);

#endif
