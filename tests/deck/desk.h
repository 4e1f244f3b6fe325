/* desk.h - a student's desk for tests: a folder of notes, a deck, a clock
 * that stands still until it is told otherwise.
 *
 * The folder is temporary and serves as the XDG folders too. Whatever fails
 * here fails the test. */
#ifndef TESTS_DECK_DESK_H
#define TESTS_DECK_DESK_H

#include "deck/deck.h"
#include "deck/queue.h"
#include "deck/sync.h"

enum { DESK_DAY = 20000 }; /* the study day a desk begins on */

struct desk {
    char folder[64];
    struct deck *deck;
    struct moment now;
    struct arena arena;   /* of what the functions below give */
    struct err err;       /* of the last function that failed */
    struct ledger ledger; /* of the last import */
    struct diags diags;
};

/* An empty deck "deck.sqlite" in a new folder, on DESK_DAY at noon. */
void desk_init(struct desk *d);
void desk_release(struct desk *d); /* removes the folder */

/* Of several desks the one at which the student sits: its folder serves as
 * the XDG folders. desk_init sits down. */
void desk_sit(struct desk *d);

/* A desk on another machine, whose deck is a copy of this one's as it is
 * saved; of the notes it has none. */
void desk_copy(struct desk *copy, struct desk *of);

/* Closes the deck and opens it again. */
void desk_reopen(struct desk *d);

/* The path of a file of the folder; good until desk_release. */
const char *desk_path(struct desk *d, const char *name);

/* Writes a file of notes, making its folders; removes one. */
void desk_write(struct desk *d, const char *name, const char *text);
void desk_remove(struct desk *d, const char *name);

/* Imports a file or folder of the desk and returns what deck_import does. */
int desk_import(struct desk *d, const char *name);
int desk_import_with(struct desk *d, const char *name,
                     const struct import_options *options);

/* Re-imports what changed, as a review does first; must succeed. */
void desk_refresh(struct desk *d);

/* Writes notes.md and imports it; must succeed. */
void desk_notes(struct desk *d, const char *text);

/* To noon of the study day; or so many milliseconds on. */
void desk_day(struct desk *d, int day);
void desk_wait(struct desk *d, int64_t ms);

/* The card with this answer that is not an orphan, 0 when there is none. Two
 * of them fail the test. */
int64_t desk_find(struct desk *d, const char *answer);
int64_t desk_find_any(struct desk *d, const char *answer); /* orphans too */

struct card desk_card(struct desk *d, int64_t card);
struct card desk_answer(struct desk *d, int64_t card, int grade);
void desk_flag(struct desk *d, enum deck_verb verb, int64_t card);
void desk_set(struct desk *d, const char *name, const char *value);

/* Today's queue as answers, "one, two, three"; and its counts. */
const char *desk_queue(struct desk *d);
struct queue_counts desk_counts(struct desk *d);

/* Undoes the last command and returns what it was; "" for nothing. */
const char *desk_undo(struct desk *d);

/* Fails unless every card is what its history says. */
void desk_verify(struct desk *d);

/* How many cards there are that are not orphans, and how many are. */
size_t desk_ncards(struct desk *d);
size_t desk_norphans(struct desk *d);

#endif
