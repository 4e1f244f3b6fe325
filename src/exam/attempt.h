/* attempt.h - what students wrote, found in a table of answers.
 *
 * A table has one row a student,
 *
 *     id,form,1,2.1,2.2,3
 *     ada,A,0x0a4,3,page fault,b
 *
 * or one row an answer,
 *
 *     id,form,item,part,answer          id,code,part,answer
 *     ada,A,2,2,page fault              ada,0RK5-J76S-6ENC,2,page fault
 *
 * Part 2 of item 2 is called 2.2, or 2b, 2(b), Q2.2; an item alone is its
 * only part. The form may be left out when the exam has only
 * one, or when the student's id is the name of one (a roster). Columns by
 * another name are passed over. Of a bank, a student's form is what a platform
 * drew of each pool; codes tell. */
#ifndef EXAM_ATTEMPT_H
#define EXAM_ATTEMPT_H

#include "exam/exam.h"
#include "sys/csv.h"

struct attempt {
    struct slice student;
    const struct form *form;
    struct slice *answer; /* part after part; see attempt_answer */
    size_t nanswers;      /* that are not empty */
    size_t line;          /* of the table, where the student first stands */
};

struct attempts {
    struct attempt *at; /* in order of the table */
    size_t n;
    struct arena arena; /* owns all of it; the exam must outlive it */
};

/* Reads them. 0, or -1 after adding errors to `found`: a form or an item
 * that isn't there, a student twice, two answers to one part. */
int attempts_read(struct attempts *out, const struct csv *table,
                  const struct exam *exam, struct diags *found);
void attempts_release(struct attempts *s);

/* The answer to part `part` of question `item`, both from 0, as written;
 * empty when there is none. */
struct slice attempt_answer(const struct attempt *s, size_t item,
                            unsigned part);

/* Reads "2.2" and the like: item and part from 0. `part` is -1 when it names
 * the item only. False when it is no such name. */
bool attempt_place(struct slice text, unsigned *item, int *part);

/* "2.2", or "2" for the only part. */
void attempt_place_put(struct str *out, const struct question *q,
                       unsigned part);

#endif
