/* solution.h - the worked way, step by step.
 *
 * Steps are numbered from 1. The numbers are part of a kind: a misconception
 * names the first step that it gets wrong, so a kind puts its steps in the
 * same order in every instance of a level. */
#ifndef PROBLEM_SOLUTION_H
#define PROBLEM_SOLUTION_H

#include "base/arena.h"
#include "vm/figure.h"

struct solution_step {
    const char *text;            /* Markdown, one or more sentences */
    const struct figure *figure; /* or NULL */
};

struct solution {
    struct arena *arena;
    struct solution_step *steps;
    size_t nsteps, cap;
};

void solution_init(struct solution *s, struct arena *arena);
void solution_release(struct solution *s);

void solution_step(struct solution *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A drawing under the last step; it must live in the arena. */
void solution_show(struct solution *s, const struct figure *figure);

#endif
