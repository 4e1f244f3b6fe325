/* front.h - what a file says about itself between two lines of ---.
 *
 *     ---
 *     tags: [os, memory]
 *     deck: OS::Memory
 *     others: hide
 *     ---
 *
 * Other keys belong to other programs and are left alone. */
#ifndef NOTE_FRONT_H
#define NOTE_FRONT_H

#include "note/note.h"
#include "note/source.h"

enum { FRONT_TAGS_MAX = 100, FRONT_TAG_MAX = 100, FRONT_DECK_MAX = 200 };

struct front {
    size_t end;         /* offset of the first byte behind it; 0 without */
    struct slice *tags; /* sorted, each once; white space became "-" */
    size_t ntags;
    struct slice deck;
    enum note_others others;
};

/* Reads the front matter, when there is any; texts go into the arena. A
 * mistake is an error among the findings of the source, and the key that has
 * it is as if it were not there. */
void front_read(struct front *out, struct source *source,
                struct arena *arena);

#endif
