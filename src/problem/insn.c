#include "problem/insn.h"

#define LOAD(base, disp)              \
    {                                 \
        ACCESS_LOAD, REG_##base, disp \
    }
#define STORE(base, disp)              \
    {                                  \
        ACCESS_STORE, REG_##base, disp \
    }

/* clang-format off */
const struct insn insns[INSNS] = {
    {"movq (%rcx), %rax", 3, 0, REG_RAX, true, 1, {LOAD(RCX, 0)}},
    {"movq %rax, (%rcx)", 3, 0, REG_RAX, true, 1, {STORE(RCX, 0)}},
    {"movq 24(%rcx), %rax", 4, 0, REG_RAX, true, 1, {LOAD(RCX, 24)}},
    {"movq %rax, -16(%rcx)", 4, 0, REG_RAX, true, 1, {STORE(RCX, -16)}},
    {"addq %rax, (%rcx)", 3, 0, REG_RAX, true, 2,
     {LOAD(RCX, 0), STORE(RCX, 0)}},
    {"pushq %rbx", 1, -8, REG_RBX, true, 1, {STORE(RSP, -8)}},
    {"callq f", 5, -8, REG_RAX, false, 1, {STORE(RSP, -8)}},
    {"popq %rbx", 1, 8, REG_RBX, true, 1, {LOAD(RSP, 0)}},
    {"retq", 1, 8, REG_RAX, false, 1, {LOAD(RSP, 0)}},
    {"pushq (%rcx)", 2, -8, REG_RAX, false, 2,
     {LOAD(RCX, 0), STORE(RSP, -8)}},
    {"callq *8(%rcx)", 3, -8, REG_RAX, false, 2,
     {LOAD(RCX, 8), STORE(RSP, -8)}},
    {"movsq", 2, 0, REG_RAX, true, 2, {LOAD(RSI, 0), STORE(RDI, 0)}},
};
/* clang-format on */

unsigned insn_ranges(const struct insn *i, const uint64_t reg[REGS],
                     uint64_t rip, struct insn_range out[INSN_RANGES])
{
    out[0] = (struct insn_range){ACCESS_FETCH, rip, i->length};
    for (unsigned d = 0; d < i->n; d++)
        out[1 + d] = (struct insn_range){
            i->data[d].access,
            reg[i->data[d].base] + (uint64_t)(int64_t)i->data[d].disp,
            INSN_WORD};
    return 1 + i->n;
}

const char *insn_register_name(enum reg reg)
{
    static const char *const names[REGS] = {"rax", "rbx", "rcx",
                                            "rsi", "rdi", "rsp"};
    return names[reg];
}

const char *insn_registers(const struct insn *i, const uint64_t reg[REGS],
                           struct arena *a)
{
    const char *text = "";

    for (unsigned r = 0; r < REGS; r++) {
        bool used = i->has_value && r == i->value;
        for (unsigned d = 0; d < i->n; d++)
            used = used || i->data[d].base == r;
        if (used)
            text = arena_printf(
                a, "%s%s`%s` = `0x%08llx`", text, *text ? ", " : "",
                insn_register_name((enum reg)r), (unsigned long long)reg[r]);
    }
    return text;
}
