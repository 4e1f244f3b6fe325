/* match.h - which note of the deck is which note of the files.
 *
 * Pure: two lists in, pairs out. In this order, each step only among what is
 * left:
 *
 *   1. the ids written behind the blocks
 *   2. exact text       ties are broken by the same file, context and
 *   3. normalised text  neighbours, then less and less of them; among twins
 *                       by order
 *   4. under the same parent, the text alike by 0.70 (Dice of trigrams), each
 *      the other's best, the next best 0.10 behind; alike by 0.40 will do
 *      when the answers are the same, by 0.25 when all but the answers is
 *   5. anywhere, alike by 0.85, likewise; 0.75 when the answers are the same
 *
 * A file or a parent with another name is the same all the same when those
 * matched say so. Orphans are only matched by 1, 2, 3 and 0.85.
 *
 * Where a note stands is never the key: it only breaks ties. */
#ifndef DECK_MATCH_H
#define DECK_MATCH_H

#include "deck/keys.h"

struct match_note {
    struct note_keys keys;
    struct note_kin kin;
    struct slice pin;  /* the id behind the block, or empty */
    struct slice line; /* the text, for likeness */
    int64_t file;      /* of the deck; negative for one it doesn't know */
    int place;         /* its number in the file */
    bool gone;         /* an orphan: others come first */
};

enum match_how {
    MATCH_NONE,
    MATCH_AMBIGUOUS, /* none, because two were as good */
    MATCH_PIN,
    MATCH_EXACT,
    MATCH_PLAIN,
    MATCH_LIKE,
};

struct match {
    size_t old; /* index; meaningless without a match */
    enum match_how how;
};

/* Fills out[nnews]: for each new note the old one it is. No old note is given
 * twice. */
void match_notes(const struct match_note *olds, size_t nolds,
                 const struct match_note *news, size_t nnews,
                 struct match *out);

#endif
