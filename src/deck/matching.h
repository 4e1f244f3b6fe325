/* matching.h - what the steps of match.h share. */
#ifndef DECK_MATCHING_H
#define DECK_MATCHING_H

#include "deck/match.h"

/* The texts next to a note in its file; 0 where there is none. */
struct beside {
    uint64_t before, after;
};

struct matching {
    const struct match_note *olds, *news;
    size_t nolds, nnews;
    uint64_t *plain_olds, *plain_news; /* keys of the normalised texts */
    struct beside *beside_olds, *beside_news;
    bool *taken;       /* [nolds] */
    struct match *out; /* [nnews] */
};

void matching_pair(struct matching *m, size_t old, size_t new,
                   enum match_how how);

/* True while the new note has no old one. */
bool matching_open(const struct matching *m, size_t new);

uint64_t matching_mix(uint64_t a, uint64_t b);

/* A note of either side in a list that is sorted by some key; then orphans
 * come last, and all is in the order of the files. */
struct keyed {
    uint64_t key;
    bool gone;
    int64_t file;
    int place;
    size_t index;
};

void matching_sort(struct keyed *list, size_t n);

/* Steps 4 and 5: by likeness. */
void match_like(struct matching *m);

#endif
