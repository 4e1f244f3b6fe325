/* trick.h - page tricks set up in the engine: what TRICKS is about.
 *
 * Each has a page that waits for its fault. What its entry says, which
 * accesses fault and whether that is an error is found out by trying. */
#ifndef PROBLEM_KIND_TRICK_H
#define PROBLEM_KIND_TRICK_H

#include <stdbool.h>
#include <stdint.h>

enum trick {
    TRICK_DEMAND, /* space on demand */
    TRICK_FILE,   /* a file's page on demand */
    TRICK_COW,
    TRICK_SWAP,
    TRICK_USE, /* learning about use */
    TRICK_WATCH,
    TRICK_DSM, /* memory of another machine */
    TRICK_GUARD,
    TRICKS
};

struct trick_state {
    bool present, writable; /* what the entry says */
    bool read_faults, write_faults;
    bool error; /* the process gets a signal */
};

struct trick_state trick_try(enum trick trick);

/* The accesses that an entry with these bits lets a program do: PERM_R,
 * PERM_W, PERM_X. `bits` are V, R, W, X, X the lowest. */
unsigned trick_allows(unsigned bits);

#endif
