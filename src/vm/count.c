#include "vm/count.h"

#include "vm/fault.h"
#include "vm/frame.h"
#include "vm/share.h"

#define LEVEL(event, of) \
    .kind = (event), .which = COUNTED_LEVEL, .level = (of)

const struct counter counters[COUNTERS] = {
    [COUNT_ACCESSES] = {"accesses", "accesses",
                        "loads, stores and instruction fetches",
                        .kind = EVENT_ACCESS},
    [COUNT_LOADS] = {"loads", "accesses", "loads",
                     LEVEL(EVENT_ACCESS, ACCESS_LOAD)},
    [COUNT_STORES] = {"stores", "accesses", "stores",
                      LEVEL(EVENT_ACCESS, ACCESS_STORE)},
    [COUNT_FETCHES] = {"fetches", "accesses", "instruction fetches",
                       LEVEL(EVENT_ACCESS, ACCESS_FETCH)},
    [COUNT_ENTRIES_READ] =
        {"entries-read", "memory accesses",
         "page table entries read by the hardware, as without a TLB",
         .kind = EVENT_STEP},
    [COUNT_FAULTS] = {"faults", "faults", "page faults of every kind",
                      .kind = EVENT_FAULT},
    [COUNT_GROWN] = {"grow", "faults", "a stack grew",
                     LEVEL(EVENT_RULE, RULE_GROW)},
    [COUNT_ZERO_PAGE] = {"zero-page", "faults",
                         "the one page of zeros was mapped",
                         LEVEL(EVENT_RULE, RULE_ZERO_PAGE)},
    [COUNT_DEMAND_ZERO] = {"demand-zero", "faults",
                           "a new frame of zeros was mapped",
                           LEVEL(EVENT_RULE, RULE_DEMAND_ZERO)},
    [COUNT_MAPPED] = {"map", "faults",
                      "a page of a file or of shared memory was mapped",
                      LEVEL(EVENT_RULE, RULE_MAP)},
    [COUNT_COPIED_IN] = {"copy-in", "faults",
                         "the first touch of a private file page was a "
                         "write: a copy of it was mapped",
                         LEVEL(EVENT_RULE, RULE_COPY_IN)},
    [COUNT_SWAPPED_IN] = {"swap-in", "faults", "a page came back from swap",
                          LEVEL(EVENT_RULE, RULE_SWAP_IN)},
    [COUNT_MADE_WRITABLE] = {"make-writable", "faults",
                             "a clean shared page was made writable",
                             LEVEL(EVENT_RULE, RULE_MAKE_WRITABLE)},
    [COUNT_COPIED] = {"copy", "faults", "copy-on-write with a copy",
                      LEVEL(EVENT_RULE, RULE_COPY)},
    [COUNT_REUSED] = {"reuse", "faults",
                      "copy-on-write by the last holder, without a copy",
                      LEVEL(EVENT_RULE, RULE_REUSE)},
    [COUNT_WATCHED] = {"watch", "faults", "a watched page was written",
                       LEVEL(EVENT_RULE, RULE_WATCH)},
    [COUNT_SIGNALS] = {"signals", "signals", "SIGSEGV, SIGBUS, or no memory",
                       .kind = EVENT_SIGNAL},
    [COUNT_WATCH_HITS] = {"watch-hits", "writes",
                          "writes that hit watched bytes",
                          .kind = EVENT_WATCH_HIT},
    [COUNT_CALLS] = {"calls", "calls", "system calls", .kind = EVENT_CALL},
    [COUNT_SWITCHES] = {"switches", "switches", "context switches",
                        .kind = EVENT_SWITCH},
    [COUNT_FORKS] = {"forks", "calls", "forks", LEVEL(EVENT_CALL, CALL_FORK)},
    [COUNT_FRAMES_TAKEN] = {"frames-taken", "frames", "frames taken",
                            .kind = EVENT_ALLOC, .frames = true},
    [COUNT_TABLE_FRAMES] = {"table-frames", "frames",
                            "frames taken for page tables",
                            LEVEL(EVENT_ALLOC, FRAME_TABLE), .frames = true},
    [COUNT_FRAMES_FREED] = {"frames-freed", "frames", "frames given back",
                            .kind = EVENT_FREE, .frames = true},
    [COUNT_FRAMES_COPIED] = {"frames-copied", "frames", "frames copied",
                             .kind = EVENT_COPY},
    [COUNT_ENTRIES_WRITTEN] =
        {"entries-written", "entries",
         "page table entries written by the system or the hardware",
         .kind = EVENT_ENTRY},
    [COUNT_DISK_READS] = {"disk-reads", "pages", "pages of files read",
                          .kind = EVENT_READ, .which = COUNTED_FILE},
    [COUNT_DISK_WRITES] = {"disk-writes", "pages", "pages of files written",
                           .kind = EVENT_WRITE, .which = COUNTED_FILE},
    [COUNT_SWAP_READS] = {"swap-reads", "pages", "pages read from swap",
                          .kind = EVENT_READ, .which = COUNTED_SWAP},
    [COUNT_SWAP_WRITES] = {"swap-writes", "pages", "pages written to swap",
                           .kind = EVENT_WRITE, .which = COUNTED_SWAP},
    [COUNT_MESSAGES] = {"messages", "messages", "messages between machines",
                        .kind = EVENT_MESSAGE},
    [COUNT_PAGES_SENT] = {"pages-sent", "pages",
                          "pages sent between machines",
                          LEVEL(EVENT_MESSAGE, MESSAGE_DATA)},
    [COUNT_INVALIDATIONS] = {"invalidations", "messages",
                             "requests to give up a copy",
                             LEVEL(EVENT_MESSAGE, MESSAGE_INVAL)},
};

static bool counts_for(const struct counter *c, const struct event *e)
{
    if (e->kind != c->kind)
        return false;
    switch (c->which) {
    case COUNTED_LEVEL:
        return e->level == c->level;
    case COUNTED_FILE:
        return e->a > 0;
    case COUNTED_SWAP:
        return e->a == 0;
    default:
        return true;
    }
}

void count_events(struct counts *c, const struct event *events, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < COUNTERS; k++)
            if (counts_for(&counters[k], &events[i]))
                c->of[k] += counters[k].frames ? events[i].b : 1;
}

struct counts counts_between(const struct counts *a, const struct counts *b)
{
    struct counts c;

    for (int i = 0; i < COUNTERS; i++)
        c.of[i] = b->of[i] - a->of[i];
    return c;
}
