/* itemstat.h - how an exam's items did.
 *
 * With x the points that a student got of an item, as a share of its points,
 * and n students:
 *
 *     difficulty       the mean of x: 1 is what everybody can
 *     discrimination   the correlation of x with the rest of the student's
 *                      points (the item left out): near 0 the item tells
 *                      strong from weak students as a coin does, below 0
 *                      look at the key again
 *     upper, lower     the mean of x among the best and the weakest 27 % of
 *                      students; their difference is Kelley's index
 *     alpha            Cronbach's alpha of the whole: k/(k-1) (1 - the sum
 *                      of the items' variances / the variance of totals)
 *
 * (Ebel and Frisbie, Essentials of Educational Measurement; Kelley 1939;
 * Cronbach 1951.) What can't be reckoned - one student, no variance - is NAN.
 */
#ifndef EXAM_ITEMSTAT_H
#define EXAM_ITEMSTAT_H

#include "exam/grade.h"

struct item_stat {
    unsigned number; /* of the item, from 1 */
    const char *title;
    unsigned full;   /* hundredths; 0: dropped for all */
    size_t answered; /* students who gave any answer to it */
    double difficulty, discrimination, upper, lower;
    unsigned mistakes[MISTAKES]; /* parts in which each was made */
};

struct exam_stat {
    size_t students;
    double mean, deviation, median; /* of shares of all points, 0 .. 1 */
    double alpha;
    unsigned histogram[10];  /* students by share: 0-10 %, ... 90-100 % */
    struct item_stat *items; /* in the arena */
    size_t nitems;
};

/* Reckons them from the marks of `n` students. */
struct exam_stat exam_stat_of(const struct exam *exam,
                              const struct marks *marks, size_t n,
                              struct arena *arena);

#endif
