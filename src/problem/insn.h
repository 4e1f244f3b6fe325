/* insn.h - a few x86-64 instructions, as far as memory sees them.
 *
 *     fetch [rip, rip + length) ──▶ data[0] ──▶ data[1]
 *
 * Each access has 8 bytes, and all of them happen in this order. */
#ifndef PROBLEM_INSN_H
#define PROBLEM_INSN_H

#include "base/arena.h"
#include "base/rng.h"
#include "vm/walk.h"

enum reg { REG_RAX, REG_RBX, REG_RCX, REG_RSI, REG_RDI, REG_RSP, REGS };

enum {
    INSN_DATA = 2,
    INSN_WORD = 8,
    INSN_RANGES = 1 + INSN_DATA,
    INSN_VA_BITS = 32, /* to which problems keep their addresses */
};

struct insn_data {
    enum access access;
    enum reg base;
    int disp;
};

struct insn {
    const char *text; /* "pushq %rbx" */
    unsigned length;  /* bytes of code */
    int rsp;          /* added to rsp when it is done */
    enum reg value;   /* a register whose value is no address, if shown */
    bool has_value;
    unsigned n;
    struct insn_data data[INSN_DATA];
};

/* In groups: [INSN_PLAIN, INSN_STACK) use memory at a register, those up to
 * INSN_BOTH the stack alone, the rest two places. */
enum { INSN_PLAIN = 0, INSN_STACK = 5, INSN_BOTH = 9, INSNS = 12 };
extern const struct insn insns[INSNS];

struct insn_range {
    enum access access;
    uint64_t from, bytes;
};

/* What it touches: its code, then its data. Returns how many ranges. */
unsigned insn_ranges(const struct insn *i, const uint64_t reg[REGS],
                     uint64_t rip, struct insn_range out[INSN_RANGES]);

/* "`rcx` = `0x1000`, `rsp` = `0x7ff8`": the registers that it uses, the value
 * among them. */
const char *insn_registers(const struct insn *i, const uint64_t reg[REGS],
                           struct arena *a);

const char *insn_register_name(enum reg reg);

#endif
