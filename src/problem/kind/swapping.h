/* swapping.h - pages of a process that come and go between memory and disk:
 * what SWAPIO is about.
 *
 *     W1 W2 R1 W3 ...   three frames, FIFO or LRU
 *
 *     victim dirty      written to disk before its frame is taken
 *     victim clean      dropped: the disk has its bytes already
 *     first touch       a frame of zeros, nothing is read
 *     any later fault   read from disk
 *
 * A trace is run by the engine's replacement, and once more by a queue; the
 * second can be done as somebody would who believes something that is not
 * so. */
#ifndef PROBLEM_KIND_SWAPPING_H
#define PROBLEM_KIND_SWAPPING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/rng.h"
#include "vm/figure.h"

enum { SWAPPING_REFS = 14, SWAPPING_PAGES = 6 };

struct swapping {
    uint8_t level;
    uint8_t frames;
    uint8_t lru; /* else FIFO */
    uint8_t n;
    uint8_t page[SWAPPING_REFS]; /* from 1 on */
    uint8_t write[SWAPPING_REFS];
    uint8_t read_ms, write_ms; /* of a page, by the disk; level 4 */
    uint16_t other_ms;         /* another process has to compute */
};

/* What somebody may believe; 0: how it is. */
enum swapping_belief {
    SWAPPING_CLEAN_TOO = 1,    /* clean victims are written as well */
    SWAPPING_READ_DIRTY = 2,   /* a read makes a page dirty */
    SWAPPING_STAYS_DIRTY = 4,  /* a page that was written out stays dirty */
    SWAPPING_COLD_READ = 8,    /* a first touch reads from disk */
    SWAPPING_COLD_FREE = 16,   /* a first touch is no fault */
    SWAPPING_OTHER_QUEUE = 32, /* FIFO goes by use, or LRU by arrival */
};

struct swapping_counts {
    unsigned faults, ins, outs;
    unsigned clean;              /* victims that were dropped */
    uint64_t out[SWAPPING_REFS]; /* pages written, in order */
};

/* False: try again. */
bool swapping_draw(struct swapping *s, struct rng *rng, int level);

/* By the engine. */
struct swapping_counts swapping_run(const struct swapping *s);

/* By a queue, as one who believes these things. */
struct swapping_counts swapping_reckon(const struct swapping *s,
                                       unsigned beliefs);

/* The references one after the other: "W1 R2 W3". */
const char *swapping_refs(const struct swapping *s, struct arena *a);

/* What each of them does, with the frames behind it. */
const struct figure *swapping_figure(const struct swapping *s,
                                     struct arena *a);

#endif
