/* screen.h - from grid to grid: the bytes that turn what a terminal shows
 * into what it should show.
 *
 * Fixed ECMA-48 sequences that every terminal of the last thirty years knows
 * (CUP, ED, SGR), inside the synchronized-update brackets that others
 * ignore. Only cells that differ are sent; after a cluster terminals disagree
 * about the cursor is placed anew. */
#ifndef REVIEW_SCREEN_H
#define REVIEW_SCREEN_H

#include "view/cells.h"

struct screen {
    struct cells shown; /* what the terminal shows, as far as we know */
    bool known;         /* false: it may show anything */
    enum depth depth;   /* at least DEPTH_MONO */
};

void screen_release(struct screen *s);

/* Forget what the terminal shows: after a resize, a stop, an editor. */
void screen_forget(struct screen *s);

/* Appends what makes it show `want`, and remembers that. Appends nothing
 * when it does already. */
void screen_update(struct str *out, struct screen *s,
                   const struct cells *want);

#endif
