#include "vm/swap.h"

#include "vm/apply.h"
#include "vm/table.h"

static void set_slot(struct machine *m, uint32_t slot, struct slot to)
{
    machine_do(m, (struct event){.kind = EVENT_SLOT,
                                 .level = to.exclusive,
                                 .x = to.frame,
                                 .a = slot,
                                 .b = to.refs});
}

static void move(struct machine *m, enum event_kind kind, uint32_t frame,
                 uint32_t slot)
{
    machine_do(m,
               (struct event){.kind = (uint8_t)kind, .x = frame, .b = slot});
}

static uint32_t free_slot(const struct machine *m)
{
    for (uint32_t i = 0; i < m->swap.slots; i++) {
        uint32_t slot = (m->swap.next_slot + i) % m->swap.slots;
        if (m->swap.slot[slot].refs == 0)
            return slot;
    }
    return NO_SLOT;
}

/* The slot that the frame's bytes are in, or are written to now. */
static uint32_t write_out(struct machine *m, uint32_t frame)
{
    uint32_t slot;

    if (m->frame[frame].page > 0)
        return m->frame[frame].page - 1;
    slot = free_slot(m);
    if (slot != NO_SLOT)
        move(m, EVENT_WRITE, frame, slot);
    return slot;
}

bool swap_out(struct machine *m, struct process *p, uint64_t va)
{
    struct cursor c = table_cursor(m, p);
    uint64_t entry = table_entry(&c, va);
    uint32_t frame = page_frame(m, entry), slot;
    struct slot to;

    if (frame == NO_FRAME || m->frame[frame].kind != FRAME_ANON ||
        m->frame[frame].refs != 1)
        return false;
    slot = write_out(m, frame);
    if (slot == NO_SLOT)
        return false;
    to.exclusive = m->frame[frame].exclusive;
    table_set(&c, machine_page(m, va), page_swapped(m, slot));
    to.refs = m->swap.slot[slot].refs;
    to.frame = m->swap.slot[slot].frame;
    set_slot(m, slot, to);
    return true;
}

uint32_t swap_frame(struct machine *m, uint32_t slot)
{
    struct slot to = m->swap.slot[slot];

    if (to.frame != NO_FRAME)
        return to.frame;
    to.frame = frame_alloc(m, FRAME_ANON);
    if (to.frame == NO_FRAME)
        return NO_FRAME;
    move(m, EVENT_READ, to.frame, slot);
    set_slot(m, slot, to);
    return to.frame;
}

void swap_get(struct machine *m, uint32_t slot)
{
    struct slot to = m->swap.slot[slot];

    to.refs++;
    to.exclusive = false;
    set_slot(m, slot, to);
}

/* A slot that nothing names is free, and forgets its frame. */
void swap_put(struct machine *m, uint32_t slot)
{
    struct slot to = m->swap.slot[slot];

    to.refs--;
    if (to.refs == 0)
        to = (struct slot){.frame = NO_FRAME};
    set_slot(m, slot, to);
}

void swap_forget(struct machine *m, uint32_t frame)
{
    uint32_t slot = m->frame[frame].page - 1;
    struct slot to = {.frame = NO_FRAME};

    if (m->frame[frame].page == 0)
        return;
    to.refs = m->swap.slot[slot].refs;
    to.exclusive = m->swap.slot[slot].exclusive;
    set_slot(m, slot, to);
}
