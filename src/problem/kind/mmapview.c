/* MMAPVIEW - what a load finds in a mapped file, shared or private.
 *
 *     A, shared  ──────┐
 *                      ▼
 *     read, write ──▶ the file's page in memory
 *                      ▲
 *     B, private ──────┘ until B's first store to the page,
 *     B, private ──▶ a copy that is B's own, afterwards          */
#include "problem/kind/mmapview.h"
#include "problem/bits.h"
#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { PAGE_BITS = 12, CALLS_VPN = 0xf0 };

static bool is_shared(const struct view *v, unsigned map)
{
    return (v->shared >> map & 1) != 0;
}

static bool reads(const struct view_step *s)
{
    return s->what == VIEW_LOAD || s->what == VIEW_PREAD;
}

static unsigned page_of(const struct view *v, unsigned place)
{
    return v->at[place] >> PAGE_BITS;
}

/* --- drawing ------------------------------------------------------------ */

static const struct shape {
    uint8_t maps, pages, places, steps;
    bool calls_write;
    uint8_t reads; /* at least */
} shapes[LEVELS + 1] = {
    {0},
    {2, 1, 1, 5, false, 2},
    {2, 1, 1, 6, false, 3},
    {2, 1, 2, 7, true, 3},
    {3, 2, 3, 9, true, 4},
};

/* A mapping that is shared, or one that is not. */
static unsigned any_map(const struct view *v, struct rng *rng, bool shared)
{
    unsigned map;

    do
        map = (unsigned)rng_below(rng, v->maps);
    while (is_shared(v, map) != shared);
    return map;
}

static void add(struct view *v, struct rng *rng, enum view_what what,
                unsigned who)
{
    struct view_step *s = &v->step[v->n++];

    s->what = (uint8_t)what;
    s->who = (uint8_t)who;
    s->place = (uint8_t)rng_below(rng, v->places);
    if (!reads(s))
        s->value = (uint8_t)rng_between(rng, 10, 99);
}

/* A store of each sort and what shows their difference; then anything; in
 * any order. */
static void draw_steps(struct view *v, struct rng *rng)
{
    static const uint8_t more[] = {VIEW_LOAD,  VIEW_LOAD,  VIEW_LOAD,
                                   VIEW_STORE, VIEW_PREAD, VIEW_PWRITE};
    const struct shape *shape = &shapes[v->level];

    add(v, rng, VIEW_STORE, any_map(v, rng, true));
    add(v, rng, VIEW_STORE, any_map(v, rng, false));
    add(v, rng, VIEW_LOAD, any_map(v, rng, false));
    add(v, rng, VIEW_PREAD, (unsigned)rng_below(rng, v->maps));
    while (v->n < shape->steps) {
        unsigned map = (unsigned)rng_below(rng, v->maps);
        unsigned what = more[rng_below(rng, shape->calls_write ? 6 : 5)];
        add(v, rng, (enum view_what)what, map);
    }
    for (unsigned i = v->n; i > 1; i--) {
        unsigned k = (unsigned)rng_below(rng, i);
        struct view_step step = v->step[i - 1];
        v->step[i - 1] = v->step[k];
        v->step[k] = step;
    }
}

/* The last byte used is on the file's last page, the others on its first. */
static void draw_places(struct view *v, struct rng *rng)
{
    for (unsigned i = 0; i < v->places; i++)
        v->at[i] = (uint16_t)(10 * rng_between(rng, 1, 400));
    v->at[v->places - 1] =
        (uint16_t)(v->at[v->places - 1] + ((v->pages - 1u) << PAGE_BITS));
}

static bool values_differ(const struct view *v)
{
    bool seen[100] = {false};

    for (unsigned i = 0; i < v->n; i++) {
        if (reads(&v->step[i]))
            continue;
        if (seen[v->step[i].value])
            return false;
        seen[v->step[i].value] = true;
    }
    return !(v->places > 1 && v->at[0] == v->at[1]);
}

/* Whether the step before reads the same, so that this one tells nothing. */
static bool repeats(const struct view *v, unsigned i)
{
    const struct view_step *a = &v->step[i - 1], *b = &v->step[i];

    return reads(a) && a->what == b->what && a->place == b->place &&
           (a->who == b->who || a->what == VIEW_PREAD);
}

static bool is_sound(const struct view *v)
{
    unsigned n = 0;

    for (unsigned i = 0; i < v->n; i++) {
        n += reads(&v->step[i]);
        if (i > 0 && repeats(v, i))
            return false;
    }
    return n >= shapes[v->level].reads && !reads(&v->step[0]) &&
           reads(&v->step[v->n - 1]) && values_differ(v);
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct view *v = params;
    const struct shape *shape = &shapes[level];

    v->level = (uint8_t)level;
    v->maps = shape->maps;
    v->pages = shape->pages;
    v->places = shape->places;
    v->initial = (uint8_t)rng_between(rng, 1, 9);
    v->shared = (uint8_t)rng_between(rng, 1, (1 << v->maps) - 2);
    for (unsigned i = 0; i < v->maps; i++)
        v->vpn[i] = (uint8_t)(0x20 + 0x40 * i + rng_below(rng, 0x30));
    draw_places(v, rng);
    draw_steps(v, rng);
    return is_sound(v);
}

/* --- the engine --------------------------------------------------------- */

/* What a step did. */
struct effect {
    uint8_t value;    /* that was read, or stored */
    bool own, copied; /* it went to the process' own copy; made just now */
};

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
    struct mapping map = {.va = vpn << PAGE_BITS,
                          .bytes = (uint64_t)pages << PAGE_BITS,
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
    computer_start(&r->c, PAGE_BITS, 8, 32, false);
    r->file = object_new(&r->c.m, OBJECT_FILE, "file", v->pages);
    for (unsigned i = 0; i < v->places; i++)
        phys_store(&object_at(&r->c.m, r->file)->disk, v->at[i], 1,
                   v->initial);
    for (unsigned i = 0; i <= v->maps; i++) {
        bool calls = i == v->maps;
        r->process[i] = computer_spawn(&r->c);
        map(r, r->process[i], calls ? CALLS_VPN : v->vpn[i], v->pages,
            calls || is_shared(v, i));
    }
}

static struct effect act(struct run *r, const struct view *v,
                         const struct view_step *s)
{
    bool call = s->what == VIEW_PREAD || s->what == VIEW_PWRITE;
    struct process *p = r->process[call ? v->maps : s->who];
    uint64_t base = call ? CALLS_VPN : v->vpn[s->who];
    uint64_t vpn = base + page_of(v, s->place);
    uint64_t va = (base << PAGE_BITS) + v->at[s->place];
    uint32_t cache =
        object_frame(&r->c.m, r->file, page_of(v, s->place), true);
    uint32_t before = computer_frame(&r->c, p, vpn), after;
    struct result result = reads(s) ? machine_load(&r->c.m, p, va)
                                    : machine_store(&r->c.m, p, va, s->value);

    after = computer_frame(&r->c, p, vpn);
    return (struct effect){.value = (uint8_t)result.value,
                           .own = after != cache,
                           .copied = after != cache && before != after};
}

/* Runs all steps; `effects` has room for them. */
static void run(const struct view *v, struct effect *effects)
{
    struct run r;

    begin(&r, v);
    for (unsigned i = 0; i < v->n; i++)
        effects[i] = act(&r, v, &v->step[i]);
    computer_stop(&r.c);
}

static void solve(const void *params, struct answers *out)
{
    const struct view *v = params;
    struct effect effects[VIEW_STEPS];

    run(v, effects);
    for (unsigned i = 0; i < v->n; i++)
        if (reads(&v->step[i]))
            answer_number(out, effects[i].value);
    out->steps = v->n;
}

/* --- by bytes ----------------------------------------------------------- */

/* What somebody may believe; 0: how it is. */
enum belief {
    ALL_SHARED = 1, /* private stores reach the file */
    SNAPSHOTS = 2,  /* a private mapping is a copy made at mmap */
    APART = 4,      /* as different addresses: every mapping is a copy */
    LATER = 8,      /* read() sees shared stores after msync only */
    BYTES = 16, /* a copy holds the bytes that were stored, not the page */
};

/* The bytes of the file, and those that a mapping has of its own. */
struct bytes {
    uint8_t file[VIEW_PLACES], disk[VIEW_PLACES];
    uint8_t own[VIEW_MAPS][VIEW_PLACES];
    bool has[VIEW_MAPS][VIEW_PLACES];
};

static void store(const struct view *v, struct bytes *b,
                  const struct view_step *s, unsigned beliefs)
{
    bool copies = !is_shared(v, s->who) && !(beliefs & ALL_SHARED);

    if (!copies)
        b->file[s->place] = s->value;
    for (unsigned i = 0; copies && i < v->places; i++) {
        if (page_of(v, i) != page_of(v, s->place) || b->has[s->who][i] ||
            ((beliefs & BYTES) && i != s->place))
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
            b->has[m][i] = (beliefs & APART) != 0 ||
                           ((beliefs & SNAPSHOTS) && !is_shared(v, m));
        }
    }
}

static bool believing(const void *params, unsigned beliefs,
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
            answer_number(out, beliefs & LATER ? b.disk[at] : b.file[at]);
        else
            answer_number(out,
                          b.has[s->who][at] ? b.own[s->who][at] : b.file[at]);
    }
    return true;
}

static void solve_again(const void *params, struct answers *out)
{
    believing(params, 0, out);
}

/* --- telling ------------------------------------------------------------ */

static const char *const process_name[VIEW_MAPS] = {"A", "B", "C"};
static const char *const pointer[VIEW_MAPS] = {"p", "q", "r"};

/* What happens at a step; `tick` stands around code. */
static const char *step_text(struct arena *a, const struct view *v,
                             const struct view_step *s, const char *tick)
{
    const char *who = process_name[s->who], *p = pointer[s->who];
    unsigned at = v->at[s->place];

    switch (s->what) {
    case VIEW_LOAD:
        return arena_printf(a, "%s loads %s%s[%u]%s", who, tick, p, at, tick);
    case VIEW_STORE:
        return arena_printf(a, "%s stores %s%s[%u] = %u%s", who, tick, p, at,
                            s->value, tick);
    case VIEW_PREAD:
        return arena_printf(a, "%s reads byte %u of the file with %spread%s",
                            who, at, tick, tick);
    default:
        return arena_printf(a,
                            "%s writes %u to byte %u of the file with "
                            "%spwrite%s",
                            who, s->value, at, tick, tick);
    }
}

static const struct figure *mappings(const struct view *v, struct arena *a)
{
    static const char *const heads[] = {"process", "pointer", "address",
                                        "flags"};
    struct figure *f =
        figure_grid_new(a, "Who has mapped the file, from its start", heads,
                        sizeof heads / sizeof *heads);

    for (unsigned i = 0; i < v->maps; i++)
        figure_grid_row(a, f,
                        (const char *const[]){
                            process_name[i], pointer[i],
                            say_hex(a, (uint64_t)v->vpn[i] << PAGE_BITS, 20),
                            is_shared(v, i) ? "MAP_SHARED" : "MAP_PRIVATE"});
    return f;
}

static void ask(const void *params, struct prompt *p)
{
    const struct view *v = params;

    prompt_assume(p, "As on Linux, a private page that its process has not "
                     "stored to yet shows the file as it is now");
    prompt_assume(p, "The processes run one step at a time, and no compiler "
                     "or processor reorders or omits one");
    prompt_say(p,
               "A file is %s long, and every byte of it is %u. Pages are "
               "4 KiB. %s processes have mapped all of the file, to be read "
               "and written; none has touched it yet. Then this happens:\n\n",
               say_size(p->arena, (uint64_t)v->pages << PAGE_BITS),
               v->initial, v->maps == 2 ? "Two" : "Three");
    for (unsigned i = 0; i < v->n; i++)
        prompt_say(p, "%u. %s\n", i + 1,
                   step_text(p->arena, v, &v->step[i], "`"));
    prompt_say(p, "\nWhich value does each load and each `pread` give?");
    prompt_show(p, mappings(v, p->arena));
    for (unsigned i = 0; i < v->n; i++)
        if (reads(&v->step[i]))
            prompt_ask_integer(
                p, arena_printf(p->arena, "value of step %u", i + 1));
}

static const char *where(struct arena *a, const struct view *v,
                         const struct view_step *s, const struct effect *e)
{
    const char *who = process_name[s->who];

    if (s->what == VIEW_PREAD || s->what == VIEW_PWRITE)
        return "the file's page, as system calls do";
    if (is_shared(v, s->who))
        return "the file's page: mapped shared";
    if (e->copied)
        return arena_printf(a, "page %u is copied for %s first",
                            page_of(v, s->place), who);
    if (e->own)
        return arena_printf(a, "%s's own copy of page %u", who,
                            page_of(v, s->place));
    return arena_printf(a, "the file's page: %s has no copy yet", who);
}

static const struct figure *
story(const struct view *v, const struct effect *effects, struct arena *a)
{
    static const char *const heads[] = {"step", "which page", "value"};
    struct figure *f = figure_grid_new(a, "Step by step", heads, 3);

    for (unsigned i = 0; i < v->n; i++)
        figure_grid_row(a, f,
                        (const char *const[]){
                            arena_printf(a, "%u. %s", i + 1,
                                         step_text(a, v, &v->step[i], "")),
                            where(a, v, &v->step[i], &effects[i]),
                            arena_printf(a, "%u", effects[i].value)});
    return f;
}

static void explain(const void *params, struct solution *out)
{
    const struct view *v = params;
    struct arena *a = out->arena;
    struct effect effects[VIEW_STEPS];
    const char *list = "";

    run(v, effects);
    solution_step(out,
                  "Memory holds one copy of each page of the file. `pread`, "
                  "`pwrite` and every shared mapping use that one, at "
                  "whatever address it is mapped, so each sees at once what "
                  "another did.");
    solution_step(out,
                  "A private mapping shows the same page until its process "
                  "stores to it. That store copies the page first. From then "
                  "on this process alone uses the copy: the file never sees "
                  "what is stored there, and the copy never sees what "
                  "happens to the file.");
    solution_step(out, "A copy is of a whole page, so its other bytes stay "
                       "as they were then, too. Go through the steps and ask "
                       "of each which page it goes to.");
    solution_show(out, story(v, effects, a));
    for (unsigned i = 0; i < v->n; i++)
        if (reads(&v->step[i]))
            list = arena_printf(a, "%s%sstep %u gives **%u**", list,
                                *list != '\0' ? ", " : "", i + 1,
                                effects[i].value);
    solution_step(out, "So %s.", list);
}

static const struct wrong_row wrongs[] = {
    {M_PRIVLEAK, 2, 0, .beliefs = ALL_SHARED},
    {M_SNAPSHOT, 2, 0, .beliefs = SNAPSHOTS},
    {M_SAMEVA, 1, 0, .beliefs = APART},
    {M_MSYNCFIRST, 1, 0, .beliefs = LATER},
    {M_BYTECOPY, 3, LEVEL(3) | LEVEL(4), .beliefs = BYTES},
};

const struct kind kind_mmapview = {
    .id = "MMAPVIEW",
    .number = 33,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Look at a mapped file",
    .topic = "mmap",
    .blurb = "what loads find in a file that is mapped shared or privately",
    .needs = {"LOOKUP"},
    .hints = {"Which stores change the file's own page, and which a copy?",
              "A private page becomes a copy at its own process' first store "
              "to it, and at nothing else."},
    .on_kernel = true,
    .params_bytes = sizeof(struct view),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
