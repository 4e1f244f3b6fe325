/* media.h - pictures that notes show, kept in the deck by their hash, so that
 * a review opens nothing in the folder of the notes. */
#ifndef DECK_MEDIA_H
#define DECK_MEDIA_H

#include "deck/deck.h"

/* Appends the bytes of the picture that `target` names in the note of this
 * card: the target of a RUN_IMAGE of its page. Returns 1, or 0 when the deck
 * does not have it (it was missing at the import). The bytes are a
 * stranger's. */
int deck_image(struct deck *deck, int64_t card, struct slice target,
               struct str *out, struct err *err);

#endif
