/* term.h - the terminal as a device: modes, size, signals, bytes.
 *
 * Between term_open and term_close it is raw, on its alternate screen, with
 * bracketed paste on. However the program ends in between (exit, a fatal
 * signal, no memory), the terminal is given back first. There is one
 * terminal, so there is one state, inside term.c. */
#ifndef REVIEW_TERM_H
#define REVIEW_TERM_H

#include "base/err.h"
#include "base/str.h"

int term_open(struct err *err);
void term_close(void); /* also fine when it is not open */

/* Rows and columns; 24x80 when the terminal won't say. */
void term_size(int *rows, int *columns);

/* Writes all of it, waiting for a slow terminal. -1: it has gone. */
int term_write(struct slice bytes, struct err *err);

enum term_event {
    TERM_INPUT, /* bytes were appended */
    TERM_RESIZE,
    TERM_STOP,   /* somebody asked the program to stop: call term_stop */
    TERM_IDLE,   /* nothing came in time */
    TERM_SIGNAL, /* a signal asks it to end: term_signal */
    TERM_GONE,   /* the terminal has hung up */
};

/* Waits for the next event, at most `wait_ms` (-1: for ever). */
enum term_event term_wait(struct str *bytes, int wait_ms);

int term_signal(void);

/* Gives the terminal back, stops the process (SIGTSTP), and takes the
 * terminal again when it is continued. */
void term_stop(void);

/* Gives the terminal to a child program and takes it again. */
void term_lend(void);
void term_resume(void);

/* True when both standard input and output are terminals. */
bool term_present(void);

#endif
