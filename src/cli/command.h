/* command.h - what a command is.
 *
 * A command is a file cmd_NAME.c that ends with its `struct command`, and a
 * row of the table in command.c. The struct says what it is called, what may
 * stand behind it and which options it takes: the parser, the help texts, the
 * manual page and the completions read nothing else. Its `run` does the work
 * and returns the exit status, or -1 with *err filled, which main turns into
 * a sentence and a status.
 *
 * Exit statuses: 0 done, 1 a check found something, 64 the command line is
 * wrong, 65 the notes are, 66 a named thing is not there, 71 no memory, 73 an
 * output can't be made, 74 reading or writing failed, 75 the deck is in use,
 * 76 the deck is not safe to open or newer, 128 + n ended by signal n. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/err.h"
#include "cli/manners.h"
#include "cli/options.h"
#include "cli/out.h"
#include "sys/clock.h"

#define PAGEIN_VERSION "0.1.0"
#define PAGEIN_DATE "November 22, 2026" /* of that version */

enum status {
    STATUS_DONE = 0,
    STATUS_FOUND = 1, /* a check found something; `due -q`: nothing is due */
    STATUS_USAGE = 64,
    STATUS_NOTES = 65,
    STATUS_NO_INPUT = 66,
    STATUS_CREATE = 73,
    STATUS_IO = 74,
    STATUS_BUSY = 75,
    STATUS_UNSAFE = 76,
    STATUS_SIGNAL = 128,
};

/* The exit status of a failure. */
int status_of(enum err_kind kind);

/* What a command is handed. */
struct cli {
    const struct args *args;
    const struct manners *manners;
    struct out *out; /* data: standard output */
    struct out *say; /* words: standard error */
    struct moment now;
};

struct example {
    const char *line; /* without "pagein " */
    const char *what;
};

/* A list that a command has to tell of: `row` fills row i, and is false when
 * there are no more. */
struct help_list {
    const char *title;
    bool (*row)(size_t i, struct example *out);
};

struct command {
    const char *name;     /* "" is pagein alone */
    const char *operands; /* "PATH...", or "" */
    const char *blurb;    /* one line, without a final full stop */
    const char *about;    /* paragraphs, a blank line between them */
    const struct example *examples; /* ended by {NULL, NULL} */
    const struct help_list *lists;  /* behind the options; ended by one
                                      without a title; NULL: none */
    uint64_t options;  /* its own; OPTIONS_EVERYWHERE are always there */
    size_t min, max;   /* how many operands */
    enum fill fill;    /* what a shell offers for an operand */
    const char *words; /* with FILL_WORDS, "a|b|c" */
    const char *group; /* heading in the list of commands; NULL: hidden */
    int (*run)(struct cli *cli, struct err *err);
};

/* In the order in which people read about them. */
extern const struct command *const commands[];
extern const size_t ncommands;

/* The command of exactly that name, or NULL. */
const struct command *command_find(const char *name);

/* All options that the command takes. */
uint64_t command_options(const struct command *command);

#endif
