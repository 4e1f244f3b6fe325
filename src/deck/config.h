/* config.h - what can be set of a deck: a row a setting.
 *
 * A new setting is a new row, and a field of struct deck_settings (deck.h)
 * that its `read` fills. Deck definitions, `pagein config` and completions
 * follow. */
#ifndef DECK_CONFIG_H
#define DECK_CONFIG_H

#include "deck/deck.h"

struct config_row {
    const char *name;    /* as in a deck definition: "new" */
    const char *usual;   /* the value until it is set */
    const char *accepts; /* "\"new\" takes ..." */
    const char *blurb;   /* for a list; NULL: for no list yet */

    /* False when the value is none; *out is then as it was. */
    bool (*read)(struct deck_settings *out, struct slice value);
};

extern const struct config_row config_rows[];
extern const size_t config_nrows;

/* The row of that name, or NULL. */
const struct config_row *config_find(struct slice name);

/* -1 with ERR_USAGE, saying what is accepted, when there is no such setting
 * or the value is none of its own. */
int config_check(const char *name, struct slice value, struct err *err);

#endif
