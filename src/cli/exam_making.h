/* exam_making.h - one run of exam_make(): what it has gathered, and telling
 * of it. */
#ifndef CLI_EXAM_MAKING_H
#define CLI_EXAM_MAKING_H

#include "cli/exam_print.h"
#include "exam/paper.h"
#include "exam/seen.h"

/* One run. */
struct making {
    struct exam_order *order;
    struct output *output; /* NULL: a dry run */
    struct fairness fairness;
    struct paper_writer writer;
    struct printing printing;
    struct str paper, table; /* exam.json and fairness.csv, not yet written */
    struct str text;         /* scratch: a file */
    struct seen seen;        /* hashes of whole forms */
    size_t equal;            /* forms that are not the first of their kind */
    size_t keys, proved;     /* problems; those that the kernel told */
    size_t files;
    struct form *forms; /* of a bank: all of them, for its pools */
    struct arena arena; /* owns these */
};

/* Prints the fairness table and a few words, or one JSON document. */
void exam_tell(struct making *m);

#endif
