/* anki_in_note.h - a note of Anki's as notes of ours.
 *
 * A cloze note is one leaf with its clozes by their numbers: what stands
 * before the first cloze is the lead-in, what only the answer shows is extra.
 * A note with one template is its question and, hidden, its answer. With
 * several it is a line for each field, and the card of each template hides
 * the fields that its question does not show; so cards stay siblings. Where
 * more than three cards hide one field, each card becomes a note of its own.
 *
 * The card of Anki's `ord` is the cloze numbered ord + 1. The leaf's id is the
 * guid behind ANKI_ID, but for notes made apart. */
#ifndef PUBLISH_ANKI_IN_NOTE_H
#define PUBLISH_ANKI_IN_NOTE_H

#include "note/note.h"
#include "publish/anki_in_types.h"
#include "publish/anki_text.h"
#include "publish/left.h"

struct anki_source {
    const struct anki_type *type;
    const struct slice *fields; /* [type->nfields], HTML */
    struct slice guid;
    const int *ords; /* [nords] of the cards it has, ascending */
    size_t nords;
};

struct anki_made {
    struct note note;
    int part; /* 0, or ord + 1 of the only card of a note of its own */
};

/* Makes the notes, in the arena; how many. */
size_t anki_make(struct anki_made **out, const struct anki_source *source,
                 struct arena *arena, struct left_list *left);

#endif
