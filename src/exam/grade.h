/* grade.h - marks for what students wrote.
 *
 * The form is not made again: key, mistakes and parameters come from the
 * exam as it was printed. A part is worth
 *
 *     all    when it is the key, works (where any value that works is asked
 *            for), or follows from what was answered before
 *     some   a set that lacks a member or has one too many: half for each;
 *            an answer of a known mistake: what the mistake is worth
 *     none   else
 *
 * An answer that can't be read gets no points and is named, so that somebody
 * looks at it: that is not the same as wrong. */
#ifndef EXAM_GRADE_H
#define EXAM_GRADE_H

#include "exam/attempt.h"
#include "exam/ruling.h"

enum mark_why {
    MARK_BLANK,      /* no answer */
    MARK_UNREADABLE, /* what is it? */
    MARK_RIGHT,
    MARK_FOLLOWS,  /* right after what was answered before */
    MARK_SOME,     /* a set, nearly */
    MARK_MISTAKE,  /* a known mistake */
    MARK_WRONG,    /* and we do not know why */
    MARK_ACCEPTED, /* by a rule */
    MARK_FULL,     /* everybody's, by a rule */
    MARK_DROPPED,  /* nobody's, by a rule */
    MARK_WHYS,
};

/* "right", "follows from an earlier answer"; the word for files. */
extern const char *const mark_why_says[MARK_WHYS];

struct part_mark {
    enum mark_why why;
    unsigned points, full; /* hundredths; full is 0 when it was dropped */
    enum mistake mistake;
    struct slice given; /* as written */
    const char *note;   /* how it was read, or why it can't be; or "" */
};

struct item_mark {
    const struct question *question;
    const struct part_mark *part; /* question->nparts */
    unsigned points, full;
};

struct marks {
    const struct attempt *attempt;
    const struct item_mark *item; /* one an item of the exam */
    unsigned points, full;
    unsigned unreadable; /* parts */
};

/* Marks one attempt; all of it lives in the arena. */
struct marks grade(const struct attempt *attempt, size_t nitems,
                   const struct ruling *rulings, size_t nrulings,
                   struct arena *arena);

#endif
