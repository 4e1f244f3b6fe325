/* exams.h - exams for the checks of formats: every kind of problem at every
 * level, and notes that mean harm. */
#ifndef TESTS_PUBLISH_TOOL_EXAMS_H
#define TESTS_PUBLISH_TOOL_EXAMS_H

#include "publish/file_format.h"

struct made {
    struct arena arena;
    struct exam exam;
    struct pool *pools; /* the same questions by item: one a form */
};

/* "free" and "choice": a form a seed from 0, `seeds` of them; "hostile":
 * clozes of tests/hostile/exp-*.md and ../hostile.md, and texts of marks put
 * together by chance, one form to fill in and one to choose. False for another name. */
bool make_exam(struct made *out, const char *name, unsigned seeds);

#endif
