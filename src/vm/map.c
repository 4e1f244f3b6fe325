#include "vm/map.h"

#include "vm/apply.h"
#include "vm/table.h"
#include "vm/watch.h"

static void call(struct machine *m, const struct process *p, enum call what,
                 unsigned detail, uint64_t va, uint64_t bytes)
{
    machine_tell(m, (struct event){.kind = EVENT_CALL,
                                   .level = (uint8_t)what,
                                   .process = p->id,
                                   .x = detail,
                                   .a = va,
                                   .b = bytes});
}

static uint64_t round_up(const struct machine *m, uint64_t bytes)
{
    return machine_page(m, bytes + m->page_bytes - 1);
}

/* Whether an area would have to be cut at this address. */
static bool cuts(const struct process *p, uint64_t at)
{
    const struct area *a = area_find(p, at);

    return a != NULL && a->start < at;
}

/* A range that a person may have typed: [va, *end), inside of the user's
 * addresses, and with room in the list of areas for cuts at its ends and one
 * more. */
static int range(const struct machine *m, const struct process *p,
                 uint64_t va, uint64_t bytes, bool adds, uint64_t *end,
                 struct err *err)
{
    if (va != machine_page(m, va))
        return err_set(err, ERR_USAGE,
                       "Address 0x%llx is not a multiple of the page size, "
                       "%llu.",
                       (unsigned long long)va,
                       (unsigned long long)m->page_bytes);
    if (bytes == 0)
        return err_set(err, ERR_USAGE, "A length of 0 maps nothing.");
    if (va >= m->va_top || bytes > m->va_top - va ||
        round_up(m, bytes) > m->va_top - va)
        return err_set(
            err, ERR_USAGE,
            "[0x%llx, +%llu) reaches past 0x%llx, where the user's "
            "addresses end.",
            (unsigned long long)va, (unsigned long long)bytes,
            (unsigned long long)m->va_top);
    *end = va + round_up(m, bytes);
    if (p->nareas + cuts(p, va) + cuts(p, *end) >= MACHINE_AREAS &&
        (adds || cuts(p, va) || cuts(p, *end)))
        return err_set(err, ERR_USAGE, "A process can have %d areas at most.",
                       MACHINE_AREAS);
    return 0;
}

/* How far below an area the next mapping has to stay: a stack wants to grow.
 */
static uint64_t clearance(const struct machine *m, const struct area *a)
{
    uint64_t room = m->profile->stack_bytes, size = a->end - a->start;

    if (!(a->flags & AREA_GROWS_DOWN))
        return 0;
    room = room > size ? room - size : 0;
    return room + ((uint64_t)m->profile->gap << m->format->page_bits);
}

/* The highest gap of that size, leaving page 0 free; 0 when there is none. */
static uint64_t gap(const struct machine *m, const struct process *p,
                    uint64_t bytes, bool clear)
{
    uint64_t ceiling = m->va_top;

    for (size_t i = p->nareas; i-- > 0;) {
        const struct area *a = &p->areas[i];
        uint64_t away = clear ? clearance(m, a) : 0;
        if (ceiling >= a->end && ceiling - a->end >= bytes)
            return ceiling - bytes;
        ceiling = a->start > away ? a->start - away : 0;
    }
    return ceiling >= bytes + m->page_bytes ? ceiling - bytes : 0;
}

static int choose(const struct machine *m, const struct process *p,
                  uint64_t bytes, uint64_t *va, struct err *err)
{
    uint64_t size = round_up(m, bytes);

    *va = gap(m, p, size, true);
    if (*va == 0)
        *va = gap(m, p, size, false);
    if (*va == 0)
        return err_set(err, ERR_USAGE,
                       "No gap of %llu bytes is left in the address space.",
                       (unsigned long long)bytes);
    return 0;
}

static int check_object(const struct machine *m, const struct mapping *map,
                        struct err *err)
{
    if ((map->flags & AREA_GROWS_DOWN) &&
        (map->object != NO_OBJECT || (map->flags & AREA_SHARED)))
        return err_set(err, ERR_USAGE,
                       "A stack is private and begins as zeros: it can't be "
                       "shared, or a view of a file.");
    if (map->object == NO_OBJECT)
        return 0;
    if (map->page_offset >= UINT64_C(1) << 40)
        return err_set(err, ERR_USAGE, "Page offset %llu is too large.",
                       (unsigned long long)map->page_offset);
    if (m->object[map->object].kind == OBJECT_NONE)
        return err_set(err, ERR_USAGE, "There is no such file.");
    return 0;
}

/* Shared zeros are shared memory of their own. */
static int shared_zeros(struct machine *m, uint64_t bytes, struct err *err)
{
    uint64_t pages = bytes >> m->format->page_bits;
    int object = NO_OBJECT;

    if (pages <= MACHINE_OBJECT_PAGES)
        object = object_new(m, OBJECT_SHARED, "shared", (uint32_t)pages);
    if (object == NO_OBJECT)
        err_set(err, ERR_USAGE,
                "There can be %d files and shared memories, of %d pages at "
                "most.",
                MACHINE_OBJECTS, MACHINE_OBJECT_PAGES);
    return object;
}

int map_area(struct machine *m, struct process *p, const struct mapping *map,
             uint64_t *va, struct err *err)
{
    struct area a = {.flags = (uint8_t)(map->flags & ~(unsigned)PERM_U),
                     .use = (uint8_t)map->use,
                     .object = map->object,
                     .page_offset = map->page_offset};

    a.start = map->va;
    if (check_object(m, map, err) < 0)
        return -1;
    if (map->va == ANY_ADDRESS && choose(m, p, map->bytes, &a.start, err) < 0)
        return -1;
    if (range(m, p, a.start, map->bytes, true, &a.end, err) < 0)
        return -1;
    if (area_overlaps(p, a.start, a.end))
        return err_set(err, ERR_USAGE,
                       "Something is mapped in [0x%llx, 0x%llx) already.",
                       (unsigned long long)a.start,
                       (unsigned long long)a.end);
    if (area_is_shared(&a) && a.object == NO_OBJECT &&
        (a.object = shared_zeros(m, a.end - a.start, err)) == NO_OBJECT)
        return -1;
    if (!area_is_shared(&a) && (a.flags & PERM_W))
        a.flags |= AREA_ACCOUNTED;
    call(m, p, CALL_MMAP, a.flags, a.start, a.end - a.start);
    area_put(m, p, a);
    area_merge(m, p, a.start, a.end);
    if (va != NULL)
        *va = a.start;
    machine_check(m);
    return 0;
}

/* Takes the entries of a range away. */
static void discard(struct machine *m, struct process *p, uint64_t va,
                    uint64_t end)
{
    struct cursor c = table_cursor(m, p);
    uint64_t entry;

    for (; table_next(&c, &va, end, &entry); va += m->page_bytes)
        table_set(&c, va, 0);
}

int map_remove(struct machine *m, struct process *p, uint64_t va,
               uint64_t bytes, struct err *err)
{
    const struct area *a;
    uint64_t end;

    if (range(m, p, va, bytes, false, &end, err) < 0)
        return -1;
    call(m, p, CALL_MUNMAP, 0, va, end - va);
    area_split(m, p, va);
    area_split(m, p, end);
    discard(m, p, va, end);
    while ((a = area_at_or_above(p, va)) != NULL && a->start < end) {
        int object = a->object;
        area_drop(m, p, a->start);
        object_unmapped(m, object);
    }
    watch_forget(m, p, va, end);
    machine_check(m);
    return 0;
}

/* All of the range must be mapped. */
static int mapped(const struct process *p, uint64_t va, uint64_t end,
                  struct err *err)
{
    while (va < end) {
        const struct area *a = area_find(p, va);
        if (a == NULL)
            return err_set(err, ERR_USAGE, "Nothing is mapped at 0x%llx.",
                           (unsigned long long)va);
        va = a->end;
    }
    return 0;
}

/* Whether a page may be written without another fault once its area allows
 * it: it was writable, or there is no reason why it was not. */
static bool is_writable(const struct machine *m, const struct area *a,
                        uint64_t entry)
{
    uint32_t frame = page_frame(m, entry);

    if (entry & m->format->write)
        return true;
    if (area_is_shared(a))
        return !m->object[a->object].notify || (entry & m->format->dirty);
    return m->frame[frame].kind == FRAME_ANON && m->frame[frame].exclusive;
}

static void protect_pages(struct machine *m, struct process *p,
                          const struct area *a, unsigned perms)
{
    const struct format *f = m->format;
    struct cursor c = table_cursor(m, p);
    uint64_t va = a->start, entry;

    for (; table_next(&c, &va, a->end, &entry); va += m->page_bytes) {
        uint32_t frame = page_frame(m, entry);
        uint64_t now;
        if (frame == NO_FRAME)
            continue;
        now = page_present(m, frame, perms,
                           (perms & PERM_W) && is_writable(m, a, entry) &&
                               !watch_covers(m, p, va));
        now |= entry & (f->accessed | f->dirty);
        table_set(&c, va, perms == 0 ? page_kept(m, now) : now);
    }
}

/* The part [va, end) of an area. One that allows the same already is left as
 * it is. */
static void protect_area(struct machine *m, struct process *p, uint64_t va,
                         uint64_t end, unsigned perms)
{
    struct area a = *area_find(p, va);

    if ((a.flags & AREA_PERMS) == perms)
        return;
    area_split(m, p, va);
    area_split(m, p, end);
    a = *area_find(p, va);
    protect_pages(m, p, &a, perms);
    a.flags = (uint8_t)((a.flags & ~(unsigned)AREA_PERMS) | perms);
    if ((perms & PERM_W) && !area_is_shared(&a))
        a.flags |= AREA_ACCOUNTED;
    else if (a.object == NO_OBJECT && a.owner == 0)
        a.flags = (uint8_t)(a.flags & ~AREA_ACCOUNTED);
    area_put(m, p, a);
    area_merge(m, p, va, end);
}

int map_protect(struct machine *m, struct process *p, uint64_t va,
                uint64_t bytes, unsigned perms, struct err *err)
{
    uint64_t end;

    if (range(m, p, va, bytes, false, &end, err) < 0 || mapped(p, va, end, err) < 0)
        return -1;
    call(m, p, CALL_MPROTECT, perms, va, end - va);
    while (va < end) {
        uint64_t next = area_find(p, va)->end;
        if (next > end)
            next = end;
        protect_area(m, p, va, next, perms);
        va = next;
    }
    machine_check(m);
    return 0;
}

static uint64_t page_out(struct machine *m, struct process *p, uint64_t va,
                         uint64_t end)
{
    struct cursor c = table_cursor(m, p);
    uint64_t entry, n = 0;

    for (; table_next(&c, &va, end, &entry); va += m->page_bytes)
        n += swap_out(m, p, va);
    return n;
}

int map_advise(struct machine *m, struct process *p, uint64_t va,
               uint64_t bytes, enum advice advice, uint64_t *pages,
               struct err *err)
{
    uint64_t end, n = 0;

    if (range(m, p, va, bytes, false, &end, err) < 0 || mapped(p, va, end, err) < 0)
        return -1;
    if (advice == ADVICE_DISCARD) {
        call(m, p, CALL_DISCARD, 0, va, end - va);
        discard(m, p, va, end);
    } else {
        call(m, p, CALL_PAGE_OUT, 0, va, end - va);
        n = page_out(m, p, va, end);
    }
    if (pages != NULL)
        *pages = n;
    machine_check(m);
    return 0;
}

/* Makes one mapping of a file's page clean; where the file system wants to
 * hear of the next write, read-only as well. */
static void clean(struct machine *m, struct process *p, const struct area *a,
                  uint32_t frame)
{
    const struct format *f = m->format;
    struct cursor c = table_cursor(m, p);
    uint64_t page = m->frame[frame].page, entry;
    uint64_t va = a->start + ((page - a->page_offset) << f->page_bits);

    if (!area_is_shared(a) || a->object != m->frame[frame].object ||
        page < a->page_offset || va >= a->end)
        return;
    entry = table_entry(&c, va);
    if (page_frame(m, entry) != frame || !(entry & f->dirty))
        return;
    entry &= ~f->dirty;
    table_set(&c, va, m->object[a->object].notify ? entry & ~f->write : entry);
}

/* A file's page goes to its disk if any process has written to it. */
static void sync_page(struct machine *m, const struct process *caller,
                      uint32_t frame)
{
    for (int i = 0; i < MACHINE_PROCESSES; i++)
        for (size_t k = 0; k < m->process[i].nareas; k++)
            clean(m, &m->process[i], &m->process[i].areas[k], frame);
    if (!m->frame[frame].dirty)
        return;
    machine_do(m, (struct event){.kind = EVENT_WRITE,
                                 .process = caller->id,
                                 .x = frame,
                                 .a = m->frame[frame].object + UINT64_C(1),
                                 .b = m->frame[frame].page});
    frame_set_dirty(m, frame, false);
}

/* The part of an area that is in [va, end). */
static void sync_area(struct machine *m, const struct process *p,
                      const struct area *a, uint64_t va, uint64_t end)
{
    const struct object *o;

    if (!area_is_shared(a) || m->object[a->object].kind != OBJECT_FILE)
        return;
    o = &m->object[a->object];
    for (uint64_t at = va > a->start ? va : a->start;
         at < end && at < a->end; at += m->page_bytes) {
        uint64_t page =
            a->page_offset + ((at - a->start) >> m->format->page_bits);
        if (page < o->pages && o->cache[page] != NO_FRAME)
            sync_page(m, p, o->cache[page]);
    }
}

int map_sync(struct machine *m, struct process *p, uint64_t va,
             uint64_t bytes, struct err *err)
{
    uint64_t end;

    if (range(m, p, va, bytes, false, &end, err) < 0 ||
        mapped(p, va, end, err) < 0)
        return -1;
    call(m, p, CALL_SYNC, 0, va, end - va);
    for (size_t i = 0; i < p->nareas; i++)
        sync_area(m, p, &p->areas[i], va, end);
    machine_check(m);
    return 0;
}

static int grow_heap(struct machine *m, struct process *p, uint64_t from,
                     uint64_t end, struct err *err)
{
    struct area a = {.start = from,
                     .end = end,
                     .flags = PERM_R | PERM_W | AREA_ACCOUNTED,
                     .use = USE_HEAP,
                     .object = NO_OBJECT};

    if (range(m, p, from, end - from, true, &end, err) < 0)
        return -1;
    if (area_overlaps(p, from, end))
        return err_set(
            err, ERR_USAGE,
            "The heap can't grow to 0x%llx: something is mapped on "
            "the way.",
            (unsigned long long)end);
    area_put(m, p, a);
    area_merge(m, p, from, end);
    return 0;
}

int map_brk(struct machine *m, struct process *p, uint64_t heap_end,
            struct err *err)
{
    uint64_t from = round_up(m, p->heap_end), end = round_up(m, heap_end);

    if (p->heap_start == 0 || heap_end < p->heap_start ||
        heap_end > m->va_top)
        return err_set(err, ERR_USAGE,
                       "The heap begins at 0x%llx; it can't end at 0x%llx.",
                       (unsigned long long)p->heap_start,
                       (unsigned long long)heap_end);
    call(m, p, CALL_BRK, 0, heap_end, 0);
    if (end > from && grow_heap(m, p, from, end, err) < 0)
        return -1;
    if (end < from && map_remove(m, p, end, from - end, err) < 0)
        return -1;
    machine_do(m, (struct event){.kind = EVENT_BRK,
                                 .process = p->id,
                                 .a = p->heap_start,
                                 .b = heap_end});
    machine_check(m);
    return 0;
}
