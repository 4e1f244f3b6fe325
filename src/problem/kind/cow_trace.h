/* cow_trace.h - processes that fork and then touch their pages: what COWFRAME
 * and COWFAULT are about.
 *
 *     P, with n pages written     P forks C    C writes page 2    ...
 *
 * P is process 0, C its child, D a second child of P (level 3) or a child of
 * C (level 4). A trace is run by the engine, and once more by counting who
 * owns what; the second can be done as somebody would who believes something
 * that is not so. */
#ifndef PROBLEM_KIND_COW_TRACE_H
#define PROBLEM_KIND_COW_TRACE_H

#include "base/rng.h"
#include "problem/prompt.h"
#include "problem/solution.h"

enum { COW_PAGES = 8, COW_EVENTS = 12, COW_PROCESSES = 3 };

enum cow_what { COW_FORK, COW_READ, COW_WRITE, COW_EXIT };

struct cow_event {
    uint8_t what; /* enum cow_what */
    uint8_t who;  /* process */
    uint8_t page; /* of a fork: the child */
};

struct cow_trace {
    uint8_t level;
    uint8_t pages;  /* numbered from 0 */
    uint8_t shared; /* bit p: page p is mapped shared */
    uint8_t n;      /* events; the first is P's fork */
    struct cow_event at[COW_EVENTS];
};

/* What came of it. Faults are those after the first fork. */
struct cow_counts {
    uint8_t frames; /* that hold data at the end */
    uint8_t copies;
    uint8_t faults[COW_PROCESSES];
};

/* What an event did. */
struct cow_effect {
    uint8_t fault, copied;
    uint8_t sharers; /* bit q: process q had the same frame as `who` before */
    uint8_t frames;  /* that hold data afterwards */
};

/* What somebody may believe; 0: how it is. */
enum cow_belief {
    COW_FORK_COPIES = 1,  /* fork copies every private page */
    COW_READ_COPIES = 2,  /* a read ends the sharing like a write */
    COW_EVERY_WRITE = 4,  /* each write faults and copies */
    COW_EVERY_FAULT = 8,  /* each fault copies, the last holder's too */
    COW_LAST_FREE = 16,   /* the last holder writes without a fault */
    COW_CHILD_ONLY = 32,  /* only children fault and copy */
    COW_SHARED_TOO = 64,  /* shared pages are copied like private ones */
    COW_EXIT_KEEPS = 128, /* who exits still holds its frames */
};

/* False: try again. Level 1 has one page that is written; from level 2 on a
 * page is written by two processes, one twice by the same, one only read by
 * the child, one not touched. Level 3: an exit or a second child; level 4: a
 * grandchild, and pages that are mapped shared. */
bool cow_trace_draw(struct cow_trace *t, struct rng *rng, int level);

/* By the engine; `effects` (of t->n, may be NULL) gets what each event did. */
struct cow_counts cow_trace_run(const struct cow_trace *t,
                                struct cow_effect *effects);

/* By sets of owners, as one who believes these things. */
struct cow_counts cow_trace_count(const struct cow_trace *t,
                                  unsigned beliefs);

/* The story: who has which pages, and what happens, as a list. Says the
 * conventions too. */
void cow_trace_ask(const struct cow_trace *t, struct prompt *p);

/* The three steps that come first in every solution: what fork does, what
 * reads do, and event by event what happens, as a figure whose last columns
 * are frames, or faults and copies. */
void cow_trace_explain(const struct cow_trace *t, bool frames,
                       struct solution *s);

/* "P", "C", "D". */
const char *cow_name(unsigned process);

#endif
