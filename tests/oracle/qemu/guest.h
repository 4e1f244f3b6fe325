/* guest.h - what the generator and the guest inside QEMU share.
 *
 * The guest's memory is a file on the host. The generator writes page tables
 * and queries into it, QEMU runs, the guest asks its own processor each query
 * and writes the answers, the generator reads them:
 *
 *      0x0010'0000  the guest (x86; on RISC-V at 0)
 *      0x0020'0000  page tables under test, their root first
 *      0x0030'0000  x86: tables that map all of this memory as it is
 *      0x0040'0000  how many, then the queries
 *      0x0080'0000  the answers
 *      0x00f0'0000  copy of the page tables as they were
 *      0x0200'0000  frames, to which leaf entries point
 *
 * All offsets are from where the machine's memory begins. A word in the lower
 * half of a frame holds its own physical address; the upper half holds code
 * that puts its own physical address into a register and traps. */
#ifndef TESTS_ORACLE_GUEST_H
#define TESTS_ORACLE_GUEST_H

#include <stdint.h>

enum {
    GUEST_BYTES = 64 << 20,
    GUEST_TABLES = 0x200000,
    GUEST_PAGES = 64, /* of page tables at most */
    GUEST_IDENTITY = 0x300000,
    GUEST_QUERIES = 0x400000,
    GUEST_ANSWERS = 0x800000,
    GUEST_COPY = 0xf00000,
    GUEST_FRAMES = 0x2000000,
    GUEST_FRAMES_END = 0x3000000,
    GUEST_CODE = 2048, /* in a frame: where its code begins */
    GUEST_SLOT = 16,   /* bytes from one piece of code to the next */
    GUEST_MARKS = 5,
};

#define GUEST_DONE UINT64_C(0x444f4e45)

/* The processor's state; the bits that a machine does not have are 0. */
enum {
    STATE_USER = 1,
    STATE_WP = 2,
    STATE_NXE = 4,
    STATE_SUM = 8,
    STATE_MXR = 16,
    STATE_PSE = 32,
};

struct guest_header {
    uint64_t queries; /* how many follow */
    uint64_t pages;   /* of page tables */
    uint64_t satp;    /* RISC-V: the register that switches paging on */
    uint64_t done;    /* GUEST_DONE when all are answered */
};

struct guest_query {
    uint64_t va;
    uint32_t access; /* 0 load, 1 store, 2 fetch */
    uint32_t state;
};

/* An entry that the hardware changed, as an offset from GUEST_TABLES, and
 * the bits in which it differs. */
struct guest_mark {
    uint32_t at, bits;
};

enum { ANSWER_DONE = 0xff }; /* a vector that says: the access went through */

struct guest_answer {
    uint32_t vector;  /* x86 vector or RISC-V cause, or ANSWER_DONE */
    uint32_t code;    /* x86 error code */
    uint64_t address; /* CR2 or mtval, of a fault */
    uint64_t pa;      /* of an access that went through */
    uint32_t nmarks, unused;
    struct guest_mark mark[GUEST_MARKS];
};

/* --- what each machine does ----------------------------------------------
 */

/* Where memory begins, as the machine sees it. */
extern const unsigned long machine_base;

void machine_init(const struct guest_header *h);

/* Code for the frame's address `pa`: GUEST_SLOT bytes. */
void machine_code(uint32_t *at, uint32_t pa);

/* One access. A store stores GUEST_STORED; what a load or the code of a
 * fetch gave comes back in a->pa. */
void machine_probe(const struct guest_query *q, struct guest_answer *a);
void machine_exit(void);

#define GUEST_STORED 0x5eed5eedu

#endif
