/* outline.h - the notes of a document, each with what its cards show around
 * it. */
#ifndef NOTE_OUTLINE_H
#define NOTE_OUTLINE_H

#include "note/note.h"
#include "note/source.h"

struct notes {
    struct note *at; /* in order of the source; from the arena */
    size_t n, ncards;
};

/* Finds them. -1 after adding an error when together they show more around
 * themselves than preflight.h allows. */
int outline_read(struct notes *out, const struct block *root,
                 enum note_others others, struct source *source,
                 struct arena *arena);

#endif
