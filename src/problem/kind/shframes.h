/* shframes.h - processes that run one program, or two with one library: drawn
 * by shframes.c, solved by shframes_run.c, told by shframes_say.c. */
#ifndef PROBLEM_KIND_SHFRAMES_H
#define PROBLEM_KIND_SHFRAMES_H

#include "problem/kind/kinds.h"

enum { SHARE_PROGRAMS = 2 };

/* Sizes are in pages. */
struct share_program {
    uint8_t processes; /* that run it */
    uint8_t text, rodata;
    uint8_t data, written; /* pages of .data, and those that each writes */
    uint8_t heap;          /* all written */
};

struct shframes {
    uint8_t level;
    uint8_t programs;
    uint8_t libc;   /* text that all programs use; 0: none */
    uint8_t buffer; /* mapped MAP_SHARED by all; 0: none */
    struct share_program program[SHARE_PROGRAMS];
};

/* The pages that all processes together see, each counted by itself. */
unsigned share_pages_seen(const struct shframes *s);

void shframes_solve(const void *params, struct answers *out);

/* What somebody may believe; 0: how it is. */
enum share_belief {
    SHARE_NOTHING_SHARED = 1, /* each process has frames of its own */
    SHARE_DATA_SHARED = 2,    /* what one writes to .data all have */
    SHARE_DATA_APART = 4,     /* a write copies all of .data */
    SHARE_FILE_GONE = 8,  /* a page of the file that was copied is not kept */
    SHARE_LIBC_EACH = 16, /* one libc for each program, or each process */
    SHARE_BUFFER_EACH = 32, /* one buffer for each process */
};

/* The frames of a program's .data; of everything. */
unsigned share_data_frames(const struct share_program *p, unsigned beliefs);
unsigned share_frames(const struct shframes *s, unsigned beliefs);

/* All answers so. */
bool shframes_believe(const void *params, unsigned beliefs,
                      struct answers *out);

/* What is saved follows from the frames in all. */
bool shframes_follow(const void *params, unsigned part,
                     const struct answers *given, struct answers *out);

void shframes_ask(const void *params, struct prompt *out);
void shframes_explain(const void *params, struct solution *out);

#endif
