/* Watched accesses run by the engine, and by comparing intervals. */
#include "problem/kind/watching.h"

#include <assert.h>

#include "problem/bits.h"
#include "problem/computer.h"
#include "vm/watch.h"

enum { VPN_BITS = WATCHING_VA_BITS - WATCHING_PAGE_BITS, FRAMES = 40 };

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *p;
    struct trace trace;
};

static struct result access_memory(struct run *r, enum access access,
                                   uint64_t va, unsigned bytes,
                                   uint64_t value)
{
    struct result result =
        machine_access(&r->c.m, r->p,
                       (struct request){.access = access,
                                        .bytes = (uint8_t)bytes,
                                        .va = va,
                                        .value = value});

    assert(result.outcome == OUTCOME_DONE);
    return result;
}

/* All pages are there and writable, the variables have their values. */
static void begin(struct run *r, const struct watching *w)
{
    struct err err = {0};

    computer_start(&r->c, WATCHING_PAGE_BITS, VPN_BITS, FRAMES, false);
    r->p = computer_spawn(&r->c);
    computer_map(&r->c, r->p, 0, 1u << VPN_BITS, 0);
    for (unsigned page = 0; page < 1u << VPN_BITS; page++)
        computer_touch(&r->c, r->p, page, true);
    for (unsigned i = 0; i < w->vars; i++) {
        int done;
        access_memory(r, ACCESS_STORE, w->var[i].va, w->var[i].bytes,
                      w->var[i].value);
        done = watch_add(&r->c.m, r->p, w->var[i].va, w->var[i].bytes, &err);
        assert(done == 0);
        (void)done;
    }
    trace_init(&r->trace, TRACE_LIMIT);
    r->c.m.trace = &r->trace;
}

static bool told_of_hit(const struct trace *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->at[i].kind == EVENT_WATCH_HIT)
            return true;
    return false;
}

static uint64_t value_of(struct run *r, const struct watching_var *v)
{
    return access_memory(r, ACCESS_LOAD, v->va, v->bytes, 0).value;
}

static struct watching_effect step(struct run *r, const struct watching *w,
                                   const struct watching_access *a)
{
    uint64_t before[WATCHING_VARS] = {0};
    bool changed = !w->changes;
    struct watching_effect e;

    for (unsigned i = 0; i < w->vars; i++)
        before[i] = value_of(r, &w->var[i]);
    trace_clear(&r->trace);
    e.fault = access_memory(r, a->write ? ACCESS_STORE : ACCESS_LOAD, a->va,
                            a->bytes, a->value)
                  .faults > 0;
    e.stop = told_of_hit(&r->trace);
    for (unsigned i = 0; i < w->vars; i++)
        changed |= value_of(r, &w->var[i]) != before[i];
    e.stop = e.stop && changed;
    return e;
}

void watching_run(const struct watching *w, struct watching_effect *out)
{
    struct run r;

    begin(&r, w);
    for (unsigned i = 0; i < w->n; i++)
        out[i] = step(&r, w, &w->at[i]);
    trace_release(&r.trace);
    computer_stop(&r.c);
}

/* --- intervals ---------------------------------------------------------- */

bool watching_overlap(const struct watching_access *a,
                      const struct watching_var *v)
{
    return a->va < v->va + v->bytes && v->va < a->va + a->bytes;
}

bool watching_same_page(const struct watching_access *a,
                        const struct watching_var *v)
{
    unsigned page = v->va >> WATCHING_PAGE_BITS;

    return a->va >> WATCHING_PAGE_BITS == page ||
           (a->va + a->bytes - 1u) >> WATCHING_PAGE_BITS == page;
}

/* The variables' bytes, as the accesses leave them. */
struct contents {
    uint8_t byte[WATCHING_VARS][8];
};

static struct contents at_first(const struct watching *w)
{
    struct contents c = {0};

    for (unsigned i = 0; i < w->vars; i++)
        for (unsigned k = 0; k < w->var[i].bytes; k++)
            c.byte[i][k] = (uint8_t)(w->var[i].value >> 8 * k);
    return c;
}

/* Writes what hits variables; whether any byte is another one now. */
static bool write_to(struct contents *c, const struct watching *w,
                     const struct watching_access *a)
{
    bool changed = false;

    for (unsigned k = 0; k < a->bytes; k++)
        for (unsigned i = 0; i < w->vars; i++) {
            unsigned place = (unsigned)a->va + k - w->var[i].va;
            uint8_t now = (uint8_t)(a->value >> 8 * k);
            if (a->va + k < w->var[i].va || place >= w->var[i].bytes)
                continue;
            changed |= c->byte[i][place] != now;
            c->byte[i][place] = now;
        }
    return changed;
}

/* What the access meets, as it is or as seen by who looks at its start. */
static struct watching_effect met(const struct watching *w,
                                  const struct watching_access *a,
                                  unsigned beliefs)
{
    struct watching_access seen = *a;
    struct watching_effect e = {false, false};

    if (beliefs & WATCHING_FIRST_BYTE)
        seen.bytes = 1;
    for (unsigned i = 0; i < w->vars; i++) {
        e.fault |= watching_same_page(&seen, &w->var[i]);
        e.stop |= watching_overlap(&seen, &w->var[i]);
    }
    if (beliefs & WATCHING_EVERYWHERE)
        e.fault = true;
    if (beliefs & WATCHING_TRUE_HITS)
        e.fault = e.stop;
    if (!a->write) {
        e.stop = false;
        e.fault = e.fault && (beliefs & WATCHING_READS);
    }
    return e;
}

void watching_reckon(const struct watching *w, unsigned beliefs,
                     struct watching_effect *out)
{
    struct contents c = at_first(w);
    bool fired = false;

    for (unsigned i = 0; i < w->n; i++) {
        struct watching_effect e = met(w, &w->at[i], beliefs);
        bool silent =
            w->changes && w->at[i].write && !write_to(&c, w, &w->at[i]);
        if (fired && (beliefs & WATCHING_ONCE))
            e.fault = e.stop = false;
        fired |= e.fault;
        if (e.stop && silent && (beliefs & WATCHING_NO_SILENT))
            e.fault = false;
        if (silent && !(beliefs & WATCHING_SAME_VALUE))
            e.stop = false;
        out[i] = e;
    }
}
