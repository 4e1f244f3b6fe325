/*      root           level 2        level 1        level 0
 *     ┌─────┐        ┌─────┐        ┌─────┐        ┌─────┐
 *     │  ───┼──────▶ │     │   ┌──▶ │     │   ┌──▶ │ pte │ ──▶ page
 *     │     │        │  ───┼───┘    │  ───┼───┘    │     │
 *     └─────┘        └─────┘        └─────┘        └─────┘
 *
 * The tables lie in simulated RAM, in frames of the process, and are read and
 * written there like any memory. */
#include "vm/table.h"

#include "vm/apply.h"

enum page_state page_state(const struct machine *m, uint64_t entry)
{
    if (entry == 0)
        return PAGE_NONE;
    if (entry & m->format->valid)
        return PAGE_PRESENT;
    return entry & m->format->write ? PAGE_SWAPPED : PAGE_KEPT;
}

uint32_t page_frame(const struct machine *m, uint64_t entry)
{
    enum page_state state = page_state(m, entry);

    return state == PAGE_PRESENT || state == PAGE_KEPT
               ? (uint32_t)format_ppn(m->format, entry)
               : NO_FRAME;
}

uint32_t page_slot(const struct machine *m, uint64_t entry)
{
    return page_state(m, entry) == PAGE_SWAPPED
               ? (uint32_t)format_ppn(m->format, entry)
               : NO_SLOT;
}

uint64_t page_present(const struct machine *m, uint32_t frame, unsigned flags,
                      bool writable)
{
    unsigned perms = PERM_U | (flags & (PERM_R | PERM_X));

    if (flags & PERM_W) /* writing implies reading, on Linux as well */
        perms |= PERM_R;
    return format_leaf(m->format, frame, perms | (writable ? PERM_W : 0));
}

uint64_t page_kept(const struct machine *m, uint64_t present)
{
    return present & ~(m->format->valid | m->format->write);
}

uint64_t page_swapped(const struct machine *m, uint32_t slot)
{
    return m->format->write | (uint64_t)slot << m->format->ppn_at;
}

struct cursor table_cursor(struct machine *m, struct process *p)
{
    return (struct cursor){.m = m, .p = p};
}

static void set_entry(struct machine *m, struct process *p, unsigned level,
                      uint64_t at, uint64_t va, uint64_t entry)
{
    machine_do(
        m, (struct event){.kind = EVENT_ENTRY,
                          .level = (uint8_t)level,
                          .process = p->id,
                          .x = (uint32_t)format_index(m->format, level, va),
                          .a = at,
                          .b = entry});
}

/* A new table of that level; 0 when no frame is left. */
static uint64_t new_table(struct machine *m, struct process *p,
                          unsigned level)
{
    uint64_t bytes = format_table_bytes(m->format, level);
    uint64_t frames = (bytes + m->page_bytes - 1) >> m->format->page_bits;
    uint32_t frame = frames > m->nframes
                         ? NO_FRAME
                         : frame_alloc_table(m, p, (uint32_t)frames);

    return frame == NO_FRAME ? 0 : (uint64_t)frame << m->format->page_bits;
}

/* Pages that one entry of this level stands for share all bits of their
 * addresses from here on up. */
static unsigned shift_above(const struct format *f, unsigned level)
{
    return format_shift(f, level) + f->index_bits[level];
}

static bool same_table(const struct cursor *c, uint64_t va)
{
    unsigned shift = shift_above(c->m->format, 0);

    return c->table != 0 && (shift > 63 || (c->first ^ va) >> shift == 0);
}

/* Goes down to the last level's table. Without `make` it may end above: then
 * returns the level of the entry that names no table yet; else 0. */
static unsigned descend(struct cursor *c, uint64_t va, bool make)
{
    struct machine *m = c->m;
    const struct format *f = m->format;
    uint64_t table = c->p->root;

    c->table = 0;
    for (unsigned level = f->levels - 1u; level > 0; level--) {
        uint64_t at = table + format_index(f, level, va) * f->entry_bytes;
        uint64_t entry = phys_load(&m->ram, at, f->entry_bytes);
        if (entry & f->valid) {
            table = format_ppn(f, entry) << f->page_bits;
            continue;
        }
        table = make ? new_table(m, c->p, level - 1) : 0;
        if (table == 0)
            return level;
        set_entry(m, c->p, level, at, va,
                  format_table(f, table >> f->page_bits));
    }
    c->table = table;
    c->first = va;
    return 0;
}

static uint64_t slot_at(const struct cursor *c, uint64_t va)
{
    const struct format *f = c->m->format;

    return c->table + format_index(f, 0, va) * f->entry_bytes;
}

uint64_t table_slot(struct cursor *c, uint64_t va, bool make)
{
    if (!same_table(c, va) && descend(c, va, make) > 0)
        return 0;
    return slot_at(c, va);
}

uint64_t table_entry(struct cursor *c, uint64_t va)
{
    uint64_t at = table_slot(c, va, false);

    return at == 0 ? 0 : phys_load(&c->m->ram, at, c->m->format->entry_bytes);
}

/* The hardware marks entries; the mark stays with a file's page when its
 * entry goes. */
static void keep_dirty(struct machine *m, uint64_t old, uint64_t entry)
{
    uint32_t frame = page_frame(m, old);

    if (frame != NO_FRAME && (old & m->format->dirty) &&
        !(entry & m->format->dirty) && m->frame[frame].kind == FRAME_CACHE &&
        m->object[m->frame[frame].object].kind == OBJECT_FILE)
        frame_set_dirty(m, frame, true);
}

bool table_set(struct cursor *c, uint64_t va, uint64_t entry)
{
    struct machine *m = c->m;
    uint64_t at = table_slot(c, va, entry != 0), old;
    uint32_t frame, slot, old_frame, old_slot;

    if (at == 0)
        return entry == 0;
    old = phys_load(&m->ram, at, m->format->entry_bytes);
    if (old == entry)
        return true;
    frame = page_frame(m, entry);
    slot = page_slot(m, entry);
    old_frame = page_frame(m, old);
    old_slot = page_slot(m, old);
    if (frame != old_frame && frame != NO_FRAME)
        frame_ref(m, frame);
    if (slot != old_slot && slot != NO_SLOT)
        swap_get(m, slot);
    set_entry(m, c->p, 0, at, va, entry);
    keep_dirty(m, old, entry);
    if (old_frame != frame && old_frame != NO_FRAME)
        frame_unref(m, old_frame);
    if (old_slot != slot && old_slot != NO_SLOT)
        swap_put(m, old_slot);
    return true;
}

/* The first address above `va` that an entry of this level does not stand
 * for, or `end`. */
static uint64_t behind(const struct format *f, unsigned level, uint64_t va,
                       uint64_t end)
{
    unsigned shift = format_shift(f, level);
    uint64_t next = ((va >> shift) + 1) << shift;

    return next > va && next < end ? next : end;
}

/* From *va to the end of the table it is in, or `end`. */
static bool next_in_table(struct cursor *c, uint64_t *va, uint64_t end,
                          uint64_t *entry)
{
    const struct format *f = c->m->format;
    uint64_t at = slot_at(c, *va);
    uint64_t left = (end - *va + c->m->page_bytes - 1) >> f->page_bits;
    uint64_t in_table =
        (UINT64_C(1) << f->index_bits[0]) - format_index(f, 0, *va);
    uint64_t stop = at + (left < in_table ? left : in_table) * f->entry_bytes;

    while (at < stop) { /* pages often follow each other */
        uint64_t skip;

        *entry = phys_load(&c->m->ram, at, f->entry_bytes);
        if (*entry != 0)
            return true;
        skip = (phys_skip_zero(&c->m->ram, at + f->entry_bytes, stop) - at) /
               f->entry_bytes;
        at += skip * f->entry_bytes;
        *va += skip << f->page_bits;
    }
    return false;
}

bool table_next(struct cursor *c, uint64_t *va, uint64_t end, uint64_t *entry)
{
    *va = machine_page(c->m, *va);
    while (*va < end) {
        unsigned level = same_table(c, *va) ? 0 : descend(c, *va, false);
        if (level > 0)
            *va = behind(c->m->format, level, *va, end);
        else if (next_in_table(c, va, end, entry))
            return true;
    }
    return false;
}

uint64_t table_look(struct machine *m, struct process *p, uint64_t va)
{
    struct cursor c = table_cursor(m, p);

    return table_entry(&c, va);
}

uint32_t table_frame_of(struct machine *m, struct process *p, uint64_t va)
{
    return page_frame(m, table_look(m, p, va));
}

/* The kernel's pages lie at the top of every address space, where user code
 * can see that they are there and no more. */
static bool map_kernel(struct machine *m, struct process *p, bool in)
{
    struct cursor c = table_cursor(m, p);

    for (uint32_t i = 0; i < m->kernel_pages; i++) {
        uint64_t va = m->kernel_va + ((uint64_t)i << m->format->page_bits);
        uint64_t entry =
            format_leaf(m->format, m->kernel + i, PERM_R | PERM_W | PERM_X);
        if (!table_set(&c, va, in ? entry : 0))
            return false;
    }
    return true;
}

bool table_make_root(struct machine *m, struct process *p)
{
    if (new_table(m, p, m->format->levels - 1u) == 0)
        return false;
    if (map_kernel(m, p, true))
        return true;
    table_free_all(m, p);
    return false;
}

void table_free_all(struct machine *m, struct process *p)
{
    if (p->tables == NO_FRAME)
        return;
    map_kernel(m, p, false);
    while (p->tables != NO_FRAME)
        frame_free(m, p, p->tables);
}
