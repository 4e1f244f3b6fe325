/* anon_trace.h - what a process does to memory of zeros: what ZEROPG and
 * RSSVSZ are about.
 *
 *     mmap 0..15    read 0..7    write 4..11    munmap 8..15
 *
 * Pages are numbered from 0. The memory is private, and reads of untouched
 * pages map the one page of zeros. P is process 0, its child C is 1. A trace
 * is run by the engine, and once more page by page by hand; the second can be
 * done as somebody would who believes something that is not so. */
#ifndef PROBLEM_KIND_ANON_TRACE_H
#define PROBLEM_KIND_ANON_TRACE_H

#include "base/arena.h"
#include "base/rng.h"
#include "problem/value.h"
#include "vm/figure.h"

enum { ANON_PAGES = 64, ANON_EVENTS = 10, ANON_PROCESSES = 2 };

enum anon_what {
    ANON_MAP,
    ANON_READ,
    ANON_WRITE,
    ANON_UNMAP,
    ANON_FORK, /* P forks C */
    ANON_EXIT,
};

struct anon_event {
    uint8_t what; /* enum anon_what */
    uint8_t who;
    uint8_t first, last; /* pages */
};

struct anon_trace {
    uint8_t level;
    uint8_t n;
    struct anon_event at[ANON_EVENTS];
};

/* How things are after the last event. */
struct anon_counts {
    unsigned faults;                   /* of both processes, all in all */
    unsigned frames;                   /* that hold pages of theirs */
    unsigned mapped[ANON_PROCESSES];   /* pages; 0 after an exit */
    unsigned resident[ANON_PROCESSES]; /* pages with a frame that is not the
                                          page of zeros */
    unsigned zeros[ANON_PROCESSES];    /* pages with that */
};

/* What somebody may believe; 0: how it is. */
enum anon_belief {
    ANON_EAGER = 1,        /* mmap gives out frames */
    ANON_READ_FREE = 2,    /* reading an untouched page needs no fault */
    ANON_ZERO_FRAME = 4,   /* ... gives a frame of one's own */
    ANON_WRITE_FREE = 8,   /* a page that was read is written freely */
    ANON_REFAULT = 16,     /* every touch faults */
    ANON_WHOLE = 32,       /* one fault for all pages of an event */
    ANON_FORK_COPIES = 64, /* fork copies every page with a frame */
    ANON_UNMAP_ALL = 128,  /* munmap takes from what is resident whatever it
                              unmaps */
    ANON_READ_RESIDENT = 256, /* the page of zeros counts as resident */
};

void anon_add(struct anon_trace *t, enum anon_what what, unsigned who,
              unsigned first, unsigned last);

/* By the engine, event by event: the counts after each (of t->n). */
void anon_run(const struct anon_trace *t, struct anon_counts *after);

/* By hand, as one who believes these things. False when that comes to
 * nothing that could be said. */
bool anon_reckon(const struct anon_trace *t, unsigned beliefs,
                 struct anon_counts *out);

/* The answers so, where `put` says which counts are asked for. */
typedef void anon_put(const struct anon_trace *t, const struct anon_counts *c,
                      struct answers *out);
void anon_solve(const struct anon_trace *t, anon_put *put,
                struct answers *out);
bool anon_believe(const struct anon_trace *t, unsigned beliefs, anon_put *put,
                  struct answers *out);

/* "P writes pages 3 to 8"; where nobody forks, "it writes ...". */
const char *anon_text(struct arena *a, const struct anon_event *e,
                      bool forks);

/* Whether the two have a page in common. */
static inline bool anon_overlap(const struct anon_event *a,
                                const struct anon_event *b)
{
    return a->first <= b->last && b->first <= a->last;
}

/* Whether there is a fork in it. */
bool anon_forks(const struct anon_trace *t);

#endif
