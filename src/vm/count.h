/* count.h - what a trace adds up to: faults, copies, disk traffic.
 *
 * A counter is a row: which events it counts, and whether each counts once or
 * as much as one of its fields says. Counters are a fold over events; they
 * need no machine, and those of two parts of a trace may be added. */
#ifndef VM_COUNT_H
#define VM_COUNT_H

#include <stdbool.h>

#include "vm/trace.h"

enum counter_id {
    COUNT_ACCESSES,
    COUNT_LOADS,
    COUNT_STORES,
    COUNT_FETCHES,
    COUNT_ENTRIES_READ, /* memory accesses for translation, without a TLB */
    COUNT_FAULTS,
    COUNT_GROWN, /* by rule, in the order of enum rule */
    COUNT_ZERO_PAGE,
    COUNT_DEMAND_ZERO,
    COUNT_MAPPED,
    COUNT_COPIED_IN,
    COUNT_SWAPPED_IN,
    COUNT_MADE_WRITABLE,
    COUNT_COPIED,
    COUNT_REUSED,
    COUNT_WATCHED,
    COUNT_SIGNALS,
    COUNT_WATCH_HITS,
    COUNT_CALLS,
    COUNT_SWITCHES,
    COUNT_FORKS,
    COUNT_FRAMES_TAKEN,
    COUNT_TABLE_FRAMES, /* of those, for page tables */
    COUNT_FRAMES_FREED,
    COUNT_FRAMES_COPIED,
    COUNT_ENTRIES_WRITTEN,
    COUNT_DISK_READS, /* pages of files */
    COUNT_DISK_WRITES,
    COUNT_SWAP_READS, /* pages */
    COUNT_SWAP_WRITES,
    COUNT_MESSAGES,
    COUNT_PAGES_SENT,
    COUNT_INVALIDATIONS,
    COUNTERS
};

/* Which events of its kind a counter counts. */
enum counted {
    COUNTED_ALL,
    COUNTED_LEVEL, /* those of its level */
    COUNTED_FILE,  /* those about a page of a file */
    COUNTED_SWAP,  /* ... of the swap area */
};

struct counter {
    const char *name;  /* "demand-zero", for scripts */
    const char *unit;  /* "faults": what one of it is, in the plural */
    const char *words; /* what is counted; no full stop */
    enum event_kind kind;
    enum counted which;
    int level;
    bool frames; /* an event counts for the frames in its field b, not 1 */
};

extern const struct counter counters[COUNTERS];

struct counts {
    uint64_t of[COUNTERS];
};

/* Adds what these events count. */
void count_events(struct counts *c, const struct event *events, size_t n);

/* b is later than a: what came between. */
struct counts counts_between(const struct counts *a, const struct counts *b);

#endif
