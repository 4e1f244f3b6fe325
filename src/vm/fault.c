#include "vm/fault.h"

#include "vm/apply.h"
#include "vm/table.h"
#include "vm/watch.h"

/* A fault on its way through the handler. */
struct fault {
    struct machine *m;
    struct process *p;
    struct cursor cursor;
    uint64_t va;    /* of the page's first byte */
    uint64_t entry; /* that the page has now */
    struct area area;
    bool store;
    enum outcome outcome; /* of the rule that was tried */
};

static enum rule fail(struct fault *f, enum outcome outcome)
{
    f->outcome = outcome;
    return RULE_NONE;
}

static enum rule done(const struct fault *f, enum rule rule, uint32_t frame)
{
    machine_tell(f->m, (struct event){.kind = EVENT_RULE,
                                      .level = (uint8_t)rule,
                                      .process = f->p->id,
                                      .x = frame,
                                      .a = f->va});
    return rule;
}

/* Maps the frame at the page, and ends the fault by that rule. A watched page
 * stays read-only; a store then faults again, for RULE_WATCH. */
static enum rule map(struct fault *f, uint32_t frame, bool writable,
                     enum rule rule)
{
    bool watched = rule != RULE_WATCH && watch_covers(f->m, f->p, f->va);
    uint64_t entry =
        page_present(f->m, frame, f->area.flags, writable && !watched);

    if (!table_set(&f->cursor, f->va, entry))
        return fail(f, OUTCOME_NO_MEMORY);
    return done(f, rule, frame);
}

/* Maps a frame that nobody else has; one that finds no place is given back.
 */
static enum rule map_own(struct fault *f, uint32_t frame, enum rule rule)
{
    if (frame == NO_FRAME)
        return fail(f, OUTCOME_NO_MEMORY);
    area_own(f->m, f->p, f->area.start);
    if (map(f, frame, (f->area.flags & PERM_W) != 0, rule) == RULE_NONE)
        frame_free(f->m, NULL, frame);
    return f->outcome == OUTCOME_DONE ? rule : RULE_NONE;
}

/* Nothing yet, and the area is zeros. */
static enum rule anonymous(struct fault *f)
{
    uint32_t frame;

    if (!f->store && f->m->profile->zero_page)
        return map(f, f->m->zero, false, RULE_ZERO_PAGE);
    frame = frame_alloc(f->m, FRAME_ANON);
    if (frame != NO_FRAME)
        frame_set_exclusive(f->m, frame, true);
    return map_own(f, frame, RULE_DEMAND_ZERO);
}

static uint64_t object_page(const struct fault *f, uint64_t va)
{
    return f->area.page_offset +
           ((va - f->area.start) >> f->m->format->page_bits);
}

/* Whether a read maps a shared page so that a write needs no second fault. */
static bool maps_writable(const struct fault *f)
{
    return area_is_shared(&f->area) && (f->area.flags & PERM_W) &&
           !f->m->object[f->area.object].notify;
}

/* The address behind the pages that the last level's table stands for. */
static uint64_t table_end(const struct format *f, uint64_t va)
{
    unsigned shift = format_shift(f, 0) + f->index_bits[0];

    return shift > 63 ? UINT64_MAX : ((va >> shift) + 1) << shift;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Maps what is in memory already of the window around the page, and no page
 * twice. The window begins at a multiple of its size, or where the area does,
 * and ends with the area or the page table. A page for which no table can be
 * made is left out. */
static void map_around(struct fault *f)
{
    uint64_t window = f->m->page_bytes * f->m->profile->around;
    uint64_t from = f->va & ~(window - 1), to;

    if (from < f->area.start)
        from = f->area.start;
    to = least(f->area.end,
               least(from + window, table_end(f->m->format, f->va)));
    for (uint64_t va = from; va < to; va += f->m->page_bytes) {
        uint64_t page = object_page(f, va);
        uint32_t frame =
            page < f->m->object[f->area.object].pages
                ? object_frame(f->m, f->area.object, (uint32_t)page, false)
                : NO_FRAME;
        if (va != f->va && frame != NO_FRAME &&
            table_entry(&f->cursor, va) == 0)
            table_set(
                &f->cursor, va,
                page_present(f->m, frame, f->area.flags, maps_writable(f)));
    }
}

/* Nothing yet, and the area is a view of an object. */
static enum rule backed(struct fault *f)
{
    uint64_t page = object_page(f, f->va);
    bool shared = area_is_shared(&f->area);
    uint32_t frame = NO_FRAME;

    if (f->store && !shared) /* even if it then ends in SIGBUS */
        area_own(f->m, f->p, f->area.start);
    if (page < f->m->object[f->area.object].pages) {
        frame = object_frame(f->m, f->area.object, (uint32_t)page, true);
        if (frame == NO_FRAME)
            return fail(f, OUTCOME_NO_MEMORY);
    }
    if (!f->store)
        map_around(f);
    if (frame == NO_FRAME)
        return fail(f, OUTCOME_BUS);
    if (f->store && !shared)
        return map_own(f, frame_copy(f->m, frame), RULE_COPY_IN);
    return map(f, frame, f->store || maps_writable(f), RULE_MAP);
}

/* There, but read-only, and about to be written. */
static enum rule write_protected(struct fault *f)
{
    uint32_t frame = page_frame(f->m, f->entry);
    const struct frame *of = &f->m->frame[frame];

    if (area_is_shared(&f->area))
        return map(f, frame, true, RULE_MAKE_WRITABLE);
    if (of->exclusive && watch_covers(f->m, f->p, f->va))
        return map(f, frame, true, RULE_WATCH);
    if (of->kind == FRAME_ANON && f->m->profile->reuse_last &&
        (of->exclusive || (of->refs == 1 && of->page == 0))) {
        frame_set_exclusive(f->m, frame, true);
        return map(f, frame, true, RULE_REUSE);
    }
    return map_own(f, frame_copy(f->m, frame), RULE_COPY);
}

/* Back from the swap area. A page that others still have there comes back
 * read-only; a store then copies it at once. */
static enum rule swapped(struct fault *f)
{
    uint32_t slot = page_slot(f->m, f->entry);
    bool alone = f->m->swap.slot[slot].refs == 1,
         own = f->m->swap.slot[slot].exclusive;
    uint32_t frame = swap_frame(f->m, slot);

    if (frame == NO_FRAME)
        return fail(f, OUTCOME_NO_MEMORY);
    if (f->store && alone && f->m->frame[frame].refs == 0)
        own = true;
    if (own)
        frame_set_exclusive(f->m, frame, true);
    map(f, frame, own && (f->area.flags & PERM_W), RULE_SWAP_IN);
    if (!f->store || own)
        return RULE_SWAP_IN;
    f->entry = table_entry(&f->cursor, f->va);
    return write_protected(f);
}

static enum rule mend(struct fault *f)
{
    switch (page_state(f->m, f->entry)) {
    case PAGE_NONE:
        return f->area.object == NO_OBJECT ? anonymous(f) : backed(f);
    case PAGE_SWAPPED:
        return swapped(f);
    default:
        return write_protected(f);
    }
}

/* The stack that the address is below, if nothing is mapped between the two
 * and it keeps its distance to what comes further down. Stacks do not keep
 * away from each other. */
static const struct area *stack_above(const struct machine *m,
                                      const struct process *p, uint64_t va)
{
    const struct area *a = area_at_or_above(p, va);
    uint64_t gap = (uint64_t)m->profile->gap << m->format->page_bits;

    if (a == NULL || a->start <= va || !(a->flags & AREA_GROWS_DOWN))
        return NULL;
    if (a > p->areas && (a[-1].flags & AREA_PERMS) &&
        !(a[-1].flags & AREA_GROWS_DOWN) &&
        a[-1].end + gap > machine_page(m, va))
        return NULL;
    return a;
}

/* Extends a stack down to the page, as far as a stack may grow. It counts as
 * having private pages from the try on. */
static void grow(struct machine *m, struct process *p, uint64_t start,
                 uint64_t page)
{
    uint64_t limit = m->profile->stack_bytes;
    struct area a;

    area_own(m, p, start);
    a = *area_find(p, start);
    if (limit > 0 && a.end - page > limit)
        return;
    area_drop(m, p, start);
    a.start = page;
    area_put(m, p, a);
    machine_tell(m, (struct event){.kind = EVENT_RULE,
                                   .level = RULE_GROW,
                                   .process = p->id,
                                   .x = NO_FRAME,
                                   .a = page});
}

/* The area that the address is in, if need be after its stack has grown. */
static const struct area *find(struct machine *m, struct process *p,
                               uint64_t va)
{
    const struct area *a = area_find(p, va), *stack;

    if (a == NULL && (stack = stack_above(m, p, va)) != NULL) {
        grow(m, p, stack->start, machine_page(m, va));
        a = area_find(p, va);
    }
    if (a == NULL)
        machine_tell(m, (struct event){.kind = EVENT_AREA_NONE,
                                       .process = p->id,
                                       .a = va});
    else
        machine_tell(m, (struct event){.kind = EVENT_AREA_FOUND,
                                       .process = p->id,
                                       .x = a->flags,
                                       .a = a->start,
                                       .b = a->end});
    return a;
}

/* What an area must allow, any of it. Writing implies reading. Where hardware
 * has no bit for reading, or none for executing, it can't forbid that on a
 * page that is there, so whatever allows anything allows it; a system that
 * does not look yet does the same. */
static unsigned needed(const struct machine *m, const struct walk *walk,
                       enum access access)
{
    const struct format *f = m->format;
    uint64_t bit = access == ACCESS_FETCH ? f->exec | f->no_exec : f->read;
    bool late = m->profile->late_exec && f->rules == RULES_X86 &&
                walk->cause == CAUSE_NOT_PRESENT;

    if (access == ACCESS_STORE)
        return PERM_W;
    if (bit == 0 || (access == ACCESS_FETCH && late))
        return PERM_R | PERM_W | PERM_X;
    return access == ACCESS_FETCH ? PERM_X : PERM_R | PERM_W;
}

/* The causes that come from how the system uses page tables; the others tell
 * of something that no new entry can mend. */
static bool is_ours(enum cause cause)
{
    return cause == CAUSE_NOT_PRESENT || cause == CAUSE_WRITE;
}

enum outcome fault_handle(struct machine *m, struct process *p,
                          const struct walk *walk, enum access access)
{
    struct fault f = {.m = m,
                      .p = p,
                      .cursor = table_cursor(m, p),
                      .va = machine_page(m, walk->va),
                      .store = access == ACCESS_STORE};
    const struct area *a;

    if (walk->cause == CAUSE_NON_CANONICAL && m->format->rules == RULES_X86)
        return OUTCOME_SEGV_GP;
    a = find(m, p, walk->va);
    if (a == NULL)
        return OUTCOME_SEGV_MAPERR;
    if (!(a->flags & needed(m, walk, access)) || !is_ours(walk->cause))
        return OUTCOME_SEGV_ACCERR;
    f.area = *a;
    f.entry = table_entry(&f.cursor, f.va);
    mend(&f);
    return f.outcome;
}
