/* faultreg.h - an access that faults, and what is reported of it: drawn by
 * faultreg.c, solved by faultreg_run.c, told by faultreg_say.c. */
#ifndef PROBLEM_KIND_FAULTREG_H
#define PROBLEM_KIND_FAULTREG_H

#include "problem/insn.h"
#include "problem/kind/kinds.h"

enum { ROWS = 6, OFF = 12, PPN_BITS = 16 };

/* A row of the page table. */
struct row {
    uint32_t vpn;
    uint16_t ppn;
    uint8_t valid, r, w, x, u;
};

struct faultreg {
    uint8_t level;
    uint8_t access, bytes, user; /* levels 1 to 3 */
    uint8_t insn;                /* level 4 */
    uint8_t rows;
    uint64_t rip, va, reg[REGS];
    struct row row[ROWS]; /* by page number */
};

/* What is reported. */
struct report {
    uint64_t address;
    enum access access;
    bool user, protection;
};

/* What the instruction touches, in order; returns how many ranges. */
unsigned faultreg_ranges(const struct faultreg *f,
                         struct insn_range out[INSN_RANGES]);

/* The row of the page that holds the address, which must have one. */
const struct row *faultreg_row(const struct faultreg *f, uint64_t va);

/* Why the page refuses; NULL: it allows it. */
const char *faultreg_refusal(const struct faultreg *f, const struct row *row,
                             enum access access);

/* The fault, by the rules; the range that it is in, and its number. */
struct report faultreg_report(const struct faultreg *f);
struct insn_range faultreg_faulting(const struct faultreg *f,
                                    unsigned *number);

/* What x86 and RISC-V say of it. */
unsigned faultreg_x86_code(struct report r);
unsigned faultreg_riscv_code(struct report r);

enum word faultreg_word(enum access access);

void faultreg_solve(const void *params, struct answers *out);
void faultreg_solve_again(const void *params, struct answers *out);

/* The answers that a report gives. */
void faultreg_give(const struct faultreg *f, struct report r,
                   struct answers *out);

void faultreg_ask(const void *params, struct prompt *out);
void faultreg_explain(const void *params, struct solution *out);

#endif
