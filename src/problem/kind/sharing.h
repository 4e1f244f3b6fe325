/* sharing.h - machines that share memory by page faults: what DSM is about.
 *
 *     variables  x y | z | w        pages 0, 1, 2
 *
 *              A         B
 *              writable  nothing
 *     B reads x: a copy; both read-only
 *     B writes y, in the same page: A's copy is gone, B may write
 *
 * A trace is run by the engine, machine by machine, and once more by sets of
 * holders; the second can be done as somebody would who believes something
 * that is not so. */
#ifndef PROBLEM_KIND_SHARING_H
#define PROBLEM_KIND_SHARING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"

enum { SHARING_MACHINES = 3, SHARING_PAGES = 3, SHARING_VARS = 4 };
enum { SHARING_EVENTS = 10 };

struct sharing_event {
    uint8_t machine;
    uint8_t write;
    uint8_t var; /* 0: x, 1: y, both in page 0; 2: z; 3: w */
};

struct sharing {
    uint8_t level;
    uint8_t machines, pages, n;
    struct sharing_event at[SHARING_EVENTS];
};

/* What somebody may believe; 0: how it is. */
enum sharing_belief {
    SHARING_UPGRADE_SENDS = 1, /* a reader that writes is sent the page */
    SHARING_READ_MOVES = 2,    /* who reads gets the page, its owner loses it
                                */
    SHARING_BY_VARIABLE = 4,   /* each variable is shared on its own */
    SHARING_NO_COPY = 8,       /* a reader keeps no copy */
    SHARING_OWNER_WRITES = 16, /* the owner stays writable */
    SHARING_READERS_KEEP = 32, /* readers keep their copies at a write */
};

enum sharing_state { SHARING_NOTHING, SHARING_READABLE, SHARING_WRITABLE };

struct sharing_effect {
    uint8_t fault, sent, invalidations;
    uint8_t state[SHARING_MACHINES][SHARING_PAGES]; /* afterwards */
};

static inline unsigned sharing_page(unsigned var)
{
    return var < 2 ? 0 : var - 1;
}

/* False: try again. There is a reader that then writes, a write to each
 * variable of page 0 by different machines, and a write that takes copies
 * away. */
bool sharing_draw(struct sharing *s, struct rng *rng, int level);

/* By the engine: what each event did. */
void sharing_run(const struct sharing *s, struct sharing_effect *out);

/* By holders, as one who believes these things. */
void sharing_reckon(const struct sharing *s, unsigned beliefs,
                    struct sharing_effect *out);

#endif
