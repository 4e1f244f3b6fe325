/* exam_print.h - the forms of `pagein exam` on paper.
 *
 * Item k shall stand at the same place in every form, so some forms are made
 * and measured before the first is printed: the same ones in every shard. */
#ifndef CLI_EXAM_PRINT_H
#define CLI_EXAM_PRINT_H

#include "cli/exam.h"
#include "publish/print.h"
#include "sys/output.h"

struct printing {
    struct exam_order *order;
    struct print *print; /* NULL until something is to be printed */
    struct exam exam;    /* with the forms that are measured */
    struct arena arena;  /* owns those */
    int merged;          /* the file of --merge, or -1 */
    size_t files;        /* that were begun */
};

void exam_print_init(struct printing *p, struct exam_order *order);

/* Appends the PDF of a sheet. With --merge the questions go into the one file
 * and nothing is appended; `output` NULL: nothing is written. */
int exam_print_sheet(struct printing *p, struct output *output,
                     const struct form *form, enum sheet sheet,
                     struct str *out, struct err *err);

/* Ends the file of --merge. */
int exam_print_end(struct printing *p, struct err *err);

void exam_print_release(struct printing *p);

#endif
