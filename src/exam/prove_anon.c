/* Memory of zeros that is mapped, read, written, given back and forked:
 * RSSVSZ and ZEROPG. */
#include "exam/prove_inside.h"
#include "problem/kind/anon_trace.h"

enum { KIB = 1024 };

struct run {
    struct stage *s;
    const struct anon_trace *t;
    unsigned id[ANON_PROCESSES];
    bool alive[ANON_PROCESSES];
    unsigned faults;
};

static uint64_t va_of(unsigned page)
{
    return (uint64_t)page * LIVE_PAGE;
}

static void act(struct run *r, const struct anon_event *e)
{
    uint64_t bytes = va_of(e->last - e->first + 1u);
    unsigned id = r->id[e->who];

    switch (e->what) {
    case ANON_MAP:
        stage_map(r->s, id, va_of(e->first), bytes, 0);
        break;
    case ANON_UNMAP:
        stage_unmap(r->s, id, va_of(e->first), bytes);
        break;
    case ANON_FORK:
        r->id[1] = stage_fork(r->s, id);
        r->alive[1] = true;
        break;
    case ANON_EXIT:
        stage_exit(r->s, id);
        r->alive[e->who] = false;
        break;
    default:
        r->faults +=
            stage_touch(r->s, id, e->first, e->last, e->what == ANON_WRITE);
        break;
    }
}

static void play(struct run *r, struct stage *s, const struct anon_trace *t)
{
    *r = (struct run){.s = s, .t = t, .alive = {true}};
    r->id[0] = stage_spawn(s);
    for (unsigned i = 0; i < t->n; i++)
        act(r, &t->at[i]);
}

/* The frames of both processes; *zeros gets how many of the first one's pages
 * have the page of zeros. */
static unsigned frames(struct run *r, unsigned *zeros)
{
    struct frames all = {.n = 0};

    for (unsigned q = 0; q < ANON_PROCESSES; q++)
        if (r->alive[q])
            stage_frames(r->s, r->id[q], 0, ANON_PAGES, &all,
                         q == 0 ? zeros : NULL);
    return all.n;
}

void witness_zeropg(struct stage *s, const void *params, struct answers *out)
{
    const struct anon_trace *t = params;
    unsigned zeros = 0;
    struct run r;

    play(&r, s, t);
    answer_number(out, r.faults);
    answer_number(out, frames(&r, &zeros));
    if (t->level == 3)
        answer_number(out, zeros);
}

void witness_rssvsz(struct stage *s, const void *params, struct answers *out)
{
    const struct anon_trace *t = params;
    unsigned zeros = 0;
    struct run r;

    play(&r, s, t);
    answer_number(out, va_of((unsigned)stage_pages(s, r.id[0])) / KIB);
    answer_number(out, stage_resident(s, r.id[0]) / KIB);
    if (t->level == 4) {
        answer_number(out, r.alive[1] ? stage_resident(s, r.id[1]) / KIB : 0);
        answer_number(out, va_of(frames(&r, &zeros)) / KIB);
    }
    answer_number(out, r.faults);
}
