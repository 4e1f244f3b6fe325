/* deck_work.h - what `pagein deck` can do, each a word behind it: run as a
 * command is (command.h). */
#ifndef CLI_DECK_WORK_H
#define CLI_DECK_WORK_H

#include "cli/command.h"

int deck_work_backup(struct cli *cli, struct err *err);
int deck_work_restore(struct cli *cli, struct err *err);
int deck_work_merge(struct cli *cli, struct err *err);
int deck_work_sync(struct cli *cli, struct err *err);

#endif
