/* tty.h - a program on a terminal line, typed at as fast as it answers.
 *
 * Unlike tests/terminal this keeps no screen: it only watches for the mark
 * that ends a frame (review/screen.c), the moment a person would see it. */
#ifndef TESTS_SPEED_TTY_H
#define TESTS_SPEED_TTY_H

#include <stdbool.h>
#include <sys/types.h>

#include "speed/run.h"

struct tty {
    int fd;
    pid_t pid;
    size_t matched; /* bytes of the mark seen so far */
    double started; /* now_ms */
};

void tty_start(struct tty *t, const char *const *argv);

/* Waits for the end of a frame; false when the program ended instead. */
bool tty_frame(struct tty *t);

/* Types a key and waits for the frame it leads to; returns the time in
 * milliseconds. A program that ends instead is a failure. */
double tty_press(struct tty *t, char key);

/* Megabytes of memory the program holds now. */
double tty_resident_mb(const struct tty *t);

/* Types a key that ends the program and waits for that. */
struct took tty_leave(struct tty *t, char key);

#endif
