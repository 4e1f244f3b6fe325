/* choice.h - the same problem with options to choose from: the answer among
 * what those answer who make a known mistake. */
#ifndef PROBLEM_CHOICE_H
#define PROBLEM_CHOICE_H

#include "problem/problem.h"

enum {
    OPTIONS_MAX = 8,
    OPTIONS_USUAL = 5, /* the key and four mistakes */
};

struct choice {
    unsigned n;
    const char *option[OPTIONS_MAX];        /* as text, in the arena */
    const struct wrong *wrong[OPTIONS_MAX]; /* NULL: it is the key, or
                                               a word nobody answers */
    struct part part; /* to be asked instead of the problem's own */
};

/* Puts the key among at most four mistakes, in an order that follows from
 * the seed. False when the problem knows fewer than two that read otherwise
 * than the key and each other. */
bool choice_make(const struct problem *p, const struct prompt *prompt,
                 struct arena *arena, struct choice *out);

/* The same for one part alone: a question that keeps its other parts. A part
 * that asks for one of some words has all of these for options, in their own
 * order, with the mistakes that answer them. */
bool choice_make_part(const struct problem *p, const struct prompt *prompt,
                      unsigned part, struct arena *arena, struct choice *out);

#endif
