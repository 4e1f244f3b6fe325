/* using.h - learning which pages are used: what ADBITS is about.
 *
 *     R1 W2 R1 | R3 W3 R1 | ...      a look after every third access
 *
 * Levels 1 and 2: the hardware sets accessed and dirty bits, the system looks
 * and clears the accessed ones. Levels 3 and 4: there are no such bits, and
 * the system makes pages invalid to be told by a fault. Accesses are run by
 * the engine, and once more by counting in each round; the second can be done
 * as somebody would who believes something that is not so. */
#ifndef PROBLEM_KIND_USING_H
#define PROBLEM_KIND_USING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"

enum { USING_ACCESSES = 15, USING_ROUNDS = 5, USING_PAGES = 5 };

struct using
{
    uint8_t level;
    uint8_t pages; /* numbered from 1 */
    uint8_t n;     /* accesses */
    uint8_t every; /* a look after so many; level 1: only one look */
    uint8_t page[USING_ACCESSES];
    uint8_t write[USING_ACCESSES];
};

/* What somebody may believe; 0: how it is. */
enum using_belief {
    USING_READS_DIRTY = 1,   /* a read sets the dirty bit */
    USING_BY_WRITES = 2,     /* only writes count as use */
    USING_NEVER_CLEAR = 4,   /* a bit stays set, a page stays valid */
    USING_CLEAR_DIRTY = 8,   /* a look forgets what was written, too */
    USING_NOT_AGAIN = 16,    /* an accessed bit is set only once */
    USING_PER_ACCESS = 32,   /* each access faults */
    USING_ALL_PAGES = 64,    /* each round costs a fault for each page */
    USING_ALL_AT_ONCE = 128, /* the first fault makes the page writable */
};

/* Sets of pages: bit p is page p. */
struct using_result {
    unsigned rounds;
    unsigned used[USING_ROUNDS]; /* in each round */
    unsigned dirty;              /* written so far */
    unsigned faults;             /* levels 3 and 4 */
    unsigned second;             /* of those, at a write to a page that was
                                    made readable in the same round; level 4 */
};

static inline unsigned using_round(const struct using *u, unsigned access)
{
    unsigned round = access / u->every;

    return u->level == 1 && round > 1 ? 1 : round;
}

bool using_draw(struct using *u, struct rng *rng, int level);

/* By the engine; `fault` (of u->n, may be NULL) gets which accesses fault. */
struct using_result using_run(const struct using *u, bool *fault);

/* By rounds, as one who believes these things. */
struct using_result using_reckon(const struct using *u, unsigned beliefs);

#endif
