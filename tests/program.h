/* program.h - the program itself, run as a person would, in a home of its
 * own.
 *
 * A `struct program` is a fresh temporary folder that serves as $HOME, as the
 * XDG folders and as the working folder, with an environment that holds
 * nothing of the tester's: LANG=C.UTF-8, TZ=UTC, TERM=xterm-256color, and
 * the clock stopped at PROGRAM_NOW. Whatever fails here fails the test. */
#ifndef TESTS_PROGRAM_H
#define TESTS_PROGRAM_H

#include "base/str.h"

#define PROGRAM_NOW "2026-11-22T09:00:00+00:00"

struct program {
    char home[32];      /* path of the folder */
    struct str env[32]; /* NAME=value */
    size_t nenv;
};

void program_init(struct program *p);
void program_release(struct program *p); /* removes the folder */

/* Sets an environment variable for the runs that follow; NULL unsets it. */
void program_set(struct program *p, const char *name, const char *value);

/* Writes a file below the home, making its folders. */
void program_write(const struct program *p, const char *name,
                   const char *text);
void program_write_bytes(const struct program *p, const char *name,
                         struct slice bytes);

/* The same with the bytes of a file of the source tree; false when that is
 * not there. */
bool program_copy(const struct program *p, const char *name,
                  const char *source);

/* Reads a file below the home; out is appended to. */
void program_read(const struct program *p, const char *name, struct str *out);

/* The absolute path of a file of the source tree; good until the next call.
 */
const char *source_path(const char *name);

/* Appends a file of the source tree. */
void source_text(const char *name, struct str *out);

/* How a run ended. */
struct ran {
    int status; /* exit status, or 128 + the signal that ended it */
    struct str out, err;
};

void ran_release(struct ran *r);

/* Runs `pagein` with the arguments, which end with NULL, with `input` (NULL
 * is nothing) on a pipe, and waits for its end; a minute is too long. `r` is
 * released first if it was used before; start from {0}. */
void program_run(const struct program *p, struct ran *r, const char *input,
                 ...) __attribute__((sentinel));

/* In a child: becomes `file` with `args` (args[0] is its name) in that home
 * and environment. The file "pagein" is the program under test. */
_Noreturn void program_exec(const struct program *p, const char *file,
                            const char *const *args);

#endif
