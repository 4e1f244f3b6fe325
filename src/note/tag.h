/* tag.h - finding Markdown's pieces again after a parser has moved them.
 *
 * No parser tells the source position of a brace in its output. So before
 * the parse every `{{`, `}}`, `![` and `$` that is not escaped gets a tag, a
 * number in characters that no text holds (U+FDD0..U+FDEF):
 *
 *   {{  becomes  { tag {        ![  becomes  ! tag ![
 *   }}           } tag }        $            $ tag $
 *
 * A tag that comes back in running text is a delimiter, and its number says
 * where it stood; one that comes back in code or an address is taken out
 * again. Each has punctuation of its own kind on both sides, so the parser
 * decides about emphasis beside it as if it were not there.
 *
 * In a run of three braces or more, openers pair from the left, closers from
 * the right. Math is cut out: each span becomes $ tag $ x's $ tag $. */
#ifndef NOTE_TAG_H
#define NOTE_TAG_H

#include <stdint.h>

#include "base/str.h"

enum tag_kind {
    TAG_OPEN,    /* {{ */
    TAG_CLOSE,   /* }} */
    TAG_LITERAL, /* \{{ or \{\{ : text, and so is the }} that belongs to it */
    TAG_COLONS,  /* \:: or :\: : not the start of a hint */
    TAG_IMAGE,   /* ![ */
    TAG_DOLLAR,  /* $, only when asked for */
    TAG_MATH,    /* the dollar(s) that begin math ... */
    TAG_MATH_END, /* ... and end it: always the next tag */
};

struct tag {
    uint32_t at; /* offset of its first byte in the source */
    enum tag_kind kind;
};

struct tags {
    struct str text; /* the source with its tags, ending in a line end */
    struct tag *at;
    size_t n, cap;
};

/* Math: the offsets of the first dollar and of the end behind the last. */
struct span {
    uint32_t at, end;
    bool display; /* $$..$$ */
};

void tags_release(struct tags *t);

/* Tags only the dollars of source[from..], for finding out what is math. */
void tag_dollars(struct tags *out, struct slice source, size_t from);

/* Tags everything else of source[from..], with the math cut out. */
void tag_source(struct tags *out, struct slice source, size_t from,
                const struct span *math, size_t nmath);

/* Does a character of a tag begin here? Stops reading at a NUL. */
static inline bool tag_begins(const char *at)
{
    const unsigned char *c = (const unsigned char *)at;

    return c[0] == 0xef && c[1] == 0xb7 && c[2] >= 0x90 && c[2] <= 0xaf;
}

/* Offset of the next tag in tagged text at or after `from`, or text.len.
 * *index gets its number, *len its length in bytes. */
size_t tag_next(struct slice text, size_t from, size_t *index, size_t *len);

#endif
