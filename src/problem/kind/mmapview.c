/* MMAPVIEW - what a load finds in a mapped file, shared or private.
 *
 *     A, shared  ──────┐
 *                      ▼
 *     read, write ──▶ the file's page in memory
 *                      ▲
 *     B, private ──────┘ until B's first store to the page,
 *     B, private ──▶ a copy that is B's own, afterwards          */
#include "problem/kind/mmapview.h"

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
    while (view_is_shared(v, map) != shared);
    return map;
}

static bool is_used(const struct view *v, unsigned value)
{
    for (unsigned i = 0; i < v->n; i++)
        if (!view_reads(&v->step[i]) && v->step[i].value == value)
            return true;
    return false;
}

/* No two steps store the same value. */
static void add(struct view *v, struct rng *rng, enum view_what what,
                unsigned who)
{
    struct view_step s = {.what = (uint8_t)what,
                          .who = (uint8_t)who,
                          .place = (uint8_t)rng_below(rng, v->places)};

    while (!view_reads(&s) && (s.value == 0 || is_used(v, s.value)))
        s.value = (uint8_t)rng_between(rng, 10, 99);
    v->step[v->n++] = s;
}

static void swap(struct view *v, unsigned i, unsigned k)
{
    struct view_step step = v->step[i];

    v->step[i] = v->step[k];
    v->step[k] = step;
}

/* Any order in which the first step writes and the last one reads. */
static void shuffle(struct view *v, struct rng *rng)
{
    unsigned first = 0, last = v->n - 1u;

    for (unsigned i = v->n; i > 1; i--)
        swap(v, i - 1, (unsigned)rng_below(rng, i));
    while (view_reads(&v->step[first]))
        first++;
    swap(v, 0, first);
    while (!view_reads(&v->step[last]))
        last--;
    swap(v, v->n - 1u, last);
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
    shuffle(v, rng);
}

/* The last byte used is on the file's last page, the others on its first. */
static void draw_places(struct view *v, struct rng *rng)
{
    for (unsigned i = 0; i < v->places; i++)
        v->at[i] = (uint16_t)(10 * rng_between(rng, 1, 400));
    v->at[v->places - 1] = (uint16_t)(v->at[v->places - 1] +
                                      ((v->pages - 1u) << VIEW_PAGE_BITS));
}

/* Whether the step before reads the same, so that this one tells nothing. */
static bool repeats(const struct view *v, unsigned i)
{
    const struct view_step *a = &v->step[i - 1], *b = &v->step[i];

    return view_reads(a) && a->what == b->what && a->place == b->place &&
           (a->who == b->who || a->what == VIEW_PREAD);
}

static bool is_sound(const struct view *v)
{
    unsigned n = 0;

    for (unsigned i = 0; i < v->n; i++) {
        n += view_reads(&v->step[i]);
        if (i > 0 && repeats(v, i))
            return false;
    }
    return n >= shapes[v->level].reads &&
           !(v->places > 1 && v->at[0] == v->at[1]);
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

static const struct wrong_row wrongs[] = {
    {M_PRIVLEAK, 2, 0, .beliefs = VIEW_ALL_SHARED},
    {M_SNAPSHOT, 2, 0, .beliefs = VIEW_SNAPSHOTS},
    {M_SAMEVA, 1, 0, .beliefs = VIEW_APART},
    {M_MSYNCFIRST, 1, 0, .beliefs = VIEW_LATER},
    {M_BYTECOPY, 3, LEVEL(3) | LEVEL(4), .beliefs = VIEW_BYTES},
};

const struct kind kind_mmapview = {
    .id = "MMAPVIEW",
    .number = 33,
    .version = 2,
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
    .solve = mmapview_solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = mmapview_believe,
    .ask = mmapview_ask,
    .explain = mmapview_explain,
};
