/* attempt_inside.h - what the files of attempt.h share. */
#ifndef EXAM_ATTEMPT_INSIDE_H
#define EXAM_ATTEMPT_INSIDE_H

#include "exam/attempt.h"
#include "exam/roll.h"

enum { NOT_THERE = -1 };

/* What a column holds. */
struct column {
    enum column_kind {
        COLUMN_OTHER,
        COLUMN_STUDENT,
        COLUMN_FORM,
        COLUMN_ITEM,
        COLUMN_PART,
        COLUMN_CODE,
        COLUMN_ANSWER, /* of a row an answer */
        COLUMN_PLACE,  /* the answers to one part, of a row a student */
    } kind;
    unsigned item;
    int part;
};

/* A table on its way to attempts. */
struct reading {
    struct attempts attempts;
    size_t cap;
    const struct csv *table;
    const struct exam *exam;
    struct column *column;
    size_t ncolumns;
    int student, form, item, part, code, answer; /* columns, or NOT_THERE */
    struct diags *found;
    struct roll students; /* of attempts */
    struct roll forms;    /* of the exam */
    struct roll codes;    /* form * nitems + item */
};

/* Reads the first row: what every column holds. -1 after a complaint. */
int attempt_header(struct reading *r);

/* "b", "(b)", ".2": which part, from 0. */
bool attempt_part(struct slice text, int *part);

#endif
