/* homes.h - which note of a deck goes by which guid in Anki, and what was
 * seen before; both while a package comes in. */
#ifndef PUBLISH_HOMES_H
#define PUBLISH_HOMES_H

#include "deck/deck.h"

struct homes;

int homes_read(struct homes **out, struct deck *deck, struct err *err);
void homes_free(struct homes *homes); /* NULL is fine */

/* The uid of the note that was exported under this guid. */
bool homes_find(const struct homes *homes, struct slice guid, uint64_t *uid);

/* A set of pairs. */
struct pairs;

struct pairs *pairs_new(void);
void pairs_free(struct pairs *seen); /* NULL is fine */

/* False when the pair is in it already. */
bool pairs_add(struct pairs *seen, struct slice a, struct slice b);

#endif
