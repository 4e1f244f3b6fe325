/* The guest's RISC-V part, for 32 and for 64 bits.
 *
 * It runs in machine mode, where nothing is translated. A load or a store is
 * made as the supervisor or the user would by mstatus.MPRV; a fetch is made
 * by leaving to that mode. Every probe ends in a trap: a fault, or `ebreak`
 * when the access went through. */
#include "guest.h"

#if __riscv_xlen == 64
#define LOAD "ld "
#define STORE "sd "
#define WORD "8"
#else
#define LOAD "lw "
#define STORE "sw "
#define WORD "4"
#endif

const unsigned long machine_base = 0x80000000;

__asm__(".section .start, \"ax\"\n"
        "start:  la sp, stack_end\n"
        "        call guest_main\n"
        ".bss\n.balign 16\n.skip 16384\nstack_end:\n"
        "saved:  .skip 16*" WORD "\n"
        ".text\n");

enum {
    MPRV = 1 << 17,
    MPP_S = 1 << 11,
    SUM = 1 << 18,
    MXR = 1 << 19,
    MODE = 3 << 11 | MPRV | SUM | MXR,
    CAUSE_BREAK = 3,
};

/* Does the access with these bits of mstatus set, and returns what is in a0
 * at the trap. */
unsigned long probe(unsigned long access, unsigned long va,
                    unsigned long status);
void trap(void);

#define KEEP(op)                                                             \
    op "ra, 0*" WORD "(t0)\n" op "sp, 1*" WORD "(t0)\n" op "s0, 2*" WORD     \
       "(t0)\n" op "s1, 3*" WORD "(t0)\n" op "s2, 4*" WORD "(t0)\n" op       \
       "s3, 5*" WORD "(t0)\n" op "s4, 6*" WORD "(t0)\n" op "s5, 7*" WORD     \
       "(t0)\n" op "s6, 8*" WORD "(t0)\n" op "s7, 9*" WORD "(t0)\n" op       \
       "s8, 10*" WORD "(t0)\n" op "s9, 11*" WORD "(t0)\n" op "s10, 12*" WORD \
       "(t0)\n" op "s11, 13*" WORD "(t0)\n"

__asm__("probe:  la t0, saved\n" KEEP(
    STORE) "        li t1, 0x5eed5eed\n" /* GUEST_STORED */
           "        li t2, 1\n"
           "        csrs mstatus, a2\n"
           "        beqz a0, 1f\n"
           "        beq a0, t2, 2f\n"
           "        csrw mepc, a1\n"
           "        mret\n"
           "1:      lw a0, (a1)\n"
           "        ebreak\n"
           "2:      sw t1, (a1)\n"
           "        ebreak\n"
           ".balign 4\n"
           "trap:   la t0, saved\n" KEEP(LOAD) "        ret\n");

#define READ(csr)                                          \
    ({                                                     \
        unsigned long value_;                              \
        __asm__ volatile("csrr %0, " #csr : "=r"(value_)); \
        value_;                                            \
    })
#define WRITE(csr, value) \
    __asm__ volatile("csrw " #csr ", %0" ::"r"((unsigned long)(value)))

void machine_init(const struct guest_header *h)
{
    WRITE(mtvec, trap);
    WRITE(pmpaddr0, ~0ul); /* all memory for everybody */
    WRITE(pmpcfg0, 0x1f);
    WRITE(satp, h->satp);
}

/* lui a0, high; addi a0, a0, low; ebreak */
void machine_code(uint32_t *at, uint32_t pa)
{
    at[0] = ((pa + 0x800) & 0xfffff000) | 0x537;
    at[1] = (pa & 0xfff) << 20 | 0x50513;
    at[2] = 0x00100073;
    at[3] = 0;
}

void machine_probe(const struct guest_query *q, struct guest_answer *a)
{
    unsigned long status = (q->state & STATE_USER ? 0 : MPP_S) |
                           (q->state & STATE_SUM ? SUM : 0) |
                           (q->state & STATE_MXR ? MXR : 0) |
                           (q->access < 2 ? MPRV : 0);

    a->pa = (uint32_t)probe(q->access, (unsigned long)q->va, status);
    /* At once: QEMU keeps translations made under MPRV until that bit
     * changes, also for machine mode after the trap. */
    __asm__ volatile("csrc mstatus, %0\n sfence.vma" ::"r"(MODE)
                     : "memory");
    a->vector = (uint32_t)READ(mcause);
    if (a->vector == CAUSE_BREAK) {
        a->vector = ANSWER_DONE;
        return;
    }
    a->pa = 0;
    a->address = READ(mtval);
}

void machine_exit(void)
{
    *(volatile uint32_t *)0x100000 = 0x5555; /* "pass" of the test device */
    for (;;)
        ;
}
