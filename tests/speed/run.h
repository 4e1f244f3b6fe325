/* run.h - the folder that measuring happens in, and programs run there.
 *
 * `work` is build/speed; it serves as $HOME and as the XDG folders of what is
 * run, so that nothing of the person's own is read or written. What goes
 * wrong ends the program with a sentence: a figure of half a run is none. */
#ifndef TESTS_SPEED_RUN_H
#define TESTS_SPEED_RUN_H

#include <stdbool.h>
#include <sys/resource.h>

#include "base/str.h"

extern const char *work;    /* absolute; no slash at the end */
extern const char *program; /* the pagein under measurement, absolute */
extern const char *self;    /* this program, absolute */

/* Makes the folder and sets the environment. */
void work_open(const char *argv0);

/* The path of something below `work`; good until the end. */
const char *work_path(const char *name);

/* Writes work/FOLDER/NAME, making the folders. */
void work_write(const char *folder, const char *name, struct slice bytes);

/* Removes a file or folder, and a database's log with it. */
void work_remove(const char *name);

/* Forgets decks, folders of notes and search indexes of earlier runs. */
void work_clear_home(void);

_Noreturn void bench_fail(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* What a run took. */
struct took {
    double wall_ms, cpu_ms; /* cpu: user and system */
    double peak_mb;         /* the most memory it had */
};

double now_ms(void);
double cpu_ms(void); /* of this process: user and system */
struct took took_of(double wall_ms, const struct rusage *usage);

/* Runs a program to its end: `argv` ends with NULL, argv[0] is its path or
 * is looked for in $PATH. What it prints is appended to `out`, or dropped
 * when that is NULL. It must succeed. */
struct took run(struct str *out, const char *const *argv);

/* Is it there? */
bool can_run(const char *name);

/* The smaller of two, by the processor's time: the other was disturbed. */
struct took took_best(struct took a, struct took b);

#endif
