#include "vm/frame.h"

#include "vm/apply.h"

static bool is_free(const struct machine *m, uint32_t frame)
{
    return (m->free[frame / 64] >> frame % 64 & 1) != 0;
}

/* The first of `count` free neighbours that all lie in [from, end). */
static uint32_t run_between(const struct machine *m, uint32_t from,
                            uint32_t end, uint32_t count)
{
    uint32_t length = 0;

    for (uint32_t i = from; i < end; i++) {
        if (m->free[i / 64] == 0) { /* a word of frames in use */
            length = 0;
            i |= 63;
            continue;
        }
        length = is_free(m, i) ? length + 1 : 0;
        if (length == count)
            return i + 1 - count;
    }
    return NO_FRAME;
}

static uint32_t run_find(const struct machine *m, uint32_t count)
{
    uint32_t first;

    if (count > m->nfree)
        return NO_FRAME;
    first = run_between(m, m->next_frame, m->nframes, count);
    if (first == NO_FRAME)
        first = run_between(m, 0, m->nframes, count);
    return first;
}

static uint32_t take(struct machine *m, enum frame_kind kind,
                     uint16_t process, uint32_t count)
{
    uint32_t frame = run_find(m, count);

    if (frame != NO_FRAME)
        machine_do(m, (struct event){.kind = EVENT_ALLOC,
                                     .level = (uint8_t)kind,
                                     .process = process,
                                     .x = frame,
                                     .a = m->serials + 1,
                                     .b = count});
    return frame;
}

uint32_t frame_alloc(struct machine *m, enum frame_kind kind)
{
    return take(m, kind, 0, 1);
}

uint32_t frame_alloc_table(struct machine *m, struct process *p,
                           uint32_t count)
{
    return take(m, FRAME_TABLE, p->id, count);
}

void frame_free(struct machine *m, struct process *p, uint32_t frame)
{
    const struct frame *f = &m->frame[frame];

    machine_do(m, (struct event){.kind = EVENT_FREE,
                                 .process = p != NULL ? p->id : 0,
                                 .x = frame,
                                 .b = f->kind == FRAME_TABLE ? f->page : 1});
}

static void count(struct machine *m, uint32_t frame, uint32_t refs)
{
    machine_do(m, (struct event){.kind = EVENT_REF,
                                 .x = frame,
                                 .a = m->frame[frame].refs,
                                 .b = refs});
}

void frame_ref(struct machine *m, uint32_t frame)
{
    count(m, frame, m->frame[frame].refs + 1);
}

void frame_unref(struct machine *m, uint32_t frame)
{
    count(m, frame, m->frame[frame].refs - 1);
    if (m->frame[frame].refs == 0 && m->frame[frame].kind == FRAME_ANON) {
        swap_forget(m, frame);
        frame_free(m, NULL, frame);
    }
}

void frame_set_exclusive(struct machine *m, uint32_t frame, bool exclusive)
{
    if (m->frame[frame].exclusive != exclusive)
        machine_do(m, (struct event){.kind = EVENT_EXCLUSIVE,
                                     .x = frame,
                                     .a = exclusive});
}

void frame_set_dirty(struct machine *m, uint32_t frame, bool dirty)
{
    if (m->frame[frame].dirty != dirty)
        machine_do(m, (struct event){
                          .kind = EVENT_DIRTY, .x = frame, .a = dirty});
}

uint32_t frame_copy(struct machine *m, uint32_t from)
{
    uint32_t frame = frame_alloc(m, FRAME_ANON);

    if (frame == NO_FRAME)
        return NO_FRAME;
    machine_do(m, (struct event){.kind = EVENT_COPY, .x = frame, .a = from});
    frame_set_exclusive(m, frame, true);
    return frame;
}
