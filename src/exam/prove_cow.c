/* Processes that fork and then read and write their pages: COWFRAME and
 * COWFAULT. */
#include "exam/prove_inside.h"
#include "problem/kind/cow_trace.h"

struct run {
    struct stage *s;
    const struct cow_trace *t;
    unsigned id[COW_PROCESSES];
    bool alive[COW_PROCESSES];
    unsigned faults[COW_PROCESSES], copies;
};

static bool is_shared(const struct cow_trace *t, unsigned page)
{
    return (t->shared >> page & 1) != 0;
}

/* P with its pages, each written once. */
static void begin(struct run *r)
{
    r->id[0] = stage_spawn(r->s);
    r->alive[0] = true;
    for (unsigned page = 0; page < r->t->pages; page++)
        stage_map(r->s, r->id[0], (uint64_t)page * LIVE_PAGE, LIVE_PAGE,
                  is_shared(r->t, page) ? AREA_SHARED : 0);
    stage_touch(r->s, r->id[0], 0, r->t->pages - 1u, true);
}

/* Linux leaves the entries of shared memory for the child's first touches to
 * fill in; the problem's fork copies all. So they are touched at once, before
 * anything is counted. */
static void fork_one(struct run *r, const struct cow_event *e)
{
    r->id[e->page] = stage_fork(r->s, r->id[e->who]);
    r->alive[e->page] = true;
    for (unsigned page = 0; page < r->t->pages; page++)
        if (is_shared(r->t, page))
            stage_touch(r->s, r->id[e->page], page, page, false);
}

static uint64_t frame(struct run *r, const struct cow_event *e)
{
    return stage_look(r->s, r->id[e->who], (uint64_t)e->page * LIVE_PAGE).pfn;
}

static void touch(struct run *r, const struct cow_event *e)
{
    uint64_t before = frame(r, e);

    r->faults[e->who] += stage_touch(r->s, r->id[e->who], e->page, e->page,
                                     e->what == COW_WRITE);
    r->copies += frame(r, e) != before;
}

static void act(struct run *r, const struct cow_event *e)
{
    if (e->what == COW_FORK) {
        fork_one(r, e);
    } else if (e->what == COW_EXIT) {
        stage_exit(r->s, r->id[e->who]);
        r->alive[e->who] = false;
    } else {
        touch(r, e);
    }
}

static void play(struct run *r, struct stage *s, const struct cow_trace *t)
{
    *r = (struct run){.s = s, .t = t};
    begin(r);
    for (unsigned i = 0; i < t->n; i++)
        act(r, &t->at[i]);
}

void witness_cowframe(struct stage *s, const void *params,
                      struct answers *out)
{
    const struct cow_trace *t = params;
    struct frames all = {.n = 0};
    struct run r;

    play(&r, s, t);
    for (unsigned q = 0; q < COW_PROCESSES; q++)
        if (r.alive[q])
            stage_frames(s, r.id[q], 0, t->pages, &all, NULL);
    answer_number(out, all.n);
}

static unsigned processes(const struct cow_trace *t)
{
    unsigned n = 1;

    for (unsigned i = 0; i < t->n; i++)
        n += t->at[i].what == COW_FORK;
    return n;
}

void witness_cowfault(struct stage *s, const void *params,
                      struct answers *out)
{
    const struct cow_trace *t = params;
    struct run r;

    play(&r, s, t);
    if (t->level == 2)
        answer_number(out, r.faults[0] + r.faults[1] + r.faults[2]);
    else
        for (unsigned q = 0; q < processes(t); q++)
            answer_number(out, r.faults[q]);
    answer_number(out, r.copies);
}
