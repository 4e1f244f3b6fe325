/* MAPSREAD by the engine: a process maps all this, and is looked at. */
#include "problem/computer.h"
#include "problem/kind/mapsread.h"

enum { FRAMES = 64, FILE_PAGES = 0x200 };

struct run {
    const struct mapsread *m;
    struct computer c;
    struct process *p;
    int object[MAPS_FILES];
};

static void map(struct run *r, struct mapping map)
{
    struct err err = {0};
    int done = map_area(&r->c.m, r->p, &map, NULL, &err);

    assert(done == 0);
    (void)done;
}

static int object_of(const struct run *r, unsigned name)
{
    return name < MAPS_FILES ? r->object[name] : NO_OBJECT;
}

static void map_line(struct run *r, const struct maps_line *l)
{
    struct mapping mapping = {.va = maps_start(l),
                              .bytes = (uint64_t)l->pages * MAPS_PAGE,
                              .flags = l->perms,
                              .object = object_of(r, l->name),
                              .page_offset = l->file_page};

    mapping.flags |= l->shared ? AREA_SHARED : 0;
    mapping.flags |= l->name == MAPS_STACK ? AREA_GROWS_DOWN : 0;
    map(r, mapping);
}

/* The calls of level 4; p is where the first line of the notes begins. */
static void make_calls(struct run *r, uint64_t p)
{
    const struct maps_calls *c = &r->m->calls;
    struct mapping mapping = {.va = p,
                              .bytes = (uint64_t)c->pages * MAPS_PAGE,
                              .flags = PERM_R | PERM_W,
                              .object = r->object[MAPS_NOTES],
                              .page_offset = c->file_page};
    struct err err = {0};
    int done;

    mapping.flags |= c->shared ? AREA_SHARED : 0;
    map(r, mapping);
    done =
        map_protect(&r->c.m, r->p, p + (uint64_t)c->guarded * MAPS_PAGE,
                    (uint64_t)c->guarded_pages * MAPS_PAGE, c->perms, &err);
    assert(done == 0);
    done = map_remove(&r->c.m, r->p, p + (uint64_t)c->cut * MAPS_PAGE,
                      (uint64_t)c->cut_pages * MAPS_PAGE, &err);
    assert(done == 0);
    (void)done;
}

static void begin(struct run *r, const struct mapsread *m)
{
    bool called = false;

    r->m = m;
    computer_start_as(&r->c, m->wide ? "x86-64" : "x86-32", FRAMES, false);
    r->p = computer_spawn(&r->c);
    for (unsigned i = 0; i < MAPS_FILES; i++)
        r->object[i] = object_new(&r->c.m, OBJECT_FILE, "file", FILE_PAGES);
    for (unsigned i = 0; i < m->nlines; i++) {
        if (m->level < 4 || m->line[i].name != MAPS_NOTES)
            map_line(r, &m->line[i]);
        else if (!called) {
            make_calls(r, maps_start(&m->line[i]));
            called = true;
        }
    }
}

/* --- looking ------------------------------------------------------------ */

static void answer_line(struct run *r, uint64_t va, struct answers *out)
{
    const struct area *area = area_find(r->p, va);

    if (area == NULL)
        answer_word(out, WORD_NONE);
    else
        answer_number(out, (uint64_t)(area - r->p->areas) + 1);
}

/* Stores there, and sees what page it went to. */
static void answer_store(struct run *r, uint64_t va, struct answers *out)
{
    struct result result = machine_store(&r->c.m, r->p, va, 1);

    if (result.outcome != OUTCOME_DONE)
        answer_word(out, WORD_SIGSEGV);
    else
        answer_word(out, r->c.m.frame[result.pa >> MAPS_PAGE_BITS].kind ==
                                 FRAME_CACHE
                             ? WORD_SHARED
                             : WORD_PRIVATE);
}

static uint64_t pages_of(const struct area *area)
{
    return (area->end - area->start) / MAPS_PAGE;
}

/* Pages of the areas that may be written, or that show no file. */
static uint64_t sum(const struct run *r, bool writable)
{
    uint64_t pages = 0;

    for (size_t i = 0; i < r->p->nareas; i++) {
        const struct area *area = &r->p->areas[i];
        if (writable ? (area->flags & PERM_W) != 0
                     : area->object == NO_OBJECT)
            pages += pages_of(area);
    }
    return pages;
}

static void answer_sizes(struct run *r, struct answers *out)
{
    const struct mapsread *m = r->m;

    answer_number(out, pages_of(&r->p->areas[m->pick[0]]));
    answer_number(out, pages_of(&r->p->areas[m->pick[1]]) * MAPS_PAGE);
    answer_number(out, sum(r, true));
    answer_number(out, sum(r, false));
}

/* The byte of a file that a load at the address finds. */
static uint64_t load(struct run *r, uint64_t va)
{
    struct result result = machine_load(&r->c.m, r->p, va);
    const struct frame *frame = &r->c.m.frame[result.pa >> MAPS_PAGE_BITS];

    return (uint64_t)frame->page * MAPS_PAGE + va % MAPS_PAGE;
}

static void answer_bytes(struct run *r, struct answers *out)
{
    const struct mapsread *m = r->m;

    answer_line(r, m->at[0], out);
    answer_number(out, load(r, m->at[0]));
    answer_line(r, m->at[1], out);
    for (size_t i = 0; i < r->p->nareas; i++) {
        const struct area *area = &r->p->areas[i];
        if (area->object != r->object[m->file])
            continue;
        for (uint64_t va = area->start + m->byte % MAPS_PAGE; va < area->end;
             va += MAPS_PAGE)
            if ((va - area->start) / MAPS_PAGE + area->page_offset ==
                    m->byte / MAPS_PAGE &&
                load(r, va) == m->byte)
                answer_number(out, va);
    }
}

/* The first page behind p of which that is so, and how many are. */
static void answer_range(struct run *r, const struct area *first,
                         uint64_t pages, bool mapped, struct answers *out)
{
    uint64_t from = 0, n = 0;

    for (uint64_t page = 0; page < pages; page++) {
        const struct area *area =
            area_find(r->p, first->start + page * MAPS_PAGE);
        if ((area != NULL) != mapped ||
            (area != NULL && (area->flags & PERM_W)))
            continue;
        from = n == 0 ? page : from;
        n++;
    }
    answer_number(out, from);
    answer_number(out, n);
}

static void answer_calls(struct run *r, struct answers *out)
{
    const struct area *first = r->p->areas, *last;
    uint64_t pages;

    while (first->object != r->object[MAPS_NOTES])
        first++;
    for (last = first; last[1].object == first->object; last++)
        continue;
    pages = (last->end - first->start) / MAPS_PAGE;
    answer_number(out, pages);
    answer_word(out, area_is_shared(first) ? WORD_SHARED : WORD_PRIVATE);
    answer_number(out, first->page_offset);
    answer_range(r, first, pages, true, out);
    answer_range(r, first, pages, false, out);
}

void maps_run(const void *params, struct answers *out)
{
    const struct mapsread *m = params;
    struct run r;

    begin(&r, m);
    if (m->level == 1)
        for (unsigned i = 0; i < MAPS_PLACES; i++) {
            answer_line(&r, m->at[i], out);
            answer_store(&r, m->at[i], out);
        }
    else if (m->level == 2)
        answer_sizes(&r, out);
    else if (m->level == 3)
        answer_bytes(&r, out);
    else
        answer_calls(&r, out);
    out->steps = out->n + (m->level > 1 ? m->nlines : 0);
    computer_stop(&r.c);
}
