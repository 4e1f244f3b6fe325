/* raw.h - a deck file as SQLite alone sees it, behind pagein's back. */
#ifndef TESTS_DECK_RAW_H
#define TESTS_DECK_RAW_H

#include <stdint.h>

#include "deck/desk.h"

/* Runs statements; what fails fails the test. */
void raw_run(const char *path, const char *sql);

/* The same in the log beside it alone, as if the power went right then. */
void raw_run_logged(const char *path, const char *sql);

/* The first column of the first row. */
int64_t raw_ask(const char *path, const char *sql);

/* A desk with a card that was reviewed, its deck closed, and the path of a
 * copy of that, "copy.sqlite". */
const char *raw_desk(struct desk *d);

#endif
