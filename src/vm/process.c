#include "vm/process.h"

#include "vm/apply.h"
#include "vm/table.h"

struct process *process_at(struct machine *m, unsigned id)
{
    return id < MACHINE_PROCESSES && m->process[id].alive ? &m->process[id]
                                                          : NULL;
}

static void call(struct machine *m, uint16_t id, enum call what,
                 uint32_t detail)
{
    machine_tell(m, (struct event){.kind = EVENT_CALL,
                                   .level = (uint8_t)what,
                                   .process = id,
                                   .x = detail});
}

static struct process *begin(struct machine *m, enum call what,
                             const struct process *parent)
{
    for (uint16_t id = 0; id < MACHINE_PROCESSES; id++) {
        struct process *p = &m->process[id];
        if (p->alive)
            continue;
        call(m, parent != NULL ? parent->id : id, what, id);
        machine_do(m,
                   (struct event){.kind = EVENT_SPAWN,
                                  .process = id,
                                  .x = parent != NULL ? parent->id + 1u : 0});
        if (table_make_root(m, p))
            return p;
        machine_do(m, (struct event){.kind = EVENT_EXIT, .process = id});
        return NULL;
    }
    return NULL;
}

struct process *process_spawn(struct machine *m)
{
    struct process *p = begin(m, CALL_SPAWN, NULL);

    machine_check(m);
    return p;
}

/* The entries of an area into the child. Private pages lose their write bit
 * on both sides: who writes first will fault and copy. */
static bool share(struct machine *m, struct cursor *from, struct cursor *to,
                  const struct area *a)
{
    uint64_t va = a->start, entry;

    while (table_next(from, &va, a->end, &entry)) {
        uint32_t frame = page_frame(m, entry);
        if (!area_is_shared(a) && frame != NO_FRAME) {
            if (entry & m->format->write)
                table_set(from, va, entry &= ~m->format->write);
            if (m->frame[frame].kind == FRAME_ANON)
                frame_set_exclusive(m, frame, false);
        }
        if (!table_set(to, va, entry))
            return false;
        va += m->page_bytes;
    }
    return true;
}

/* Whether faults can rebuild all of the area, so that fork leaves it out. */
static bool is_rebuilt(const struct machine *m, const struct area *a)
{
    return m->profile->lazy_fork && (area_is_shared(a) || a->owner == 0);
}

static bool copy_area(struct machine *m, struct process *child,
                      struct cursor *from, struct cursor *to, struct area a)
{
    bool rebuilt = is_rebuilt(m, &a);

    if (a.owner != 0) {
        a.owner = m->owners + 1;
        if (a.chain < UINT8_MAX)
            a.chain++;
    }
    area_put(m, child, a);
    return rebuilt || share(m, from, to, &a);
}

static bool copy_space(struct machine *m, struct process *parent,
                       struct process *child)
{
    struct cursor from = table_cursor(m, parent), to = table_cursor(m, child);

    machine_do(m, (struct event){.kind = EVENT_BRK,
                                 .process = child->id,
                                 .a = parent->heap_start,
                                 .b = parent->heap_end});
    for (size_t i = 0; i < parent->nareas; i++)
        if (!copy_area(m, child, &from, &to, parent->areas[i]))
            return false;
    return true;
}

struct process *process_fork(struct machine *m, struct process *parent)
{
    struct process *child = begin(m, CALL_FORK, parent);

    if (child != NULL && !copy_space(m, parent, child)) {
        process_exit(m, child);
        child = NULL;
    }
    machine_check(m);
    return child;
}

static void drop_areas(struct machine *m, struct process *p)
{
    struct cursor c = table_cursor(m, p);

    while (p->nareas > 0) {
        struct area a = p->areas[p->nareas - 1];
        uint64_t va = a.start, entry;
        while (table_next(&c, &va, a.end, &entry))
            table_set(&c, va, 0);
        area_drop(m, p, a.start);
        object_unmapped(m, a.object);
    }
}

void process_exit(struct machine *m, struct process *p)
{
    call(m, p->id, CALL_EXIT, 0);
    drop_areas(m, p);
    table_free_all(m, p);
    machine_do(m, (struct event){.kind = EVENT_EXIT, .process = p->id});
    machine_check(m);
}

void process_switch(struct machine *m, struct process *p)
{
    call(m, p->id, CALL_SWITCH, p->id);
    machine_do(m, (struct event){
                      .kind = EVENT_SWITCH, .process = p->id, .x = p->id});
}
