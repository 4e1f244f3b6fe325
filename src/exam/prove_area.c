/* Areas that are cut and joined: MPROTECT. */
#include "exam/prove_inside.h"
#include "problem/kind/mprotect.h"

#define START UINT64_C(0x10000)

static void call(struct stage *s, unsigned id, const struct cut_call *c)
{
    uint64_t va = START + (uint64_t)c->first * LIVE_PAGE;

    if (c->what == CUT_PROTECT)
        stage_protect(s, id, va, c->bytes, c->perms);
    else if (c->what == CUT_UNMAP)
        stage_unmap(s, id, va, c->bytes);
    else
        stage_map(s, id, va, c->bytes, c->perms);
}

static bool ends_in_signal(struct stage *s, unsigned id,
                           const struct cut_access *a)
{
    return stage_access(s, id,
                        (struct request){.access = a->store ? ACCESS_STORE
                                                            : ACCESS_LOAD,
                                         .bytes = 1,
                                         .va = START + a->at,
                                         .value = 1})
               .signal != 0;
}

void witness_mprotect(struct stage *s, const void *params,
                      struct answers *out)
{
    const struct mprotect *m = params;
    struct seen_area area[STAGE_AREAS];
    struct frames frames = {.n = 0};
    uint64_t fatal[CUT_ACCESSES] = {0};
    unsigned n = 0, id = stage_spawn(s);

    stage_map(s, id, START, (uint64_t)m->pages * LIVE_PAGE, 0);
    stage_touch(s, id, START / LIVE_PAGE, START / LIVE_PAGE + m->pages - 1u,
                true);
    for (unsigned i = 0; i < m->calls; i++) {
        call(s, id, &m->call[i]);
        if (m->level > 1 || i + 1 == m->calls)
            answer_number(out, stage_areas(s, id, area));
    }
    if (m->level > 1)
        stage_frames(s, id, START, m->pages, &frames, NULL);
    for (unsigned i = 0; i < m->accesses; i++)
        if (ends_in_signal(s, id, &m->access[i]))
            fatal[n++] = i + 1;
    answer_set(out, fatal, n);
    if (m->level > 1)
        answer_number(out, frames.n);
}
