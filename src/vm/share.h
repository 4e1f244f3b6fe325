/* share.h - memory shared between machines, made of page faults.
 *
 *     state of a page on one machine     its page table there
 *     I  invalid: no copy                nothing, and no access is allowed
 *     R  may be read                     read-only
 *     W  may be written                  readable and writable
 *
 *     one machine has W and all others I, or any number have R and the same
 *     bytes
 *
 * A load at I faults; the machine asks the page's owner, who keeps a copy to
 * read and sends one. A store at I or R faults; whoever else has a copy gives
 * it up, the owner sends the page if the writer has none, and the writer owns
 * it from then on. The machine takes part as any system would: a range whose
 * pages' permissions are changed by mprotect, and the SIGSEGV of an access
 * that they forbid.
 *
 *     load at I     req to the owner, data back; the owner has R now
 *     store at I    req to the owner, data back: the owner has I now;
 *                   inval to each other reader, ack back
 *     store at R    inval to each other machine with a copy, ack back
 *
 * Every message is one EVENT_MESSAGE in the trace of the machine that wanted
 * the page: x is from << 16 | to, a the number of the page in the range, b
 * the state that it has from now on where the message arrives; what happens
 * to page tables is in each machine's own trace. */
#ifndef VM_SHARE_H
#define VM_SHARE_H

#include "vm/access.h"
#include "vm/machine.h"

enum { SHARE_MACHINES = 8, SHARE_PAGES = 64 };

enum share_state { SHARE_I, SHARE_R, SHARE_W };

enum message { MESSAGE_REQ, MESSAGE_DATA, MESSAGE_INVAL, MESSAGE_ACK };

struct share_node {
    struct machine *m; /* borrowed, as is the process in it */
    struct process *p;
};

struct share {
    unsigned n; /* machines */
    struct share_node node[SHARE_MACHINES];
    uint64_t va; /* of the range, the same everywhere */
    unsigned pages;
    uint64_t page_bytes;
    uint8_t owner[SHARE_PAGES]; /* who had W last; has R or W */
    uint8_t state[SHARE_MACHINES][SHARE_PAGES]; /* enum share_state */
};

/* Maps the range in every machine; all its pages are zeros that machine 0 may
 * write. -1 with a sentence, and nothing mapped anywhere, when the machines'
 * pages differ in size or a range can't be mapped. */
int share_init(struct share *s, const struct share_node *nodes, unsigned n,
               uint64_t va, unsigned pages, struct err *err);

/* Unmaps it everywhere. */
void share_release(struct share *s);

/* machine_access by the process of one machine: faults that the sharing
 * causes are mended and counted in result.faults. Anywhere else it is
 * machine_access. */
struct result share_access(struct share *s, unsigned machine,
                           struct request request);

/* Whether the rule above holds, and page tables say the same as `state`; what
 * does not is said in *err. */
bool share_ok(const struct share *s, struct err *err);

/* "I", "R", "W"; "req", "data", "inval", "ack". */
const char *share_state_name(enum share_state state);
const char *message_name(enum message message);

#endif
