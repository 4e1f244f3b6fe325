/* The guest's x86 part, for 32 and for 64 bits.
 *
 * A multiboot loader starts it at 1 MiB in 32-bit mode without paging. Paging
 * is on from then on: by tables that map all memory as it is, and during a
 * probe by those under test, in which entry 0 of the root leads to the same
 * map. Every probe ends in an interrupt: #GP, #PF, or `int 0x81` when the
 * access went through. */
#include "guest.h"

#define STR_(x) #x
#define STR(x) STR_(x)

#define ROOT_HERE 0x300000 /* GUEST_IDENTITY */
#define ROOT_TEST 0x200000 /* GUEST_TABLES */

#ifdef __x86_64__
#define W(long_, short_) long_
#else
#define W(long_, short_) short_
#endif
#define SP W("%rsp", "%esp")
#define AX W("%rax", "%eax")
#define BX W("%rbx", "%ebx")
#define CX W("%rcx", "%ecx")
#define DI W("%rdi", "%edi")
#define IRET W("iretq", "iret")

const unsigned long machine_base = 0;

/* --- start ---------------------------------------------------------------
 */

/* Multiboot header with addresses, since this is no ELF file. */
__asm__(".section .start, \"ax\"\n"
        "header: .long 0x1badb002, 0x10000, -(0x1badb002 + 0x10000)\n"
        "        .long header, header, file_end, memory_end, start\n");

#ifdef __x86_64__
__asm__(".code32\n"
        "start:  mov $0x20, %eax\n" /* CR4.PAE */
        "        mov %eax, %cr4\n"
        "        mov $" STR(
            ROOT_HERE) ", %eax\n"
                       "        mov %eax, %cr3\n"
                       "        mov $0xc0000080, %ecx\n" /* EFER: LME, NXE */
                       "        rdmsr\n"
                       "        or $0x900, %eax\n"
                       "        wrmsr\n"
                       "        mov $0x80000033, %eax\n"
                       "        mov %eax, %cr0\n"
                       "        lgdt first\n"
                       "        ljmp $8, $1f\n"
                       ".code64\n"
                       "1:      mov $stack_end, %esp\n"
                       "        call guest_main\n"
                       ".balign 8\n"
                       "gdt1:   .quad 0, 0x00af9b000000ffff\n"
                       "first:  .word 15\n"
                       "        .long gdt1\n"
                       ".text\n");
#else
__asm__("start:  mov $stack_end, %esp\n"
        "        call guest_main\n"
        ".text\n");
#endif

__asm__(".bss\n.balign 16\n.skip 16384\nstack_end:\n.text\n");

/* --- a probe -------------------------------------------------------------
 */

/* What an interrupt left. */
struct {
    unsigned long ax, vector, code, cr2, sp;
} trapped;

/* Jumps to `pc`, in user mode or not, with `va` in (R|E)DI and what to store
 * in EAX, on the tables under test. */
void probe(unsigned long pc, unsigned long va, unsigned long user);
void do_load(void), do_store(void);
void trap_13(void), trap_14(void), trap_81(void);

#ifdef __x86_64__
__asm__("probe:  push %rbx\n push %rbp\n push %r12\n push %r13\n"
        "        push %r14\n push %r15\n"
        "        mov %rdi, %rcx\n"
        "        mov %rsi, %rdi\n");
#else
__asm__("probe:  push %ebx\n push %ebp\n push %esi\n push %edi\n"
        "        mov 20(%esp), %ecx\n"
        "        mov 24(%esp), %edi\n"
        "        mov 28(%esp), %edx\n");
#endif
__asm__("        mov " SP ", trapped+4*" W(
    "8",
    "4") "\n"
         "        mov $" STR(
             ROOT_TEST) ", " AX "\n"
                        "        mov " AX ", %cr3\n"
                        "        mov $0x5eed5eed, %eax\n" /* GUEST_STORED */
                        "        test %edx, %edx\n"
                        "        jnz 1f\n"
                        "        jmp *" CX "\n"
                        "1:      push $0x23\n"
                        "        push $0\n" /* no stack: nothing is pushed */
                        "        push $0x3002\n" /* IOPL 3 */
                        "        push $0x1b\n"
                        "        push " CX "\n"
                        "        " IRET "\n"
                        "do_load:  mov (" DI "), %eax\n"
                        "          int $0x81\n"
                        "do_store: mov %eax, (" DI ")\n"
                        "          int $0x81\n"
                        "trap_13:  push $13\n"
                        "          jmp trap\n"
                        "trap_14:  push $14\n"
                        "          jmp trap\n"
                        "trap_81:  push $0\n"
                        "          push $0x81\n"
                        "trap:   mov " AX ", trapped\n"
                        "        pop " AX "\n"
                        "        mov " AX ", trapped+" W(
                            "8",
                            "4") "\n"
                                 "        pop " AX "\n"
                                 "        mov " AX ", trapped+2*" W(
                                     "8",
                                     "4") "\n"
                                          "        mov %cr2, " AX "\n"
                                          "        mov " AX ", trapped+3*" W(
                                              "8",
                                              "4") "\n"
                                                   "        mov $" STR(
                                                       ROOT_HERE) ", " AX "\n"
                                                                  "        "
                                                                  "mov " AX
                                                                  ", %cr3\n"
                                                                  "        "
                                                                  "mov "
                                                                  "trapped+"
                                                                  "4*" W(
                                                                      "8",
                                                                      "4") ","
                                                                           " " SP
                                                                           "\n"
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           "m"
                                                                           "o"
                                                                           "v"
                                                                           " "
                                                                           "$"
                                                                           "0"
                                                                           "x"
                                                                           "1"
                                                                           "0"
                                                                           ","
                                                                           " "
                                                                           "%"
                                                                           "a"
                                                                           "x"
                                                                           "\n"
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           " "
                                                                           "m"
                                                                           "o"
                                                                           "v"
                                                                           " "
                                                                           "%"
                                                                           "a"
                                                                           "x"
                                                                           ","
                                                                           " "
                                                                           "%"
                                                                           "s"
                                                                           "s"
                                                                           "\n");
#ifdef __x86_64__
__asm__("        pop %r15\n pop %r14\n pop %r13\n pop %r12\n"
        "        pop %rbp\n pop %rbx\n ret\n");
#else
__asm__("        pop %edi\n pop %esi\n pop %ebp\n pop %ebx\n ret\n");
#endif

/* --- descriptor tables ---------------------------------------------------
 */

enum { CODE_0 = 8, TSS_AT = 0x28 };

static uint64_t gdt[7];
static uint32_t tss[26];
static uint8_t trap_stack[4096];
static uint64_t idt[0x82 * W(2, 1)];

struct pointer {
    uint16_t limit;
    unsigned long base;
} __attribute__((packed));

static void gate(unsigned vector, void (*handler)(void))
{
    unsigned long to = (unsigned long)handler;
    uint64_t *g = &idt[vector * W(2, 1)];

    g[0] = (to & 0xffff) | CODE_0 << 16 | UINT64_C(0xee) << 40 |
           (uint64_t)(to >> 16 & 0xffff) << 48;
}

static void load_tables(void)
{
    unsigned long t = (unsigned long)tss;
    struct pointer g = {sizeof gdt - 1, (unsigned long)gdt};
    struct pointer i = {sizeof idt - 1, (unsigned long)idt};

    gdt[1] = W(0x00af9b000000ffff, 0x00cf9b000000ffff);
    gdt[2] = 0x00cf93000000ffff;
    gdt[3] = W(0x00affb000000ffff, 0x00cffb000000ffff);
    gdt[4] = 0x00cff3000000ffff;
    gdt[5] = 0x67 | (uint64_t)(t & 0xffffff) << 16 | UINT64_C(0x89) << 40;
    tss[1] = (uint32_t)(unsigned long)(trap_stack + sizeof trap_stack);
    tss[2] = W(0, 0x10); /* in 64 bits the stack is one long word */
    gate(13, trap_13);
    gate(14, trap_14);
    gate(0x81, trap_81);
    __asm__ volatile("lgdt %0\n lidt %1" ::"m"(g), "m"(i));
#ifndef __x86_64__
    __asm__ volatile("ljmp $8, $1f\n 1:");
#endif
    /* DS as the user would have it serves the kernel too. */
    __asm__ volatile("mov %0, %%ds\n mov %0, %%es\n mov %1, %%ss\n"
                     "ltr %2" ::"r"(0x23),
                     "r"(0x10), "r"((uint16_t)TSS_AT));
}

/* --- for guest.c ---------------------------------------------------------
 */

void machine_init(const struct guest_header *h)
{
    unsigned long root = ROOT_HERE;

    (void)h;
    load_tables();
    __asm__ volatile("mov %0, %%cr3" ::"r"(root));
}

/* mov $pa, %eax; int $0x81. No word of it is odd, so that as an entry of a
 * table it would not be present. */
void machine_code(uint32_t *at, uint32_t pa)
{
    at[0] = 0xb8 | pa << 8;
    at[1] = pa >> 24 | 0x9081cd00;
    at[2] = at[3] = 0;
}

static void set_state(uint32_t state)
{
    unsigned long cr0 = 0x80000033 | (state & STATE_WP ? 0x10000 : 0);
    unsigned long cr4 = W(0x20, 0) | (state & STATE_PSE ? 0x10 : 0);

    __asm__ volatile("mov %0, %%cr4" ::"r"(cr4));
    __asm__ volatile("mov %0, %%cr0" ::"r"(cr0));
#ifdef __x86_64__
    __asm__ volatile("wrmsr" ::"c"(0xc0000080),
                     "a"(0x500 | (state & STATE_NXE ? 0x800 : 0)), "d"(0));
#endif
}

void machine_probe(const struct guest_query *q, struct guest_answer *a)
{
    unsigned long va = (unsigned long)q->va;
    unsigned long pc = q->access == 0   ? (unsigned long)do_load
                       : q->access == 1 ? (unsigned long)do_store
                                        : va;

    set_state(q->state);
    probe(pc, va, q->state & STATE_USER);
    set_state(STATE_WP | STATE_NXE | STATE_PSE);
    a->vector = (uint32_t)trapped.vector;
    if (a->vector == 0x81) {
        a->vector = ANSWER_DONE;
        a->pa = (uint32_t)trapped.ax;
        return;
    }
    a->code = (uint32_t)trapped.code;
    a->address = a->vector == 14 ? trapped.cr2 : 0;
}

void machine_exit(void)
{
    __asm__ volatile("outb %0, $0xf4" ::"a"((uint8_t)0));
    for (;;)
        ;
}
