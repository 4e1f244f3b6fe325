/* big.h - hostile notes that are long rather than clever. */
#ifndef TESTS_BIG_H
#define TESTS_BIG_H

#include "base/str.h"

/* Appends the note of that name (as in manifest.tsv); false when it is not
 * one of these. */
bool big_note(struct str *out, const char *name);

#endif
