/* mistakes.h - `pagein stats --mistakes`: which misconceptions were behind
 * wrong answers to problems, over all kinds, and what to practise. */
#ifndef CLI_MISTAKES_H
#define CLI_MISTAKES_H

#include "cli/use.h"

/* Prints the table, or JSON; then a quiz for the worst of them. */
int mistakes_print(struct cli *cli, struct deck *deck, struct err *err);

#endif
