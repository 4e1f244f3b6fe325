/* stackgrow_run.h - the accesses near a stack that STACKGROW is about, run and
 * decided by rules. */
#ifndef PROBLEM_KIND_STACKGROW_RUN_H
#define PROBLEM_KIND_STACKGROW_RUN_H

#include "problem/value.h"

enum {
    STACK_PAGE_BITS = 12,
    STACK_VA_BITS = 48,
    STACK_GAP = 256,    /* pages */
    STACK_LIMIT = 2048, /* pages: 8 MiB */
    STACK_ASKED = 3,
    STACK_TOUCHED = 2, /* pages at the end of the stack that are in memory */
};

/* Pages by number; the areas go up to their ends and do not hold them. */
struct stackgrow {
    uint8_t level;
    uint8_t asked;
    uint8_t big; /* bit i: access i is that of a function with a large frame,
                    at the stack pointer minus its size */
    uint64_t low_start, low_end; /* another mapping */
    uint64_t start, end;         /* the stack */
    uint64_t sp;
    uint64_t va[STACK_ASKED];
};

static inline uint64_t stack_page_of(uint64_t va)
{
    return va >> STACK_PAGE_BITS;
}

/* What somebody may believe; 0: how it is. */
enum stack_belief {
    STACK_ALL_FATAL = 1, /* a fault is the end */
    STACK_NO_LIMIT = 2,
    STACK_NO_GAP = 4,
    STACK_TO_BYTE = 8,   /* the area begins at the byte that was touched */
    STACK_ONE_PAGE = 16, /* a stack grows by a page at each fault */
    STACK_EAGER = 32,    /* what an area has is there */
    STACK_UPWARDS = 64,  /* grows behind its end and not below its start */
    STACK_IS_ALL = 128,  /* whatever is below the stack is the stack's */
};

/* What happens at one access. */
struct stack_verdict {
    enum word word;
    uint64_t start; /* of the stack afterwards, in bytes */
};

/* The answers for all accesses, by the engine; by the rules, as one who
 * believes others; and one access by those. */
void stack_run(const struct stackgrow *s, struct answers *out);
bool stack_believing(const void *params, unsigned beliefs,
                     struct answers *out);
struct stack_verdict stack_decide(const struct stackgrow *s, uint64_t va,
                                  unsigned beliefs);

#endif
