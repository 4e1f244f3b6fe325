/* regrade.h - what an earlier marking said, and what has changed. */
#ifndef EXAM_REGRADE_H
#define EXAM_REGRADE_H

#include "exam/grade.h"
#include "exam/roll.h"

/* An earlier results.json. */
struct earlier {
    struct old_mark {
        struct slice student;
        unsigned points, full; /* hundredths */
    } * mark;
    size_t n;
    struct slice *rule; /* the texts of its rulings */
    size_t nrules;
    struct roll students; /* of mark */
    struct arena arena;   /* owns the texts */
};

/* Reads its text. -1 (ERR_NOTES) when it is not what results_json writes;
 * `file` is for that. Release it. */
int earlier_read(struct earlier *out, struct slice text, const char *file,
                 struct err *err);
void earlier_release(struct earlier *e);

/* What it said of the student; NULL when they were not marked. */
const struct old_mark *earlier_of(const struct earlier *e,
                                  struct slice student);

/* <0 when the new share of points is lower, 0 when points and full are as
 * before, else 1. Shares are compared exactly. */
int mark_change(const struct old_mark *old, const struct marks *now);

#endif
