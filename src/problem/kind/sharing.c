/* Shared pages on several machines, by the engine and by sets of holders. */
#include "problem/kind/sharing.h"

#include <assert.h>
#include <string.h>

#include "problem/computer.h"
#include "vm/count.h"
#include "vm/share.h"

enum { PAGE_BITS = 8, VPN_BITS = 4, FRAMES = 16, AT = 0x200 };

/* --- drawing ------------------------------------------------------------ */

static bool is_rich(const struct sharing *s)
{
    struct sharing_effect e[SHARING_EVENTS], apart[SHARING_EVENTS];
    unsigned upgrades = 0, sent = 0, invalidations = 0, differ = 0, idle = 0;

    sharing_reckon(s, 0, e);
    sharing_reckon(s, SHARING_BY_VARIABLE, apart);
    for (unsigned i = 0; i < s->n; i++) {
        upgrades += e[i].fault && !e[i].sent;
        idle += !e[i].fault;
        sent += e[i].sent;
        invalidations += e[i].invalidations;
        differ += e[i].fault != apart[i].fault;
    }
    return upgrades > 0 && sent > 1 && invalidations > 0 && differ > 0 &&
           idle > 0;
}

bool sharing_draw(struct sharing *s, struct rng *rng, int level)
{
    s->level = (uint8_t)level;
    s->machines = level == 2 ? 2 : 3;
    s->pages = level == 4 ? 3 : 2;
    s->n = (uint8_t)(level == 2   ? rng_between(rng, 6, 7)
                     : level == 3 ? rng_between(rng, 7, 8)
                                  : SHARING_EVENTS);
    for (unsigned i = 0; i < s->n; i++) {
        struct sharing_event *e = &s->at[i];
        e->machine = (uint8_t)rng_below(rng, s->machines);
        e->write = rng_below(rng, 2) == 0;
        e->var = (uint8_t)rng_below(rng, s->pages + 1u);
        if (i > 0 && memcmp(e, e - 1, sizeof *e) == 0)
            return false;
    }
    return is_rich(s);
}

/* --- the engine --------------------------------------------------------- */

struct net {
    struct computer c[SHARING_MACHINES];
    struct trace trace[SHARING_MACHINES];
    struct share share;
};

static void begin(struct net *net, const struct sharing *s)
{
    struct share_node nodes[SHARING_MACHINES];
    struct err err = {0};
    int done;

    for (unsigned i = 0; i < s->machines; i++) {
        computer_start(&net->c[i], PAGE_BITS, VPN_BITS, FRAMES, false);
        nodes[i] =
            (struct share_node){&net->c[i].m, computer_spawn(&net->c[i])};
    }
    done = share_init(&net->share, nodes, s->machines, AT, s->pages, &err);
    assert(done == 0);
    (void)done;
    for (unsigned i = 0; i < s->machines; i++) {
        trace_init(&net->trace[i], TRACE_LIMIT);
        net->c[i].m.trace = &net->trace[i];
    }
}

static void stop(struct net *net, const struct sharing *s)
{
    for (unsigned i = 0; i < s->machines; i++) {
        trace_release(&net->trace[i]);
        computer_stop(&net->c[i]);
    }
}

static uint64_t address(unsigned var)
{
    return AT + ((uint64_t)sharing_page(var) << PAGE_BITS) +
           (var == 1 ? 8 : 0);
}

static void happen(struct net *net, const struct sharing *s,
                   const struct sharing_event *e, struct sharing_effect *out)
{
    struct trace *trace = &net->trace[e->machine];
    struct counts counts = {0};
    struct result r;

    trace_clear(trace);
    r = share_access(
        &net->share, e->machine,
        (struct request){.access = e->write ? ACCESS_STORE : ACCESS_LOAD,
                         .bytes = 1,
                         .va = address(e->var)});
    assert(r.outcome == OUTCOME_DONE);
    (void)r;
    count_events(&counts, trace->at, trace->n);
    out->fault = counts.of[COUNT_MESSAGES] > 0;
    out->sent = (uint8_t)counts.of[COUNT_PAGES_SENT];
    out->invalidations = (uint8_t)counts.of[COUNT_INVALIDATIONS];
    for (unsigned m = 0; m < s->machines; m++)
        for (unsigned page = 0; page < s->pages; page++)
            out->state[m][page] = net->share.state[m][page];
}

void sharing_run(const struct sharing *s, struct sharing_effect *out)
{
    struct net net;

    memset(out, 0, s->n * sizeof *out);
    begin(&net, s);
    for (unsigned i = 0; i < s->n; i++)
        happen(&net, s, &s->at[i], &out[i]);
    stop(&net, s);
}

/* --- holders ------------------------------------------------------------ */

/* Of each page, or of each variable for who thinks they are shared one by
 * one: who has a copy, who owns it, whether the owner may write. */
struct holders {
    const struct sharing *s;
    unsigned beliefs;
    uint8_t have[SHARING_VARS];
    uint8_t owner[SHARING_VARS];
    bool writable[SHARING_VARS];
};

static bool believes(const struct holders *h, unsigned belief)
{
    return (h->beliefs & belief) != 0;
}

static unsigned unit_of(const struct holders *h, unsigned var)
{
    return believes(h, SHARING_BY_VARIABLE) ? var : sharing_page(var);
}

static void read_it(struct holders *h, unsigned unit, unsigned who,
                    struct sharing_effect *out)
{
    if (h->have[unit] >> who & 1)
        return;
    out->fault = out->sent = 1;
    if (believes(h, SHARING_NO_COPY))
        return;
    if (believes(h, SHARING_READ_MOVES)) {
        h->have[unit] = (uint8_t)(1u << who);
        h->owner[unit] = (uint8_t)who;
        return;
    }
    if (!believes(h, SHARING_OWNER_WRITES))
        h->writable[unit] = false;
    h->have[unit] |= (uint8_t)(1u << who);
}

static unsigned members(unsigned set)
{
    unsigned n = 0;

    for (; set != 0; set >>= 1)
        n += set & 1;
    return n;
}

static void write_it(struct holders *h, unsigned unit, unsigned who,
                     struct sharing_effect *out)
{
    unsigned me = 1u << who, owner = 1u << h->owner[unit];
    bool had = (h->have[unit] & me) != 0;

    if (h->owner[unit] == who && h->writable[unit])
        return;
    out->fault = 1;
    out->sent = !had || believes(h, SHARING_UPGRADE_SENDS);
    if (!had) /* who sends the page gives it up with it */
        h->have[unit] &= (uint8_t)~owner;
    if (!believes(h, SHARING_READERS_KEEP)) {
        out->invalidations = (uint8_t)members(h->have[unit] & ~me);
        h->have[unit] = 0;
    }
    h->have[unit] |= (uint8_t)me;
    h->owner[unit] = (uint8_t)who;
    h->writable[unit] = true;
}

/* What the machines may do with each page; of variables on their own, the
 * most that any of them allows. */
static void put_states(const struct holders *h, struct sharing_effect *out)
{
    for (unsigned var = 0; var <= h->s->pages; var++)
        for (unsigned m = 0; m < h->s->machines; m++) {
            unsigned unit = unit_of(h, var);
            bool owns = h->owner[unit] == m && h->writable[unit];
            uint8_t state = !(h->have[unit] >> m & 1) ? SHARING_NOTHING
                            : owns                    ? SHARING_WRITABLE
                                                      : SHARING_READABLE;
            uint8_t *at = &out->state[m][sharing_page(var)];
            *at = state > *at ? state : *at;
        }
}

void sharing_reckon(const struct sharing *s, unsigned beliefs,
                    struct sharing_effect *out)
{
    struct holders h = {.s = s, .beliefs = beliefs};

    memset(out, 0, s->n * sizeof *out);
    for (unsigned unit = 0; unit < SHARING_VARS; unit++) {
        h.have[unit] = 1;
        h.writable[unit] = true;
    }
    for (unsigned i = 0; i < s->n; i++) {
        const struct sharing_event *e = &s->at[i];
        unsigned unit = unit_of(&h, e->var);
        if (e->write)
            write_it(&h, unit, e->machine, &out[i]);
        else
            read_it(&h, unit, e->machine, &out[i]);
        put_states(&h, &out[i]);
    }
}
