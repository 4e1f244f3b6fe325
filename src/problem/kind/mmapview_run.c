/* MMAPVIEW solved: by the engine, and byte by byte as one who believes this
 * or that. */
#include "problem/computer.h"
#include "problem/kind/mmapview.h"

enum { CALLS_VPN = 0xf0 };

/* --- the engine --------------------------------------------------------- */

/* read() and write() go to the file's pages in memory, as a shared mapping
 * does: the last process stands for them. */
struct run {
    struct computer c;
    struct process *process[VIEW_MAPS + 1];
    int file;
};

static void map(struct run *r, struct process *p, uint64_t vpn,
                unsigned pages, bool shared)
{
    struct mapping map = {.va = vpn << VIEW_PAGE_BITS,
                          .bytes = (uint64_t)pages << VIEW_PAGE_BITS,
                          .flags = PERM_R | PERM_W,
                          .object = r->file};
    struct err err = {0};
    int done;

    map.flags |= shared ? AREA_SHARED : 0;
    done = map_area(&r->c.m, p, &map, NULL, &err);
    assert(done == 0);
    (void)done;
}

static void begin(struct run *r, const struct view *v)
{
    computer_start(&r->c, VIEW_PAGE_BITS, 8, 32, false);
    r->file = object_new(&r->c.m, OBJECT_FILE, "file", v->pages);
    for (unsigned i = 0; i < v->places; i++)
        phys_store(&object_at(&r->c.m, r->file)->disk, v->at[i], 1,
                   v->initial);
    for (unsigned i = 0; i <= v->maps; i++) {
        bool calls = i == v->maps;
        r->process[i] = computer_spawn(&r->c);
        map(r, r->process[i], calls ? CALLS_VPN : v->vpn[i], v->pages,
            calls || view_is_shared(v, i));
    }
}

static struct view_effect act(struct run *r, const struct view *v,
                              const struct view_step *s)
{
    bool call = s->what == VIEW_PREAD || s->what == VIEW_PWRITE;
    struct process *p = r->process[call ? v->maps : s->who];
    uint64_t base = call ? CALLS_VPN : v->vpn[s->who];
    uint64_t vpn = base + view_page_of(v, s->place);
    uint64_t va = (base << VIEW_PAGE_BITS) + v->at[s->place];
    uint32_t cache =
        object_frame(&r->c.m, r->file, view_page_of(v, s->place), true);
    uint32_t before = computer_frame(&r->c, p, vpn), after;
    struct result result = view_reads(s)
                               ? machine_load(&r->c.m, p, va)
                               : machine_store(&r->c.m, p, va, s->value);

    after = computer_frame(&r->c, p, vpn);
    return (struct view_effect){.value = (uint8_t)result.value,
                                .own = after != cache,
                                .copied = after != cache && before != after};
}

/* Runs all steps; `effects` has room for them. */
void mmapview_run(const struct view *v, struct view_effect *effects)
{
    struct run r;

    begin(&r, v);
    for (unsigned i = 0; i < v->n; i++)
        effects[i] = act(&r, v, &v->step[i]);
    computer_stop(&r.c);
}

void mmapview_solve(const void *params, struct answers *out)
{
    const struct view *v = params;
    struct view_effect effects[VIEW_STEPS];

    mmapview_run(v, effects);
    for (unsigned i = 0; i < v->n; i++)
        if (view_reads(&v->step[i]))
            answer_number(out, effects[i].value);
    out->steps = v->n;
}

/* --- by bytes ----------------------------------------------------------- */

/* The bytes of the file, and those that a mapping has of its own. */
struct bytes {
    uint8_t file[VIEW_PLACES], disk[VIEW_PLACES];
    uint8_t own[VIEW_MAPS][VIEW_PLACES];
    bool has[VIEW_MAPS][VIEW_PLACES];
};

static void store(const struct view *v, struct bytes *b,
                  const struct view_step *s, unsigned beliefs)
{
    bool copies = !view_is_shared(v, s->who) && !(beliefs & VIEW_ALL_SHARED);

    if (!copies)
        b->file[s->place] = s->value;
    for (unsigned i = 0; copies && i < v->places; i++) {
        if (view_page_of(v, i) != view_page_of(v, s->place) ||
            b->has[s->who][i] || ((beliefs & VIEW_BYTES) && i != s->place))
            continue;
        b->has[s->who][i] = true;
        b->own[s->who][i] = b->file[i];
    }
    b->own[s->who][s->place] = s->value;
}

static void start(const struct view *v, struct bytes *b, unsigned beliefs)
{
    *b = (struct bytes){.file = {0}};
    for (unsigned i = 0; i < v->places; i++) {
        b->file[i] = b->disk[i] = v->initial;
        for (unsigned m = 0; m < v->maps; m++) {
            b->own[m][i] = v->initial;
            b->has[m][i] =
                (beliefs & VIEW_APART) != 0 ||
                ((beliefs & VIEW_SNAPSHOTS) && !view_is_shared(v, m));
        }
    }
}

bool mmapview_believe(const void *params, unsigned beliefs,
                      struct answers *out)
{
    const struct view *v = params;
    struct bytes b;

    start(v, &b, beliefs);
    for (unsigned i = 0; i < v->n; i++) {
        const struct view_step *s = &v->step[i];
        unsigned at = s->place;
        if (s->what == VIEW_STORE)
            store(v, &b, s, beliefs);
        else if (s->what == VIEW_PWRITE)
            b.file[at] = b.disk[at] = s->value;
        else if (s->what == VIEW_PREAD)
            answer_number(out,
                          beliefs & VIEW_LATER ? b.disk[at] : b.file[at]);
        else
            answer_number(out,
                          b.has[s->who][at] ? b.own[s->who][at] : b.file[at]);
    }
    return true;
}
