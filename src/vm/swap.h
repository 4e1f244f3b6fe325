/* swap.h - the swap area: a disk with a slot for each page that had to go.
 *
 * A page table entry that is not valid can still say where its page is: its
 * physical page number field then holds the number of a slot (table.h). After
 * a fork several entries name one slot. The first process to touch the page
 * reads it back, and the frame stays known to the slot - the swap cache - so
 * that the next one finds it there; who writes first, copies. A page that was
 * exclusive comes back as that and writable; one that was shared comes back
 * read-only even to its last holder, unless it is a store that asks. */
#ifndef VM_SWAP_H
#define VM_SWAP_H

#include <stdbool.h>
#include <stdint.h>

#include "vm/phys.h"

struct machine;
struct process;

#define NO_SLOT UINT32_MAX

struct slot {
    uint32_t refs;  /* entries that name it; 0: the slot is free */
    uint32_t frame; /* that holds the same bytes now, or NO_FRAME */
    bool exclusive; /* the page was one process' alone when it was written
                       out, and has not been forked since */
};

struct swap {
    struct slot *slot;
    uint32_t slots, next_slot;
    struct phys disk;
};

/* Writes the private page at `va` out and frees its frame. False when that
 * can't be: it is not in memory, not one process' alone, or no slot is free.
 */
bool swap_out(struct machine *m, struct process *p, uint64_t va);

/* The frame that holds what is in the slot, read back if need be; NO_FRAME
 * when no frame is left. */
uint32_t swap_frame(struct machine *m, uint32_t slot);

/* One more entry names the slot; one less. */
void swap_get(struct machine *m, uint32_t slot);
void swap_put(struct machine *m, uint32_t slot);

/* The frame's bytes are about to differ from the slot's, or it goes. */
void swap_forget(struct machine *m, uint32_t frame);

#endif
