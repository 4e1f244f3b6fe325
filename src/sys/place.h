/* place.h - where things live on this machine: the XDG folders, this
 * machine's identity, the config file. */
#ifndef SYS_PLACE_H
#define SYS_PLACE_H

#include "base/err.h"
#include "base/str.h"

/* Append $XDG_DATA_HOME/pagein and so on, with their defaults below $HOME.
 * The folders need not exist. */
void place_data(struct str *out);   /* decks */
void place_config(struct str *out); /* config.yaml, roots of imports */
void place_cache(struct str *out);  /* search indexes: may be deleted */

/* Appends the path of a deck by what a person typed behind --deck: a NAME is
 * DATA/NAME.sqlite, anything with a slash or ending in .sqlite is a path;
 * "" is `default`. -1 with ERR_USAGE for a name that can't be one. */
int place_deck(struct str *out, struct slice name, struct err *err);

/* 16 hex digits that are the same on this machine and (very likely) on no
 * other; of /etc/machine-id when there is one. */
void place_machine(struct str *out);

#endif
