/* fault.h - the page fault handler: what a fault means, and what is done.
 *
 *     is the address in an area, or just below a stack?   no: SIGSEGV
 *     does the area allow the access?                     no: SIGSEGV
 *     is there a page?
 *         nothing yet, zeros     RULE_ZERO_PAGE, RULE_DEMAND_ZERO
 *         nothing yet, object    RULE_MAP, RULE_COPY_IN
 *         swapped out            RULE_SWAP_IN
 *     there is, but it is not writable
 *         shared                 RULE_MAKE_WRITABLE
 *         watched                RULE_WATCH
 *         private                RULE_COPY, RULE_REUSE
 *
 * Afterwards the instruction runs again (access.h). */
#ifndef VM_FAULT_H
#define VM_FAULT_H

#include "vm/machine.h"

/* What the handler did. */
enum rule {
    RULE_NONE,
    RULE_GROW,          /* a stack's area was extended down to the page */
    RULE_ZERO_PAGE,     /* the page of zeros was mapped, read-only */
    RULE_DEMAND_ZERO,   /* a new frame of zeros */
    RULE_MAP,           /* the object's frame, read from disk if need be */
    RULE_COPY_IN,       /* first touch is a write: a private copy of it */
    RULE_SWAP_IN,       /* back from the swap area */
    RULE_MAKE_WRITABLE, /* first write to a shared page that was read-only */
    RULE_COPY,          /* copy-on-write: a copy for the writer */
    RULE_REUSE,         /* copy-on-write by the last holder: no copy */
    RULE_WATCH,         /* a watched page, for this one instruction */
    RULE_KINDS
};

/* How an access ends. */
enum outcome {
    OUTCOME_DONE,
    OUTCOME_SEGV_MAPERR, /* SIGSEGV, nothing is mapped there */
    OUTCOME_SEGV_ACCERR, /* SIGSEGV, the area does not allow it */
    OUTCOME_SEGV_GP,     /* SIGSEGV, a non-canonical address: a general
                            protection fault, which has no address */
    OUTCOME_BUS,         /* SIGBUS, behind the end of the file */
    OUTCOME_NO_MEMORY,   /* no frame is left */
};

/* Handles one fault of `p`, for the walk that failed. OUTCOME_DONE means that
 * the access is worth another try. */
enum outcome fault_handle(struct machine *m, struct process *p,
                          const struct walk *walk, enum access access);

#endif
