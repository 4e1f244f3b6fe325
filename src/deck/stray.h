/* stray.h - a folder on this machine for notes that another machine brought.
 *
 * A deck that was merged, copied or carried here knows folders that lie
 * nowhere on this machine. When a folder is imported that holds the files of
 * one of them, it is that folder, and its notes are those the deck has. */
#ifndef DECK_STRAY_H
#define DECK_STRAY_H

#include "deck/inside.h"
#include "deck/roots.h"
#include "note/gather.h"

/* Adds to *roots the folders of `files` that are taken for one of the deck's;
 * *any becomes true when there was one. A folder that is known, or lies in a
 * known one, is left alone. */
int stray_adopt(struct deck *deck, struct roots *roots,
                const struct gathered *files, bool *any, struct err *err);

/* The root of this deck that is `folder` or holds it, or NULL. */
const struct root_place *stray_home(const struct deck *deck,
                                    const struct roots *roots,
                                    const char *folder);

#endif
