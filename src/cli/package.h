/* package.h - `pagein import` of a package of Anki's. */
#ifndef CLI_PACKAGE_H
#define CLI_PACKAGE_H

#include "cli/command.h"
#include "deck/sync.h"

/* Imports it and tells what came of it. */
int package_import(struct cli *cli, struct deck *deck, const char *path,
                   struct ledger *ledger, struct err *err);

#endif
