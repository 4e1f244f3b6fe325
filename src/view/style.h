/* style.h - what a piece of text means, and how a terminal is told.
 *
 * Whoever draws says what a thing is (a role, and marks such as bold); this
 * module alone knows colours. Every role differs from plain text by an
 * attribute or by its very letters as well, so nothing is lost where there
 * is no colour. */
#ifndef VIEW_STYLE_H
#define VIEW_STYLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum role {
    ROLE_PLAIN,
    ROLE_DIM,    /* context and small print */
    ROLE_PATH,   /* where a card stands: file › heading */
    ROLE_TITLE,  /* of a page of help or figures */
    ROLE_RULE,   /* lines of boxes, bars of quotes */
    ROLE_BLANK,  /* [...]: what is asked for */
    ROLE_HIDDEN, /* [·]: hidden, but not asked for */
    ROLE_ANSWER, /* what was asked for, revealed */
    ROLE_HINT,
    ROLE_GOOD, /* all is well; a right letter that was missed */
    ROLE_WARN,
    ROLE_ERROR,
    ROLE_KEY,     /* a key to press */
    ROLE_DEFAULT, /* the key that Space stands for */
    ROLE_DONE,    /* the full part of a bar */
    ROLE_HEAT_1,  /* a day of the year's map, from little ... */
    ROLE_HEAT_2,
    ROLE_HEAT_3,
    ROLE_HEAT_4,  /* ... to much */
    ROLE_PICTURE, /* a cell of an image: takes `ink` and `paper` */
    ROLE_COUNT,
};

enum mark {
    MARK_STRONG = 1 << 0,
    MARK_EMPH = 1 << 1,
    MARK_STRIKE = 1 << 2,
    MARK_CODE = 1 << 3,
    MARK_MATH = 1 << 4,
    MARK_LINK = 1 << 5,
};

struct style {
    uint8_t role;        /* of enum role */
    uint8_t marks;       /* of enum mark, or-ed */
    uint32_t ink, paper; /* 0xrrggbb, for ROLE_PICTURE only, else 0 */
};

static inline struct style style_of(enum role role)
{
    return (struct style){.role = (uint8_t)role};
}

static inline struct style style_marked(enum role role, unsigned marks)
{
    return (struct style){.role = (uint8_t)role, .marks = (uint8_t)marks};
}

static inline bool style_eq(struct style a, struct style b)
{
    return a.role == b.role && a.marks == b.marks && a.ink == b.ink &&
           a.paper == b.paper;
}

/* How much a stream can show. */
enum depth {
    DEPTH_NONE, /* no escape sequence at all: pipes, TERM=dumb */
    DEPTH_MONO, /* bold, underline, reverse: NO_COLOR, vt100 */
    DEPTH_16,
    DEPTH_256,
    DEPTH_RGB,
};

/* The depth of a terminal by its environment: $TERM, $COLORTERM and
 * $NO_COLOR, each NULL when it is not set. */
enum depth style_depth(const char *term, const char *colorterm,
                       const char *no_color);

/* Appends the sequence that switches to `style` from whatever was before;
 * nothing at DEPTH_NONE. Plain gives back the terminal's own look. */
void style_put(struct str *out, struct style style, enum depth depth);

#endif
