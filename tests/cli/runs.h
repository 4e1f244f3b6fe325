/* runs.h - one run of the program as a row of a table. */
#ifndef TESTS_CLI_RUNS_H
#define TESTS_CLI_RUNS_H

#include "check.h"
#include "program.h"

enum { RUN_ARGS = 10, RUN_FILES = 8 };

struct run_case {
    const char *name;
    const char *args[RUN_ARGS];
    const char *files[RUN_FILES]; /* name, text, name, text ... */
    const char *input;            /* standard input, or NULL */
    int status;
    const char *out, *err; /* exactly that; NULL: anything */
};

/* Does what the row says in a home of its own; *state is the row. */
void run_holds(void **state);

/* Runs with an array that ends with NULL, at most RUN_ARGS long. */
void run_args(struct program *p, struct ran *r, const char *input,
              const char *const *args);

/* Runs, and fails unless it ends with `status`. */
void run_expect(struct program *p, struct ran *r, int status,
                const char *const *args);

/* Runs a line of shell in the home; $P is the program. Its output is that of
 * the whole line. */
void run_shell(struct program *p, struct ran *r, const char *line);

/* The words of a line as arguments; blanks divide, nothing is quoted. */
#define RUN(p, r, status, ...) \
    run_expect(p, r, status, (const char *const[]){__VA_ARGS__, NULL})

/* Fails unless every byte may go to a terminal: UTF-8, no control character
 * but line ends and tabs, no bidirectional or invisible one. */
void assert_clean(const struct str *text);

/* Fails unless the text holds `part`, or when it does. */
void assert_holds(const struct str *text, const char *part);
void assert_lacks(const struct str *text, const char *part);

#endif
