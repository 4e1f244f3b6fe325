/* lines.h - lines of styled text: what a card, a help page or a table is
 * before it reaches a terminal.
 *
 * A writer puts pieces of text one behind the other and ends a paragraph;
 * lines.c escapes every piece, wraps the paragraph to the width (UAX #14,
 * wide characters right) and sets it behind the margins in force:
 *
 *     lines_indent(l, bullet, blank)     • Each entry contains a "valid"
 *     lines_text(l, style, text)           bit and a page number.
 *     lines_end(l)
 *     lines_outdent(l)
 *
 * Finished lines live in the arena and hold no byte that a terminal would
 * obey. Start from lines_new, end with lines_release (the lines stay until
 * the arena goes). */
#ifndef VIEW_LINES_H
#define VIEW_LINES_H

#include "base/arena.h"
#include "base/str.h"
#include "view/style.h"

struct span {
    struct slice text; /* escaped, one line */
    struct style style;
};

struct line {
    struct span *spans;
    size_t nspans;
    int width;  /* columns */
    bool empty; /* put by lines_blank */
};

enum { LINES_TEXT_MIN = 12 };

/* What stands in front of lines: `first` once, `rest` before the others;
 * both `width` columns wide. */
struct margin {
    struct span first, rest;
    int width;
    bool used;
};

struct lines {
    struct arena *arena;
    int width; /* columns, margins included */
    struct line *at;
    size_t n, cap;
    struct margin *margins; /* those in force, outermost first */
    size_t nmargins, margins_cap;
    struct str para;    /* the paragraph being written */
    struct span *parts; /* its pieces; texts are set when it ends */
    size_t *ends;       /* where in `para` each piece ends */
    size_t nparts, parts_cap, ends_cap;
};

struct lines lines_new(struct arena *arena, int width);
void lines_release(struct lines *l);

/* Columns left for text behind the margins, at least 1. */
int lines_room(const struct lines *l);

/* Margins nest. One that would leave less than LINES_TEXT_MIN columns takes
 * none. The texts are escaped; they must be equally wide. */
void lines_indent(struct lines *l, struct span first, struct span rest);
void lines_outdent(struct lines *l);

/* Adds a piece to the paragraph. A line end in it is a forced break. */
void lines_text(struct lines *l, struct style style, struct slice text);
void lines_puts(struct lines *l, struct style style, const char *text);
void lines_printf(struct lines *l, struct style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Ends the paragraph: wrapped; as one line cut with "…"; or as code, where
 * blanks count, every source line is its own and a long one goes on behind
 * a mark. Nothing happens when nothing was put. */
void lines_end(struct lines *l);
void lines_end_cut(struct lines *l);
void lines_end_code(struct lines *l);

/* One empty line (with margins), unless the last one is empty or there is
 * none yet. */
void lines_blank(struct lines *l);

/* A line of ready spans, copied; for drawings that measured themselves. */
void lines_put_spans(struct lines *l, const struct span *spans, size_t n);

/* A span of `text` that is already escaped (a literal, mostly). */
struct span span_of(enum role role, const char *text);

/* Appends the lines for a stream of that depth, each with a line end. */
void lines_print(struct str *out, const struct lines *l, enum depth depth);

#endif
