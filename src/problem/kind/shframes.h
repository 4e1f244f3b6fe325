/* shframes.h - processes that run one program, or two with one library. */
#ifndef PROBLEM_KIND_SHFRAMES_H
#define PROBLEM_KIND_SHFRAMES_H

#include <stdint.h>

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

#endif
