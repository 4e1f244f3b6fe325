/* sketch.h - figures (vm/figure.h) as drawings: the one layout that SVG, PDF
 * and PNG share.
 *
 *     A grid is a table with light rules; a marked row has an arrow and a
 *     tint, what is new a "*", what is asked a dashed box to write in.
 *     Bits are boxes, numbers above. Bytes are columns below "+0 +1 ...".
 *
 * A grid that is too wide joins columns of one letter and wraps words in its
 * cells; a long narrow one stands in two or three panels beside each other.
 * What is still too large keeps its size: renderers scale drawings down. */
#ifndef VIEW_SKETCH_H
#define VIEW_SKETCH_H

#include "view/draw.h"
#include "vm/figure.h"

struct sketch {
    int width;  /* to keep to, where that is possible */
    int size;   /* of the font */
    int height; /* a grid that is taller is cut into panels, where they fit;
                   0: one of more than 20 rows */
};

/* For a column of text 6.5 inches wide, beside text of 10 or 11 points. */
#define SKETCH_PAGE ((struct sketch){.width = 468 * POINT, .size = 9 * POINT})

/* The same beside large print, of 18 points. */
#define SKETCH_LARGE \
    ((struct sketch){.width = 468 * POINT, .size = 18 * POINT})

/* The drawing lives in the arena. The title stands above, bold; an empty one
 * takes no room. */
struct drawing sketch_figure(struct arena *a, const struct figure *f,
                             struct sketch sketch);

#endif
