/* drawings.h - a figure of every kind, for tests of what draws them. */
#ifndef TESTS_VIEW_DRAWINGS_H
#define TESTS_VIEW_DRAWINGS_H

#include "vm/box.h"
#include "vm/figure.h"

enum { DRAWINGS_AT = 0x4000 };

/* A process with two areas, its child, a file, and a page in swap. */
struct scene {
    struct box b;
    struct process *child;
    struct arena arena;
};

void scene_open(struct scene *s, const char *format);
void scene_close(struct scene *s);

struct drawing_case {
    const char *name; /* of the golden file */
    const char *format;
    struct figure (*make)(struct scene *s);
};

extern const struct drawing_case drawings[];
extern const size_t ndrawings;

#endif
