#include "vm/swap.h"

#include "vm/apply.h"
#include "vm/table.h"

static void set_slot(struct machine *m, uint32_t slot, uint32_t frame,
                     uint32_t refs)
{
    machine_do(m, (struct event){
                      .kind = EVENT_SLOT, .x = frame, .a = slot, .b = refs});
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

bool swap_out(struct machine *m, struct process *p, uint64_t va)
{
    struct cursor c = table_cursor(m, p);
    uint64_t entry = table_entry(&c, va);
    uint32_t frame = page_frame(m, entry), slot;

    if (page_state(m, entry) != PAGE_PRESENT ||
        m->frame[frame].kind != FRAME_ANON || m->frame[frame].refs != 1)
        return false;
    if (m->frame[frame].page > 0) { /* its bytes are in a slot already */
        slot = m->frame[frame].page - 1;
    } else {
        slot = free_slot(m);
        if (slot == NO_SLOT)
            return false;
        move(m, EVENT_WRITE, frame, slot);
    }
    return table_set(&c, machine_page(m, va), page_swapped(m, slot));
}

uint32_t swap_frame(struct machine *m, uint32_t slot)
{
    uint32_t frame = m->swap.slot[slot].frame;

    if (frame != NO_FRAME)
        return frame;
    frame = frame_alloc(m, FRAME_ANON);
    if (frame == NO_FRAME)
        return NO_FRAME;
    move(m, EVENT_READ, frame, slot);
    set_slot(m, slot, frame, m->swap.slot[slot].refs);
    return frame;
}

void swap_get(struct machine *m, uint32_t slot)
{
    set_slot(m, slot, m->swap.slot[slot].frame, m->swap.slot[slot].refs + 1);
}

/* A slot that nothing names is free, and forgets its frame. */
void swap_put(struct machine *m, uint32_t slot)
{
    uint32_t refs = m->swap.slot[slot].refs - 1;

    set_slot(m, slot, refs > 0 ? m->swap.slot[slot].frame : NO_FRAME, refs);
}

void swap_forget(struct machine *m, uint32_t frame)
{
    uint32_t slot = m->frame[frame].page - 1;

    if (m->frame[frame].page > 0)
        set_slot(m, slot, NO_FRAME, m->swap.slot[slot].refs);
}
