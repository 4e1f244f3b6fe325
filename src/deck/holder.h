/* holder.h - who has the deck, when it is busy. */
#ifndef DECK_HOLDER_H
#define DECK_HOLDER_H

#include "base/str.h"

/* Appends "program (process 123)", the one that writes to the deck at `path`
 * right now; nothing when the system doesn't tell. The program's name is a
 * stranger's text. */
void holder_put(struct str *out, const char *path);

#endif
