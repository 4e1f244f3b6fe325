#include "kernel/compare.h"

#include <stdlib.h>

#include "base/mem.h"
#include "kernel/identity.h"
#include "vm/table.h"

enum { AT_ONCE = 256 }; /* pages that are looked at together */

/* Of an error code what depends on the system: present, write, user, fetch.
 */
enum { CODE_PRESENT = 1, CODE_SEEN = 0x17, CODE_FETCH = 0x10 };

struct compare {
    struct machine *m;
    struct observer seen;
    struct identity frames;
    uint64_t inode[MACHINE_OBJECTS]; /* of shared memory; 0: not yet known */
};

/* Where differences go. */
struct list {
    struct difference *at;
    size_t n, max;
};

static void put(struct list *l, struct difference d)
{
    if (l->n < l->max)
        l->at[l->n] = d;
    l->n++;
}

/* If they differ; `d` says of what and where. */
static void check(struct list *l, struct difference d, uint64_t engine,
                  uint64_t kernel)
{
    d.engine = engine;
    d.kernel = kernel;
    if (engine != kernel)
        put(l, d);
}

struct compare *compare_new(struct machine *m, const struct live *live)
{
    struct compare *c = mem_new(sizeof *c);

    c->m = m;
    observer_open(&c->seen, live);
    return c;
}

void compare_free(struct compare *c)
{
    if (c == NULL)
        return;
    observer_close(&c->seen);
    identity_release(&c->frames);
    free(c);
}

const char *compare_blind(const struct compare *c)
{
    return c->seen.blind;
}

/* The error code as Linux lets a program see it: of the kernel's half of the
 * addresses it never tells what is there. */
static uint32_t told_code(const struct compare *c, const struct result *r)
{
    bool hidden = c->m->format->high == HIGH_SIGN && r->fault_va >> 63;

    return r->error_code | (hidden ? CODE_PRESENT : 0);
}

static void check_signal(struct compare *c, struct list *l,
                         struct difference d, const struct result *engine,
                         const struct live_result *kernel)
{
    const struct format *f = c->m->format;
    uint32_t seen = f->no_exec != 0 ? CODE_SEEN : CODE_SEEN & ~CODE_FETCH;

    d.kind = DIFFERENT_SIGNAL_VA;
    check(l, d, engine->signal_va, kernel->signal_va);
    if (engine->outcome == OUTCOME_SEGV_GP)
        return;
    d.kind = DIFFERENT_FAULT_VA;
    check(l, d, engine->fault_va, kernel->fault_va);
    d.kind = DIFFERENT_ERROR_CODE;
    if (f->rules == RULES_X86)
        check(l, d, told_code(c, engine) & seen, kernel->error_code & seen);
}

/* Whether what was fetched could be read as well. */
static bool is_readable(const struct compare *c, unsigned id, uint64_t va,
                        unsigned bytes)
{
    const struct area *a = area_find(&c->m->process[id], va);

    return a != NULL && (a->flags & PERM_R) &&
           machine_page(c->m, va) == machine_page(c->m, va + bytes - 1);
}

size_t compare_access(struct compare *c, unsigned id,
                      const struct request *request,
                      const struct result *engine,
                      const struct live_result *kernel,
                      struct difference *out, size_t max)
{
    struct list l = {.at = out, .max = max};
    struct difference d = {.process = id, .va = request->va};

    d.kind = DIFFERENT_OUTCOME;
    check(&l, d, engine->outcome, kernel->outcome);
    if (l.n > 0)
        return l.n;
    d.kind = DIFFERENT_FAULTS;
    check(&l, d, engine->faults, kernel->faults);
    d.kind = DIFFERENT_VALUE;
    if (engine->outcome != OUTCOME_DONE)
        check_signal(c, &l, d, engine, kernel);
    else if (request->access != ACCESS_FETCH ||
             is_readable(c, id, request->va, request->bytes))
        check(&l, d, engine->value, kernel->value);
    return l.n;
}

/* The inode that an area's object has here. Of shared memory the kernel's is
 * learned when it is first seen. */
static uint64_t inode_of(struct compare *c, const struct area *a,
                         const struct seen_area *line)
{
    if (a->object == NO_OBJECT)
        return 0;
    if (c->m->object[a->object].kind == OBJECT_FILE)
        return live_inode(c->seen.live, a->object);
    if (c->inode[a->object] == 0 && line != NULL)
        c->inode[a->object] = line->inode;
    return c->inode[a->object];
}

static struct seen_area engine_line(struct compare *c, const struct area *a,
                                    const struct seen_area *line)
{
    return (struct seen_area){.start = a->start,
                              .end = a->end,
                              .page_offset =
                                  a->object == NO_OBJECT ? 0 : a->page_offset,
                              .inode = inode_of(c, a, line),
                              .flags = a->flags & (AREA_PERMS | AREA_SHARED)};
}

static bool same_line(const struct seen_area *a, const struct seen_area *b)
{
    return a->start == b->start && a->end == b->end &&
           a->page_offset == b->page_offset && a->inode == b->inode &&
           a->flags == b->flags;
}

/* The first line that differs; with two that do not even touch, the lower
 * one. */
static void put_area(struct list *l, unsigned id, struct seen_area engine,
                     struct seen_area kernel)
{
    struct difference d = {.kind = DIFFERENT_AREA, .process = id};
    bool none = engine.start == engine.end;

    if (kernel.start < kernel.end && (none || kernel.end <= engine.start))
        d.kernel_area = kernel;
    else if (none || kernel.start == kernel.end || engine.end <= kernel.start)
        d.engine_area = engine;
    else {
        d.engine_area = engine;
        d.kernel_area = kernel;
    }
    d.va = d.engine_area.start < d.engine_area.end ? d.engine_area.start
                                                   : d.kernel_area.start;
    put(l, d);
}

static bool compare_areas(struct compare *c, struct list *l, unsigned id)
{
    static const struct seen_area none;
    const struct process *p = &c->m->process[id];
    struct seen_area *line = mem_new_array(MACHINE_AREAS, sizeof *line);
    int n = observe_areas(&c->seen, id, line, MACHINE_AREAS);
    size_t before = l->n,
           lines = n < MACHINE_AREAS ? (size_t)n : MACHINE_AREAS;

    for (size_t i = 0;
         n >= 0 && l->n == before && (i < p->nareas || i < lines); i++) {
        const struct seen_area *kernel = i < lines ? &line[i] : &none;
        struct seen_area engine =
            i < p->nareas ? engine_line(c, &p->areas[i], kernel) : none;
        if (!same_line(&engine, kernel))
            put_area(l, id, engine, *kernel);
    }
    free(line);
    return l->n == before;
}

/* Which kind of frame that is. Without a look at the frame that of zeros
 * looks like a private one. */
static enum frame_kind kernel_kind(const struct sight *s)
{
    if (s->zero)
        return FRAME_ZERO;
    return s->file ? FRAME_CACHE : FRAME_ANON;
}

static void compare_identity(struct compare *c, struct list *l,
                             struct difference d, const struct frame *f,
                             const struct sight *s)
{
    struct frame_change change =
        identity_tell(&c->frames, (struct page_seen){.process = d.process,
                                                     .va = d.va,
                                                     .serial = f->serial,
                                                     .pfn = s->pfn});

    d.kind = DIFFERENT_COPIED;
    check(l, d, change.engine, change.kernel);
}

static void compare_frame(struct compare *c, struct list *l,
                          struct difference d, const struct frame *f,
                          const struct sight *s)
{
    enum frame_kind kind = f->kind;

    if (kind == FRAME_ZERO && !c->seen.sees_frames)
        kind = FRAME_ANON;
    d.kind = DIFFERENT_KIND;
    check(l, d, kind, kernel_kind(s));
    if (f->kind == FRAME_ZERO || kind != kernel_kind(s))
        return;
    d.kind = DIFFERENT_EXCLUSIVE;
    if (!c->seen.sees_frames) {
        check(l, d, f->refs == 1, s->exclusive);
        return;
    }
    compare_identity(c, l, d, f, s);
    d.kind = DIFFERENT_MAPCOUNT;
    check(l, d, f->refs, s->mapcount);
    d.kind = DIFFERENT_EXCLUSIVE;
    if (f->refs == s->mapcount)
        check(l, d, f->refs == 1, s->exclusive);
}

static void compare_page(struct compare *c, struct list *l, unsigned id,
                         uint64_t va, const struct sight *s)
{
    uint64_t entry = table_look(c->m, &c->m->process[id], va);
    enum page_state state = page_state(c->m, entry);
    struct difference d = {.kind = DIFFERENT_STATE, .process = id, .va = va};

    if (state == PAGE_KEPT)
        state = PAGE_PRESENT;
    check(l, d, state,
          s->present   ? PAGE_PRESENT
          : s->swapped ? PAGE_SWAPPED
                       : PAGE_NONE);
    if (state == PAGE_PRESENT && s->present)
        compare_frame(c, l, d, &c->m->frame[page_frame(c->m, entry)], s);
}

static void compare_pages(struct compare *c, struct list *l, unsigned id,
                          const struct area *a)
{
    struct sight sight[AT_ONCE];

    for (uint64_t va = a->start; va < a->end;) {
        size_t n = (size_t)((a->end - va) / LIVE_PAGE);
        if (n > AT_ONCE)
            n = AT_ONCE;
        if (!observe_pages(&c->seen, id, va, n, sight))
            return;
        for (size_t i = 0; i < n; i++, va += LIVE_PAGE)
            compare_page(c, l, id, va, &sight[i]);
    }
}

static void compare_clash(struct compare *c, struct list *l)
{
    struct page_seen a, b;

    if (identity_clash(&c->frames, &a, &b))
        put(l, (struct difference){.kind = DIFFERENT_SAME,
                                   .process = a.process,
                                   .va = a.va,
                                   .kernel = 1,
                                   .other_process = b.process,
                                   .other_va = b.va});
}

size_t compare_state(struct compare *c, struct difference *out, size_t max)
{
    struct list l = {.at = out, .max = max};

    for (int i = 0; i < MACHINE_OBJECTS; i++)
        if (c->m->object[i].kind != OBJECT_SHARED)
            c->inode[i] = 0;
    identity_turn(&c->frames);
    for (unsigned id = 0; id < MACHINE_PROCESSES; id++) {
        const struct process *p = &c->m->process[id];
        if (!p->alive || !compare_areas(c, &l, id))
            continue;
        for (size_t i = 0; i < p->nareas; i++)
            compare_pages(c, &l, id, &p->areas[i]);
    }
    compare_clash(c, &l);
    return l.n;
}
