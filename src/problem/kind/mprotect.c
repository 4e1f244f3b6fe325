/* MPROTECT - areas are cut and joined, and accesses are allowed or not.
 *
 *     | rw-                           |    one area
 *     | rw-     | r--       | rw-     |    mprotect in the middle: three
 *     | rw-                           |    and back: one                */
#include "problem/kind/mprotect.h"

enum { TRIES = 40 };

static const struct shape {
    uint8_t least, most; /* pages */
    uint8_t calls, accesses;
    bool unmaps, by_bytes;
} shapes[LEVELS + 1] = {
    {0},
    {4, 8, 2, 3, false, false},
    {6, 10, 3, 3, false, false},
    {6, 12, 3, 4, true, false},
    {8, 12, 4, 4, true, true},
};

/* Whether the pages of a call are as it needs them: for mmap a hole, for the
 * others mapped. */
static bool can_call(const struct mprotect *m, unsigned i)
{
    const struct cut_call *c = &m->call[i];
    uint32_t end = cut_end(c, 0);

    for (uint32_t at = (uint32_t)c->first * CUT_PAGE; at < end;
         at += CUT_PAGE)
        if (at >= (uint32_t)m->pages * CUT_PAGE ||
            (cut_state(m, at, i, 0) == CUT_NOT_MAPPED) !=
                (c->what == CUT_MAP))
            return false;
    return true;
}

/* Whether a call leaves something otherwise than it was. */
static bool changes(const struct mprotect *m, unsigned i)
{
    const struct cut_call *c = &m->call[i];

    return c->what != CUT_PROTECT ||
           cut_state(m, (uint32_t)c->first * CUT_PAGE, i, 0) != c->perms ||
           cut_state(m, cut_end(c, 0) - 1, i, 0) != c->perms;
}

static bool try_call(struct mprotect *m, struct rng *rng, unsigned i)
{
    static const uint8_t perms[] = {0, PERM_R, PERM_R, PERM_R | PERM_W};
    const struct shape *shape = &shapes[m->level];
    struct cut_call *c = &m->call[i];
    unsigned pages = (unsigned)rng_between(rng, 1, m->pages / 2);

    c->what = shape->unmaps && rng_below(rng, 2) == 0
                  ? (uint8_t)rng_between(rng, CUT_UNMAP, CUT_MAP)
                  : CUT_PROTECT;
    c->first = (uint8_t)rng_below(rng, m->pages);
    c->perms =
        c->what == CUT_MAP ? PERM_R | PERM_W : perms[rng_below(rng, 4)];
    if (c->what == CUT_UNMAP)
        c->perms = 0;
    c->bytes = pages * CUT_PAGE;
    if (shape->by_bytes && rng_below(rng, 2) == 0)
        c->bytes -= (uint32_t)rng_between(rng, 1, CUT_PAGE - 1);
    return can_call(m, i) && changes(m, i);
}

/* Few that are drawn fit what the calls before have left. */
static bool draw_call(struct mprotect *m, struct rng *rng, unsigned i)
{
    for (unsigned tries = 0; tries < TRIES; tries++)
        if (try_call(m, rng, i))
            return true;
    return false;
}

/* Whether from level 2 on a call joins what others have cut. */
static bool is_sound(const struct mprotect *m)
{
    bool joins = m->level == 1;

    for (unsigned i = 0; i < m->calls; i++)
        joins |= cut_areas(m, i + 1, 0) < cut_areas(m, i, 0) &&
                 m->call[i].what != CUT_UNMAP;
    return joins && cut_areas(m, m->calls, 0) > 1;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct mprotect *m = params;
    const struct shape *shape = &shapes[level];

    m->level = (uint8_t)level;
    m->pages = (uint8_t)rng_between(rng, shape->least, shape->most);
    m->calls = shape->calls;
    m->accesses = shape->accesses;
    for (unsigned i = 0; i < m->calls; i++)
        if (!draw_call(m, rng, i))
            return false;
    for (unsigned i = 0; i < m->accesses; i++) {
        m->access[i].at =
            (uint32_t)rng_below(rng, (uint64_t)m->pages * CUT_PAGE);
        m->access[i].store = rng_below(rng, 5) < 3;
    }
    return is_sound(m);
}

static const struct wrong_row wrongs[] = {
    {M_NOSPLIT, 1, 0, .beliefs = CUT_ONE_AREA},
    {M_NOSPLIT, 1, 0, .beliefs = CUT_TWO_AREAS},
    {M_FLOOR, 1, LEVEL(4), .beliefs = CUT_FLOORED},
    {M_BYTELEN, 1, LEVEL(4), .beliefs = CUT_BY_BYTES},
    {M_NOMERGE, 2, 0, .beliefs = CUT_NO_JOIN},
    {M_PERMIGN, 3, 0, .beliefs = CUT_ALL_ALLOWED},
    {M_NONEFREES, 4, LEVEL(2) | LEVEL(3) | LEVEL(4),
     .beliefs = CUT_NONE_FREES},
};

const struct kind kind_mprotect = {
    .id = "MPROTECT",
    .number = 37,
    .version = 2,
    .levels = ALL_LEVELS,
    .title = "Cut an area",
    .topic = "mmap",
    .blurb = "areas and accesses after mprotect, munmap and mmap",
    .needs = {"SPLIT"},
    .hints = {"Where does each call begin and end, in pages?",
              "Write down the permissions of every page; an area is a run of "
              "equal ones."},
    .on_kernel = true,
    .params_bytes = sizeof(struct mprotect),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = mprotect_solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = mprotect_believe,
    .ask = mprotect_ask,
    .explain = mprotect_explain,
};
