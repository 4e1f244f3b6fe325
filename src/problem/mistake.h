/* mistake.h - the misconceptions that problems know, one registry for all
 * kinds, so that a person's mistakes add up over kinds.
 *
 * The code ("M-IDENT") stands in decks and files and never changes its
 * meaning; new ones are appended. */
#ifndef PROBLEM_MISTAKE_H
#define PROBLEM_MISTAKE_H

#include <stddef.h>

#include "base/slice.h"

enum mistake {
    MISTAKE_NONE, /* wrong, and we do not know why */
#define MISTAKE(code, does, rule) M_##code,
#include "problem/mistakes.def"
#undef MISTAKE
    MISTAKES
};

struct mistake_row {
    const char *code; /* "M-IDENT" */
    const char *does; /* what such a person does: "takes the virtual address
                         for the physical one" */
    const char *rule; /* what is so: one sentence without its full stop */
};

extern const struct mistake_row mistake_rows[MISTAKES];

/* The mistake of that code, MISTAKE_NONE when there is none. */
enum mistake mistake_find(struct slice code);

#endif
