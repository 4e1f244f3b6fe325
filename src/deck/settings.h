/* settings.h - the deck's settings by name, and how they are logged. */
#ifndef DECK_SETTINGS_H
#define DECK_SETTINGS_H

#include "deck/inside.h"

/* The names, NULL-terminated: the keys of a deck definition but `notes`. */
const char *const *settings_names(void);

/* -1 with ERR_USAGE, saying what is accepted, when there is no such setting
 * or the value is none of its own. */
int settings_check(const char *name, struct slice value, struct err *err);

/* The value as it was set, copied into `arena`. Returns 1, or 0 when it never
 * was. */
int settings_get(struct deck *deck, const char *name, struct slice *out,
                 struct arena *arena, struct err *err);

/* Logs the change inside a command and carries it out: another scheduler
 * folds every card anew. Returns 1, or 0 when that is the value already. */
int settings_log(struct deck *deck, const char *name, struct slice value,
                 struct err *err);

#endif
