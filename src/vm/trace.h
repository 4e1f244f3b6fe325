/* trace.h - what happened, as a list of small events of one size.
 *
 * The machine never changes its state but by applying an event (apply.h), and
 * every event that was applied is put into the trace, between others that
 * only tell what was seen on the way. So a trace applied to a fresh machine
 * gives the state again, and counters, solutions in words and drawings are
 * folds over it that need no machine at all.
 *
 * The table says what the fields hold; those that are not named are 0. Of an
 * area's backing, the object's number + 1 stands in the upper 16 bits and the
 * page offset below. Memory grows by doubling up to `limit` events; what
 * comes later is counted in `lost` and nothing else, so a trace is whole
 * exactly when lost is 0. */
#ifndef VM_TRACE_H
#define VM_TRACE_H

#include <stddef.h>
#include <stdint.h>

enum event_kind {
    /* Seen: nothing changes.
                          level        x           a           b          */
    EVENT_CALL,       /* enum call    detail      address     bytes      */
    EVENT_ACCESS,     /* enum access  bytes       va          value      */
    EVENT_STEP,       /* level        index       entry's pa  entry      */
    EVENT_FAULT,      /* enum cause   error code  va          access     */
    EVENT_AREA_FOUND, /*              area_flags  start       end        */
    EVENT_AREA_NONE,  /*                          va                     */
    EVENT_RULE,       /* enum rule    frame       va                     */
    EVENT_RETRY,      /*                          va                     */
    EVENT_DONE,       /* enum access  bytes       pa          value      */
    EVENT_SIGNAL,     /* enum outcome             address                */
    EVENT_WATCH_HIT,  /*              bytes       va          value      */
    EVENT_MESSAGE,    /* enum message from << 16 | to  page   state      */

    /* Changes of state: each is applied in apply.c and nowhere else. */
    EVENT_SWITCH,    /*              to process                         */
    EVENT_SPAWN,     /*              parent + 1                         */
    EVENT_EXIT,      /*                                                 */
    EVENT_BRK,       /*                          heap start  heap end   */
    EVENT_AREA_PUT,  /* kind of use  area_flags  start       end        */
    EVENT_AREA_BACK, /* chain        owner       start       backing    */
    EVENT_AREA_DROP, /*                          start                  */
    EVENT_WATCH,     /* 1 on, 0 off  bytes       va                     */
    EVENT_OBJECT,    /* object_kind  object + 1  pages                  */
    EVENT_ALLOC,     /* frame_kind   frame       1st serial  how many   */
    EVENT_FREE,      /*              frame                   how many   */
    EVENT_REF,       /*              frame       before      after      */
    EVENT_EXCLUSIVE, /*              frame       0 or 1                 */
    EVENT_DIRTY,     /*              frame       0 or 1                 */
    EVENT_ENTRY,     /* level        index       entry's pa  entry      */
    EVENT_STORE,     /*              bytes       pa          value      */
    EVENT_COPY,      /*              frame       from frame             */
    EVENT_READ,      /*              frame       object + 1  page; with */
    EVENT_WRITE,     /*              frame        object 0: swap slot   */
    EVENT_CACHE,     /*              frame       object + 1  page       */
    EVENT_SLOT,      /* 1 exclusive  frame       slot        references */
    EVENT_KINDS
};

/* What a program or the user asked the system to do: EVENT_CALL opens the
 * events of one such request. */
enum call {
    CALL_SPAWN,
    CALL_FORK,
    CALL_EXIT,
    CALL_EXEC,
    CALL_MMAP,
    CALL_MUNMAP,
    CALL_MPROTECT,
    CALL_DISCARD,  /* madvise(MADV_DONTNEED) */
    CALL_PAGE_OUT, /* madvise(MADV_PAGEOUT) */
    CALL_SYNC,     /* msync */
    CALL_BRK,
    CALL_SWITCH,
    CALL_WATCH,
    CALL_SAMPLE, /* read and clear the accessed bits */
};

struct event {
    uint8_t kind; /* enum event_kind */
    uint8_t level;
    uint16_t process; /* that it is about */
    uint32_t x;
    uint64_t a, b;
};

struct trace {
    struct event *at;
    size_t n, cap;
    size_t limit; /* at most so many */
    size_t lost;  /* that came after */
};

enum { TRACE_LIMIT = 1 << 20 }; /* 24 MiB */

void trace_init(struct trace *t, size_t limit);
void trace_release(struct trace *t);
void trace_clear(struct trace *t);

void trace_grow(struct trace *t, struct event e); /* trace_put's own */

static inline void trace_put(struct trace *t, struct event e)
{
    if (t == NULL)
        return;
    if (t->n < t->cap)
        t->at[t->n++] = e;
    else
        trace_grow(t, e);
}

#endif
