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
    /* what the deck calls the file and the parent of a note, as far as it is
     * known by now */
    uint64_t *file_news, *family_news, *family_olds;
    bool *wait_olds, *wait_news; /* not to be matched yet */
    bool *taken;                 /* [nolds] */
    struct match *out;           /* [nnews] */
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

/* True while there is one to match on both sides. */
bool matching_any_open(const struct matching *m);

/* A file or a parent with another name is the same one all the same: who is
 * matched already says so. Sets file_news and the families anew. */
void matching_find_renamed(struct matching *m);

/* By likeness, under the same parent and anywhere. */
void match_like_below(struct matching *m);
void match_like_anywhere(struct matching *m);

#endif
