/* press_cairo.h - what the files of pagein-print.so share. Lengths are those
 * of draw.h. */
#ifndef VIEW_PRESS_CAIRO_H
#define VIEW_PRESS_CAIRO_H

#include <pango/pangocairo.h>

#include "view/draw.h"

#define PRESS_SANS "DejaVu Sans"
#define PRESS_FIXED "DejaVu Sans Mono"

/* As points; as units of Pango and back. */
static inline double points(int length)
{
    return (double)length / POINT;
}

static inline int to_pango(int length)
{
    return (int)((int64_t)length * PANGO_SCALE / POINT);
}

static inline int from_pango(int units)
{
    return (int)(((int64_t)units * POINT + PANGO_SCALE - 1) / PANGO_SCALE);
}

/* Draws it at the origin. */
void press_cairo_draw(cairo_t *cairo, PangoContext *context,
                      const struct drawing *d);

#endif
