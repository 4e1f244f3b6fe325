/* table.h - page tables as the operating system writes them.
 *
 * An entry of the last level is in one of four states. What a CPU makes of
 * an entry that is not valid is nothing at all, so the system may keep there
 * what it likes:
 *
 *     valid  write  ppn field
 *       1      .    frame      the page is in memory, for use as its bits say
 *       0      0    frame      kept: in memory, but nobody may touch it
 *       0      1    slot       swapped out (swap.h)
 *     all of it is 0           nothing
 *
 * There is one function that writes entries, table_set, and it alone counts
 * references. */
#ifndef VM_TABLE_H
#define VM_TABLE_H

#include "vm/machine.h"

enum page_state { PAGE_NONE, PAGE_PRESENT, PAGE_KEPT, PAGE_SWAPPED };

enum page_state page_state(const struct machine *m, uint64_t entry);

/* The frame of a present or kept entry; NO_FRAME for the others. */
uint32_t page_frame(const struct machine *m, uint64_t entry);
uint32_t page_slot(const struct machine *m, uint64_t entry);

/* Entries as the system makes them: what an area with these flags allows,
 * writable or not yet. Accessed and dirty are for the hardware to set. */
uint64_t page_present(const struct machine *m, uint32_t frame, unsigned flags,
                      bool writable);
uint64_t page_kept(const struct machine *m, uint64_t present);
uint64_t page_swapped(const struct machine *m, uint32_t slot);

/* A place in a page table that remembers the last table it was in, so that
 * going through neighbouring pages does not start at the root each time. */
struct cursor {
    struct machine *m;
    struct process *p;
    uint64_t table; /* the last level's table, or 0 */
    uint64_t first; /* address of the first page in it */
};

struct cursor table_cursor(struct machine *m, struct process *p);

/* The physical address of the page's entry. 0 when there is no table for it;
 * with `make` the tables are made, and 0 says that no frame is left. */
uint64_t table_slot(struct cursor *c, uint64_t va, bool make);

/* The page's entry; 0 when there is none. */
uint64_t table_entry(struct cursor *c, uint64_t va);

/* Writes the page's entry and counts references: the frame or slot that the
 * new one names gains one, and that of the old one loses it. False when a
 * table is needed and no frame is left. */
bool table_set(struct cursor *c, uint64_t va, uint64_t entry);

/* The first page in [*va, end) whose entry is not 0: *va is moved there.
 * False when there is none. Takes time by what is there, not by how large the
 * range is. */
bool table_next(struct cursor *c, uint64_t *va, uint64_t end,
                uint64_t *entry);

/* The page's entry on its own, for whoever wants to see just one. */
uint64_t table_look(struct machine *m, struct process *p, uint64_t va);
uint32_t table_frame_of(struct machine *m, struct process *p, uint64_t va);

/* An empty table for a process, with the kernel's pages. False when no frame
 * is left; nothing is taken then. And its end; no entry may be left. */
bool table_make_root(struct machine *m, struct process *p);
void table_free_all(struct machine *m, struct process *p);

#endif
