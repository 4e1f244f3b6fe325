/* A debugger that watches variables by making their pages read-only: WATCH.
 */
#include "exam/prove_inside.h"
#include "problem/kind/watching.h"

enum { PAGES = 1 << (WATCHING_VA_BITS - WATCHING_PAGE_BITS), FAULTS_MAX = 3 };

struct debugger {
    struct stage *s;
    const struct watching *w;
    unsigned id;
    unsigned writes, faults, stops, alarms;
};

static uint64_t page_of(uint64_t va)
{
    return va / LIVE_PAGE * LIVE_PAGE;
}

static void watch_all(struct debugger *d)
{
    for (unsigned i = 0; i < d->w->vars; i++)
        stage_protect(d->s, d->id, page_of(d->w->var[i].va), LIVE_PAGE,
                      PERM_R);
}

static void begin(struct debugger *d)
{
    d->id = stage_spawn(d->s);
    stage_map(d->s, d->id, 0, (uint64_t)PAGES * LIVE_PAGE, 0);
    stage_touch(d->s, d->id, 0, PAGES - 1, true);
    for (unsigned i = 0; i < d->w->vars; i++)
        stage_store(d->s, d->id, d->w->var[i].va, d->w->var[i].bytes,
                    d->w->changes ? d->w->var[i].value : 0);
    watch_all(d);
}

static uint64_t value_of(struct debugger *d, unsigned i)
{
    return stage_load(d->s, d->id, d->w->var[i].va, d->w->var[i].bytes).value;
}

/* Where the problem tells no values, the bytes of each write are others than
 * those before: what was written has changed. */
static uint64_t written(struct debugger *d, const struct watching_access *a)
{
    if (d->w->changes)
        return a->value;
    return UINT64_C(0x0101010101010101) * ++d->writes;
}

/* One instruction: at each fault the page that it names becomes writable, and
 * the instruction is run again. How many faults that took. */
static unsigned run_one(struct debugger *d, const struct watching_access *a)
{
    struct request q = {.access = a->write ? ACCESS_STORE : ACCESS_LOAD,
                        .bytes = a->bytes,
                        .va = a->va,
                        .value = a->write ? written(d, a) : 0};
    struct live_result r = stage_access(d->s, d->id, q);
    unsigned faults = 0;

    while (r.outcome == OUTCOME_SEGV_ACCERR && faults < FAULTS_MAX) {
        faults++;
        stage_protect(d->s, d->id, page_of(r.signal_va), LIVE_PAGE,
                      PERM_R | PERM_W);
        r = stage_access(d->s, d->id, q);
    }
    return faults;
}

static void step(struct debugger *d, const struct watching_access *a)
{
    uint64_t before[WATCHING_VARS] = {0};
    unsigned faults;
    bool stop = false;

    for (unsigned i = 0; i < d->w->vars; i++)
        before[i] = value_of(d, i);
    faults = run_one(d, a);
    watch_all(d);
    for (unsigned i = 0; i < d->w->vars; i++)
        stop |= value_of(d, i) != before[i];
    d->faults += faults;
    d->stops += faults > 0 && stop;
    d->alarms += faults > 0 && !stop;
}

void witness_watch(struct stage *s, const void *params, struct answers *out)
{
    struct debugger d = {.s = s, .w = params};

    begin(&d);
    for (unsigned i = 0; i < d.w->n; i++)
        step(&d, &d.w->at[i]);
    answer_number(out, d.faults);
    answer_number(out, d.stops);
    answer_number(out, d.alarms);
}
