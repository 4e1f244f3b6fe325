/* help.h - what `pagein help` and --help say, out of the tables. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/command.h"

/* All commands by group, and where to begin. */
void help_program(struct out *out);

/* One command: usage, what it does, examples, options. */
void help_command(struct out *out, const struct command *command);

/* Appends ASCII text broken at blanks into lines of at most `columns`, each
 * behind `indent` blanks; blank lines between paragraphs stay. */
void help_wrap(struct str *out, const char *text, int indent, int columns);

#endif
