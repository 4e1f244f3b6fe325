/* manners.h - a person's own ways, of $XDG_CONFIG_HOME/pagein/config.yaml:
 *
 *   color: never           # auto, always or never
 *   plain: yes             # line by line, as --plain
 *   editor: code --wait    # when neither $VISUAL nor $EDITOR is set
 *   deck: virtual-memory   # the deck when --deck is not given
 *   keys:                  # of a review, besides the usual ones
 *     undo: z              # what review_action names, and its keys
 *     good: g<Right>
 *
 * The command line wins over the environment, the environment over the
 * file. What a deck does lives in the deck (pagein config), never here. */
#ifndef CLI_MANNERS_H
#define CLI_MANNERS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/str.h"
#include "cli/options.h"
#include "review/key.h"

struct manners {
    int color; /* COLOR_* of options.h */
    bool plain;
    struct str editor, deck; /* empty when not set */
    struct own_key *keys;
    size_t nkeys, keys_cap;
    struct arena arena; /* owns the texts of `keys` */
};

void manners_release(struct manners *manners);

/* Reads the file; a missing one leaves everything unset. What is not
 * understood in it is added to `found` and left unset. -1 when the file is
 * there but can't be read. */
int manners_read(struct manners *out, struct diags *found, struct err *err);

/* Fills what the command line left open from environment and file. The deck's
 * name then points into `manners`; the editor goes into the environment,
 * where review/editor.h looks for it. */
void manners_apply(const struct manners *manners, struct args *args);

#endif
