/* layout.h - the parts of LAYOUT: regions and their order (layout.c), what
 * is stored where (layout_bank.c), a program that prints addresses
 * (layout_frames.c). */
#ifndef PROBLEM_KIND_LAYOUT_H
#define PROBLEM_KIND_LAYOUT_H

#include "problem/kind/kinds.h"

/* From low addresses to high ones; WORD_CODE + region is its name. */
enum region { CODE, DATA, BSS, HEAP, MAPPINGS, STACK, KERNEL, REGIONS };

static inline enum word region_word(unsigned region)
{
    return (enum word)(WORD_CODE + region);
}

/* What the program printed at level 4, from low addresses to high ones: each
 * call's array is below that of its caller. */
enum printed { MAIN, GLOBAL, BLOCK, LIBRARY, THIRD, SECOND, FIRST, PRINTED };

enum { ITEMS = 7 };

struct layout {
    uint8_t level;
    uint8_t n;               /* items in use */
    uint8_t item[ITEMS];     /* level 1: regions; 2, 3: rows of the bank */
    uint8_t name[ITEMS];     /* levels 2, 3: of the variables */
    uint8_t access[ITEMS];   /* level 3: PERM_R, PERM_W or PERM_X */
    bool from_top;           /* level 1: highest addresses first */
    bool random;             /* level 4: every run has other addresses */
    uint8_t letter[PRINTED]; /* level 4: of which option it is */
    uint64_t at[PRINTED];
};

/* Where a real process on Linux had its regions: /proc/self/maps, with data
 * and bss told apart by the linker's symbols. */
struct layout_range {
    uint64_t start, end;
    uint8_t region, perms;
};

extern const struct layout_range layout_ranges[];
extern const unsigned layout_nranges;

/* What can be asked about: a thing of a C program. $ stands for its name. */
struct layout_row {
    const char *outside, *inside; /* declaration, in front of or in main */
    const char *thing;            /* "`*$`" */
    const char *why;              /* it is stored there */
    uint8_t region, perms, may;   /* accesses that can be asked about */
    uint8_t mistake, instead;     /* the region that it is mistaken for */
    uint64_t at;                  /* in that process */
};

extern const struct layout_row layout_bank[];
extern const unsigned layout_nbank;

bool layout_bank_sample(struct rng *rng, struct layout *l);
void layout_bank_solve(const struct layout *l, struct answers *out);
void layout_bank_solve_again(const struct layout *l, struct answers *out);
void layout_bank_ask(const struct layout *l, struct prompt *p);
void layout_bank_explain(const struct layout *l, struct solution *out);
bool layout_bank_follow(const struct layout *l, unsigned part,
                        const struct answers *given, struct answers *out);
bool layout_literal(const void *params, struct answers *out);
bool layout_pointee(const void *params, struct answers *out);
bool layout_static(const void *params, struct answers *out);
bool layout_bss(const void *params, struct answers *out);
bool layout_const(const void *params, struct answers *out);
bool layout_library(const void *params, struct answers *out);
bool layout_mapped(const void *params, struct answers *out);
bool layout_argv(const void *params, struct answers *out);
bool layout_executes(const void *params, struct answers *out);
bool layout_writes(const void *params, struct answers *out);
bool layout_kernel(const void *params, struct answers *out);

bool layout_frames_sample(struct rng *rng, struct layout *l);
void layout_frames_solve(const struct layout *l, struct answers *out);
void layout_frames_solve_again(const struct layout *l, struct answers *out);
void layout_frames_ask(const struct layout *l, struct prompt *p);
void layout_frames_explain(const struct layout *l, struct solution *out);
bool layout_grows_up(const void *params, struct answers *out);
bool layout_heap_above(const void *params, struct answers *out);
bool layout_code_above(const void *params, struct answers *out);

#endif
