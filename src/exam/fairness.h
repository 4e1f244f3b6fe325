/* fairness.h - are the forms of an exam as hard as each other? What an
 * instructor looks at before printing. */
#ifndef EXAM_FAIRNESS_H
#define EXAM_FAIRNESS_H

#include "exam/exam.h"
#include "exam/maker.h"
#include "sys/csv.h"

enum { FAIRNESS_FORMS = 12 }; /* that the table has lines for */

struct fairness_row {
    unsigned least, most; /* steps, over all forms */
    bool same_outcome;    /* in all of them */
};

/* Gathers as forms are made. Start by fairness_begin. */
struct fairness {
    const struct exam *exam;
    const struct row_plan *plans;
    struct fairness_row *rows;
    unsigned least, most; /* steps of a form */
    const char *names[FAIRNESS_FORMS];
    unsigned steps[FAIRNESS_FORMS];
    size_t nforms;
    struct arena arena;
};

void fairness_begin(struct fairness *f, const struct exam *exam,
                    const struct row_plan *plans);
void fairness_release(struct fairness *f);
void fairness_add(struct fairness *f, const struct form *form);

/* Whether each item differs by at most one step and ends the same way in all
 * forms. */
bool fairness_is_fair(const struct fairness *f);

/* Appends the table as text: a line an item, a line a form. */
void fairness_put(struct str *out, const struct fairness *f);

/* Appends rows of a CSV: the header; one for each item of a form. */
void fairness_csv_head(struct str *out);
void fairness_csv(struct str *out, const struct form *form,
                  const struct exam *exam);

#endif
