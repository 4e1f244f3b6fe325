/* machine.h - a computer with paging and the operating system on it.
 *
 *      programs       access.h     load, store, fetch: walk, fault, again
 *      system calls   map.h        mmap, munmap, mprotect, madvise, brk
 *                     process.h    spawn, fork, exit, context switch
 *                     exec.h       watch.h
 *      the handler    fault.h      what a page fault means, what is done
 *      regions        area.h       object.h
 *      memory         table.h      frame.h      swap.h
 *      hardware       walk.h       format.h     phys.h
 *      the record     trace.h      apply.h
 *
 * A machine is a value that owns what it points to. Everything in it may be
 * read; it is changed by the functions of the headers above, each of which
 * records what it does in `trace`, when there is one. The same calls give
 * the same machine everywhere. */
#ifndef VM_MACHINE_H
#define VM_MACHINE_H

#include "vm/format.h"
#include "vm/frame.h"
#include "vm/object.h"
#include "vm/phys.h"
#include "vm/process.h"
#include "vm/swap.h"
#include "vm/trace.h"
#include "vm/walk.h"

enum {
    MACHINE_PROCESSES = 32,
    MACHINE_OBJECTS = 64,
    MACHINE_AREAS = 512, /* a process */
    MACHINE_FRAMES = 1 << 20,
    MACHINE_OBJECT_PAGES = 1 << 16, /* an object */
};

/* Where systems differ. The two rows of `profiles` are what most textbooks
 * say and what Linux does (measured on 6.18). */
struct profile {
    const char *name;
    bool zero_page;  /* a read of untouched memory maps one shared page of
                        zeros, read-only; else it gets a page of its own */
    bool reuse_last; /* a write by the last holder of a copy-on-write page
                        makes it writable again without a copy */
    bool lazy_fork;  /* fork copies no entry that a fault can rebuild: of
                        shared areas, and of those without private pages */
    bool late_exec;  /* x86: whether an area allows execution is asked only
                        when a page is there; a fetch brings it in first */
    uint8_t around;  /* pages in the aligned window that a fault on a file
                        maps as far as they are in memory; 1: just the one */
    bool joins;      /* neighbours that differ only in what they are for are
                        one area, known by the use of the first */
    uint16_t heap_gap; /* pages between a program's own zeros and its heap;
                          Linux leaves a random number, so they never join */
    uint16_t gap; /* pages that a stack must stay away from what is below */
    uint64_t stack_bytes; /* to which a stack may grow; 0: no limit */
};

extern const struct profile profiles[];
extern const size_t nprofiles;

/* The profile of that name, or NULL. */
const struct profile *profile_find(struct slice name);

struct machine_config {
    const struct format *format; /* must outlive the machine, as must ... */
    const struct profile *profile;
    uint32_t frames;       /* of RAM */
    uint32_t swap_pages;   /* 0: no swap area */
    uint32_t kernel_pages; /* mapped for the kernel only, at the top of every
                              address space */
};

struct machine {
    const struct format *format;
    const struct profile *profile;
    struct cpu cpu; /* of programs; user mode */
    uint64_t page_bytes;
    uint64_t va_top;    /* user addresses are below */
    uint64_t kernel_va; /* where the kernel's pages begin */

    struct phys ram;
    struct frame *frame; /* nframes of them */
    uint64_t *free;      /* a bit a frame */
    uint32_t nframes, nfree;
    uint32_t next_frame;   /* where the search for a free one begins; callers
                              may set it */
    uint32_t zero;         /* the frame of zeros */
    uint32_t kernel;       /* the kernel's first frame ... */
    uint32_t kernel_pages; /* ... and how many */
    uint32_t serials, owners; /* given so far */

    struct swap swap;
    struct object object[MACHINE_OBJECTS];
    struct process process[MACHINE_PROCESSES];
    int running;         /* process id; -1 before the first switch */
    struct trace *trace; /* borrowed; NULL: nothing is recorded */
};

/* -1 with a sentence when no such machine can be: the format is wrong or has
 * no valid or write bit, physical addresses do not reach so far. */
int machine_init(struct machine *m, const struct machine_config *config,
                 struct err *err);
void machine_release(struct machine *m);

static inline uint64_t machine_page(const struct machine *m, uint64_t va)
{
    return va & ~(m->page_bytes - 1);
}

/* Whether everything fits together; what does not is said in *err:
 *
 *   - every frame's references are the entries that name it
 *   - every entry agrees with its area: no page without an area, no more
 *     permission than the area's
 *   - a frame is free, or has one owner of its kind: a process' chain of
 *     tables, an object's cache, entries
 *   - areas are in order and do not overlap
 *
 * Takes time in proportion to all memory in use. Builds with VM_CHECK do it
 * after every operation and stop at the first that broke something. */
bool machine_ok(struct machine *m, struct err *err);

/* What an operation ends with. */
#ifdef VM_CHECK
void machine_check(struct machine *m);
#else
static inline void machine_check(struct machine *m)
{
    (void)m;
}
#endif

#endif
