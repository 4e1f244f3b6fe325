/* identity.h - which of the kernel's frames goes with which of the engine's.
 *
 * The engine gives a frame a new serial number each time it is allocated; the
 * kernel uses frame numbers (PFN) again. The pages that are in memory now
 * are told one after the other, process by process, by address; then they
 * can be asked about. */
#ifndef KERNEL_IDENTITY_H
#define KERNEL_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page_seen {
    unsigned process;
    uint64_t va;
    uint32_t serial;
    uint64_t pfn;
};

struct pages_seen {
    struct page_seen *at; /* by process, then address */
    size_t n, cap;
};

struct identity {
    uint64_t *pfn; /* by serial number; 0: not known yet */
    size_t cap;
    struct pages_seen now, before;
};

/* All zero is a start. */
void identity_release(struct identity *i);

/* From here on the pages are told anew. */
void identity_turn(struct identity *i);

/* Whether the page has got another frame: than it had at the last turn, or
 * than its serial number has. The page of zeros is not to be told. */
struct frame_change {
    bool engine, kernel;
};
struct frame_change identity_tell(struct identity *i, struct page_seen page);

/* Two pages that share a frame in the kernel and not in the engine. False
 * when there are none. */
bool identity_clash(const struct identity *i, struct page_seen *a,
                    struct page_seen *b);

#endif
