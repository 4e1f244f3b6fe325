/* results.h - what came of an exam, as files. */
#ifndef PUBLISH_RESULTS_H
#define PUBLISH_RESULTS_H

#include "exam/itemstat.h"

struct results {
    const struct exam *exam;
    const struct marks *marks; /* one a student, as in the answers */
    size_t n;
    struct exam_stat stat;
    const struct ruling *rulings; /* that were applied */
    size_t nrulings;
};

/* Tables of comma-separated values, for a spreadsheet:
 *
 *     students   id, form, points, of, percent, then the points of each item
 *     marks      one row a part of a student: what was written, how it was
 *                read, points, which mistake
 *     items      difficulty, discrimination, best and weakest, mistakes */
void results_students(struct str *out, const struct results *r);
void results_marks(struct str *out, const struct results *r);
void results_items(struct str *out, const struct results *r);

/* All of that as one JSON document; marking again compares with it. */
void results_json(struct str *out, const struct results *r);

/* A page to read: how the exam did, plots, items with their mistakes, answers
 * that somebody must look at, students. */
void results_page(struct str *out, const struct results *r);

#endif
