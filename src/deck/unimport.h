/* unimport.h - an import is taken back: notes and cards become what they were
 * before it (note_was, card_was), those it brought become orphans, and its
 * files wait until they are imported again. A note of which another import
 * has made a later version since, as a merge brings it, keeps that. */
#ifndef DECK_UNIMPORT_H
#define DECK_UNIMPORT_H

#include "deck/inside.h"

enum { UNIMPORT_KEPT = 20 }; /* imports that can be taken back */

/* Inside a command. `import` is the row of its event. */
int unimport(struct deck *deck, int64_t import, struct err *err);

/* Drops the earlier versions of all but the latest imports. */
int unimport_prune(struct deck *deck, struct err *err);

#endif
