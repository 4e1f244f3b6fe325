/* card.h - rows of the card table as the structs of deck.h. */
#ifndef DECK_CARD_H
#define DECK_CARD_H

#include "deck/fold.h"

/* What card_row reads, of `card c JOIN note n JOIN file f`. */
#define CARD_COLUMNS                                                     \
    "c.id, c.note, c.uid, c.ord, c.place, c.gone, c.changed_ms, f.path," \
    " n.line, coalesce(c.left, n.page), " FOLD_COLUMNS

#define CARD_TABLES                                                    \
    " FROM card c JOIN note n ON n.id = c.note JOIN file f ON f.id = " \
    "n.file "

/* The card of this row with its note unpacked; all of it lives in `arena`. */
int card_row(struct deck *deck, struct stmt *q, struct card *out,
             struct note *note, struct arena *arena, struct err *err);

/* The names of the card's tags, sorted. */
int card_tags(struct deck *deck, int64_t card, struct slice **tags,
              size_t *ntags, struct arena *arena, struct err *err);

#endif
