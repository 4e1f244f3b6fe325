/* subdeck.h - what the front matter of a file has behind `deck:`, the deck
 * that its notes are to be in when they go to Anki.
 *
 * It lies in the log as a config event, so that it travels with the deck and
 * is merged as everything is; nothing in pagein goes by it. */
#ifndef DECK_SUBDECK_H
#define DECK_SUBDECK_H

#include "deck/inside.h"

/* Logs it when it is not what the log says; empty for none. Inside a command.
 */
int subdeck_log(struct deck *deck, uint64_t root, struct slice path,
                struct slice name, struct err *err);

/* What the log says; empty when it is silent. */
int subdeck_find(struct deck *deck, uint64_t root, struct slice path,
                 struct slice *out, struct arena *arena, struct err *err);

#endif
