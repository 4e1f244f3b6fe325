/* lint.h - what `check` alone warns of: things that are allowed and yet look
 * like a slip. */
#ifndef NOTE_LINT_H
#define NOTE_LINT_H

#include "note/math.h"
#include "note/note.h"
#include "note/source.h"
#include "note/tag.h"

/* Where braces mean nothing. */
enum lint_where {
    LINT_CODE,
    LINT_FENCED, /* only a numbered one looks like a cloze here */
    LINT_INDENTED,
    LINT_HTML,
    LINT_LINK,
    LINT_IMAGE,
};

/* Two tags, one directly after the other, came back in such a place: warns
 * when they look like a cloze. `open` may be SIZE_MAX for none. */
void lint_lost_cloze(struct source *source, const struct tags *tags,
                     size_t open, size_t close, enum lint_where where);

/* The same for the inside of math. */
void lint_math(struct source *source, struct span math);

/* An answer that is spelt out elsewhere in its block, the same block twice
 * under one parent. */
void lint_notes(struct source *source, const struct note *notes, size_t n);

#endif
