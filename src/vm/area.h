/* area.h - the regions of an address space, as the operating system keeps
 * them: what ought to be there, whether or not a page table says so yet.
 *
 *     start      end       perms   backing
 *     400000     402000    r-xp    program, from page 0
 *     600000     603000    rw-p    zeros
 *     7ff0000    7ff4000   rw-p    zeros, grows down
 *
 * A process holds its areas in order of address; /proc/PID/maps is a loop
 * over them. Neighbours that agree in everything are one area. What Linux
 * calls an anon_vma is `owner` here: areas that got private pages together
 * carry the same number; 0 means that all of the area could be rebuilt by
 * faults, so a fork need not copy any of it. */
#ifndef VM_AREA_H
#define VM_AREA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/format.h"

struct machine;
struct process;

/* Beside PERM_R, PERM_W and PERM_X in area.flags. */
enum area_flags {
    AREA_SHARED = 16,     /* writes reach the object */
    AREA_GROWS_DOWN = 32, /* a stack */
    AREA_ACCOUNTED = 64,  /* could once be written to and is private: its
                             memory is promised, as Linux counts it */
    AREA_PERMS = 7,
};

/* What it is for; a name in drawings and listings. */
enum area_use {
    USE_NONE,
    USE_TEXT,
    USE_RODATA,
    USE_DATA,
    USE_BSS,
    USE_HEAP,
    USE_STACK,
};

struct area {
    uint64_t start, end;  /* [start, end), whole pages */
    uint64_t page_offset; /* of the object's page at start */
    int object;           /* or NO_OBJECT: zeros */
    uint32_t owner;       /* 0: has no private pages */
    uint8_t flags;        /* PERM_... and AREA_... */
    uint8_t use;          /* enum area_use */
    uint8_t chain;        /* forks between the owner and here, at most 255 */
};

static inline bool area_is_shared(const struct area *a)
{
    return (a->flags & AREA_SHARED) != 0;
}

/* The area that holds the address, or NULL. Valid until areas change. */
const struct area *area_find(const struct process *p, uint64_t va);

/* The first area that ends above the address, or NULL: the one it is in, or
 * the next. */
const struct area *area_at_or_above(const struct process *p, uint64_t va);

/* Whether [start, end) touches any area. */
bool area_overlaps(const struct process *p, uint64_t start, uint64_t end);

/* Puts an area in; one that starts at the same address is replaced. */
void area_put(struct machine *m, struct process *p, struct area area);

/* Takes out the area that starts there. */
void area_drop(struct machine *m, struct process *p, uint64_t start);

/* Cuts the area at this address in two, if it is inside of one. */
void area_split(struct machine *m, struct process *p, uint64_t at);

/* Joins neighbours that agree and meet in [from, to]. Where a call has changed
 * nothing they stay apart, as two stacks do of which one grew to the other. */
void area_merge(struct machine *m, struct process *p, uint64_t from,
                uint64_t to);

/* The area that starts there gets its first private page. */
void area_own(struct machine *m, struct process *p, uint64_t start);

/* "stack"; "" for USE_NONE. */
const char *area_use_name(unsigned use);

#endif
