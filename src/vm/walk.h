/* walk.h - the hardware's part: from a virtual address to a physical one.
 *
 * The walk reads memory and nothing else; it tells everything it read, so
 * that a worked solution is a walk read aloud. What it finds is either a
 * physical address or the cause of a fault. */
#ifndef VM_WALK_H
#define VM_WALK_H

#include "vm/format.h"
#include "vm/phys.h"

enum access { ACCESS_LOAD, ACCESS_STORE, ACCESS_FETCH };

enum cause {
    CAUSE_NONE,
    CAUSE_NOT_PRESENT,   /* an entry is not valid */
    CAUSE_READ,          /* the page may not be read */
    CAUSE_WRITE,         /* ... written */
    CAUSE_EXEC,          /* ... executed */
    CAUSE_USER,          /* user code, a page of the kernel's */
    CAUSE_SUPERVISOR,    /* the kernel, a page of the user's (RISC-V) */
    CAUSE_RESERVED,      /* a bit that must be 0 is 1, or a large page does
                            not start where one must */
    CAUSE_NON_CANONICAL, /* no such virtual address */
    CAUSE_NO_MEMORY,     /* a table or page lies where there is no memory */
};

/* The processor's state as far as it decides about an access. */
struct cpu {
    bool user;          /* user mode */
    bool write_protect; /* x86 CR0.WP: the kernel too obeys the write bit */
    bool no_execute;    /* x86 EFER.NXE: the no-execute bit is one */
    bool user_memory; /* RISC-V sstatus.SUM: the kernel may use user pages */
    bool exec_readable; /* RISC-V sstatus.MXR: X allows loads as well */
    bool large_pages;   /* 32-bit x86 CR4.PSE */
};

/* User code on a system as they are today. */
extern const struct cpu cpu_user, cpu_kernel;

struct walk_step {
    uint64_t at;    /* physical address of the entry */
    uint64_t entry; /* its value */
    uint64_t index; /* its number in the table */
};

struct walk {
    enum cause cause;
    uint8_t nsteps; /* entries that were read */
    uint8_t level;  /* of the last of them */
    uint8_t perms;  /* PERM_... of all levels combined, on success or a
                       fault of permission */
    uint64_t va;
    uint64_t pa;    /* on success */
    uint64_t bytes; /* size of the page it is in, on success */
    struct walk_step step[FORMAT_LEVELS]; /* the root's first */
};

/* Translates `va` by the table at the physical address `root`. */
enum cause walk_translate(const struct format *f, const struct phys *mem,
                          uint64_t root, uint64_t va, enum access access,
                          struct cpu cpu, struct walk *out);

/* What the hardware writes back after a walk that succeeded: the accessed
 * bit (x86: on every level, otherwise in the leaf), the dirty bit in the leaf
 * for a store. The
 * steps of *w get the new values; returns a mask of the steps that changed.
 * The caller stores them. */
unsigned walk_mark(const struct format *f, struct walk *w,
                   enum access access);

/* What the hardware reports of a fault: the x86 error code (Intel SDM vol. 3,
 * 4.7; 0 with a general protection fault for a non-canonical address), or the
 * RISC-V exception code (12 fetch, 13 load, 15 store). Plain formats use
 * x86's first three bits. */
uint32_t walk_error_code(const struct format *f, const struct walk *w,
                         enum access access, struct cpu cpu);

/* "not present"; for people, without a full stop. */
const char *cause_name(enum cause cause);

#endif
