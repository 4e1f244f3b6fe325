/* map.h - the system calls that change an address space.
 *
 * Each is whole or not at all: -1 with a sentence, and nothing changed.
 * Addresses must be multiples of the page size, lengths are rounded up to
 * it, as with the calls of Linux. */
#ifndef VM_MAP_H
#define VM_MAP_H

#include "vm/machine.h"

struct mapping {
    uint64_t va; /* where; ANY_ADDRESS lets the system choose: the highest
                       gap, at a distance from stacks that may grow */
    uint64_t bytes;
    unsigned flags; /* PERM_R, PERM_W, PERM_X; AREA_SHARED, AREA_GROWS_DOWN */
    enum area_use use;
    int object; /* NO_OBJECT: zeros; shared zeros get an object */
    uint64_t page_offset;
};

#define ANY_ADDRESS UINT64_MAX

/* Maps it where nothing is mapped yet; *va (may be NULL) gets the address. */
int map_area(struct machine *m, struct process *p, const struct mapping *map,
             uint64_t *va, struct err *err);

int map_remove(struct machine *m, struct process *p, uint64_t va,
               uint64_t bytes, struct err *err);

/* New permissions, PERM_R, PERM_W and PERM_X. All of it must be mapped. */
int map_protect(struct machine *m, struct process *p, uint64_t va,
                uint64_t bytes, unsigned perms, struct err *err);

/* madvise: MADV_DONTNEED drops the pages, the next touch starts anew;
 * MADV_PAGEOUT swaps out those that can be. *pages (may be NULL) gets how
 * many it did. */
enum advice { ADVICE_DISCARD, ADVICE_PAGE_OUT };
int map_advise(struct machine *m, struct process *p, uint64_t va,
               uint64_t bytes, enum advice advice, uint64_t *pages,
               struct err *err);

/* msync: writes dirty pages of shared files to disk and makes them clean;
 * where the file system wants to hear of the next write, read-only. */
int map_sync(struct machine *m, struct process *p, uint64_t va,
             uint64_t bytes, struct err *err);

/* Moves the end of the heap, to anywhere at or above its start. */
int map_brk(struct machine *m, struct process *p, uint64_t heap_end,
            struct err *err);

#endif
