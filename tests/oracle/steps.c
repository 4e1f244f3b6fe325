#include "steps.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

/* A place where things are mapped: so many pages from here. Windows of 64 KiB
 * and tables of 2 MiB begin inside of some. The last two have a stack above
 * the gap that it must keep, and room for what it keeps away from. */
struct place {
    uint64_t va;
    unsigned pages;
    unsigned stack; /* page where a stack goes; 0: none does */
};

static const struct place places[] = {
    {0x10000000, 8, 0},     {0x1100d000, 8, 0},     {0x121fb000, 10, 0},
    {0x13006000, 24, 0},    {0x14000000, 4, 0},     {0x7f1230ff8000, 8, 0},
    {0x20000000, 300, 262}, {0x30000000, 300, 280},
};

enum { PLACES = sizeof places / sizeof *places, PROCESSES = 4 };

struct scenario {
    struct both *b;
    struct scenario_kind kind;
    struct rng rng;
};

static unsigned below(struct scenario *s, unsigned n)
{
    return (unsigned)rng_below(&s->rng, n);
}

static unsigned pick_perms(struct scenario *s)
{
    static const unsigned char perms[] = {
        PERM_R | PERM_W,
        PERM_R | PERM_W,
        PERM_R | PERM_W,
        PERM_R | PERM_W,
        PERM_R,
        PERM_R,
        0,
        PERM_R | PERM_X,
        PERM_R | PERM_W | PERM_X,
        PERM_W,
    };

    return perms[below(s, sizeof perms)];
}

/* Zeros or a file, private or shared; a stack where one can be. */
static struct step pick_map(struct scenario *s, unsigned process)
{
    const struct place *at = &places[below(s, PLACES)];
    unsigned room = at->stack > 0 ? 6 : at->pages, first = below(s, room);
    struct step step = {.kind = STEP_MAP,
                        .process = process,
                        .va = at->va + (uint64_t)first * LIVE_PAGE,
                        .pages = 1 + below(s, room - first),
                        .flags = pick_perms(s),
                        .object = NO_OBJECT};

    if (at->stack > 0 && below(s, 2)) {
        step.va = at->va + (uint64_t)(at->stack + below(s, 4)) * LIVE_PAGE;
        step.flags |= AREA_GROWS_DOWN;
        return step;
    }
    if (below(s, 2)) {
        step.object = s->b->file[below(s, BOTH_FILES)];
        step.page_offset = below(s, 3) ? below(s, BOTH_FILE_PAGES) : 0;
    }
    if (below(s, 3) == 0)
        step.flags |= AREA_SHARED;
    return step;
}

static const struct area *pick_area(struct scenario *s,
                                    const struct process *p)
{
    return p->nareas > 0 ? &p->areas[below(s, (unsigned)p->nareas)] : NULL;
}

static uint64_t pick_page(struct scenario *s, const struct area *a)
{
    uint64_t pages = (a->end - a->start) / LIVE_PAGE;

    return a->start + below(s, (unsigned)pages) * (uint64_t)LIVE_PAGE;
}

/* Mostly in an area; or just outside of one, below a stack, anywhere, at
 * addresses that no program has. */
static uint64_t pick_target(struct scenario *s, const struct process *p)
{
    static const uint64_t strange[] = {
        0, UINT64_C(0x800000000000), UINT64_C(0xffff888000000000),
        UINT64_C(0xffffffffffffd000), UINT64_C(0xffffffffffffe000)};
    const struct area *a = pick_area(s, p);
    const struct place *at = &places[below(s, PLACES)];

    if (a != NULL && below(s, 8))
        return pick_page(s, a);
    if (a != NULL && below(s, 2))
        return a->flags & AREA_GROWS_DOWN
                   ? a->start - (1 + below(s, 40)) * (uint64_t)LIVE_PAGE
                   : a->start + (below(s, 2) ? a->end - a->start
                                             : -(uint64_t)LIVE_PAGE);
    if (below(s, 6) == 0)
        return strange[below(s, sizeof strange / sizeof *strange)];
    return at->va + below(s, at->pages) * (uint64_t)LIVE_PAGE;
}

/* Where in the page: away from the instruction in its middle, and in one of
 * six over its end. */
static unsigned pick_offset(struct scenario *s, unsigned bytes, uint64_t page)
{
    if (page >> 47 == 0 && bytes > 1 && below(s, 6) == 0)
        return LIVE_PAGE - 1 - below(s, bytes - 1);
    return below(s, LIVE_PAGE / 2 - 8);
}

static struct step pick_access(struct scenario *s, struct process *p)
{
    static const unsigned char lengths[] = {1, 1, 2, 4, 8, 8, 3, 5, 6, 7};
    static const enum access kinds[] = {
        ACCESS_LOAD,  ACCESS_LOAD,  ACCESS_LOAD,  ACCESS_LOAD, ACCESS_STORE,
        ACCESS_STORE, ACCESS_STORE, ACCESS_STORE, ACCESS_FETCH};
    uint64_t page = pick_target(s, p);
    struct request q = {.access =
                            kinds[below(s, sizeof kinds / sizeof *kinds)]};

    q.bytes = lengths[below(s, sizeof lengths)];
    q.value = rng_next(&s->rng);
    if (q.access == ACCESS_FETCH) {
        q.bytes = 1;
        q.va = page + LIVE_PAGE / 2;
    } else {
        q.va = page + pick_offset(s, q.bytes, page);
    }
    return (struct step){.kind = STEP_ACCESS, .process = p->id, .request = q};
}

/* A range of an area, now and then of several. */
static struct step pick_range(struct scenario *s, struct process *p)
{
    static const enum step_kind kinds[] = {
        STEP_UNMAP,   STEP_UNMAP,   STEP_PROTECT, STEP_PROTECT, STEP_PROTECT,
        STEP_PROTECT, STEP_DISCARD, STEP_DISCARD, STEP_SYNC};
    const struct area *a = pick_area(s, p);
    struct step step = {.kind = kinds[below(s, sizeof kinds / sizeof *kinds)],
                        .process = p->id,
                        .flags = pick_perms(s)};
    uint64_t left;

    if (a == NULL)
        return pick_map(s, p->id);
    step.va = pick_page(s, a);
    left = (a->end - step.va) / LIVE_PAGE;
    step.pages = 1 + below(s, (unsigned)left + (below(s, 4) ? 0 : 3));
    return step;
}

/* What is private and anonymous can be paged out; of other pages the system
 * keeps a cache that is not one process' business. */
static struct step pick_page_out(struct scenario *s, struct process *p)
{
    struct step step = pick_range(s, p);
    const struct area *a = area_find(p, step.va);

    if (step.kind != STEP_MAP && a != NULL && a->object == NO_OBJECT &&
        step.va + (uint64_t)step.pages * LIVE_PAGE <= a->end)
        step.kind = STEP_PAGE_OUT;
    return step;
}

static struct step pick_brk(struct scenario *s, struct process *p)
{
    return (struct step){.kind = STEP_BRK,
                         .process = p->id,
                         .va = p->heap_start + below(s, 6 * LIVE_PAGE)};
}

static struct step pick(struct scenario *s)
{
    struct machine *m = &s->b->m;
    unsigned id = below(s, PROCESSES), what = below(s, 100);
    struct process *p;

    while ((p = process_at(m, id)) == NULL)
        id = (id + 1) % PROCESSES;
    if (p->nareas == 0 || what < 15)
        return pick_map(s, id);
    if (what < 72)
        return pick_access(s, p);
    if (what < 79)
        return (struct step){.kind = STEP_FORK, .process = id};
    if (what < 82 && id != 0)
        return (struct step){.kind = STEP_EXIT, .process = id};
    if (what < 84 && p->heap_start != 0)
        return pick_brk(s, p);
    if (what < 85)
        return (struct step){
            .kind = STEP_EXEC, .process = id, .object = s->b->file[0]};
    if (s->kind.swap_pages > 0 && below(s, 2))
        return pick_page_out(s, p);
    return pick_range(s, p);
}

static bool full(struct both *b, const struct step *step)
{
    return step->kind == STEP_FORK &&
           process_at(&b->m, PROCESSES - 1) != NULL &&
           process_at(&b->m, 1) != NULL && process_at(&b->m, 2) != NULL;
}

static void count(struct tally *t, const struct both *b,
                  const struct step *step)
{
    const struct request *q = &step->request;

    t->steps++;
    t->by_kind[step->kind]++;
    if (step->kind != STEP_ACCESS)
        return;
    t->faults += b->engine.faults;
    t->segv += b->engine.outcome == OUTCOME_SEGV_MAPERR ||
               b->engine.outcome == OUTCOME_SEGV_ACCERR ||
               b->engine.outcome == OUTCOME_SEGV_GP;
    t->bus += b->engine.outcome == OUTCOME_BUS;
    t->crossing += q->va % LIVE_PAGE + q->bytes > LIVE_PAGE;
}

/* Makes the steps up as it goes, and keeps them. Returns how many; *rc is -1
 * when the last one showed a difference. */
static unsigned run_random(uint64_t seed, struct scenario_kind kind,
                           struct step *steps, int *rc, struct tally *tally,
                           struct str *what)
{
    struct both b;
    struct scenario s = {.b = &b, .kind = kind, .rng = rng_new(seed)};
    struct err err;
    unsigned n = 0;

    if (both_open(&b, kind.swap_pages, &err) < 0) {
        str_puts(what, err.text);
        *rc = -1;
        return 0;
    }
    *rc = 0;
    while (n < SCENARIO_STEPS && *rc >= 0) {
        steps[n] = pick(&s);
        if (full(&b, &steps[n]))
            continue;
        *rc = both_do(&b, &steps[n], what);
        if (*rc == 1)
            count(tally, &b, &steps[n]);
        else
            tally->refused++;
        n++;
    }
    both_close(&b);
    return n;
}

/* Whether these steps show a difference, whichever it is. */
static bool fails(struct scenario_kind kind, const struct step *steps,
                  unsigned n, struct str *what)
{
    struct both b;
    struct err err;
    int rc = 0;

    str_clear(what);
    if (both_open(&b, kind.swap_pages, &err) < 0)
        return false;
    for (unsigned i = 0; i < n && rc >= 0; i++)
        rc = both_do(&b, &steps[i], what);
    both_close(&b);
    return rc < 0;
}

static unsigned minimise(struct scenario_kind kind, struct step *steps,
                         unsigned n, struct str *what)
{
    struct step less[SCENARIO_STEPS];

    for (unsigned i = n; i-- > 0;) {
        memcpy(less, steps, i * sizeof *steps);
        memcpy(less + i, steps + i + 1, (n - i - 1) * sizeof *steps);
        if (fails(kind, less, n - 1, what))
            memcpy(steps, less, --n * sizeof *steps);
    }
    return n;
}

/* What was found, and how to find it again. */
static void tell(uint64_t seed, struct scenario_kind kind, struct step *steps,
                 unsigned n, struct str *what)
{
    struct str again = STR_EMPTY;

    if (!fails(kind, steps, n, &again)) {
        str_puts(what, "\nrun again, these steps show no difference");
    } else if (kind.least) {
        n = minimise(kind, steps, n, &again);
        fails(kind, steps, n, &again);
        str_printf(what, "\nwhat is left: %s", again.at);
    }
    str_printf(what, "\n(seed %" PRIu64 ")\n", seed);
    for (unsigned i = 0; i < n; i++) {
        str_puts(what, "    ");
        step_say(&steps[i], what);
        str_putc(what, '\n');
    }
    str_release(&again);
}

int scenario_run(uint64_t seed, struct scenario_kind kind,
                 struct tally *tally, struct str *what)
{
    struct step steps[SCENARIO_STEPS];
    unsigned n;
    int rc;

    n = run_random(seed, kind, steps, &rc, tally, what);
    tally->scenarios++;
    if (rc < 0)
        tell(seed, kind, steps, n, what);
    return rc < 0 ? -1 : 0;
}
