#include <string.h>

#include "vm/apply.h"

static bool bytes_equal(const struct phys *a, const struct phys *b)
{
    uint64_t pa = 0;

    if (a->bytes != b->bytes)
        return false;
    while (pa < a->bytes) {
        uint64_t in_a = phys_skip_zero(a, pa, a->bytes);
        uint64_t in_b = phys_skip_zero(b, pa, b->bytes);
        pa = in_a < in_b ? in_a : in_b;
        if (pa < a->bytes && phys_load(a, pa, 1) != phys_load(b, pa, 1))
            return false;
        pa++;
    }
    return true;
}

static bool frames_equal(const struct machine *a, const struct machine *b)
{
    if (a->nframes != b->nframes || a->nfree != b->nfree ||
        a->next_frame != b->next_frame || a->serials != b->serials)
        return false;
    for (uint32_t i = 0; i < a->nframes; i++) {
        const struct frame *f = &a->frame[i], *g = &b->frame[i];
        if (f->kind != g->kind || f->exclusive != g->exclusive ||
            f->dirty != g->dirty ||
            f->object != g->object || f->page != g->page ||
            f->refs != g->refs || f->serial != g->serial ||
            f->next != g->next)
            return false;
    }
    return true;
}

static bool areas_equal(const struct process *p, const struct process *q)
{
    if (p->nareas != q->nareas)
        return false;
    for (size_t i = 0; i < p->nareas; i++) {
        const struct area *a = &p->areas[i], *b = &q->areas[i];
        if (a->start != b->start || a->end != b->end ||
            a->flags != b->flags || a->use != b->use ||
            a->object != b->object || a->page_offset != b->page_offset ||
            a->owner != b->owner || a->chain != b->chain)
            return false;
    }
    return true;
}

static bool process_equal(const struct process *p, const struct process *q)
{
    if (p->alive != q->alive)
        return false;
    if (!p->alive)
        return true;
    for (int i = 0; i < PROCESS_WATCHES; i++)
        if (p->watch[i].va != q->watch[i].va ||
            p->watch[i].bytes != q->watch[i].bytes)
            return false;
    return p->id == q->id && p->parent == q->parent && p->root == q->root &&
           p->tables == q->tables && p->heap_start == q->heap_start &&
           p->heap_end == q->heap_end && areas_equal(p, q);
}

static bool processes_equal(const struct machine *a, const struct machine *b)
{
    for (int i = 0; i < MACHINE_PROCESSES; i++)
        if (!process_equal(&a->process[i], &b->process[i]))
            return false;
    return a->running == b->running && a->owners == b->owners;
}

static bool objects_equal(const struct machine *a, const struct machine *b)
{
    for (int i = 0; i < MACHINE_OBJECTS; i++) {
        const struct object *o = &a->object[i], *q = &b->object[i];
        if (o->kind != q->kind || o->pages != q->pages)
            return false;
        if (o->kind != OBJECT_NONE &&
            (memcmp(o->cache, q->cache, o->pages * sizeof *o->cache) != 0 ||
             !bytes_equal(&o->disk, &q->disk)))
            return false;
    }
    return true;
}

static bool swaps_equal(const struct machine *a, const struct machine *b)
{
    if (a->swap.slots != b->swap.slots ||
        a->swap.next_slot != b->swap.next_slot)
        return false;
    for (uint32_t i = 0; i < a->swap.slots; i++)
        if (a->swap.slot[i].refs != b->swap.slot[i].refs ||
            a->swap.slot[i].exclusive != b->swap.slot[i].exclusive ||
            a->swap.slot[i].frame != b->swap.slot[i].frame)
            return false;
    return bytes_equal(&a->swap.disk, &b->swap.disk);
}

bool machine_equal(const struct machine *a, const struct machine *b,
                   const char **what)
{
    const char *differs = !bytes_equal(&a->ram, &b->ram) ? "memory"
                          : !frames_equal(a, b)          ? "frames"
                          : !processes_equal(a, b)       ? "processes"
                          : !objects_equal(a, b)         ? "objects"
                          : !swaps_equal(a, b)           ? "swap"
                                                         : NULL;

    if (what != NULL)
        *what = differs;
    return differs == NULL;
}
