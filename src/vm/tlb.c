/*  A lookup cuts the address, goes to the set and compares tags:
 *
 *      va    | tag | set | offset |          pa   | ppn | offset |
 *               |     |       |                      ^      ^
 *               |     v       +----------------------|------+
 *               |    set: | tag, ppn | tag, ppn |    |
 *               +--------- = ? ------- = ? ----------+              */
#include "vm/tlb.h"

#include <string.h>

/* --- shape -------------------------------------------------------------- */

static unsigned log2_of(uint32_t power)
{
    unsigned bits = 0;

    while (power >> bits > 1)
        bits++;
    return bits;
}

static size_t count_sizes(const struct tlb_shape *shape)
{
    size_t n = 0;

    while (n < TLB_SIZES_MAX && shape->page_bits[n] != 0)
        n++;
    return n;
}

int tlb_shape_check(const struct tlb_shape *shape, struct err *err)
{
    const uint8_t *bits = shape->page_bits;
    size_t n = count_sizes(shape);

    if (shape->sets == 0 || (shape->sets & (shape->sets - 1)) != 0)
        return err_set(err, ERR_NOTES,
                       "A TLB has a power of two of sets, not %u.",
                       (unsigned)shape->sets);
    if (shape->ways == 0 || shape->ways > TLB_ENTRIES_MAX / shape->sets)
        return err_set(err, ERR_NOTES,
                       "%u sets of %u ways are no TLB of 1 to %d entries.",
                       (unsigned)shape->sets, (unsigned)shape->ways,
                       TLB_ENTRIES_MAX);
    if (n == 0)
        return err_set(err, ERR_NOTES, "A TLB needs a page size.");
    for (size_t i = 1; i < n; i++)
        if (bits[i] <= bits[i - 1])
            return err_set(err, ERR_NOTES,
                           "Page sizes of a TLB must rise; 2^%d does not "
                           "after 2^%d.",
                           bits[i], bits[i - 1]);
    if (shape->va_bits > 64)
        return err_set(err, ERR_NOTES, "An address has at most 64 bits.");
    if (bits[n - 1] + log2_of(shape->sets) >= shape->va_bits)
        return err_set(err, ERR_NOTES,
                       "A set index of %u bits and an offset of %d leave no "
                       "tag in an address of %d.",
                       log2_of(shape->sets), bits[n - 1], shape->va_bits);
    return 0;
}

size_t tlb_entries(const struct tlb_shape *shape)
{
    return (size_t)shape->sets * shape->ways;
}

void tlb_init(struct tlb *tlb, const struct tlb_shape *shape,
              struct tlb_entry *entry)
{
    *tlb = (struct tlb){.shape = *shape, .entry = entry};
    memset(entry, 0, tlb_entries(shape) * sizeof *entry);
}

struct tlb_cut tlb_cut(const struct tlb_shape *shape, unsigned page_bits,
                       uint64_t va)
{
    uint64_t mask = UINT64_MAX >> (64 - shape->va_bits);
    uint64_t vpn = (va & mask) >> page_bits;

    return (struct tlb_cut){
        .vpn = vpn,
        .tag = vpn / shape->sets,
        .set = (uint32_t)(vpn % shape->sets),
        .offset = va & ((UINT64_C(1) << page_bits) - 1),
    };
}

/* --- finding and placing ------------------------------------------------ */

static struct tlb_entry *set_of(const struct tlb *tlb, uint32_t set)
{
    return &tlb->entry[(size_t)set * tlb->shape.ways];
}

static bool answers_in(const struct tlb_entry *e, uint32_t asid)
{
    return e->valid && (e->global || e->asid == asid);
}

/* The way of the entry that answers, or `ways`. Within a set, equal tags are
 * equal page numbers. */
static uint32_t find(const struct tlb *tlb, const struct tlb_cut *cut,
                     unsigned page_bits, uint32_t asid)
{
    const struct tlb_entry *set = set_of(tlb, cut->set);
    uint32_t way = 0;

    while (way < tlb->shape.ways &&
           !(answers_in(&set[way], asid) && set[way].page_bits == page_bits &&
             set[way].vpn == cut->vpn))
        way++;
    return way;
}

struct tlb_lookup tlb_lookup(struct tlb *tlb, uint64_t va, uint32_t asid)
{
    const struct tlb_shape *shape = &tlb->shape;
    size_t n = count_sizes(shape);

    for (size_t i = 0; i < n; i++) {
        struct tlb_cut cut = tlb_cut(shape, shape->page_bits[i], va);
        uint32_t way = find(tlb, &cut, shape->page_bits[i], asid);

        if (way < shape->ways) {
            struct tlb_entry *e = &set_of(tlb, cut.set)[way];

            e->used_at = ++tlb->now;
            return (struct tlb_lookup){
                .hit = true,
                .way = way,
                .entry = *e,
                .pa = e->ppn << e->page_bits | cut.offset,
                .cut = cut,
            };
        }
    }
    return (struct tlb_lookup){
        .cut = tlb_cut(shape, shape->page_bits[0], va),
    };
}

/* The way used longest ago; a free one never was. */
static uint32_t stalest(const struct tlb *tlb, uint32_t set_index)
{
    const struct tlb_entry *set = set_of(tlb, set_index);
    uint32_t best = 0;

    for (uint32_t way = 1; way < tlb->shape.ways; way++)
        if (set[way].used_at < set[best].used_at)
            best = way;
    return best;
}

struct tlb_insert tlb_insert(struct tlb *tlb, uint64_t va,
                             struct tlb_entry entry)
{
    struct tlb_insert done = {
        .cut = tlb_cut(&tlb->shape, entry.page_bits, va),
    };
    struct tlb_entry *place;

    done.way = find(tlb, &done.cut, entry.page_bits, entry.asid);
    done.renewed = done.way < tlb->shape.ways;
    if (!done.renewed)
        done.way = stalest(tlb, done.cut.set);

    place = &set_of(tlb, done.cut.set)[done.way];
    done.old = *place;
    done.evicted = place->valid && !done.renewed;
    entry.valid = true;
    entry.vpn = done.cut.vpn;
    entry.used_at = ++tlb->now;
    *place = entry;
    return done;
}

uint32_t tlb_age(const struct tlb *tlb, uint32_t set_index, uint32_t way)
{
    const struct tlb_entry *set = set_of(tlb, set_index);
    uint32_t later = 0;

    for (uint32_t i = 0; i < tlb->shape.ways; i++)
        later += set[i].used_at > set[way].used_at;
    return later;
}

/* --- flushing ----------------------------------------------------------- */

static size_t drop_if(struct tlb_entry *e, bool doomed)
{
    bool drop = e->valid && doomed;

    if (drop)
        *e = (struct tlb_entry){0};
    return drop;
}

size_t tlb_flush(struct tlb *tlb)
{
    size_t dropped = 0;

    for (size_t i = 0; i < tlb_entries(&tlb->shape); i++)
        dropped += drop_if(&tlb->entry[i], true);
    return dropped;
}

size_t tlb_flush_asid(struct tlb *tlb, uint32_t asid)
{
    size_t dropped = 0;

    for (size_t i = 0; i < tlb_entries(&tlb->shape); i++) {
        struct tlb_entry *e = &tlb->entry[i];

        dropped += drop_if(e, !e->global && e->asid == asid);
    }
    return dropped;
}

size_t tlb_flush_page(struct tlb *tlb, uint64_t va, uint32_t asid)
{
    size_t dropped = 0;

    for (size_t i = 0; i < tlb_entries(&tlb->shape); i++) {
        struct tlb_entry *e = &tlb->entry[i];

        dropped += drop_if(
            e, answers_in(e, asid) &&
                   e->vpn == tlb_cut(&tlb->shape, e->page_bits, va).vpn);
    }
    return dropped;
}
