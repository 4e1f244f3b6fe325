/* Every change of a machine's state, one function a kind of event. Whoever
 * wants to know what a piece of state means finds here all that ever happens
 * to it. */
#include "vm/apply.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct process *of(struct machine *m, const struct event *e)
{
    return &m->process[e->process];
}

static uint64_t address(const struct machine *m, uint64_t frame)
{
    return frame << m->format->page_bits;
}

/* Processes */

static void do_switch(struct machine *m, const struct event *e)
{
    m->running = (int)e->x;
}

static void do_spawn(struct machine *m, const struct event *e)
{
    *of(m, e) = (struct process){.alive = true,
                                 .id = e->process,
                                 .parent = (uint16_t)e->x,
                                 .tables = NO_FRAME};
}

static void do_exit(struct machine *m, const struct event *e)
{
    free(of(m, e)->areas);
    *of(m, e) = (struct process){.tables = NO_FRAME};
    if (m->running == e->process)
        m->running = -1;
}

static void do_brk(struct machine *m, const struct event *e)
{
    of(m, e)->heap_start = e->a;
    of(m, e)->heap_end = e->b;
}

static void do_watch(struct machine *m, const struct event *e)
{
    struct watch *watch = of(m, e)->watch, on = {e->a, e->x};

    for (int i = 0; i < PROCESS_WATCHES; i++) {
        bool used = watch[i].bytes > 0;
        if (e->level == 1 ? !used : used && watch[i].va == e->a) {
            watch[i] = e->level == 1 ? on : (struct watch){0, 0};
            return;
        }
    }
}

/* Areas */

/* The place of the first area that starts at or above the address. */
static size_t place(const struct process *p, uint64_t start)
{
    size_t low = 0, high = p->nareas;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (p->areas[mid].start < start)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void do_area_put(struct machine *m, const struct event *e)
{
    struct process *p = of(m, e);
    size_t i = place(p, e->a);
    struct area *at;

    if (i == p->nareas || p->areas[i].start != e->a) {
        p->areas =
            mem_grow(p->areas, p->nareas, &p->areas_cap, sizeof *p->areas);
        at = &p->areas[i];
        memmove(at + 1, at, (p->nareas - i) * sizeof *at);
        p->nareas++;
        *at = (struct area){.object = NO_OBJECT};
    }
    at = &p->areas[i];
    at->start = e->a;
    at->end = e->b;
    at->flags = (uint8_t)e->x;
    at->use = e->level;
}

static void do_area_back(struct machine *m, const struct event *e)
{
    struct process *p = of(m, e);
    struct area *at = &p->areas[place(p, e->a)];

    at->object = (int)(e->b >> 48) - 1;
    at->page_offset = e->b << 16 >> 16;
    at->owner = e->x;
    at->chain = e->level;
    if (m->owners < e->x)
        m->owners = e->x;
}

static void do_area_drop(struct machine *m, const struct event *e)
{
    struct process *p = of(m, e);
    struct area *at = &p->areas[place(p, e->a)];

    p->nareas--;
    memmove(at, at + 1, (size_t)(p->areas + p->nareas - at) * sizeof *at);
}

/* Frames */

static void mark_free(struct machine *m, uint32_t frame, bool is_free)
{
    uint64_t bit = UINT64_C(1) << frame % 64;

    if (is_free)
        m->free[frame / 64] |= bit;
    else
        m->free[frame / 64] &= ~bit;
}

static void do_alloc(struct machine *m, const struct event *e)
{
    struct frame *first = &m->frame[e->x];

    for (uint32_t i = 0; i < e->b; i++) {
        first[i] = (struct frame){
            .kind = e->level, .serial = ++m->serials, .next = NO_FRAME};
        mark_free(m, e->x + i, false);
    }
    m->nfree -= (uint32_t)e->b;
    m->next_frame = (uint32_t)((e->x + e->b) % m->nframes);
    if (e->level == FRAME_TABLE) {
        struct process *p = of(m, e);
        if (p->tables == NO_FRAME)
            p->root = address(m, e->x);
        first->page = (uint32_t)e->b;
        first->next = p->tables;
        p->tables = e->x;
    }
}

static void do_free(struct machine *m, const struct event *e)
{
    if (m->frame[e->x].kind == FRAME_TABLE)
        of(m, e)->tables = m->frame[e->x].next;
    for (uint32_t i = 0; i < e->b; i++) {
        m->frame[e->x + i] = (struct frame){.kind = FRAME_FREE};
        mark_free(m, e->x + i, true);
    }
    m->nfree += (uint32_t)e->b;
    phys_zero(&m->ram, address(m, e->x), address(m, e->b));
}

static void do_ref(struct machine *m, const struct event *e)
{
    m->frame[e->x].refs = (uint32_t)e->b;
}

static void do_exclusive(struct machine *m, const struct event *e)
{
    m->frame[e->x].exclusive = e->a != 0;
}

static void do_dirty(struct machine *m, const struct event *e)
{
    m->frame[e->x].dirty = e->a != 0;
}

/* Bytes */

static void do_entry(struct machine *m, const struct event *e)
{
    phys_store(&m->ram, e->a, m->format->entry_bytes, e->b);
}

static void do_store(struct machine *m, const struct event *e)
{
    phys_store(&m->ram, e->a, e->x, e->b);
}

static void do_copy(struct machine *m, const struct event *e)
{
    phys_copy(&m->ram, address(m, e->x), &m->ram, address(m, e->a),
              m->page_bytes);
}

static struct phys *disk(struct machine *m, const struct event *e)
{
    return e->a > 0 ? &m->object[e->a - 1].disk : &m->swap.disk;
}

static void do_read(struct machine *m, const struct event *e)
{
    phys_copy(&m->ram, address(m, e->x), disk(m, e), address(m, e->b),
              m->page_bytes);
}

static void do_write(struct machine *m, const struct event *e)
{
    phys_copy(disk(m, e), address(m, e->b), &m->ram, address(m, e->x),
              m->page_bytes);
}

/* Objects and swap */

static void do_object(struct machine *m, const struct event *e)
{
    struct object *o = &m->object[e->x - 1];

    free(o->cache);
    phys_release(&o->disk);
    *o = (struct object){.kind = e->level, .pages = (uint32_t)e->a};
    if (o->kind == OBJECT_NONE)
        return;
    o->cache = mem_new_array(o->pages, sizeof *o->cache);
    for (uint32_t i = 0; i < o->pages; i++)
        o->cache[i] = NO_FRAME;
    phys_init(&o->disk, address(m, o->pages));
}

static void do_cache(struct machine *m, const struct event *e)
{
    m->object[e->a - 1].cache[e->b] = e->x;
    if (e->x != NO_FRAME) {
        m->frame[e->x].object = (uint16_t)(e->a - 1);
        m->frame[e->x].page = (uint32_t)e->b;
    }
}

static void do_slot(struct machine *m, const struct event *e)
{
    struct slot *slot = &m->swap.slot[e->a];

    if (slot->frame != NO_FRAME)
        m->frame[slot->frame].page = 0;
    slot->frame = e->x;
    if (slot->frame != NO_FRAME)
        m->frame[slot->frame].page = (uint32_t)e->a + 1;
    if (slot->refs == 0 && e->b > 0)
        m->swap.next_slot = (uint32_t)((e->a + 1) % m->swap.slots);
    slot->refs = (uint32_t)e->b;
    slot->exclusive = e->level == 1;
}

static void (*const change[EVENT_KINDS])(struct machine *,
                                         const struct event *) = {
    [EVENT_SWITCH] = do_switch,
    [EVENT_SPAWN] = do_spawn,
    [EVENT_EXIT] = do_exit,
    [EVENT_BRK] = do_brk,
    [EVENT_WATCH] = do_watch,
    [EVENT_AREA_PUT] = do_area_put,
    [EVENT_AREA_BACK] = do_area_back,
    [EVENT_AREA_DROP] = do_area_drop,
    [EVENT_ALLOC] = do_alloc,
    [EVENT_FREE] = do_free,
    [EVENT_REF] = do_ref,
    [EVENT_EXCLUSIVE] = do_exclusive,
    [EVENT_DIRTY] = do_dirty,
    [EVENT_ENTRY] = do_entry,
    [EVENT_STORE] = do_store,
    [EVENT_COPY] = do_copy,
    [EVENT_READ] = do_read,
    [EVENT_WRITE] = do_write,
    [EVENT_OBJECT] = do_object,
    [EVENT_CACHE] = do_cache,
    [EVENT_SLOT] = do_slot,
};

void machine_apply(struct machine *m, struct event e)
{
    if (change[e.kind] != NULL)
        change[e.kind](m, &e);
}

bool machine_replay(struct machine *m, const struct trace *trace)
{
    if (trace->lost > 0)
        return false;
    for (size_t i = 0; i < trace->n; i++)
        machine_apply(m, trace->at[i]);
    return true;
}
