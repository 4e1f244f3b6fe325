/* olden.h - decks of versions that never were. Version 2 has the tables of
 * today, and two versions came before:
 *
 *   0  cards have a mood instead of the time they moved; there are feelings
 *   1  tags say `off` instead of `has`, another index, no aliases
 *   2  today */
#ifndef TESTS_DECK_OLDEN_H
#define TESTS_DECK_OLDEN_H

#include "deck/desk.h"
#include "deck/schema.h"

enum { OLDEN_LATEST = 2 };

/* The history of these versions, with steps for tests to spoil. */
extern struct schema_history olden;
extern struct schema_step olden_steps[OLDEN_LATEST];

/* What the steps do as they should: the first in its function, the second in
 * its SQL. */
int olden_moved(struct db *db, struct err *err);
#define OLDEN_COPY_TAGS                                                  \
    "INSERT INTO tag (card, name, has) SELECT card, name, 1 - off FROM " \
    "was_tag"

/* The history as it should be. */
void olden_init(void);

/* The same, and the path of a deck with answers, flags and tags as it was in
 * that version; it is the desk's, which has it closed. */
const char *olden_deck(struct desk *d, int version);

#endif
