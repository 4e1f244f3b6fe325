/* tlb.h - the translation lookaside buffer: translations remembered.
 *
 *      va_bits                           page_bits            0
 *     |      tag      |    set index    |     page offset      |
 *     |<----- virtual page number ----->|
 *
 *              way 0             way 1
 *     set 0   | tag | ppn ... | | tag | ppn ... |
 *     set 1   | tag | ppn ... | | tag | ppn ... |      sets x ways entries
 *     ...
 *
 * The set index is the low bits of the virtual page number: set = VPN mod
 * sets, tag = VPN / sets. In that set an entry of any way may have the tag.
 * With one set there is no index and the buffer is fully associative; with
 * one way it is direct mapped. When a set is full, its least recently used
 * entry goes; an insert and a lookup that hits are uses.
 *
 * Stale entries. Nothing in here looks at memory. An entry answers as it was
 * when it came, whatever became of the page table, until it is flushed or has
 * to go; seeing to that is the operating system's part.
 *
 * Large pages. An entry covers the one page that it stands for, and all its
 * numbers (VPN, tag, set, PPN) count pages of that size: of a 2 MiB page, 21
 * bits are offset. A lookup cuts the address by each page size in turn, the
 * smallest first, and takes the first entry that answers; of one size, the
 * one in the lowest way. Two that answer are a mistake of the operating
 * system, about which hardware promises less.
 *
 * Address spaces. An entry answers in the address space (ASID) it was made
 * for, a global one in all. A machine without ASIDs uses 0 everywhere and
 * flushes when it switches. */
#ifndef VM_TLB_H
#define VM_TLB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum {
    TLB_SIZES_MAX = 6,         /* different page sizes */
    TLB_ENTRIES_MAX = 1 << 16, /* sets x ways */
};

struct tlb_shape {
    uint32_t sets; /* a power of two */
    uint32_t ways;
    uint8_t va_bits; /* of an address; the bits above are not looked at */
    /* log2 of each page size, the smallest first; a 0 ends them early. */
    uint8_t page_bits[TLB_SIZES_MAX];
};

struct tlb_entry {
    bool valid; /* the rest of a free entry is zero */
    bool global;
    bool dirty;    /* the page table's dirty bit is set: a store need not walk
                      to set it */
    uint8_t perms; /* PERM_... of format.h, kept for the caller */
    uint8_t page_bits;
    uint32_t asid;
    uint64_t vpn, ppn; /* in pages of 2^page_bits bytes */
    uint64_t used_at;  /* on the buffer's own clock, from 1 */
};

struct tlb {
    struct tlb_shape shape;
    struct tlb_entry *entry; /* borrowed; way w of set s at s * ways + w */
    uint64_t now;            /* counts uses */
};

/* An address cut as the picture shows. */
struct tlb_cut {
    uint64_t vpn, tag, offset;
    uint32_t set;
};

struct tlb_lookup {
    bool hit;
    struct tlb_cut cut; /* by the entry's page size; on a miss by the least */
    /* On a hit: */
    uint32_t way;
    struct tlb_entry entry; /* that answered */
    uint64_t pa;
};

struct tlb_insert {
    struct tlb_cut cut;
    uint32_t way;
    bool renewed;         /* the page had an entry, which is `old` */
    bool evicted;         /* another page's had to go, which is `old` */
    struct tlb_entry old; /* invalid when the place was free */
};

/* -1 with a sentence unless it is a shape that can be. */
int tlb_shape_check(const struct tlb_shape *shape, struct err *err);

/* How many entries the shape has. */
size_t tlb_entries(const struct tlb_shape *shape);

/* An empty buffer in the caller's array of tlb_entries(shape) entries, which
 * lives as long as *tlb. The shape is one that tlb_shape_check accepts. */
void tlb_init(struct tlb *tlb, const struct tlb_shape *shape,
              struct tlb_entry *entry);

/* page_bits is one of the shape's. */
struct tlb_cut tlb_cut(const struct tlb_shape *shape, unsigned page_bits,
                       uint64_t va);

/* Looks `va` up in that address space. Whether the entry allows the access
 * is the caller's to judge. */
struct tlb_lookup tlb_lookup(struct tlb *tlb, uint64_t va, uint32_t asid);

/* Remembers the translation of the page around `va`, of which the caller
 * gives page_bits (one of the shape's), ppn, asid, global, dirty and perms.
 * It takes the place of the entry that answered for that page and size
 * before; else the free place in the lowest way; else that of the least
 * recently used entry of the set. */
struct tlb_insert tlb_insert(struct tlb *tlb, uint64_t va,
                             struct tlb_entry entry);

/* Flushes; they return how many entries went. */

/* Everything, global entries too. */
size_t tlb_flush(struct tlb *tlb);

/* The entries of an address space, except global ones: what a switch without
 * ASIDs does (x86: a write to CR3; RISC-V: sfence.vma with an ASID). */
size_t tlb_flush_asid(struct tlb *tlb, uint32_t asid);

/* Every entry, of any page size and global or not, that would answer for
 * `va` in that address space (x86: INVLPG). */
size_t tlb_flush_page(struct tlb *tlb, uint64_t va, uint32_t asid);

/* How many entries of the set were used since the one in that way, which is
 * valid: 0 for the latest, and the highest is the next to go. */
uint32_t tlb_age(const struct tlb *tlb, uint32_t set, uint32_t way);

#endif
