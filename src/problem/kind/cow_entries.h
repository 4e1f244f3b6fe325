/* cow_entries.h - the entries of one page in the processes that share it,
 * event by event: what COWBITS is about. */
#ifndef PROBLEM_KIND_COW_ENTRIES_H
#define PROBLEM_KIND_COW_ENTRIES_H

#include "problem/kind/cow_trace.h"
#include "problem/value.h"

enum {
    ENTRIES_EVENTS = 4,
    ENTRIES_FREE = 6,
    ENTRIES_VPN_BITS = 8,
    ENTRIES_PPNS = 128, /* pages are in the first so many frames */
};

struct cow_entries {
    uint8_t level;
    uint8_t processes;
    uint8_t parent; /* of D */
    uint8_t n;      /* reads and writes */
    uint8_t who[ENTRIES_EVENTS], write[ENTRIES_EVENTS];
    uint8_t page, code; /* virtual page numbers */
    uint8_t ppn, code_ppn;
    uint8_t free[ENTRIES_FREE]; /* physical pages, in the order in which they
                                   are taken */
};

/* Whether a page of code is asked about as well. */
static inline bool entries_have_code(const struct cow_entries *b)
{
    return b->level == 3;
}

/* What somebody may believe; 0: how it is. */
enum entries_belief {
    ENTRIES_FORK_COPIES = 1,
    ENTRIES_PARENT_STAYS = 2, /* the parent's entry stays writable at fork */
    ENTRIES_READ_COPIES = 4,
    ENTRIES_EVERY_WRITE = 8,   /* copies, even where it is writable */
    ENTRIES_EVERY_FAULT = 16,  /* the last holder copies as well */
    ENTRIES_BOTH_WRITE = 32,   /* a copy makes the other sides writable too */
    ENTRIES_OTHER_MOVES = 64,  /* the copy goes to who did not write */
    ENTRIES_CODE_WRITES = 128, /* code is writable in the end */
};

/* The rows: after the forks and after each event, W and PPN of each process;
 * then W of the code page in each, if that is asked. By the engine; by hand,
 * as one who believes these things. */
void entries_run(const struct cow_entries *b, struct answers *out);
bool entries_believing(const void *params, unsigned beliefs,
                       struct answers *out);

/* What is right in part `part` after the rows above it as they were given;
 * false when it does not depend on them, or they can't be gone on from. */
bool entries_follow(const struct cow_entries *b, unsigned part,
                    const struct answers *given, struct answers *out);

#endif
