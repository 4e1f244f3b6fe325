/* both.h - one operation after the other on the engine and on this kernel.
 *
 * A step is an operation with all its numbers, so that a list of steps can be
 * run again with some left out. What the engine refuses is done by neither;
 * everything else both do, and then everything is compared. */
#ifndef TESTS_ORACLE_BOTH_H
#define TESTS_ORACLE_BOTH_H

#include "kernel/compare.h"
#include "vm/exec.h"

enum step_kind {
    STEP_MAP,     /* va, pages, flags, object, page_offset */
    STEP_UNMAP,   /* va, pages */
    STEP_PROTECT, /* va, pages, flags */
    STEP_DISCARD, /* va, pages */
    STEP_PAGE_OUT,
    STEP_SYNC,
    STEP_ACCESS, /* request */
    STEP_FORK,
    STEP_EXIT,
    STEP_EXEC, /* object: its pages are text, rodata, data */
    STEP_BRK,  /* va */
    STEP_KINDS
};

struct step {
    enum step_kind kind;
    unsigned process;
    uint64_t va;
    unsigned pages, flags;
    int object;
    unsigned page_offset;
    struct request request;
};

enum { BOTH_FILES = 2 };

struct both {
    struct profile profile; /* linux, with stacks that may grow less */
    struct machine m;
    struct live *live;
    struct compare *compare;
    int file[BOTH_FILES];
    struct result engine; /* of the last access */
    struct live_result kernel;
};

enum { BOTH_STACK_PAGES = 32, BOTH_FILE_PAGES = 20 };

/* Process 0 and two files of so many pages: page i begins with 0x80 + i, and
 * in its middle is an instruction that returns. -1 with a sentence when that
 * can't be done here. `swap_pages`: the engine's swap area. */
int both_open(struct both *b, unsigned swap_pages, struct err *err);
void both_close(struct both *b);

/* One more file, which wants to hear of the first write to a clean page: its
 * number, or NO_OBJECT with a sentence. */
int both_disk_file(struct both *b, struct err *err);

/* 1: done and the same; 0: the engine refuses, nothing was done; -1: there is
 * a difference or something went wrong, said in *what. */
int both_do(struct both *b, const struct step *step, struct str *what);

/* "process 0: store 4 bytes 0x11223344 at 0x10000ffe"; one line. */
void step_say(const struct step *s, struct str *out);

#endif
