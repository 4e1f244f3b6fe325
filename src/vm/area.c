#include "vm/area.h"

#include "vm/apply.h"

const struct area *area_at_or_above(const struct process *p, uint64_t va)
{
    size_t low = 0, high = p->nareas;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (p->areas[mid].end <= va)
            low = mid + 1;
        else
            high = mid;
    }
    return low < p->nareas ? &p->areas[low] : NULL;
}

const struct area *area_find(const struct process *p, uint64_t va)
{
    const struct area *a = area_at_or_above(p, va);

    return a != NULL && a->start <= va ? a : NULL;
}

bool area_overlaps(const struct process *p, uint64_t start, uint64_t end)
{
    const struct area *a = area_at_or_above(p, start);

    return a != NULL && a->start < end;
}

static void put_backing(struct machine *m, struct process *p,
                        const struct area *a)
{
    machine_do(m, (struct event){.kind = EVENT_AREA_BACK,
                                 .level = a->chain,
                                 .process = p->id,
                                 .x = a->owner,
                                 .a = a->start,
                                 .b = (uint64_t)(a->object + 1) << 48 |
                                      a->page_offset});
}

void area_put(struct machine *m, struct process *p, struct area area)
{
    machine_do(m, (struct event){.kind = EVENT_AREA_PUT,
                                 .level = area.use,
                                 .process = p->id,
                                 .x = area.flags,
                                 .a = area.start,
                                 .b = area.end});
    put_backing(m, p, &area);
}

void area_drop(struct machine *m, struct process *p, uint64_t start)
{
    machine_do(m, (struct event){
                      .kind = EVENT_AREA_DROP, .process = p->id, .a = start});
}

static uint64_t pages(const struct machine *m, const struct area *a)
{
    return (a->end - a->start) >> m->format->page_bits;
}

void area_split(struct machine *m, struct process *p, uint64_t at)
{
    const struct area *found = area_find(p, at);
    struct area low, high;

    if (found == NULL || found->start == at)
        return;
    low = high = *found;
    low.end = high.start = at;
    if (high.object != NO_OBJECT)
        high.page_offset += pages(m, &low);
    area_put(m, p, low);
    area_put(m, p, high);
}

/* Whether b goes on where a ends: the same flags but for permissions, the
 * same object at the next page. */
static bool continues(const struct machine *m, const struct area *a,
                      const struct area *b)
{
    return a->end == b->start &&
           (a->flags & ~AREA_PERMS) == (b->flags & ~AREA_PERMS) &&
           (a->use == b->use || m->profile->joins) &&
           a->object == b->object &&
           (a->object == NO_OBJECT ||
            a->page_offset + pages(m, a) == b->page_offset);
}

/* Two areas with private pages of different owners stay apart; one without
 * may join one with, as long as no fork stands behind that. */
static bool owners_agree(const struct area *a, const struct area *b)
{
    if (a->owner == b->owner)
        return true;
    if (a->owner != 0 && b->owner != 0)
        return false;
    return (a->owner != 0 ? a : b)->chain <= 1;
}

void area_merge(struct machine *m, struct process *p, uint64_t from,
                uint64_t to)
{
    size_t i = 0;

    while (i + 1 < p->nareas) {
        struct area a = p->areas[i], b = p->areas[i + 1];
        if (b.start < from || b.start > to || a.flags != b.flags ||
            !continues(m, &a, &b) || !owners_agree(&a, &b)) {
            i++;
            continue;
        }
        if (a.owner == 0) {
            a.owner = b.owner;
            a.chain = b.chain;
        }
        a.end = b.end;
        area_drop(m, p, b.start);
        area_put(m, p, a);
    }
}

/* The owner that an area may share with a neighbour: one that no fork stands
 * behind. 0: none. */
static uint32_t shared_owner(const struct machine *m, const struct area *low,
                             const struct area *high, const struct area *of)
{
    return of->chain == 1 && continues(m, low, high) ? of->owner : 0;
}

/* The neighbour above is asked first. */
void area_own(struct machine *m, struct process *p, uint64_t start)
{
    const struct area *at = area_find(p, start),
                      *behind = p->areas + p->nareas;
    struct area a = *at;

    if (a.owner != 0)
        return;
    if (at + 1 < behind)
        a.owner = shared_owner(m, at, at + 1, at + 1);
    if (a.owner == 0 && at > p->areas)
        a.owner = shared_owner(m, at - 1, at, at - 1);
    if (a.owner == 0)
        a.owner = m->owners + 1;
    a.chain = 1;
    put_backing(m, p, &a);
}

const char *area_use_name(unsigned use)
{
    static const char *const names[] = {
        [USE_NONE] = "",       [USE_TEXT] = "text", [USE_RODATA] = "rodata",
        [USE_DATA] = "data",   [USE_BSS] = "bss",   [USE_HEAP] = "heap",
        [USE_STACK] = "stack",
    };

    return names[use];
}
