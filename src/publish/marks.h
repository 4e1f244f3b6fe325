/* marks.h - what Anki finds in a field before it is HTML: clozes, math,
 * directives. They become marks, characters of no other meaning that pass
 * through the parsing of HTML, and are found again in the text behind it. */
#ifndef PUBLISH_MARKS_H
#define PUBLISH_MARKS_H

#include <stdint.h>

#include "base/str.h"
#include "publish/left.h"

enum mark_kind {
    MARK_OPEN, /* {{c1:: or {{c1,2:: */
    MARK_HINT, /* the first :: directly inside */
    MARK_CLOSE,
    MARK_MATH, /* \( or [$] */
    MARK_DISPLAY,
    MARK_MATH_END,
};

struct mark {
    enum mark_kind kind;
    uint32_t numbers[8]; /* of MARK_OPEN; one above 500 is 501 */
    size_t n;
};

/* Appends the field with its marks; clozes only when asked for. Sounds and
 * LaTeX blocks stay as they are and are counted. */
void marks_put(struct str *out, struct slice field, bool clozes,
               struct left_list *left);

/* Cuts text off *rest up to its next mark, and that; false when *plain was
 * the last of it. */
bool marks_next(struct slice *rest, struct slice *plain, struct mark *mark);

/* Does a cloze open in the text? */
bool marks_open(struct slice text);

/* Appends the text without any mark. */
void marks_strip(struct str *out, struct slice text);

#endif
