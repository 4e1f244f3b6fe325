/* markdown.h - the parser: tagged text in (tag.h), its parts out in reading
 * order. The only module that knows cmark-gfm, which is used with its tables
 * and strikethrough.
 *
 * The places of blocks are the parser's, mended where it is wrong (tables);
 * those of cells are in row.h, those of anything inline in its tags. */
#ifndef NOTE_MARKDOWN_H
#define NOTE_MARKDOWN_H

#include "note/doc.h"
#include "note/source.h"

enum part_kind {
    PART_TEXT, /* the first three have text */
    PART_CODE,
    PART_HTML,
    PART_SOFT_BREAK,
    PART_HARD_BREAK,
    PART_STRONG, /* these and all below are entered and left */
    PART_EMPH,
    PART_STRIKE,
    PART_LINK,  /* its text is the address, */
    PART_IMAGE, /* that of what is inside follows */
    PART_BLOCK,
};

/* Slices live until the call returns. Texts hold tags. */
struct part {
    enum part_kind kind;
    bool enter;
    struct slice text;
    const struct block *block; /* entered: kind, place, what its kind has; the
                                * text of code and HTML, which are not left */
    bool fenced;               /* a block of code: between ``` */
};

/* Hands every part of `tagged`, the tagged source from offset `from`, to
 * `use`. A long text is parsed in pieces: the root is entered and left once
 * for each. -1 after adding an error, when a limit of preflight.h is broken;
 * some parts may have been handed over by then. */
int markdown_read(struct source *source, size_t from, struct slice tagged,
                  void (*use)(void *arg, const struct part *part), void *arg);

#endif
