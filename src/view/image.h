/* image.h - pictures as cells of a terminal.
 *
 * The decoders and libchafa live in a shared object of their own
 * (pagein-image.so, beside the program or in ../lib/pagein), opened the first
 * time a picture is drawn: a start without pictures does not pay for them,
 * and where it is missing the alt text stands instead. */
#ifndef VIEW_IMAGE_H
#define VIEW_IMAGE_H

#include "view/lines.h"

enum { IMAGE_PIXELS_MAX = 24 << 20 }; /* refused before it is decoded */

/* Where pictures come from and how they may be drawn. Drawn ones are kept,
 * so that a redraw decodes nothing. */
struct pictures {
    /* Appends the bytes of the picture a note calls `target`; -1 when it is
     * not there or may not be opened. */
    int (*read)(void *arg, struct slice target, struct str *bytes);
    void *arg;
    int rows;           /* the tallest picture; 0 for alt texts only */
    enum depth depth;   /* below DEPTH_256 the alt text is drawn */
    const char *object; /* the shared object; NULL: where it is installed */

    size_t asked;  /* counts the pictures that were to be drawn */
    bool tried;    /* to open it */
    void *backend; /* what came of it */
    struct picture *drawn;
    struct arena arena; /* owns `drawn` */
};

/* Forgets the pictures, not where they come from. */
void pictures_release(struct pictures *p);

/* Puts the picture within the room of `out`. False when it can't be shown:
 * the caller draws the alt text. */
bool picture_draw(struct lines *out, struct pictures *p, struct slice target);

#endif
