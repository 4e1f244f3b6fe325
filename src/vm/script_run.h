/* script_run.h - a script carried out, a statement at a time.
 *
 *     struct run *run = run_new(&script, NULL, &err);
 *
 *     while ((end = run_next(run, &err)) != RUN_END)
 *         run->trace[k].at[...] holds what happened on machine k
 *     run_free(run);
 *
 * Each statement that does something begins the traces anew; expect, show and
 * say leave them as they are. What was done is told in the terms of the
 * machine as well (struct action), for whoever does the same elsewhere. */
#ifndef VM_SCRIPT_RUN_H
#define VM_SCRIPT_RUN_H

#include "vm/access.h"
#include "vm/count.h"
#include "vm/exec.h"
#include "vm/map.h"
#include "vm/names.h"
#include "vm/sample.h"
#include "vm/script.h"
#include "vm/share.h"

enum run_end {
    RUN_OK,
    RUN_END,    /* there is no further statement */
    RUN_UNMET,  /* an expect does not hold; *err says what is the case */
    RUN_FAILED, /* it can't be done, *err says why; nothing comes after it */
};

/* What a name stands for in one process. */
struct run_region {
    uint16_t name;
    uint64_t va, bytes;
};

struct run_process {
    bool alive;
    uint8_t machine;
    uint16_t id; /* on that machine */
    struct run_region *region;
    size_t n, cap;
};

/* The last statement, with addresses for names. */
struct action {
    const struct statement *st;
    unsigned machine;
    struct process *p; /* who did it; of process and fork, the new one. May
                          be dead by now */
    unsigned id;       /* its number */
    unsigned parent;   /* of fork */
    uint64_t va, bytes;
    struct mapping map;     /* of map, va as chosen */
    struct request request; /* of read, write and fetch: the last page's */
    struct result result;   /* of that */
    struct walk walk;       /* of translate */
    struct sample sample;   /* of sample */
    uint64_t from, to;      /* of grow and shrink: the heap's ends */
    int object;             /* of file and program */
    bool accessed, translated;
};

/* One access of a statement, which may touch a page after the other. */
struct run_access {
    struct request request;
    struct result result;
};

struct run {
    const struct script *script;
    const struct profile *profile;
    unsigned machines; /* 0: raw */
    struct machine m[SHARE_MACHINES];
    struct trace trace[SHARE_MACHINES]; /* [0] for a raw machine */
    struct share share;
    bool shared; /* `share` is in use */

    struct phys ram; /* of a raw machine */
    uint64_t ptbr;
    struct cpu cpu;

    struct run_process process[SCRIPT_NAMES]; /* by name */
    int object[SCRIPT_NAMES][SHARE_MACHINES]; /* of files and programs */
    const struct statement *last;
    size_t next;          /* statement */
    uint64_t steps;       /* taken */
    uint64_t events;      /* of all statements before the last */
    struct counts counts; /* of the last one's events, once asked for */
    bool counted;
    struct action action;
    struct run_access *done; /* the accesses of the last statement */
    size_t ndone, done_cap;
};

/* The script must outlive the run. `profile` overrides the script's unless
 * NULL. NULL with a sentence when no such machine can be. */
struct run *run_new(const struct script *script,
                    const struct profile *profile, struct err *err);
void run_free(struct run *run);

enum run_end run_next(struct run *run, struct err *err);

/* The statement that run_next did last; NULL before the first. */
const struct statement *run_last(const struct run *run);

/* Whether it began the traces anew: anything but expect, show and say. */
bool run_acted(const struct run *run);

/* What processes, files and regions of a machine are called in the script.
 * `at` of the result is *store, which must stay. */
struct run_names {
    const struct run *run;
    unsigned machine;
};
struct names run_names(const struct run *run, unsigned machine,
                       struct run_names *store);

/* The name of the process with that number on that machine, or NO_NAME. */
uint16_t run_process_name(const struct run *run, unsigned machine,
                          unsigned id);

#endif
