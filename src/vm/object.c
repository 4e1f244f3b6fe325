#include "vm/object.h"

#include <string.h>

#include "vm/apply.h"

static struct event about(int object, enum event_kind kind)
{
    return (struct event){.kind = (uint8_t)kind, .a = (uint64_t)object + 1};
}

int object_new(struct machine *m, enum object_kind kind, const char *name,
               uint32_t pages)
{
    for (int i = 0; i < MACHINE_OBJECTS; i++) {
        struct object *o = &m->object[i];
        if (o->kind != OBJECT_NONE)
            continue;
        machine_do(m, (struct event){.kind = EVENT_OBJECT,
                                     .level = (uint8_t)kind,
                                     .x = (uint32_t)i + 1,
                                     .a = pages});
        strncpy(o->name, name, sizeof o->name - 1);
        return i;
    }
    return NO_OBJECT;
}

struct object *object_at(struct machine *m, int object)
{
    return object == NO_OBJECT ? NULL : &m->object[object];
}

static void cache(struct machine *m, int object, uint32_t page,
                  uint32_t frame)
{
    struct event e = about(object, EVENT_CACHE);

    e.x = frame;
    e.b = page;
    machine_do(m, e);
}

uint32_t object_frame(struct machine *m, int object, uint32_t page, bool load)
{
    struct object *o = &m->object[object];
    uint32_t frame = o->cache[page];

    if (frame != NO_FRAME || !load)
        return frame;
    frame = frame_alloc(m, FRAME_CACHE);
    if (frame == NO_FRAME)
        return NO_FRAME;
    if (o->kind == OBJECT_FILE) {
        struct event e = about(object, EVENT_READ);
        e.x = frame;
        e.b = page;
        machine_do(m, e);
    }
    cache(m, object, page, frame);
    return frame;
}

void object_warm(struct machine *m, int object)
{
    for (uint32_t i = 0; i < m->object[object].pages; i++)
        object_frame(m, object, i, true);
}

static bool is_mapped(const struct machine *m, int object)
{
    for (int i = 0; i < MACHINE_PROCESSES; i++)
        for (size_t k = 0; k < m->process[i].nareas; k++)
            if (m->process[i].areas[k].object == object)
                return true;
    return false;
}

void object_unmapped(struct machine *m, int object)
{
    if (object == NO_OBJECT || m->object[object].kind != OBJECT_SHARED ||
        is_mapped(m, object))
        return;
    for (uint32_t i = 0; i < m->object[object].pages; i++) {
        uint32_t frame = m->object[object].cache[i];
        if (frame != NO_FRAME) {
            cache(m, object, i, NO_FRAME);
            frame_free(m, NULL, frame);
        }
    }
    machine_do(m, (struct event){.kind = EVENT_OBJECT,
                                 .level = OBJECT_NONE,
                                 .x = (uint32_t)object + 1});
}
