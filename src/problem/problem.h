/* problem.h - one problem: a kind, a level and a seed made into a question
 * with its answer.
 *
 * The same four numbers - kind, its version, level, seed - give the same
 * problem on every machine. It lives in an arena; nothing in it changes. */
#ifndef PROBLEM_PROBLEM_H
#define PROBLEM_PROBLEM_H

#include "problem/kind.h"

enum { SEED_BITS = 40 };

/* What someone answers who makes a known mistake. */
struct wrong {
    enum mistake mistake;
    unsigned step; /* of the solution, from 1 */
    struct answers answers;
};

struct problem {
    const struct kind *kind;
    int level;
    uint64_t seed;
    unsigned draws; /* until one was good */
    const void *params;
    struct answers key;
    struct wrong *wrongs; /* told apart from the key and from each other */
    size_t nwrongs;
};

/* Makes the problem; NULL when the kind has no such level, or when no draw
 * was good, which is a defect of the kind. */
const struct problem *problem_make(struct arena *arena,
                                   const struct kind *kind, int level,
                                   uint64_t seed);

/* Whether a person would take the two for the same problem. */
bool problem_same(const struct problem *a, const struct problem *b);

/* Its statement and its solution; init'ed here, released by the caller. */
void problem_ask(const struct problem *p, struct arena *arena,
                 struct prompt *out);
void problem_explain(const struct problem *p, struct arena *arena,
                     struct solution *out);

#endif
