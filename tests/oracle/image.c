#include "oracle/image.h"

static bool one_in(struct rng *r, unsigned n)
{
    return rng_below(r, n) == 0;
}

static uint64_t maybe(struct rng *r, unsigned percent, uint64_t bits)
{
    return rng_below(r, 100) < percent ? bits : 0;
}

/* All bits of one kind in an entry, as a mask. */
static uint64_t fields(const struct format *f, unsigned level, bool leaf,
                       enum format_field_kind kind)
{
    struct format_field field[64];
    size_t n = format_fields(f, level, leaf, field);
    uint64_t mask = 0;

    for (size_t i = 0; i < n; i++)
        for (unsigned b = field[i].lo; b <= field[i].hi; b++)
            if (field[i].kind == kind)
                mask |= UINT64_C(1) << b;
    return mask;
}

static uint64_t any_bit_of(struct rng *r, uint64_t mask)
{
    uint64_t bit;

    if (mask == 0)
        return 0;
    do
        bit = UINT64_C(1) << rng_below(r, 64);
    while (!(bit & mask));
    return bit;
}

/* Tables are dealt out to the levels below the root in equal shares. */
static uint64_t table_for(const struct image *m, struct rng *r,
                          unsigned level)
{
    unsigned share = (m->pages - 1) / (m->f.levels - 1u);
    uint64_t number =
        1 + (m->f.levels - 2u - level) * share + rng_below(r, share);

    return (m->root >> m->f.page_bits) + number;
}

/* A frame, or for a large page the multiple of its size that holds one. */
static uint64_t page_for(const struct image *m, struct rng *r, unsigned level)
{
    uint64_t bytes = m->frames_end - m->frames;
    unsigned shift = format_shift(&m->f, level);
    uint64_t pa = (m->frames + rng_below(r, bytes)) >> shift << shift;

    if (level > 0 && one_in(r, 8))
        pa |= UINT64_C(1) << (m->f.page_bits +
                              rng_below(r, shift - m->f.page_bits));
    return pa >> m->f.page_bits;
}

static uint64_t flags(const struct image *m, struct rng *r, bool leaf)
{
    const struct format *f = &m->f;
    bool x86 = f->rules == RULES_X86;

    if (!leaf && !x86)
        return maybe(r, 50, f->global);
    return maybe(r, 85, f->read) | maybe(r, 85, f->write) |
           maybe(r, 60, f->exec) | maybe(r, 12, f->no_exec) |
           maybe(r, x86 ? 88 : 55, f->user) | maybe(r, 50, f->accessed) |
           (leaf ? maybe(r, 25, f->dirty) | maybe(r, 25, f->global) : 0);
}

static uint64_t entry(const struct image *m, struct rng *r, unsigned level)
{
    const struct format *f = &m->f;
    bool large = level > 0 && f->large_at >> level & 1 && one_in(r, 6);
    bool leaf = level == 0 || large;
    uint64_t free_bits = fields(f, level, leaf, FIELD_IGNORED) & ~f->global;
    uint64_t zero = fields(f, level, leaf, FIELD_RESERVED) & ~f->valid;
    uint64_t ppn = leaf ? page_for(m, r, level) : table_for(m, r, level - 1);
    uint64_t e = f->valid | ppn << f->ppn_at | flags(m, r, leaf);

    if (leaf && f->rules == RULES_RISCV && !(e & (f->read | f->exec)))
        e |= f->exec;
    if (large)
        e |= f->large;
    e |= rng_next(r) & free_bits;
    if (one_in(r, 100))
        e |= any_bit_of(r, zero);
    if (large)
        e &= ~m->never_large;
    return one_in(r, 5u * f->levels) ? rng_next(r) & ~f->valid : e;
}

static unsigned level_of(const struct image *m, unsigned page)
{
    unsigned share = (m->pages - 1) / (m->f.levels - 1u);

    return page == 0 ? m->f.levels - 1u
                     : m->f.levels - 2u - (page - 1) / share;
}

void image_fill(struct image *m, struct rng *r)
{
    const struct format *f = &m->f;
    uint64_t entries = format_page_bytes(f) / f->entry_bytes;
    unsigned share = (m->pages - 1) / (f->levels - 1u);

    m->pages = 1 + share * (f->levels - 1u);
    for (unsigned page = 0; page < m->pages; page++)
        for (uint64_t i = 0; i < entries; i++)
            if (page > 0 || (int)i != m->kept)
                phys_store(&m->mem,
                           m->root + page * format_page_bytes(f) +
                               i * f->entry_bytes,
                           f->entry_bytes, entry(m, r, level_of(m, page)));
}

/* Copies the highest bit of an address upward if that is the rule. */
static uint64_t extended(const struct format *f, uint64_t va)
{
    uint64_t top = UINT64_C(1) << (f->va_bits - 1);

    va &= top | (top - 1);
    return f->high == HIGH_SIGN && va & top ? va | ~(top - 1) : va;
}

uint64_t image_address(const struct image *m, struct rng *r)
{
    const struct format *f = &m->f;
    unsigned root = f->levels - 1u;
    uint64_t va;

    do {
        va = rng_next(r);
        if (one_in(r, 2)) {
            unsigned level = 1 + (unsigned)rng_below(r, root);
            uint64_t inside = (UINT64_C(1) << format_shift(f, level)) - 1;
            uint64_t bytes = m->frames_end - m->frames;

            va =
                (va & ~inside) | ((m->frames + rng_below(r, bytes)) & inside);
        }
        va = extended(f, va);
    } while ((int)format_index(f, root, va) == m->kept);
    if (f->high == HIGH_SIGN && one_in(r, 100))
        va ^= UINT64_C(1) << (f->va_bits + rng_below(r, 64u - f->va_bits));
    return va - format_offset(f, va);
}

bool image_is_safe(const struct image *m, uint64_t va, enum access access,
                   struct cpu cpu)
{
    struct walk w;

    switch (walk_translate(&m->f, &m->mem, m->root, va, access, cpu, &w)) {
    case CAUSE_NONE:
        return w.pa >= m->frames && w.pa < m->frames_end;
    case CAUSE_NO_MEMORY:
        return false;
    default:
        return true;
    }
}

uint64_t image_identity(struct phys *mem, const struct format *f,
                        uint64_t table, uint64_t bytes)
{
    uint64_t page = format_page_bytes(f), root = table, next = table + page;
    uint64_t used = f->accessed | f->dirty;

    for (uint64_t pa = 0; pa < bytes; pa += page) {
        uint64_t at = root, e;

        for (unsigned l = f->levels - 1u; l > 0; l--) {
            uint64_t slot = at + format_index(f, l, pa) * f->entry_bytes;

            e = phys_load(mem, slot, f->entry_bytes);
            if (e == 0) {
                e = format_table(f, next >> f->page_bits) | f->accessed;
                phys_store(mem, slot, f->entry_bytes, e);
                next += page;
            }
            at = format_ppn(f, e) << f->page_bits;
        }
        e = format_leaf(f, pa >> f->page_bits,
                        PERM_R | PERM_W | PERM_X | PERM_U);
        phys_store(mem, at + format_index(f, 0, pa) * f->entry_bytes,
                   f->entry_bytes, e | used);
    }
    return next;
}
