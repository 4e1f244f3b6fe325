/* ruling.h - what an instructor decides after an appeal.
 *
 *     accept 0x1f for 3.2           that answer is right too
 *     accept 0x1f for 3.2 at 50%    or worth a part of the points
 *     accept M-NOPTESZ              so is every answer of that mistake,
 *     accept M-NOPTESZ for LOOKUP   or only in a kind, an item, a code
 *     drop 4                        the item counts for nobody
 *     full 4.2                      everybody gets its points
 *
 * What it is for: an item as on paper (4, or 4.2 for one part), a kind, or
 * the code of one instance, its letter case and hyphens free. */
#ifndef EXAM_RULING_H
#define EXAM_RULING_H

#include "base/err.h"
#include "exam/exam.h"

enum ruling_verb {
    RULING_ACCEPT_ANSWER,
    RULING_ACCEPT_MISTAKE,
    RULING_DROP,
    RULING_FULL,
};

struct ruling {
    enum ruling_verb verb;
    struct slice text;    /* the rule as it was written */
    struct slice answer;  /* RULING_ACCEPT_ANSWER */
    enum mistake mistake; /* RULING_ACCEPT_MISTAKE */
    unsigned percent;     /* of the points */
    /* What it is for; all that are set must hold. */
    unsigned item;     /* from 1; 0: any */
    int part;          /* from 0; -1: any */
    struct slice kind; /* empty: any */
    struct slice code; /* empty: any */
};

/* Reads one. The slices point into `text`. -1 with a sentence. */
int ruling_read(struct slice text, struct ruling *out, struct err *err);

/* Whether it speaks of this part (from 0) of this question. */
bool ruling_fits(const struct ruling *ruling, const struct question *q,
                 unsigned part);

/* -1 with a sentence when it is for nothing in any form of the exam. */
int ruling_check(const struct ruling *ruling, const struct exam *exam,
                 struct err *err);

#endif
