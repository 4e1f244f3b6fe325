/* anki.h - a deck as an Anki package, FILE.apkg.
 *
 * It imports into Anki on any device, and imports again after the notes were
 * edited: a note keeps its guid whatever its text, a card its number, and a
 * note is newer than before exactly when it shows another thing
 * (deck/changed.h). Notes and cards of one type in one deck, named after the
 * deck; problems in a deck below it. The same deck gives the same bytes.
 *
 * The package is built beside its place and takes it in one step. */
#ifndef PUBLISH_ANKI_H
#define PUBLISH_ANKI_H

#include "deck/deck.h"

enum { ANKI_PROBLEMS_MAX = 100 }; /* of a kind */

struct anki_options {
    struct slice name; /* of the deck in Anki: "A::B" lies below "A" */
    bool dry_run;      /* only count */
    bool latest;       /* for Anki 2.1.55 and later alone: smaller */
    int problems;      /* of each kind, standing still: 0 to
                          ANKI_PROBLEMS_MAX */
    bool progress;     /* schedules and logs too (anki_progress.h) */

    /* How far it is, in parts of `total`; may be NULL. */
    void (*tell)(size_t done, size_t total, void *arg);
    void *arg;
};

/* What the package holds, and what it does not. */
struct anki_report {
    size_t notes, cards, decks, media;
    size_t problems; /* among notes and cards */
    size_t missing;  /* pictures that the deck does not have: their alt text
                      * stands for them */
    size_t left_out; /* cards: their note had more than 500 clozes so far */
};

/* Writes the package. On failure what was at `path` is as it was. */
int anki_export(struct deck *deck, const char *path,
                const struct anki_options *options, struct anki_report *out,
                struct err *err);

/* Appends a deck's name as Anki would have it: its parts are trimmed and
 * never empty; the name of Anki's own first deck is not used. */
void anki_deck_name(struct str *out, struct slice name);

/* Desktop Anki takes a package of such a name for a whole collection, and
 * offers to replace the one that is there. */
bool anki_is_collection_name(struct slice path);

#endif
