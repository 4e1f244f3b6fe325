/* watching.h - a program that a debugger watches: what WATCH is about.
 *
 *     page 0x5   |        xxxx             |   read-only for the debugger
 *                     writes here: fault,
 *                     and here: fault and stop
 *
 * The accesses are run by the engine, and once more by comparing intervals;
 * the second can be done as somebody would who believes something that is
 * not so. */
#ifndef PROBLEM_KIND_WATCHING_H
#define PROBLEM_KIND_WATCHING_H

#include <stdbool.h>

#include "base/rng.h"

enum {
    WATCHING_VARS = 2,
    WATCHING_ACCESSES = 9,
    WATCHING_PAGE_BITS = 12,
    WATCHING_VA_BITS = 16,
};

struct watching_var {
    uint16_t va;
    uint8_t bytes;
    uint64_t value; /* at first */
};

struct watching_access {
    uint8_t write;
    uint8_t bytes;
    uint16_t va;
    uint64_t value; /* that is written; only where changes count */
};

struct watching {
    uint8_t level;
    uint8_t changes; /* a stop only when the variable gets another value */
    uint8_t vars, n;
    struct watching_var var[WATCHING_VARS];
    struct watching_access at[WATCHING_ACCESSES];
};

/* What somebody may believe; 0: how it is. */
enum watching_belief {
    WATCHING_TRUE_HITS = 1,   /* only writes to the variable fault */
    WATCHING_READS = 2,       /* reads fault like writes */
    WATCHING_ONCE = 4,        /* the page stays writable after a fault */
    WATCHING_EVERYWHERE = 8,  /* writes to all pages fault */
    WATCHING_FIRST_BYTE = 16, /* of an access only the first byte counts */
    WATCHING_SAME_VALUE = 32, /* writing the same value is a change */
    WATCHING_NO_SILENT = 64,  /* ... and writing it causes no fault */
};

struct watching_effect {
    bool fault, stop;
};

/* False: try again. Every level has a write to the variable, one beside it,
 * one to another page, and a read. From level 2 on one writes to only some of
 * its bytes; level 3 has two variables and a write that begins in the page
 * before; level 4 counts changes and has two that change nothing. */
bool watching_draw(struct watching *w, struct rng *rng, int level);

/* By the engine: what each access did. */
void watching_run(const struct watching *w, struct watching_effect *out);

/* By intervals, as one who believes these things. */
void watching_reckon(const struct watching *w, unsigned beliefs,
                     struct watching_effect *out);

/* Whether the access and the variable have a byte in common. */
bool watching_overlap(const struct watching_access *a,
                      const struct watching_var *v);

/* Whether any of the access' bytes lies in the variable's page. */
bool watching_same_page(const struct watching_access *a,
                        const struct watching_var *v);

#endif
