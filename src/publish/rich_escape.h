/* rich_escape.h - rich.c's own: what a text is in a field of an Anki note. */
#ifndef PUBLISH_RICH_ESCAPE_H
#define PUBLISH_RICH_ESCAPE_H

#include "publish/rich.h"

enum rich_within {
    RICH_WITHIN_TEXT,
    RICH_WITHIN_CODE, /* MathJax does not look there */
    RICH_WITHIN_MATH,
};

/* Appends a piece of text so that Anki shows it and obeys nothing of it:
 * `depth` clozes are open around it. */
void rich_escape_anki(struct str *out, struct slice text,
                      enum rich_within within, int depth);

#endif
