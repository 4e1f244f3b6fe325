/* outline.h - made-up outlines that are edited at random, and that know which
 * cloze is which all along.
 *
 * An outline is a list of bullets with a depth; a bullet is a list of pieces
 * of text, some of them clozes with an identity of their own. Edits are of
 * the kinds people make. */
#ifndef TESTS_DECK_OUTLINE_H
#define TESTS_DECK_OUTLINE_H

#include "base/rng.h"
#include "base/str.h"

enum { OUTLINE_PIECES = 40, OUTLINE_BULLETS = 400, OUTLINE_WORD = 24 };

struct piece {
    char word[OUTLINE_WORD];
    int cloze; /* identity; 0 for plain text */
};

struct bullet {
    int depth;
    int npieces;
    struct piece pieces[OUTLINE_PIECES];
};

struct outline {
    struct bullet bullets[OUTLINE_BULLETS];
    int nbullets;
    int next_cloze;     /* identity of the next new cloze, from 1 */
    const char *marker; /* of a bullet: "-" or "*" */
};

void outline_init(struct outline *o, int bullets, struct rng *rng);

/* One edit at random; returns its name. */
const char *outline_edit(struct outline *o, struct rng *rng);

/* Appends it as Markdown. */
void outline_put(struct str *out, const struct outline *o);

/* The identities of all clozes in the order of the text. Returns how many. */
int outline_clozes(const struct outline *o, int *ids, int max);

#endif
