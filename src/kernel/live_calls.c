#include <string.h>
#include <sys/mman.h>

#include "kernel/live_inside.h"
#include "kernel/settle.h"

/* An order that is done or refused. */
static int command(struct live *live, unsigned id, const char *name,
                   struct order order, int file, struct err *err)
{
    struct reply reply;

    order.address = live_address(order.address);
    if (live_order(live, id, &order, file, &reply, err) < 0)
        return -1;
    if (reply.error != 0)
        return err_set(err, ERR_USAGE, "The kernel refuses %s: %s.", name,
                       strerror(reply.error));
    return 0;
}

static int on_range(struct live *live, unsigned id, const char *name,
                    struct order order, struct err *err)
{
    if (arena_check_range(order.address, order.bytes, err) < 0)
        return -1;
    return command(live, id, name, order, -1, err);
}

static int protection(unsigned perms)
{
    return (perms & PERM_R ? PROT_READ : 0) |
           (perms & PERM_W ? PROT_WRITE : 0) |
           (perms & PERM_X ? PROT_EXEC : 0);
}

int live_map_from(struct live *live, unsigned id, const struct mapping *map,
                  uint64_t offset, struct err *err)
{
    int file = -1;
    struct order order = {.kind = ORDER_MAP,
                          .address = map->va,
                          .bytes = map->bytes,
                          .perms = protection(map->flags),
                          .offset = offset,
                          .flags = MAP_FIXED_NOREPLACE};

    order.flags |= map->flags & AREA_SHARED ? MAP_SHARED : MAP_PRIVATE;
    if (map->flags & AREA_GROWS_DOWN)
        order.flags |= MAP_GROWSDOWN;
    if (map->object == NO_OBJECT)
        order.flags |= MAP_ANONYMOUS;
    else if (live_inode(live, map->object) == 0)
        return err_set(err, ERR_USAGE, "No worker has got that file.");
    else
        file = live->file[map->object].fd;
    if (map->bytes > (uint64_t)LIVE_MAP_PAGES * LIVE_PAGE)
        return err_set(err, ERR_USAGE, "A worker maps %d pages at most.",
                       LIVE_MAP_PAGES);
    if (arena_check_range(map->va, map->bytes, err) < 0)
        return -1;
    return command(live, id, "mmap", order, file, err);
}

int live_map(struct live *live, unsigned id, const struct mapping *map,
             struct err *err)
{
    return live_map_from(live, id, map, map->page_offset * LIVE_PAGE, err);
}

int live_remove(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                struct err *err)
{
    return on_range(
        live, id, "munmap",
        (struct order){.kind = ORDER_UNMAP, .address = va, .bytes = bytes},
        err);
}

int live_protect(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                 unsigned perms, struct err *err)
{
    return on_range(live, id, "mprotect",
                    (struct order){.kind = ORDER_PROTECT,
                                   .address = va,
                                   .bytes = bytes,
                                   .perms = protection(perms)},
                    err);
}

int live_advise(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
                enum advice advice, struct err *err)
{
    bool out = advice == ADVICE_PAGE_OUT;
    struct order order = {.kind = ORDER_ADVISE,
                          .address = va,
                          .bytes = bytes,
                          .flags = out ? MADV_PAGEOUT : MADV_DONTNEED};

    if (on_range(live, id, "madvise", order, err) < 0)
        return -1;
    if (out)
        settle();
    return 0;
}

int live_sync(struct live *live, unsigned id, uint64_t va, uint64_t bytes,
              struct err *err)
{
    return on_range(
        live, id, "msync",
        (struct order){.kind = ORDER_SYNC, .address = va, .bytes = bytes},
        err);
}

static uint64_t round_up(uint64_t bytes)
{
    return (bytes + LIVE_PAGE - 1) & ~(uint64_t)(LIVE_PAGE - 1);
}

int live_brk(struct live *live, unsigned id, uint64_t from, uint64_t to,
             struct err *err)
{
    uint64_t old = round_up(from), new = round_up(to);
    struct mapping heap = {.va = old,
                           .bytes = new - old,
                           .flags = PERM_R | PERM_W,
                           .object = NO_OBJECT};

    if (new > old)
        return live_map(live, id, &heap, err);
    return new < old ? live_remove(live, id, new, old - new, err) : 0;
}

int live_exec(struct live *live, const struct process *p, struct err *err)
{
    if (live_remove(live, p->id, 0, LIVE_LOW_END, err) < 0 ||
        live_remove(live, p->id, LIVE_HIGH_START,
                    LIVE_HIGH_END - LIVE_HIGH_START, err) < 0)
        return -1;
    for (size_t i = 0; i < p->nareas; i++) {
        const struct area *a = &p->areas[i];
        struct mapping map = {.va = a->start,
                              .bytes = a->end - a->start,
                              .flags = a->flags,
                              .object = a->object,
                              .page_offset = a->page_offset};
        if (live_map(live, p->id, &map, err) < 0) {
            err->kind = ERR_IO; /* what was there is gone */
            return -1;
        }
    }
    return 0;
}

int live_access(struct live *live, unsigned id, struct request request,
                struct live_result *result, struct err *err)
{
    struct order order = {.kind = ORDER_TOUCH, .request = request};
    struct reply reply;

    if (arena_check_touch(&request, err) < 0)
        return -1;
    order.request.va = live_address(request.va);
    if (live_order(live, id, &order, -1, &reply, err) < 0)
        return -1;
    *result = reply.result;
    result->signal_va = live_engine_address(result->signal_va);
    result->fault_va = live_engine_address(result->fault_va);
    return 0;
}
