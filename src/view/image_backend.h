/* image_backend.h - what image.c and the shared object behind it agree on.
 *
 * The object exports one function of this type, IMAGE_BACKEND_NAME. It keeps
 * nothing between calls. */
#ifndef VIEW_IMAGE_BACKEND_H
#define VIEW_IMAGE_BACKEND_H

#include <stddef.h>
#include <stdint.h>

#define IMAGE_BACKEND_NAME "pagein_image_1"

struct image_request {
    const unsigned char *bytes; /* a PNG or JPEG file, a stranger's */
    size_t len;
    uint64_t pixels_max; /* refuse larger ones before they are decoded */
    int columns, rows;   /* at most that large, in cells */
};

/* A cell of the result: one character of one column, 0xrrggbb twice. */
typedef void image_cell(void *arg, int row, int column, uint32_t code,
                        uint32_t ink, uint32_t paper);

/* Calls `put` for every cell, row by row. Returns 0, or -1 for what is no
 * picture, or a broken or too large one; `put` was not called then. */
typedef int image_backend(const struct image_request *request,
                          image_cell *put, void *arg);

#endif
