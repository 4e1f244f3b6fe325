/* diff.h - a typed answer beside the right one, letter by letter.
 *
 * Letters are graphemes; normal form (NFC), case and white space at the ends
 * do not count, and a run of white space counts as one blank. */
#ifndef VIEW_DIFF_H
#define VIEW_DIFF_H

#include "view/lines.h"

enum diff_op {
    DIFF_SAME,
    DIFF_EXTRA,   /* typed, but not in the answer */
    DIFF_MISSING, /* in the answer, but not typed */
};

struct diff_part {
    enum diff_op op;
    struct slice text; /* of `typed` for SAME and EXTRA, else of `answer` */
};

struct diff {
    struct diff_part *parts; /* neighbours differ in op */
    size_t n;
    bool same;
};

/* Borrows from both texts; parts live in the arena. Texts that have
 * little in common come back as one EXTRA and one MISSING. */
struct diff diff_of(struct slice typed, struct slice answer,
                    struct arena *arena);

/* Two lines: what was typed with the wrong letters struck, and the answer
 * with the missed letters underlined; one line when they are the same. */
void diff_draw(struct lines *out, struct slice typed, struct slice answer);

/* The same in words: "You typed: pag[-a-]{+e+}". One line. */
void diff_plain(struct str *out, struct slice typed, struct slice answer);

#endif
