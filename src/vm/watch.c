#include "vm/watch.h"

#include "vm/apply.h"
#include "vm/table.h"

bool watch_covers(const struct machine *m, const struct process *p,
                  uint64_t va)
{
    for (int i = 0; i < PROCESS_WATCHES; i++)
        if (p->watch[i].bytes > 0 &&
            machine_page(m, p->watch[i].va) == machine_page(m, va))
            return true;
    return false;
}

static void protect(struct machine *m, struct process *p, uint64_t va)
{
    struct cursor c = table_cursor(m, p);
    uint64_t entry = table_entry(&c, va);

    if (page_state(m, entry) == PAGE_PRESENT)
        table_set(&c, machine_page(m, va), entry & ~m->format->write);
}

static void record(struct machine *m, const struct process *p, uint64_t va,
                   uint32_t bytes, bool on)
{
    machine_do(m, (struct event){.kind = EVENT_WATCH,
                                 .level = on,
                                 .process = p->id,
                                 .x = bytes,
                                 .a = va});
}

static int used(const struct process *p)
{
    int n = 0;

    for (int i = 0; i < PROCESS_WATCHES; i++)
        n += p->watch[i].bytes > 0;
    return n;
}

int watch_add(struct machine *m, struct process *p, uint64_t va,
              uint32_t bytes, struct err *err)
{
    const struct area *a = area_find(p, va);

    if (bytes == 0 || machine_page(m, va) != machine_page(m, va + bytes - 1))
        return err_set(err, ERR_USAGE,
                       "A watched variable must lie in one page.");
    if (a == NULL || !(a->flags & PERM_W) || area_is_shared(a))
        return err_set(err, ERR_USAGE,
                       "Only memory that is private and writable can be "
                       "watched.");
    if (used(p) == PROCESS_WATCHES)
        return err_set(err, ERR_USAGE,
                       "A process can watch %d variables at most.",
                       PROCESS_WATCHES);
    record(m, p, va, bytes, true);
    protect(m, p, va);
    machine_check(m);
    return 0;
}

int watch_remove(struct machine *m, struct process *p, uint64_t va,
                 struct err *err)
{
    for (int i = 0; i < PROCESS_WATCHES; i++) {
        if (p->watch[i].bytes > 0 && p->watch[i].va == va) {
            record(m, p, va, p->watch[i].bytes, false);
            machine_check(m);
            return 0;
        }
    }
    return err_set(err, ERR_USAGE, "Nothing is watched at 0x%llx.",
                   (unsigned long long)va);
}

void watch_forget(struct machine *m, struct process *p, uint64_t va,
                  uint64_t end)
{
    for (int i = 0; i < PROCESS_WATCHES; i++)
        if (p->watch[i].bytes > 0 && p->watch[i].va >= va &&
            p->watch[i].va < end)
            record(m, p, p->watch[i].va, p->watch[i].bytes, false);
}

static bool hit(const struct process *p, uint64_t va, uint32_t bytes)
{
    for (int i = 0; i < PROCESS_WATCHES; i++)
        if (p->watch[i].bytes > 0 &&
            va < p->watch[i].va + p->watch[i].bytes &&
            p->watch[i].va < va + bytes)
            return true;
    return false;
}

void watch_restore(struct machine *m, struct process *p, uint64_t va,
                   uint32_t bytes)
{
    if (used(p) == 0)
        return;
    for (uint64_t at = va; at - va < bytes;
         at = machine_page(m, at) + m->page_bytes)
        if (watch_covers(m, p, at))
            protect(m, p, at);
}

void watch_after_store(struct machine *m, struct process *p, uint64_t va,
                       uint32_t bytes, uint64_t value)
{
    if (used(p) == 0)
        return;
    if (hit(p, va, bytes))
        machine_tell(m, (struct event){.kind = EVENT_WATCH_HIT,
                                       .process = p->id,
                                       .x = bytes,
                                       .a = va,
                                       .b = value});
    watch_restore(m, p, va, bytes);
}
