/* lookup.h - files of the deck by what a person calls them. */
#ifndef DECK_LOOKUP_H
#define DECK_LOOKUP_H

#include "deck/inside.h"

/* A file, or all below a folder. */
struct lookup {
    int64_t root;      /* row; 0 for any */
    struct slice path; /* below the root; empty for the whole of it */
};

/* Looks for `word` as a path: from the working folder, where the deck's roots
 * lie on this machine, or as the end of a path in the deck ("b.md" for
 * "a/b.md"), or as a folder in it. Returns 1, or 0 when nothing fits. */
int lookup_path(struct deck *deck, struct slice word, struct lookup *out,
                struct arena *arena, struct err *err);

#endif
