/* blank.h - text that nobody sees: white space as Unicode knows it, and
 * blanks without width. */
#ifndef NOTE_BLANK_H
#define NOTE_BLANK_H

#include "base/slice.h"

/* How many bytes the blank has that begins the text; 0 for none. */
size_t blank_at(struct slice text);

/* The text without blanks at both ends. */
struct slice blank_trim(struct slice text);

#endif
