/* create.h - a new deck file, whole or not at all. */
#ifndef DECK_CREATE_H
#define DECK_CREATE_H

#include "base/err.h"

/* Makes an empty deck at the absolute `path`, folders too. It is built beside
 * and then given its name in one step; a deck that another program put there
 * meanwhile stays. -1 with ERR_CREATE. */
int create_deck(const char *path, struct err *err);

#endif
