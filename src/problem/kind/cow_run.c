/* A trace run by the engine, and by counting owners. */
#include <string.h>

#include "problem/computer.h"
#include "problem/kind/cow_trace.h"

enum { PAGE_BITS = 8, VPN_BITS = 4, FRAMES = 64 };

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *process[COW_PROCESSES]; /* NULL: not there */
    struct cow_counts counts;
};

/* P with its pages, each written once. */
static void begin(struct run *r, const struct cow_trace *t)
{
    memset(r->process, 0, sizeof r->process);
    memset(&r->counts, 0, sizeof r->counts);
    computer_start(&r->c, PAGE_BITS, VPN_BITS, FRAMES, false);
    r->process[0] = computer_spawn(&r->c);
    for (unsigned page = 0; page < t->pages; page++)
        computer_map(&r->c, r->process[0], page, 1,
                     t->shared >> page & 1 ? AREA_SHARED : 0);
    for (unsigned page = 0; page < t->pages; page++)
        computer_touch(&r->c, r->process[0], page, true);
}

static unsigned sharers(struct run *r, const struct cow_event *e)
{
    uint32_t frame = computer_frame(&r->c, r->process[e->who], e->page);
    unsigned bits = 0;

    for (unsigned q = 0; q < COW_PROCESSES; q++)
        if (q != e->who && r->process[q] != NULL &&
            computer_frame(&r->c, r->process[q], e->page) == frame)
            bits |= 1u << q;
    return bits;
}

static void touch(struct run *r, const struct cow_event *e,
                  struct cow_effect *out)
{
    struct process *p = r->process[e->who];
    uint32_t before = computer_frame(&r->c, p, e->page);

    out->sharers = (uint8_t)sharers(r, e);
    out->fault =
        (uint8_t)computer_touch(&r->c, p, e->page, e->what == COW_WRITE);
    out->copied = computer_frame(&r->c, p, e->page) != before;
    r->counts.faults[e->who] =
        (uint8_t)(r->counts.faults[e->who] + out->fault);
    r->counts.copies = (uint8_t)(r->counts.copies + out->copied);
}

static void step(struct run *r, const struct cow_event *e,
                 struct cow_effect *out)
{
    memset(out, 0, sizeof *out);
    switch (e->what) {
    case COW_FORK:
        r->process[e->page] = computer_fork(&r->c, r->process[e->who]);
        break;
    case COW_EXIT:
        process_exit(&r->c.m, r->process[e->who]);
        r->process[e->who] = NULL;
        break;
    default:
        touch(r, e, out);
        break;
    }
}

struct cow_counts cow_trace_run(const struct cow_trace *t,
                                struct cow_effect *effects)
{
    struct run r;
    struct cow_effect effect;

    begin(&r, t);
    for (unsigned i = 0; i < t->n; i++) {
        step(&r, &t->at[i], &effect);
        if (effects != NULL) {
            effect.frames = (uint8_t)computer_data_frames(&r.c);
            effects[i] = effect;
        }
    }
    r.counts.frames = (uint8_t)computer_data_frames(&r.c);
    computer_stop(&r.c);
    return r.counts;
}

/* --- owners ------------------------------------------------------------- */

/* Who has which version of each page; a version is a frame. */
struct owners {
    const struct cow_trace *t;
    unsigned beliefs;
    uint8_t version[COW_PROCESSES][COW_PAGES];
    bool writable[COW_PROCESSES][COW_PAGES];
    bool alive[COW_PROCESSES];
    uint8_t versions;            /* given so far */
    uint8_t more[COW_PROCESSES]; /* frames that a process is believed to have
                                    beside those of its versions */
    struct cow_counts counts;
};

static bool believes(const struct owners *o, unsigned belief)
{
    return (o->beliefs & belief) != 0;
}

static bool is_private(const struct owners *o, unsigned page)
{
    return !(o->t->shared >> page & 1) || believes(o, COW_SHARED_TOO);
}

static bool is_alone(const struct owners *o, unsigned who, unsigned page)
{
    for (unsigned q = 0; q < COW_PROCESSES; q++)
        if (q != who && o->alive[q] &&
            o->version[q][page] == o->version[who][page])
            return false;
    return true;
}

static void write_to(struct owners *o, unsigned who, unsigned page)
{
    bool alone = is_alone(o, who, page);
    bool own = o->writable[who][page];

    if (!is_private(o, page) || (own && !believes(o, COW_EVERY_WRITE)) ||
        (who == 0 && believes(o, COW_CHILD_ONLY)))
        return;
    o->writable[who][page] = true;
    if (alone && believes(o, COW_LAST_FREE))
        return;
    o->counts.faults[who]++;
    if (alone && !believes(o, COW_EVERY_WRITE | COW_EVERY_FAULT))
        return;
    o->counts.copies++;
    if (alone)
        o->more[who]++;
    else
        o->version[who][page] = ++o->versions;
}

static void fork_to(struct owners *o, unsigned parent, unsigned child)
{
    o->alive[child] = true;
    for (unsigned page = 0; page < o->t->pages; page++) {
        bool copied = is_private(o, page) && believes(o, COW_FORK_COPIES);
        o->version[child][page] =
            copied ? ++o->versions : o->version[parent][page];
        o->writable[parent][page] = o->writable[child][page] = copied;
        o->counts.copies = (uint8_t)(o->counts.copies + copied);
    }
}

static void happen(struct owners *o, const struct cow_event *e)
{
    if (e->what == COW_FORK)
        fork_to(o, e->who, e->page);
    else if (e->what == COW_EXIT)
        o->alive[e->who] = believes(o, COW_EXIT_KEEPS);
    else if (e->what == COW_WRITE || believes(o, COW_READ_COPIES))
        write_to(o, e->who, e->page);
}

static unsigned frames(const struct owners *o)
{
    unsigned n = 0;

    for (unsigned q = 0; q < COW_PROCESSES; q++) {
        if (!o->alive[q])
            continue;
        n += o->more[q];
        for (unsigned page = 0; page < o->t->pages; page++) {
            bool seen = false;
            for (unsigned r = 0; r < q; r++)
                seen |=
                    o->alive[r] && o->version[r][page] == o->version[q][page];
            n += !seen;
        }
    }
    return n;
}

struct cow_counts cow_trace_count(const struct cow_trace *t, unsigned beliefs)
{
    struct owners o = {.t = t, .beliefs = beliefs, .alive = {true}};

    for (unsigned page = 0; page < t->pages; page++) {
        o.version[0][page] = ++o.versions;
        o.writable[0][page] = true;
    }
    for (unsigned i = 0; i < t->n; i++)
        happen(&o, &t->at[i]);
    o.counts.frames = (uint8_t)frames(&o);
    return o.counts;
}
