/* MPROTECT - areas are cut and joined, and accesses are allowed or not.
 *
 *     | rw-                           |    one area
 *     | rw-     | r--       | rw-     |    mprotect in the middle: three
 *     | rw-                           |    and back: one                */
#include "problem/kind/mprotect.h"

#include "problem/bits.h"
#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { PAGE_BITS = 12, PAGE = 1 << PAGE_BITS, VPN = 0x10 };

/* What somebody may believe; 0: how it is. */
enum belief {
    ONE_AREA = 1,     /* new permissions do not cut an area */
    TWO_AREAS = 2,    /* they cut it where they begin, and not at their end */
    NO_JOIN = 4,      /* areas that are alike again stay apart */
    FLOORED = 8,      /* a part of a page is left out */
    BY_BYTES = 16,    /* a part of a page is changed and not all of it */
    NONE_FREES = 32,  /* PROT_NONE gives the frames back */
    ALL_ALLOWED = 64, /* what is mapped may be loaded and stored */
};

/* What a byte is: permissions, or nothing. */
enum { NOT_MAPPED = 255 };

/* Where the range of a call ends. */
static uint32_t end_of(const struct cut_call *c, unsigned beliefs)
{
    uint32_t bytes = c->bytes;

    if (beliefs & FLOORED)
        bytes -= bytes % PAGE;
    else if (!(beliefs & BY_BYTES))
        bytes = (uint32_t)divide_up(bytes, PAGE) * PAGE;
    return (uint32_t)c->first * PAGE + bytes;
}

static bool covers(const struct cut_call *c, uint32_t byte, unsigned beliefs)
{
    return byte >= (uint32_t)c->first * PAGE && byte < end_of(c, beliefs);
}

/* What the byte is after the first `calls` calls. */
static unsigned state(const struct mprotect *m, uint32_t byte, unsigned calls,
                      unsigned beliefs)
{
    if (byte >= (uint32_t)m->pages * PAGE)
        return NOT_MAPPED;
    for (unsigned i = calls; i-- > 0;)
        if (covers(&m->call[i], byte, beliefs))
            return m->call[i].what == CUT_UNMAP ? NOT_MAPPED
                                                : m->call[i].perms;
    return PERM_R | PERM_W;
}

/* --- drawing ------------------------------------------------------------ */

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
    uint32_t end = end_of(c, 0);

    for (uint32_t at = (uint32_t)c->first * PAGE; at < end; at += PAGE)
        if (at >= (uint32_t)m->pages * PAGE ||
            (state(m, at, i, 0) == NOT_MAPPED) != (c->what == CUT_MAP))
            return false;
    return true;
}

static bool draw_call(struct mprotect *m, struct rng *rng, unsigned i)
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
    c->bytes = pages * PAGE;
    if (shape->by_bytes && rng_below(rng, 2) == 0)
        c->bytes -= (uint32_t)rng_between(rng, 1, PAGE - 1);
    return can_call(m, i);
}

/* How many areas there are after so many calls. */
static unsigned areas(const struct mprotect *m, unsigned calls,
                      unsigned beliefs)
{
    unsigned n = 0, before = NOT_MAPPED;

    for (uint32_t at = 0; at < (uint32_t)m->pages * PAGE; at += PAGE) {
        unsigned now = state(m, at, calls, beliefs);
        bool cut = now != before;
        for (unsigned i = 0; i < calls && (beliefs & NO_JOIN); i++)
            cut |= at == (uint32_t)m->call[i].first * PAGE ||
                   at == end_of(&m->call[i], beliefs);
        if ((beliefs & ONE_AREA) && before != NOT_MAPPED)
            cut = false;
        if ((beliefs & TWO_AREAS) && now == (PERM_R | PERM_W) && at > 0)
            cut = false;
        n += cut && now != NOT_MAPPED;
        before = now;
    }
    return n;
}

/* Whether every call changes something, and from level 2 on one joins. */
static bool is_sound(const struct mprotect *m)
{
    bool joins = m->level == 1;

    for (unsigned i = 0; i < m->calls; i++) {
        const struct cut_call *c = &m->call[i];
        if (c->what == CUT_PROTECT &&
            state(m, (uint32_t)c->first * PAGE, i, 0) == c->perms &&
            state(m, end_of(c, 0) - 1, i, 0) == c->perms)
            return false;
        joins |= areas(m, i + 1, 0) < areas(m, i, 0) && c->what != CUT_UNMAP;
    }
    return joins && areas(m, m->calls, 0) > 1;
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
        m->access[i].at = (uint32_t)rng_below(rng, (uint64_t)m->pages * PAGE);
        m->access[i].store = rng_below(rng, 5) < 3;
    }
    return is_sound(m);
}

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *p;
};

static void begin(struct run *r, const struct mprotect *m)
{
    computer_start(&r->c, PAGE_BITS, 6, 64, false);
    r->p = computer_spawn(&r->c);
    computer_map(&r->c, r->p, VPN, m->pages, 0);
    for (unsigned page = 0; page < m->pages; page++)
        computer_touch(&r->c, r->p, VPN + page, true);
}

static void run_call(struct run *r, const struct cut_call *c)
{
    uint64_t va = (uint64_t)(VPN + c->first) << PAGE_BITS;
    struct mapping map = {
        .va = va, .bytes = c->bytes, .flags = c->perms, .object = NO_OBJECT};
    struct err err = {0};
    int done = -1;

    if (c->what == CUT_PROTECT)
        done = map_protect(&r->c.m, r->p, va, c->bytes, c->perms, &err);
    else if (c->what == CUT_UNMAP)
        done = map_remove(&r->c.m, r->p, va, c->bytes, &err);
    else
        done = map_area(&r->c.m, r->p, &map, NULL, &err);
    assert(done == 0);
    (void)done;
}

static bool run_access(struct run *r, const struct cut_access *a)
{
    uint64_t va = ((uint64_t)VPN << PAGE_BITS) + a->at;
    struct result result = a->store ? machine_store(&r->c.m, r->p, va, 1)
                                    : machine_load(&r->c.m, r->p, va);

    return result.outcome == OUTCOME_DONE;
}

static void solve(const void *params, struct answers *out)
{
    const struct mprotect *m = params;
    uint64_t faults[CUT_ACCESSES] = {0};
    unsigned n = 0, frames;
    struct run r;

    begin(&r, m);
    for (unsigned i = 0; i < m->calls; i++) {
        run_call(&r, &m->call[i]);
        if (m->level > 1 || i + 1 == m->calls)
            answer_number(out, r.p->nareas);
    }
    frames = computer_data_frames(&r.c);
    for (unsigned i = 0; i < m->accesses; i++)
        if (!run_access(&r, &m->access[i]))
            faults[n++] = i + 1;
    answer_set(out, faults, n);
    if (m->level > 1)
        answer_number(out, frames);
    out->steps = (unsigned)m->calls + m->accesses;
    computer_stop(&r.c);
}

/* --- byte by byte ------------------------------------------------------- */

static bool allows(unsigned state, bool store, unsigned beliefs)
{
    if (state == NOT_MAPPED)
        return false;
    if (beliefs & ALL_ALLOWED)
        return true;
    return store ? (state & PERM_W) != 0 : state != 0;
}

/* The pages that still have the frame of the beginning. */
static unsigned frames_left(const struct mprotect *m, unsigned beliefs)
{
    unsigned n = 0;

    for (unsigned page = 0; page < m->pages; page++) {
        bool left = true;
        for (unsigned i = 1; i <= m->calls; i++) {
            unsigned now = state(m, page * PAGE, i, beliefs);
            left = left && now != NOT_MAPPED &&
                   !(now == 0 && (beliefs & NONE_FREES));
        }
        n += left;
    }
    return n;
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    const struct mprotect *m = params;
    uint64_t faults[CUT_ACCESSES] = {0};
    unsigned n = 0;

    for (unsigned i = 1; i <= m->calls; i++)
        if (m->level > 1 || i == m->calls)
            answer_number(out, areas(m, i, beliefs));
    for (unsigned i = 0; i < m->accesses; i++)
        if (!allows(state(m, m->access[i].at, m->calls, beliefs),
                    m->access[i].store, beliefs))
            faults[n++] = i + 1;
    answer_set(out, faults, n);
    if (m->level > 1)
        answer_number(out, frames_left(m, beliefs));
    return true;
}

static void solve_again(const void *params, struct answers *out)
{
    believing(params, 0, out);
}

/* --- telling ------------------------------------------------------------ */

static const char *perms_code(unsigned perms)
{
    return perms == 0        ? "PROT_NONE"
           : perms == PERM_R ? "PROT_READ"
                             : "PROT_READ | PROT_WRITE";
}

/* "P", "3 * P". */
static const char *pages_code(struct arena *a, unsigned pages)
{
    return pages == 1 ? "P" : arena_printf(a, "%u * P", pages);
}

static const char *start_code(struct arena *a, const struct cut_call *c)
{
    return c->first == 0 ? "p"
                         : arena_printf(a, "p + %s", pages_code(a, c->first));
}

static const char *length_code(struct arena *a, const struct cut_call *c)
{
    return c->bytes % PAGE == 0 ? pages_code(a, c->bytes / PAGE)
                                : arena_printf(a, "%u", c->bytes);
}

static const char *call_code(struct arena *a, const struct cut_call *c)
{
    const char *start = start_code(a, c), *length = length_code(a, c);

    switch (c->what) {
    case CUT_PROTECT:
        return arena_printf(a, "mprotect(%s, %s, %s);", start, length,
                            perms_code(c->perms));
    case CUT_UNMAP:
        return arena_printf(a, "munmap(%s, %s);", start, length);
    default:
        return arena_printf(a,
                            "mmap(%s, %s, %s,\n     MAP_PRIVATE | "
                            "MAP_ANONYMOUS | MAP_FIXED, -1, 0);",
                            start, length, perms_code(c->perms));
    }
}

static void ask(const void *params, struct prompt *p)
{
    const struct mprotect *m = params;

    prompt_assume(p, "Neighbouring areas that are alike are one area, and "
                     "one line of `/proc/self/maps`");
    if (m->level > 1)
        prompt_assume(p, "Nothing is swapped out");
    prompt_say(p,
               "Pages are P = 4096 bytes. `char *p` points to one private "
               "anonymous area of %u pages, `rw-p`, all of which have been "
               "written to; nothing else is mapped near it. Then the program "
               "calls\n\n```c\n",
               m->pages);
    for (unsigned i = 0; i < m->calls; i++)
        prompt_say(p, "%s\n", call_code(p->arena, &m->call[i]));
    prompt_say(p, "```\n\n%s\n\n",
               m->level == 1
                   ? "How many areas are there in the end, in place of the "
                     "one? And which of these accesses, each on its own, end "
                     "with SIGSEGV?"
                   : "How many areas are there after each call, in place of "
                     "the one? Which of these accesses after the last call, "
                     "each on its own, end with SIGSEGV? And how many frames "
                     "hold the pages before any of them?");
    for (unsigned i = 0; i < m->accesses; i++)
        prompt_say(p, "%u. a %s `p[%u]`\n", i + 1,
                   m->access[i].store ? "store to" : "load of",
                   m->access[i].at);
    for (unsigned i = 1; i <= m->calls; i++)
        if (m->level > 1 || i == m->calls)
            prompt_ask_integer(
                p, m->level == 1
                       ? "areas"
                       : arena_printf(p->arena, "areas after call %u", i));
    prompt_ask(p, (struct part){.ask = "accesses that end with SIGSEGV",
                                .kind = ASK_SET,
                                .base = 10});
    if (m->level > 1)
        prompt_ask_integer(p, "frames");
}

static const char *perms_text(unsigned perms)
{
    return perms == NOT_MAPPED ? "not mapped"
           : perms == 0        ? "---p"
           : perms == PERM_R   ? "r--p"
                               : "rw-p";
}

/* "0-2 rw-p, 3 r--p, 4-7 rw-p". */
static const char *list(struct arena *a, const struct mprotect *m,
                        unsigned calls)
{
    const char *text = "";
    unsigned page = 0;

    while (page < m->pages) {
        unsigned now = state(m, page * PAGE, calls, 0), first = page;
        while (page < m->pages && state(m, page * PAGE, calls, 0) == now)
            page++;
        if (now == NOT_MAPPED)
            continue;
        text = first + 1 == page
                   ? arena_printf(a, "%s%s%u %s", text,
                                  *text != '\0' ? ", " : "", first,
                                  perms_text(now))
                   : arena_printf(a, "%s%s%u-%u %s", text,
                                  *text != '\0' ? ", " : "", first, page - 1,
                                  perms_text(now));
    }
    return text;
}

static const struct figure *story(const struct mprotect *m, struct arena *a)
{
    static const char *const heads[] = {"after", "pages of each area",
                                        "areas"};
    struct figure *f =
        figure_grid_new(a, "The areas, call by call", heads, 3);

    for (unsigned i = 0; i <= m->calls; i++)
        figure_grid_row(
            a, f,
            (const char *const[]){
                i == 0 ? "the start" : arena_printf(a, "call %u", i),
                list(a, m, i), arena_printf(a, "%u", areas(m, i, 0))});
    return f;
}

static const struct figure *accesses(const struct mprotect *m,
                                     struct arena *a)
{
    static const char *const heads[] = {"access", "page", "its area",
                                        "result"};
    struct figure *f = figure_grid_new(a, "The accesses", heads, 4);

    for (unsigned i = 0; i < m->accesses; i++) {
        const struct cut_access *x = &m->access[i];
        unsigned now = state(m, x->at, m->calls, 0);
        figure_grid_row(
            a, f,
            (const char *const[]){
                arena_printf(a, "%u. %s", i + 1, x->store ? "store" : "load"),
                arena_printf(a, "%u", x->at / PAGE), perms_text(now),
                allows(now, x->store, 0) ? "ok" : "SIGSEGV"});
    }
    return f;
}

static void explain(const void *params, struct solution *out)
{
    const struct mprotect *m = params;
    struct arena *a = out->arena;
    const char *faults = "";

    solution_step(out, "Each call works on whole pages: a length is rounded "
                       "up. It cuts areas where its range begins and where "
                       "it ends, if that is inside of one; the middle gets "
                       "the new permissions, or goes.");
    solution_step(out,
                  "Neighbours with the same permissions are joined "
                  "afterwards. That leaves **%s**.",
                  say_count(a, areas(m, m->calls, 0), "area"));
    solution_show(out, story(m, a));
    for (unsigned i = 0; i < m->accesses; i++)
        if (!allows(state(m, m->access[i].at, m->calls, 0),
                    m->access[i].store, 0))
            faults = arena_printf(a, "%s%s%u", faults,
                                  *faults != '\0' ? ", " : "", i + 1);
    solution_step(out,
                  "A store needs `w`, a load `r`, and both an area. SIGSEGV "
                  "for: **%s**.",
                  *faults != '\0' ? faults : "none");
    solution_show(out, accesses(m, a));
    if (m->level > 1)
        solution_step(out,
                      "Permissions do not free memory, not even PROT_NONE: "
                      "the pages keep what they hold. Only `munmap` gives "
                      "frames back, and what `mmap` maps has none before its "
                      "first touch. So of %u frames **%u** are left.",
                      m->pages, frames_left(m, 0));
}

static const struct wrong_row wrongs[] = {
    {M_NOSPLIT, 1, 0, .beliefs = ONE_AREA},
    {M_NOSPLIT, 1, 0, .beliefs = TWO_AREAS},
    {M_FLOOR, 1, LEVEL(4), .beliefs = FLOORED},
    {M_BYTELEN, 1, LEVEL(4), .beliefs = BY_BYTES},
    {M_NOMERGE, 2, 0, .beliefs = NO_JOIN},
    {M_PERMIGN, 3, 0, .beliefs = ALL_ALLOWED},
    {M_NONEFREES, 4, LEVEL(2) | LEVEL(3) | LEVEL(4), .beliefs = NONE_FREES},
};

const struct kind kind_mprotect = {
    .id = "MPROTECT",
    .number = 37,
    .version = 1,
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
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
