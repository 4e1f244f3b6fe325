/* mprotect.h - calls that change parts of one area, and accesses after them.
 */
#ifndef PROBLEM_KIND_MPROTECT_H
#define PROBLEM_KIND_MPROTECT_H

#include <stdint.h>

enum { CUT_CALLS = 4, CUT_ACCESSES = 4 };

enum cut_what { CUT_PROTECT, CUT_UNMAP, CUT_MAP };

struct cut_call {
    uint8_t what;   /* enum cut_what */
    uint8_t first;  /* page */
    uint8_t perms;  /* PERM_R, PERM_W; of CUT_MAP both */
    uint32_t bytes; /* the length that is handed over, from 1 */
};

struct cut_access {
    uint32_t at; /* p[at] */
    uint8_t store;
};

struct mprotect {
    uint8_t level;
    uint8_t pages; /* of 4 KiB: at first one area, rw-p, all written to */
    uint8_t calls, accesses;
    struct cut_call call[CUT_CALLS];
    struct cut_access access[CUT_ACCESSES];
};

#endif
