/* settings.h - the deck's settings (config.h) in the log. */
#ifndef DECK_SETTINGS_H
#define DECK_SETTINGS_H

#include "deck/inside.h"

/* Logs the change inside a command and carries it out: another scheduler
 * folds every card anew. Returns 1, or 0 when that is the value already. */
int settings_log(struct deck *deck, const char *name, struct slice value,
                 struct err *err);

#endif
