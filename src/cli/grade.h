/* grade.h - what cmd_grade.c tells of an exam marked again. */
#ifndef CLI_GRADE_H
#define CLI_GRADE_H

#include "cli/command.h"
#include "exam/regrade.h"
#include "publish/results.h"

/* Prints old and new of whoever has another mark now, and who had one and is
 * in the table no more. How many are the worse for it, those included. */
size_t grade_changes(struct cli *cli, const struct earlier *earlier,
                     const struct results *now);

#endif
