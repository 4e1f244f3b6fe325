/* cloze.h - the hidden spans of one leaf block, and their mistakes.
 *
 * What comes in is the leaf as the parser gave it: text with its braces, runs
 * that say how it looks, and marks where delimiters stand. What comes out is
 * the leaf of doc.h: text without braces, numbers, hints and ids, its clozes
 * found by a stack. Mistakes become findings at their place in the source. */
#ifndef NOTE_CLOZE_H
#define NOTE_CLOZE_H

#include "note/doc.h"
#include "note/source.h"
#include "note/tag.h"

struct mark {
    uint32_t at;  /* offset in the raw text of the two characters */
    uint32_t tag; /* which tag */
};

struct raw_leaf {
    struct slice text;
    struct run *runs; /* at and len are in `text`; targets are in the arena */
    uint32_t nruns;
    const struct mark *marks; /* OPEN, CLOSE, LITERAL, COLONS; in order */
    uint32_t nmarks;
};

/* Fills in text, runs, clozes, cards, id and task of `leaf`, whose kind and
 * place are known. `raw` may be scratch: everything is copied. */
void cloze_find(struct block *leaf, const struct raw_leaf *raw,
                const struct tags *tags, struct source *source,
                struct arena *arena);

#endif
