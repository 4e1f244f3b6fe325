/* preflight.h - what is refused because reading it would take more than
 * linear time or memory.
 *
 * The Markdown parser is quick on what people write and quadratic, or worse,
 * on what an attacker writes. So whatever is not linear has a limit here, far
 * above anything a person reads in one go. Everything is counted where it
 * happens: nesting, blocks and link definitions by preflight() over the
 * bytes, in one pass; paragraphs and tables by markdown.c, which knows them
 * as the parser does. Code, lists and plain text may be of any length. */
#ifndef NOTE_PREFLIGHT_H
#define NOTE_PREFLIGHT_H

#include "note/source.h"

enum {
    NESTING_MAX = 64,     /* quotes and items in one another */
    BLOCKS_MAX = 1000000, /* items, cells, paragraphs; and a thirty-second of
                           * the file on top: each takes half a kilobyte */
    LINE_MAX_BARS = 2000, /* | in a line */
    TEXT_MAX_BYTES = 1 << 16, /* of a paragraph, heading or cell */
    TEXT_MAX_WORK = 1 << 27,  /* its bytes times its characters of markup */
    TEXT_MAX_SPECIALS = 1000, /* its [, and its < */
    MARKUP_MAX = 500000, /* in all texts; and an eighth of the file on top */
    TABLE_MAX_COLUMNS = 1000,
    TABLE_MAX_PADDING = 100000, /* cells that rows leave out, in all; and a
                                 * sixteenth of the file on top */
    TABLE_MAX_WORK = 1 << 28,   /* looking for the header of one; and 256
                                 * times the file on top */
    LINK_MAX_BYTES = 32 << 20,  /* if every [ were the longest reference; and
                                 * 4 times the file on top */
    CONTEXT_MAX_BYTES = 16 << 20, /* what all notes show around them; and 16
                                   * times the file on top */
    CONTEXT_MAX_NOTE = 1 << 20,   /* what one of them does */
    IMAGES_MAX = 20000,           /* in a file */
};

/* Looks at the text from offset `from`. -1 after adding an error at the line
 * that goes too far. */
int preflight(struct source *source, size_t from);

/* --- what the parser measures ------------------------------------------- */

struct budget {
    struct source *source;
    size_t padding, work; /* spent on tables so far */
    size_t markup;        /* and in texts */
};

/* Each returns -1 after adding an error at its place. `text` may hold tags.
 *
 * A block in `depth` containers; the text of a paragraph, heading or cell
 * whose inlines are still to be parsed; a line below `above` bytes of a
 * paragraph, when it may make them the header of a table; a row of a table
 * of `columns`. */
int budget_nesting(struct budget *b, struct place at, int depth);
int budget_text(struct budget *b, struct place at, const char *text);
int budget_header(struct budget *b, struct place at, size_t above,
                  const char *line);
int budget_row(struct budget *b, struct place at, const char *line,
               size_t columns);

/* Could the line be the one of dashes below the header of a table? */
bool is_delimiter_row(const char *line);

#endif
