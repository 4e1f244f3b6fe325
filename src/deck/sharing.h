/* sharing.h - one sync on its way; what the files of share.h have in common.
 */
#ifndef DECK_SHARING_H
#define DECK_SHARING_H

#include "deck/inside.h"
#include "deck/share.h"

struct share {
    struct deck *deck;
    const struct share_options *options;
    struct moment now;
    struct share_report *report;
    struct arena *arena;
    struct str place; /* FOLDER/NAME */
    struct str own;   /* this machine's file there, "" while it has no name */
    bool backed_up;
};

/* Gives a deck that is not the file it was its device id now, for the old
 * one's file belongs to another; sets the name of this machine's file. */
int sharing_settle(struct share *s, struct err *err);

void sharing_put_path(struct str *out, const struct share *s,
                      struct slice name);

/* Merges one file, with a backup unless there was one. */
int sharing_take(struct share *s, const char *path,
                 struct merge_report *merged, struct err *err);

/* Whether it was the file over there that failed, not the deck here. */
bool sharing_goes_on(const struct err *err);

/* Writes this machine's file unless it is what it should be. (share_own.c) */
int sharing_write_own(struct share *s, struct err *err);

#endif
