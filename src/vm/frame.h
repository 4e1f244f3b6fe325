/* frame.h - physical pages and who holds them.
 *
 *     free ──alloc──▶ table       a page table of one process
 *      ▲              anonymous   private memory, until its last reference
 *      └─────free──── cache       a page of a file or of shared memory
 *                     zero        the one page of zeros that all may read
 *                     kernel      the kernel's own
 *
 * `refs` counts the page table entries that name the frame, in all processes.
 * An anonymous frame is exclusive while one process alone may have written to
 * it: such a page becomes writable again without a copy (Linux calls it
 * PageAnonExclusive). A frame's number may come back after it was freed; its
 * serial number does not. */
#ifndef VM_FRAME_H
#define VM_FRAME_H

#include <stdbool.h>
#include <stdint.h>

struct machine;
struct process;

enum frame_kind {
    FRAME_FREE,
    FRAME_TABLE,
    FRAME_ANON,
    FRAME_CACHE,
    FRAME_ZERO,
    FRAME_KERNEL, /* the kernel's own memory */
};

#define NO_FRAME UINT32_MAX

struct frame {
    uint8_t kind; /* enum frame_kind */
    bool exclusive;
    bool dirty;      /* of a file's page: it differs from the disk, even if no
                        entry says so any more */
    uint16_t object; /* of a cache frame: whose page it is ... */
    uint32_t page;   /* ... and which one. Of an anonymous frame: 1 + the swap
                        slot that holds the same bytes, or 0. Of a table: how
                        many frames it fills */
    uint32_t refs;
    uint32_t serial; /* from 1, never given twice */
    uint32_t next;   /* of a table: the process' next, or NO_FRAME */
};

/* A free frame, the first from the machine's `next_frame` on, round the end;
 * its bytes are zero. NO_FRAME when none is left. */
uint32_t frame_alloc(struct machine *m, enum frame_kind kind);

/* So many neighbouring ones for a table of the process; the first. */
uint32_t frame_alloc_table(struct machine *m, struct process *p,
                           uint32_t count);

/* A table goes as a whole, the process' newest first. */
void frame_free(struct machine *m, struct process *p, uint32_t frame);

/* One reference more; one less, and an anonymous frame that loses its last
 * is freed. */
void frame_ref(struct machine *m, uint32_t frame);
void frame_unref(struct machine *m, uint32_t frame);

void frame_set_exclusive(struct machine *m, uint32_t frame, bool exclusive);

void frame_set_dirty(struct machine *m, uint32_t frame, bool dirty);

/* A new anonymous frame with the bytes of `from`, exclusive, or NO_FRAME. */
uint32_t frame_copy(struct machine *m, uint32_t from);

#endif
