#include "vm/sample.h"

#include "vm/apply.h"
#include "vm/table.h"

static bool is_private(const struct process *p, uint64_t va)
{
    const struct area *a = area_find(p, va);

    return a != NULL && !area_is_shared(a);
}

static void look(struct sample *s, struct cursor *c, uint64_t va,
                 uint64_t entry)
{
    const struct format *f = c->m->format;
    uint64_t clear = f->accessed;

    if (page_frame(c->m, entry) == NO_FRAME)
        return;
    s->present++;
    s->accessed += (entry & f->accessed) != 0;
    s->dirty += (entry & f->dirty) != 0;
    if (is_private(c->p, va))
        clear |= f->dirty;
    if (entry & clear)
        table_set(c, va, entry & ~clear);
}

struct sample sample_take(struct machine *m, struct process *p, uint64_t va,
                          uint64_t bytes)
{
    uint64_t end = bytes > UINT64_MAX - va ? UINT64_MAX : va + bytes, entry;
    struct cursor c = table_cursor(m, p);
    struct sample s = {0};

    machine_tell(m, (struct event){.kind = EVENT_CALL,
                                   .level = CALL_SAMPLE,
                                   .process = p->id,
                                   .a = va,
                                   .b = bytes});
    if (end > m->va_top)
        end = m->va_top;
    for (va = machine_page(m, va); table_next(&c, &va, end, &entry);
         va += m->page_bytes)
        look(&s, &c, va, entry);
    machine_check(m);
    return s;
}
