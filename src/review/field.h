/* field.h - a line of text being typed. */
#ifndef REVIEW_FIELD_H
#define REVIEW_FIELD_H

#include "base/str.h"
#include "review/key.h"

enum { FIELD_BYTES_MAX = 4096 };

struct field {
    struct str text; /* UTF-8 */
    size_t at;       /* the cursor: a byte offset between characters */
};

void field_clear(struct field *f);
void field_release(struct field *f);

/* Handles a key of the line: text, moves, deletions; Ctrl-U empties it,
 * Ctrl-W takes the word before the cursor. False for a key that means
 * nothing to it (Enter, Escape, Tab). A pasted line end is a blank. */
bool field_key(struct field *f, struct key key);

#endif
