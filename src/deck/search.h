/* search.h - cards by the words in them.
 *
 * The index is a file of its own in the cache folder, made when first needed
 * and made again when it is missing, broken or behind the notes. It can be
 * deleted at any time; a deck never brings one along. */
#ifndef DECK_SEARCH_H
#define DECK_SEARCH_H

#include "deck/deck.h"

struct search_hit {
    int64_t card;
    struct slice snippet; /* plain text around the first word found */
    struct slice *found;  /* the words in it, parts of `snippet` */
    size_t nfound;
};

/* Cards whose note holds every word of `query`, best first, at most `max`.
 * A word stands for all that begin with it; "two words" in quotes stand
 * together. Nothing else in a query has a meaning. A query without a word is
 * ERR_USAGE; no hit is success with *nhits 0. */
int deck_search(struct deck *deck, struct slice query, size_t max,
                struct search_hit **hits, size_t *nhits, struct arena *arena,
                struct err *err);

#endif
