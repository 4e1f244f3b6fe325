/* kind.h - what a kind of problem is: a row of the table in kinds.c.
 *
 * A kind is a set of short functions over its own parameters, a plain struct
 * without pointers. All are pure: the same parameters, the same result.
 *
 *     sample       draws parameters that make a good problem
 *     solve        the answers, by the engine (vm/)
 *     solve_again  the answers once more, by another way that shares no code
 *     wrongs       the answers of those who make a known mistake
 *     ask          the statement, its figures and parts
 *     explain      the worked way
 *
 * problem.h draws until both ways agree and enough mistakes can be told from
 * the answer and from each other. */
#ifndef PROBLEM_KIND_H
#define PROBLEM_KIND_H

#include "base/rng.h"
#include "problem/mistake.h"
#include "problem/prompt.h"
#include "problem/solution.h"
#include "problem/value.h"

enum {
    LEVELS = 4,         /* 1 .. 4 */
    WRONGS_MAX = 12,    /* mistakes of one kind */
    KIND_PARAMS = 4096, /* bytes of parameters at most */
};

/* One known way to go wrong. */
struct wrong_row {
    enum mistake mistake;
    uint8_t step;   /* of the solution where it parts from the right way; 0:
                       the one for the first part that is wrong, as the
                       kind's step_of_part says */
    uint8_t levels; /* LEVEL(n) bits at which it applies; 0: at all */

    /* One of two. The answers of such a person to all parts, as solve()
     * would put them, false when the mistake can't be made in this instance;
     * or what such a person believes, for the kind's believe(). */
    bool (*answer)(const void *params, struct answers *out);
    uint16_t beliefs;
};

#define LEVEL(n) (1u << (n))
#define ALL_LEVELS (LEVEL(1) | LEVEL(2) | LEVEL(3) | LEVEL(4))

struct kind {
    const char *id;       /* "LOOKUP"; names the skill in decks, for ever */
    uint8_t number;       /* 1 .. 255, in codes; never given twice */
    uint8_t version;      /* 1 .. 15; raised when an instance would change */
    uint8_t levels;       /* LEVEL(n) bits */
    const char *title;    /* "Translate an address" */
    const char *topic;    /* "lookup"; what `pagein quiz TOPIC` takes */
    const char *blurb;    /* one line for lists, without a full stop */
    const char *needs[3]; /* ids of kinds that come before, then NULLs */
    const char *hints[2]; /* from a nudge to the first step */
    bool on_kernel;       /* a live kernel can tell the answer (kernel/) */
    uint16_t params_bytes;
    uint8_t wrongs_needed; /* told apart in every instance; 0: 2 */
    uint32_t few[LEVELS];  /* by level - 1: about how many different problems
                              there are, where a thousand draws may repeat
                              one; 0: practically without end */

    /* False: try again with the next numbers of the generator. */
    bool (*sample)(struct rng *rng, int level, void *params);
    void (*solve)(const void *params, struct answers *out);
    /* NULL: as one who believes nothing wrong, by believe(). */
    void (*solve_again)(const void *params, struct answers *out);
    const struct wrong_row *wrongs;
    size_t nwrongs;

    /* The answers of one who believes these things, bits of the kind's own;
     * 0 is how it is. As an answer of a wrong_row, for rows with beliefs; NULL
     * when none has. */
    bool (*believe)(const void *params, unsigned beliefs,
                    struct answers *out);

    /* The step of the solution that gives the answer to a part, counted from
     * 0. NULL: a part is a step, so part + 1. */
    unsigned (*step_of_part)(const void *params, unsigned part);

    void (*ask)(const void *params, struct prompt *out);
    void (*explain)(const void *params, struct solution *out);

    /* Whether the value answers a part that asks for any that works: the
     * engine is run on it. NULL when there is no such part. */
    bool (*works)(const void *params, unsigned part,
                  const struct value *given);

    /* What is right for part `part` if the answers given to the parts before
     * it were: for follow-through marks. False when it does not depend on
     * them. NULL when no part does. */
    bool (*follow)(const void *params, unsigned part,
                   const struct answers *given, struct answers *out);

    /* Whether two draws are the same to a person who sees both; NULL: when
     * their parameters are equal, byte for byte. */
    bool (*same)(const void *a, const void *b);
};

/* All kinds, topic by topic, prerequisites first. */
extern const struct kind *const kinds[];
extern const size_t nkinds;

/* By id, letter case aside; by number. NULL when there is none. */
const struct kind *kind_find(struct slice id);
const struct kind *kind_of_number(unsigned number);

/* Whether the word means this kind: its id, letter case aside, its topic, or
 * "all". */
bool kind_meant(const struct kind *k, struct slice word);

/* All such words, ended by NULL. */
const char *const *kind_words(struct arena *arena);

/* The answers by the second way, whichever it is. */
static inline void kind_solve_again(const struct kind *k, const void *params,
                                    struct answers *out)
{
    if (k->solve_again != NULL)
        k->solve_again(params, out);
    else
        k->believe(params, 0, out);
}

static inline bool kind_has_level(const struct kind *k, int level)
{
    return level >= 1 && level <= LEVELS && (k->levels & LEVEL(level)) != 0;
}

#endif
