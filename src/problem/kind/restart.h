/* restart.h - what the two files of RESTART share: restart.c draws and
 * solves, restart_say.c asks and explains. */
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

/* The register that the instruction changes. */
enum reg restart_moved(const struct restart *r);

/* Whether something is stored, else a register is loaded; where it goes; the
 * value that is moved. */
bool restart_stores(const struct restart *r);
uint64_t restart_target(const struct restart *r);
uint64_t restart_value(const struct restart *r);

/* The run, reckoned page by page. */
struct run restart_run(const struct restart *r);

void restart_ask(const void *params, struct prompt *out);
void restart_explain(const void *params, struct solution *out);

#endif
