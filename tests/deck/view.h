/* view.h - all that a student can see of a deck, as text: two decks that say
 * the same look the same, whatever their rows are. */
#ifndef TESTS_DECK_VIEW_H
#define TESTS_DECK_VIEW_H

#include "base/str.h"
#include "deck/desk.h"

/* Appends settings, files, cards with their notes, schedule, flags and tags,
 * and the log but for what calls two cards the same. */
void view_put(struct str *out, struct desk *d);

/* Fails, showing the first line that differs, unless the two look the same.
 * `what` says which two they are. */
void view_same(const char *what, struct desk *a, struct desk *b);

/* Fails unless every event of `of` is in `in`. */
void view_has_all(const char *what, struct desk *in, struct desk *of);

#endif
