/* shown.h - lines as a test wants to read them. */
#ifndef TESTS_VIEW_SHOWN_H
#define TESTS_VIEW_SHOWN_H

#include "view/lines.h"

/* Appends the lines, each with "|" at its end so that blanks are seen. */
void shown_text(struct str *out, const struct lines *l);

/* Appends the lines with what they mean: "is <blank>[...]</>.". Marks are
 * named behind the role: "<answer strong>". */
void shown_styles(struct str *out, const struct lines *l);

/* Fails when a byte of the text would be obeyed by a terminal. */
void assert_harmless(struct slice text);

#endif
