/* frame.h - the parts of a screen, shared by frame.c and foot.c. */
#ifndef REVIEW_FRAME_H
#define REVIEW_FRAME_H

#include "review/state.h"

struct stage {
    struct cells *out;
    struct arena *arena;
    int left, width;  /* the measure */
    int top, bottom;  /* rows of the body: [top, bottom) */
    int notice, keys; /* rows; the same one on a low screen */
    bool roomy;
};

/* Draws text from `column` on, inside the measure; returns the column
 * behind it. */
int frame_put(struct stage *f, int row, int column, enum role role,
              const char *text);

/* What is to be said now, the line being typed, and the keys worth knowing.
 * Not for a slit, where the body is all. */
void foot_draw(struct stage *f, const struct session *s);

#endif
