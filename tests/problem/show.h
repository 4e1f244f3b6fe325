/* show.h - all of a problem as text: what golden files hold. */
#ifndef TESTS_PROBLEM_SHOW_H
#define TESTS_PROBLEM_SHOW_H

#include "problem/problem.h"

/* Statement, figures in words, parts, key, mistakes and solution. */
void show_problem(struct str *out, const struct problem *p);

#endif
