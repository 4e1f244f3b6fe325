/* scratch.h - an empty deck in a temporary folder, for a dry run before
 * there is a real one. */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "base/str.h"
#include "deck/deck.h"

struct scratch {
    struct str folder, path; /* empty when there is none */
};

/* Makes folder and deck. -1: ERR_CREATE or what deck_open says. */
int scratch_open(struct scratch *scratch, struct deck **deck,
                 struct moment now, struct err *err);

/* Removes both; close the deck first. Fine on {STR_EMPTY, STR_EMPTY}. */
void scratch_remove(struct scratch *scratch);

#endif
