/* marking.h - a small exam to be marked, for the tests of attempts, grades
 * and statistics. */
#ifndef TESTS_EXAM_MARKING_H
#define TESTS_EXAM_MARKING_H

#include "exam/exam.h"

/* Two forms, A and B, of:
 *     1  SPLIT, 4 points, parts a and b
 *     2  COWFRAME as a choice, 3 points
 *     3  WHICHPTE, 2 points
 *     4  a cloze, "page table", 1 point
 * All of it lives in the arena. */
const struct exam *marking_exam(struct arena *arena);

/* An exam of one form with these questions. */
const struct exam *marking_exam_of(const struct question *const *questions,
                                   size_t n, struct arena *arena);

#endif
