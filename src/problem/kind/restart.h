/* restart.h - an instruction that faults and starts again: drawn by restart.c,
 * solved by restart_run.c, told by restart_say.c. */
#ifndef PROBLEM_KIND_RESTART_H
#define PROBLEM_KIND_RESTART_H

#include "problem/insn.h"
#include "problem/kind/kinds.h"

enum { FAULTS = 8, CODE = 1, FIRST = 2, SECOND = 4 };

struct restart {
    uint8_t level;
    uint8_t off;
    uint8_t insn;    /* but at level 3 */
    uint8_t missing; /* ranges whose pages are missing: CODE, FIRST ... */
    uint8_t pages;   /* level 3: bits of pages of the target, missing */
    uint16_t bytes;  /* level 3: to be copied */
    uint64_t rip, reg[REGS];
    uint64_t memory; /* what a load finds */
};

/* How it went. */
struct run {
    unsigned starts, faults;
    uint64_t fault[FAULTS];
    uint64_t seen[REGS]; /* by the last handler */
    uint64_t reg[REGS];  /* in the end */
    uint64_t stored;     /* what is at the target in the end */
};

const struct insn *restart_insn(const struct restart *r);

/* What it touches with these registers; returns how many ranges. */
unsigned restart_ranges(const struct restart *r, const uint64_t reg[REGS],
                        struct insn_range out[INSN_RANGES]);

/* Whether the page of that address is missing at first. */
bool restart_is_missing(const struct restart *r, uint64_t va);

/* The register that the instruction changes, and by how much. */
enum reg restart_moved(const struct restart *r);
uint64_t restart_change(const struct restart *r);

/* Whether something is stored, else a register is loaded; where it goes; the
 * value that is moved. */
bool restart_stores(const struct restart *r);
uint64_t restart_target(const struct restart *r);
uint64_t restart_value(const struct restart *r);

void restart_solve(const void *params, struct answers *out);

/* The run, reckoned page by page. */
struct run restart_reckon(const struct restart *r);
void restart_solve_again(const void *params, struct answers *out);

/* The answers that a run gives, after which the handler returns to rip. */
void restart_give(const struct restart *r, const struct run *run,
                  uint64_t rip, struct answers *out);

void restart_ask(const void *params, struct prompt *out);
void restart_explain(const void *params, struct solution *out);

#endif
