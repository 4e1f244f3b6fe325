/* parse.h - the command line, read by the tables. */
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include "base/err.h"
#include "cli/options.h"

/* Reads argv into *args, whose texts point into argv (getopt moves options
 * in front of operands there). -1 with ERR_USAGE and, where one is near, the
 * word that was probably meant; args->command is then the command it was
 * about, or NULL. With --help or --version operands are not counted. */
int args_parse(struct args *args, int argc, char **argv, struct err *err);

#endif
