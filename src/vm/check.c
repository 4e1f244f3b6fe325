/* The invariants of a machine, checked the slow way: everything is counted
 * anew from the page tables up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/apply.h"
#include "vm/table.h"
#include "vm/watch.h"

/* What the entries of all page tables add up to. */
struct count {
    struct machine *m;
    uint32_t *refs;  /* a frame */
    uint32_t *slots; /* references of each swap slot */
    struct err *err;
};

static bool wrong(struct count *c, const char *what, uint64_t at)
{
    err_set(c->err, ERR_IO, "%s (0x%llx)", what, (unsigned long long)at);
    return false;
}

static bool areas_ok(struct count *c, const struct process *p)
{
    for (size_t i = 0; i < p->nareas; i++) {
        const struct area *a = &p->areas[i];
        if (a->start >= a->end || machine_page(c->m, a->start) != a->start ||
            machine_page(c->m, a->end) != a->end)
            return wrong(c, "an area is not whole pages", a->start);
        if (i > 0 && p->areas[i - 1].end > a->start)
            return wrong(c, "areas overlap", a->start);
        if (a->object != NO_OBJECT &&
            c->m->object[a->object].kind == OBJECT_NONE)
            return wrong(c, "an area's object is gone", a->start);
        if (area_is_shared(a) && a->object == NO_OBJECT)
            return wrong(c, "a shared area has no object", a->start);
    }
    return true;
}

/* Who may have which frame in which kind of area. */
static bool frame_fits(const struct count *c, const struct area *a,
                       uint64_t va, uint32_t frame)
{
    const struct frame *f = &c->m->frame[frame];
    uint64_t page =
        a->page_offset + ((va - a->start) >> c->m->format->page_bits);

    if (f->kind == FRAME_ANON)
        return !area_is_shared(a);
    if (f->kind == FRAME_ZERO)
        return a->object == NO_OBJECT;
    return f->kind == FRAME_CACHE && f->object == a->object &&
           f->page == page;
}

static bool writable_ok(const struct count *c, const struct process *p,
                        const struct area *a, uint64_t va, uint32_t frame)
{
    const struct frame *f = &c->m->frame[frame];

    if (!(a->flags & PERM_W) || watch_covers(c->m, p, va))
        return false;
    return area_is_shared(a) || (f->kind == FRAME_ANON && f->refs == 1);
}

static bool entry_ok(struct count *c, const struct process *p,
                     const struct area *a, uint64_t va, uint64_t entry)
{
    const struct format *f = c->m->format;
    enum page_state state = page_state(c->m, entry);
    uint32_t frame = page_frame(c->m, entry);

    if (state == PAGE_SWAPPED) {
        c->slots[page_slot(c->m, entry)]++;
        return true;
    }
    if (frame >= c->m->nframes)
        return wrong(c, "an entry names no frame", va);
    c->refs[frame]++;
    if (!frame_fits(c, a, va, frame))
        return wrong(c, "a page has a frame of another kind", va);
    if (state == PAGE_KEPT)
        return true;
    if ((entry & f->write) && !writable_ok(c, p, a, va, frame))
        return wrong(c, "a page is writable and should not be", va);
    if ((format_perms(f, entry) & PERM_X) && (f->exec | f->no_exec) != 0 &&
        !(a->flags & PERM_X))
        return wrong(c, "a page is executable and should not be", va);
    return true;
}

static bool kernel_entry(struct count *c, uint64_t va, uint64_t entry)
{
    uint32_t frame = page_frame(c->m, entry);

    if (frame == NO_FRAME || frame >= c->m->nframes ||
        c->m->frame[frame].kind != FRAME_KERNEL)
        return wrong(c, "a page of the kernel is not there", va);
    c->refs[frame]++;
    return true;
}

static bool entries_ok(struct count *c, struct process *p)
{
    struct cursor cursor = table_cursor(c->m, p);
    uint64_t va = 0, entry;

    for (; table_next(&cursor, &va, c->m->va_top, &entry);
         va += c->m->page_bytes) {
        const struct area *a = area_find(p, va);
        if (a == NULL)
            return wrong(c, "a page is in no area", va);
        if (!entry_ok(c, p, a, va, entry))
            return false;
    }
    for (uint32_t i = 0; i < c->m->kernel_pages; i++) {
        va = c->m->kernel_va + ((uint64_t)i << c->m->format->page_bits);
        if (!kernel_entry(c, va, table_entry(&cursor, va)))
            return false;
    }
    return true;
}

/* Tables are marked in `refs`, which no entry of a page may raise. */
static bool tables_ok(struct count *c, const struct process *p)
{
    for (uint32_t t = p->tables; t != NO_FRAME; t = c->m->frame[t].next) {
        if (c->m->frame[t].kind != FRAME_TABLE)
            return wrong(c, "a table's frame is not one", t);
        for (uint32_t i = 0; i < c->m->frame[t].page; i++)
            if (c->refs[t + i]++ > 0)
                return wrong(c, "a table's frame has two owners", t + i);
    }
    return true;
}

static bool objects_ok(struct count *c)
{
    for (int i = 0; i < MACHINE_OBJECTS; i++) {
        const struct object *o = &c->m->object[i];
        for (uint32_t k = 0; o->cache != NULL && k < o->pages; k++) {
            const struct frame *f = &c->m->frame[o->cache[k]];
            if (o->cache[k] != NO_FRAME &&
                (f->kind != FRAME_CACHE || f->object != i || f->page != k))
                return wrong(c, "a page cache names another's frame", k);
        }
    }
    return true;
}

static bool frame_ok(struct count *c, uint32_t i)
{
    const struct frame *f = &c->m->frame[i];
    uint32_t counted = c->refs[i];

    if ((c->m->free[i / 64] >> i % 64 & 1) != (f->kind == FRAME_FREE))
        return wrong(c, "the list of free frames is wrong", i);
    if (f->kind == FRAME_TABLE)
        return counted == 1 || wrong(c, "a table belongs to nobody", i);
    if (f->kind == FRAME_ZERO)
        counted++; /* the machine's own */
    if (f->refs != counted)
        return wrong(c, "a frame's references are not its entries", i);
    if (f->kind == FRAME_ANON && f->refs == 0)
        return wrong(c, "a private frame belongs to nobody", i);
    if (f->exclusive && (f->kind != FRAME_ANON || f->refs != 1))
        return wrong(c, "an exclusive frame is shared", i);
    return true;
}

static bool frames_ok(struct count *c)
{
    uint32_t nfree = 0;

    for (uint32_t i = 0; i < c->m->nframes; i++) {
        nfree += c->m->frame[i].kind == FRAME_FREE;
        if (!frame_ok(c, i))
            return false;
    }
    if (nfree != c->m->nfree)
        return wrong(c, "the number of free frames is wrong", nfree);
    for (uint32_t i = 0; i < c->m->swap.slots; i++)
        if (c->m->swap.slot[i].refs != c->slots[i])
            return wrong(c, "a slot's references are not its entries", i);
    return true;
}

bool machine_ok(struct machine *m, struct err *err)
{
    struct count c = {.m = m, .err = err};
    bool ok = true;

    c.refs = mem_new_array(m->nframes, sizeof *c.refs);
    c.slots = mem_new_array(m->swap.slots, sizeof *c.slots);
    for (int i = 0; ok && i < MACHINE_PROCESSES; i++)
        if (m->process[i].alive)
            ok = areas_ok(&c, &m->process[i]) &&
                 entries_ok(&c, &m->process[i]) &&
                 tables_ok(&c, &m->process[i]);
    ok = ok && objects_ok(&c) && frames_ok(&c);
    free(c.refs);
    free(c.slots);
    return ok;
}

#ifdef VM_CHECK
void machine_check(struct machine *m)
{
    struct err err;

    if (!machine_ok(m, &err)) {
        fprintf(stderr, "The machine is not in order: %s.\n", err.text);
        abort();
    }
}
#endif
