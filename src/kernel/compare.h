/* compare.h - the engine's word against the kernel's.
 *
 * After each operation that both have done, what came back is compared by
 * compare_access, and what things are like now by compare_state:
 *
 *     of an access   done or signal, code, address, error code (P W U I),
 *                    faults mended, value
 *     of a process   its areas, line by line
 *     of a page      in memory, swapped out, the page of zeros, which frame,
 *                    how many share it
 *
 * The engine's serial numbers and the kernel's frame numbers are different
 * worlds. A frame is the same as long as a serial number goes with one frame
 * number, two serial numbers never with one at a time, and a page that got a
 * new serial number has got another frame. */
#ifndef KERNEL_COMPARE_H
#define KERNEL_COMPARE_H

#include "base/str.h"
#include "kernel/observe.h"

enum difference_kind {
    DIFFERENT_OUTCOME,    /* enum outcome */
    DIFFERENT_SIGNAL_VA,  /* the address that a signal tells */
    DIFFERENT_FAULT_VA,   /* that the CPU tells, CR2 */
    DIFFERENT_ERROR_CODE, /* of the page fault */
    DIFFERENT_FAULTS,     /* how many were mended */
    DIFFERENT_VALUE,
    DIFFERENT_AREA,      /* where one has an area and the other has not, or
                            another one */
    DIFFERENT_STATE,     /* enum page_state of vm/table.h */
    DIFFERENT_KIND,      /* enum frame_kind */
    DIFFERENT_COPIED,    /* 1: the page has got another frame than it had */
    DIFFERENT_SAME,      /* 1: this page and the other one have one frame */
    DIFFERENT_MAPCOUNT,  /* entries that name the frame */
    DIFFERENT_EXCLUSIVE, /* 1: no other entry names the frame */
    DIFFERENCE_KINDS
};

struct difference {
    enum difference_kind kind;
    unsigned process; /* its number */
    uint64_t va;      /* of the access, the page or the area */
    uint64_t engine, kernel;
    unsigned other_process; /* DIFFERENT_SAME */
    uint64_t other_va;
    struct seen_area engine_area, kernel_area; /* DIFFERENT_AREA; an area of
                                                  no length is none */
};

struct compare; /* what is known of frames so far */

/* Both are borrowed. */
struct compare *compare_new(struct machine *m, const struct live *live);
void compare_free(struct compare *c);

/* What it can't compare and why, a sentence; NULL when it can all. */
const char *compare_blind(const struct compare *c);

/* Up to `max` differences; how many were found. */
size_t compare_access(struct compare *c, unsigned id,
                      const struct request *request,
                      const struct result *engine,
                      const struct live_result *kernel,
                      struct difference *out, size_t max);
size_t compare_state(struct compare *c, struct difference *out, size_t max);

/* In words, without a full stop: "process 1, 0x601000: entries that name the
 * frame: engine 2, kernel 1". */
void difference_say(const struct difference *d, struct str *out);

#endif
