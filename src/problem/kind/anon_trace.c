#include "problem/kind/anon_trace.h"

#include <string.h>

#include "problem/computer.h"

void anon_add(struct anon_trace *t, enum anon_what what, unsigned who,
              unsigned first, unsigned last)
{
    t->at[t->n++] = (struct anon_event){(uint8_t)what, (uint8_t)who,
                                        (uint8_t)first, (uint8_t)last};
}

bool anon_forks(const struct anon_trace *t)
{
    for (unsigned i = 0; i < t->n; i++)
        if (t->at[i].what == ANON_FORK)
            return true;
    return false;
}

/* --- the engine --------------------------------------------------------- */

enum { PAGE_BITS = 8, VPN_BITS = 6, FRAMES = 256 };

struct run {
    struct computer c;
    struct process *process[ANON_PROCESSES];
    unsigned faults;
};

static void act(struct run *r, const struct anon_event *e)
{
    struct process *p = r->process[e->who];
    struct err err = {0};

    switch (e->what) {
    case ANON_MAP:
        computer_map(&r->c, p, e->first, e->last - e->first + 1u, 0);
        break;
    case ANON_UNMAP:
        map_remove(&r->c.m, p, (uint64_t)e->first << PAGE_BITS,
                   (e->last - e->first + UINT64_C(1)) << PAGE_BITS, &err);
        break;
    case ANON_FORK:
        r->process[1] = computer_fork(&r->c, p);
        break;
    case ANON_EXIT:
        process_exit(&r->c.m, p);
        r->process[e->who] = NULL;
        break;
    default:
        for (unsigned page = e->first; page <= e->last; page++)
            r->faults +=
                computer_touch(&r->c, p, page, e->what == ANON_WRITE);
        break;
    }
}

static void count(struct run *r, struct anon_counts *out)
{
    memset(out, 0, sizeof *out);
    out->faults = r->faults;
    out->frames = computer_data_frames(&r->c);
    for (unsigned q = 0; q < ANON_PROCESSES; q++) {
        const struct process *p = r->process[q];
        if (p == NULL)
            continue;
        for (size_t i = 0; i < p->nareas; i++)
            out->mapped[q] =
                (uint16_t)(out->mapped[q] +
                           ((p->areas[i].end - p->areas[i].start) >>
                            PAGE_BITS));
        for (unsigned page = 0; page < ANON_PAGES; page++) {
            uint32_t frame = computer_frame(&r->c, r->process[q], page);
            out->zeros[q] += frame == r->c.m.zero;
            out->resident[q] += frame != NO_FRAME && frame != r->c.m.zero;
        }
    }
}

void anon_run(const struct anon_trace *t, struct anon_counts *after)
{
    struct run r = {.faults = 0};

    computer_start(&r.c, PAGE_BITS, VPN_BITS, FRAMES, true);
    r.process[0] = computer_spawn(&r.c);
    for (unsigned i = 0; i < t->n; i++) {
        act(&r, &t->at[i]);
        count(&r, &after[i]);
    }
    computer_stop(&r.c);
}

/* --- by hand ------------------------------------------------------------ */

/* A page's state: nothing yet, the page of zeros, or a version of its own,
 * counted from FIRST_OWN. */
enum { NOTHING, ZEROS, FIRST_OWN };

struct hand {
    unsigned beliefs;
    bool alive[ANON_PROCESSES];
    bool mapped[ANON_PROCESSES][ANON_PAGES];
    bool writable[ANON_PROCESSES][ANON_PAGES];
    uint16_t page[ANON_PROCESSES][ANON_PAGES];
    unsigned versions, faults;
    unsigned taken[ANON_PROCESSES]; /* from the resident pages, for nothing */
};

static bool believes(const struct hand *h, unsigned belief)
{
    return (h->beliefs & belief) != 0;
}

static void give_own(struct hand *h, unsigned who, unsigned page)
{
    h->page[who][page] = (uint16_t)(FIRST_OWN + h->versions++);
    h->writable[who][page] = true;
}

static bool read_page(struct hand *h, unsigned who, unsigned page)
{
    if (h->page[who][page] != NOTHING || believes(h, ANON_READ_FREE))
        return false;
    if (believes(h, ANON_ZERO_FRAME))
        give_own(h, who, page);
    else
        h->page[who][page] = ZEROS;
    return true;
}

static bool write_page(struct hand *h, unsigned who, unsigned page)
{
    uint16_t was = h->page[who][page];
    unsigned other = 1 - who;

    if (h->writable[who][page])
        return false;
    if (was >= FIRST_OWN && !(h->alive[other] && h->page[other][page] == was))
        h->writable[who][page] = true;
    else
        give_own(h, who, page);
    return was != ZEROS || !believes(h, ANON_WRITE_FREE);
}

static void touch(struct hand *h, const struct anon_event *e)
{
    unsigned faults = 0;

    for (unsigned page = e->first; page <= e->last; page++) {
        bool fault = e->what == ANON_READ ? read_page(h, e->who, page)
                                          : write_page(h, e->who, page);
        faults += fault || believes(h, ANON_REFAULT);
    }
    h->faults += believes(h, ANON_WHOLE) && faults > 1 ? 1 : faults;
}

static void map(struct hand *h, const struct anon_event *e, bool mapped)
{
    for (unsigned page = e->first; page <= e->last; page++) {
        h->mapped[e->who][page] = mapped;
        h->writable[e->who][page] = false;
        if (!mapped && believes(h, ANON_UNMAP_ALL) &&
            h->page[e->who][page] < FIRST_OWN)
            h->taken[e->who]++;
        h->page[e->who][page] = NOTHING;
        if (mapped && believes(h, ANON_EAGER))
            give_own(h, e->who, page);
    }
}

static void fork_all(struct hand *h)
{
    h->alive[1] = true;
    for (unsigned page = 0; page < ANON_PAGES; page++) {
        h->mapped[1][page] = h->mapped[0][page];
        h->page[1][page] = h->page[0][page];
        if (believes(h, ANON_FORK_COPIES) && h->page[0][page] >= FIRST_OWN)
            give_own(h, 1, page);
        else
            h->writable[0][page] = false;
    }
}

static void happen(struct hand *h, const struct anon_event *e)
{
    switch (e->what) {
    case ANON_MAP:
        map(h, e, true);
        break;
    case ANON_UNMAP:
        map(h, e, false);
        break;
    case ANON_FORK:
        fork_all(h);
        break;
    case ANON_EXIT:
        h->alive[e->who] = false;
        break;
    default:
        touch(h, e);
        break;
    }
}

static void sum_up(const struct hand *h, struct anon_counts *out)
{
    for (unsigned q = 0; q < ANON_PROCESSES; q++) {
        if (!h->alive[q])
            continue;
        for (unsigned page = 0; page < ANON_PAGES; page++) {
            uint16_t has = h->page[q][page];
            bool seen = q == 1 && h->alive[0] && h->page[0][page] == has;
            out->mapped[q] += h->mapped[q][page];
            out->zeros[q] += has == ZEROS;
            out->resident[q] +=
                has >= FIRST_OWN ||
                (has == ZEROS && believes(h, ANON_READ_RESIDENT));
            out->frames += has >= FIRST_OWN && !seen;
        }
    }
}

bool anon_reckon(const struct anon_trace *t, unsigned beliefs,
                 struct anon_counts *out)
{
    struct hand h = {.beliefs = beliefs, .alive = {true}};

    memset(out, 0, sizeof *out);
    for (unsigned i = 0; i < t->n; i++)
        happen(&h, &t->at[i]);
    sum_up(&h, out);
    out->faults = h.faults;
    for (unsigned q = 0; q < ANON_PROCESSES; q++) {
        if (h.taken[q] > out->resident[q])
            return false;
        out->resident[q] = out->resident[q] - h.taken[q];
    }
    return true;
}

/* --- answers ------------------------------------------------------------ */

void anon_solve(const struct anon_trace *t, anon_put *put,
                struct answers *out)
{
    struct anon_counts after[ANON_EVENTS];

    anon_run(t, after);
    put(t, &after[t->n - 1], out);
    out->steps = t->n;
}

bool anon_believe(const struct anon_trace *t, unsigned beliefs, anon_put *put,
                  struct answers *out)
{
    struct anon_counts c;

    if (!anon_reckon(t, beliefs, &c))
        return false;
    put(t, &c, out);
    return true;
}

/* --- words -------------------------------------------------------------- */

const char *anon_text(struct arena *a, const struct anon_event *e, bool forks)
{
    static const char *const verbs[] = {[ANON_MAP] = "maps",
                                        [ANON_READ] = "reads",
                                        [ANON_WRITE] = "writes",
                                        [ANON_UNMAP] = "unmaps"};
    const char *who = forks ? e->who == 0 ? "P" : "C" : "it";

    if (e->what == ANON_FORK)
        return arena_printf(a, "%s forks; the child is C", who);
    if (e->what == ANON_EXIT)
        return arena_printf(a, "%s exits", who);
    if (e->first == e->last)
        return arena_printf(a, "%s %s page %u", who, verbs[e->what],
                            e->first);
    return arena_printf(a, "%s %s pages %u to %u", who, verbs[e->what],
                        e->first, e->last);
}
