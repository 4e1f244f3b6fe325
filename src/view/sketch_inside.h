/* sketch_inside.h - how each shape is laid out: sketch.h's own.
 *
 * Each draws below `top` and returns where it ends; it widens the drawing to
 * what it needs. */
#ifndef VIEW_SKETCH_INSIDE_H
#define VIEW_SKETCH_INSIDE_H

#include "view/sketch.h"

int sketch_grid(struct drawing *d, const struct figure_grid *g,
                struct sketch s, int top);
int sketch_bits(struct drawing *d, const struct figure_bits *b,
                struct sketch s, int top);
int sketch_bytes(struct drawing *d, const struct figure_bytes *b,
                 struct sketch s, int top);

/* The drawing reaches at least that far to the right. */
void sketch_reach(struct drawing *d, int x);

/* A line of small print; returns where the next begins. */
int sketch_note(struct drawing *d, struct sketch s, int top,
                struct slice text);

/* From the top of a line to its base line, and to the next line. */
static inline int sketch_ascent(int size)
{
    return size * 19 / 20;
}

static inline int sketch_leading(int size)
{
    return size * 5 / 4;
}

/* The pen for a text with that mark. */
struct draw_pen sketch_pen(struct sketch s, enum figure_mark mark);

#endif
