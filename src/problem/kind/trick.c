/* Page tricks in the engine, each with a page at number PAGE. */
#include "problem/kind/trick.h"

#include <assert.h>

#include "problem/computer.h"
#include "vm/watch.h"

enum { PAGE = 3, FRAMES = 24 };

struct scene {
    struct computer c;
    struct process *p; /* whose page it is */
    bool taken;        /* by the system, which knows how to give it back */
};

static uint64_t address(const struct scene *s)
{
    return (uint64_t)PAGE << s->c.format.page_bits;
}

static void must(int done)
{
    assert(done == 0);
    (void)done;
}

static void map_file(struct scene *s)
{
    struct err err = {0};
    struct mapping map = {.va = address(s),
                          .bytes = s->c.m.page_bytes,
                          .flags = PERM_R | PERM_W};

    map.object = object_new(&s->c.m, OBJECT_FILE, "data", 1);
    must(map_area(&s->c.m, s->p, &map, NULL, &err));
}

/* The system takes the page away, to be told when it is wanted. */
static void take(struct scene *s)
{
    struct err err = {0};

    must(map_protect(&s->c.m, s->p, address(s), s->c.m.page_bytes, 0, &err));
    s->taken = true;
}

static void set_up(struct scene *s, enum trick trick)
{
    struct err err = {0};

    if (trick == TRICK_FILE)
        map_file(s);
    else if (trick != TRICK_GUARD)
        computer_map(&s->c, s->p, PAGE, 1, 0);
    if (trick == TRICK_COW || trick == TRICK_SWAP || trick == TRICK_USE ||
        trick == TRICK_WATCH)
        computer_touch(&s->c, s->p, PAGE, true);
    if (trick == TRICK_COW)
        computer_fork(&s->c, s->p);
    if (trick == TRICK_SWAP)
        must(map_advise(&s->c.m, s->p, address(s), s->c.m.page_bytes,
                        ADVICE_PAGE_OUT, NULL, &err));
    if (trick == TRICK_USE || trick == TRICK_DSM)
        take(s);
    if (trick == TRICK_WATCH)
        must(watch_add(&s->c.m, s->p, address(s), 4, &err));
}

static void start(struct scene *s, enum trick trick)
{
    struct err err = {0};

    s->c.format = *format_find(slice_from("toy-flags"));
    s->c.profile = *profile_find(slice_from("textbook"));
    s->taken = false;
    must(machine_init(&s->c.m,
                      &(struct machine_config){.format = &s->c.format,
                                               .profile = &s->c.profile,
                                               .frames = FRAMES,
                                               .swap_pages = 2},
                      &err));
    s->p = computer_spawn(&s->c);
    set_up(s, trick);
}

static bool faults(enum trick trick, bool write, bool *error)
{
    struct scene s;
    struct result r;

    start(&s, trick);
    r = write ? machine_store(&s.c.m, s.p, address(&s), 1)
              : machine_load(&s.c.m, s.p, address(&s));
    *error |= r.outcome != OUTCOME_DONE && !s.taken;
    computer_stop(&s.c);
    return r.faults > 0 || r.outcome != OUTCOME_DONE;
}

struct trick_state trick_try(enum trick trick)
{
    struct trick_state t = {0};
    struct scene s;
    uint64_t entry;

    start(&s, trick);
    entry = table_look(&s.c.m, s.p, address(&s));
    t.present = (entry & s.c.format.valid) != 0;
    t.writable = t.present && (entry & s.c.format.write) != 0;
    computer_stop(&s.c);
    t.read_faults = faults(trick, false, &t.error);
    t.write_faults = faults(trick, true, &t.error);
    return t;
}

unsigned trick_allows(unsigned bits)
{
    static const enum access accesses[] = {ACCESS_LOAD, ACCESS_STORE,
                                           ACCESS_FETCH};
    static const unsigned perms[] = {PERM_R, PERM_W, PERM_X};
    const struct format *f = format_find(slice_from("toy-flags"));
    uint64_t entry = f->user | (bits & 8 ? f->valid : 0) |
                     (bits & 4 ? f->read : 0) | (bits & 2 ? f->write : 0) |
                     (bits & 1 ? f->exec : 0);
    struct phys mem;
    struct walk walk;
    unsigned allowed = 0;

    phys_init(&mem, format_table_bytes(f, 0));
    phys_store(&mem, 0, f->entry_bytes, entry);
    for (unsigned i = 0; i < 3; i++)
        if (walk_translate(f, &mem, 0, 0, accesses[i], cpu_user, &walk) ==
            CAUSE_NONE)
            allowed |= perms[i];
    phys_release(&mem);
    return allowed;
}
