/* press_backend.h - what press.c and the shared object behind it agree on.
 *
 * The object exports one struct of this type, PRESS_BACKEND_NAME. Lengths are
 * those of draw.h. */
#ifndef VIEW_PRESS_BACKEND_H
#define VIEW_PRESS_BACKEND_H

#include "view/press.h"

#define PRESS_BACKEND_NAME "pagein_print_1"

struct press_size {
    int width, height;
    size_t lines;
};

struct press_backend {
    void *(*open)(const struct press_file *file); /* NULL: no memory */
    int (*close)(void *file);
    void (*page)(void *file);
    void (*outline)(void *file, const char *title);

    void *(*set)(void *file, const struct press_text *text,
                 struct press_size *size);
    int (*bottom)(void *set, size_t line);
    void (*put)(void *file, void *set, int x, int y, size_t from, size_t to);
    void (*drop)(void *set);

    void (*draw)(void *file, const struct drawing *d, int x, int y,
                 int permille);
    int (*png)(const struct drawing *d, int dpi, press_write *write,
               void *arg);
};

#endif
