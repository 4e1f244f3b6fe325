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
    DIFFERENT_ADDRESS,    /* that a signal tells */
    DIFFERENT_CR2,        /* that the CPU tells */
    DIFFERENT_ERROR_CODE, /* PF_... */
    DIFFERENT_FAULTS,     /* how many were mended */
    DIFFERENT_VALUE,
    DIFFERENT_AREA,     /* one has an area that the other has not */
    DIFFERENT_STATE,    /* enum page_state of vm/table.h */
    DIFFERENT_ZERO,     /* the page of zeros, or not */
    DIFFERENT_COPIED,   /* 1: this page has got another frame */
    DIFFERENT_SAME,     /* 1: this page and that at `other` have one frame */
    DIFFERENT_MAPCOUNT, /* entries that name the frame */
    DIFFERENCE_KINDS
};

struct difference {
    enum difference_kind kind;
    unsigned process; /* its number */
    uint64_t va;      /* of the access, the page or the area */
    uint64_t engine, kernel;
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

/* In words: "process 1, 0x601000: the engine has 2 sharers, the kernel 1". */
void difference_say(const struct difference *d, struct str *out);

#endif
