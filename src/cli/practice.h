/* practice.h - problems one after the other, line by line: what `quiz` and
 * `daily` do, and how `show`, `key` and `prove` print one.
 *
 * A line is an answer; beside answers it may be
 *
 *     (nothing)     no answer: it is told
 *     ?             a hint, two in all
 *     calc 2^12*3   reckons, in decimal, hex, binary and powers of two
 *     skip          the next problem
 *     quit          ends */
#ifndef CLI_PRACTICE_H
#define CLI_PRACTICE_H

#include "cli/command.h"
#include "exam/secret.h"
#include "problem/choice.h"
#include "problem/judge.h"
#include "view/problem.h"

/* How it went so far. */
struct practice {
    struct cli *cli;
    bool choice; /* options instead of free answers */
    bool over;   /* the person left */
    unsigned asked, right;
    unsigned mistakes[MISTAKES]; /* how often each was made */
    int64_t began_ms;            /* clock_stopwatch_ms */
};

void practice_begin(struct practice *p, struct cli *cli, bool choice);

/* Asks one problem to its end. True when it was all right. */
bool practice_ask(struct practice *p, const struct problem *problem);

/* "3 of 5 right in 4 min; most often: ..." */
void practice_end(struct practice *p);

/* Prints a problem; its key with the worked way and the known mistakes. */
void practice_show(struct cli *cli, const struct problem *problem);
void practice_key(struct cli *cli, const struct problem *problem);

/* The same as one JSON array, keys, mistakes and worked ways included. */
void practice_json(struct cli *cli, const struct problem *const *problems,
                   size_t n);

/* The problem of a code that a person typed, in the arena; NULL with a
 * sentence. Sealed ones open with --secret. */
const struct problem *practice_find(const struct cli *cli, const char *word,
                                    struct arena *arena, struct err *err);

/* Whether the word can be meant as a code: twelve of its digits. */
bool practice_is_code(const char *word);

/* Whether it can be meant as a sealed one; what such a one stands for. */
bool practice_is_sealed(const struct cli *cli, const char *word);
int practice_unseal(const struct cli *cli, const char *word,
                    struct sealed *out, struct err *err);

#endif
