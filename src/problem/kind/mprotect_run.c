/* MPROTECT solved: by the engine, and byte by byte as one who believes this
 * or that. */
#include "problem/kind/mprotect.h"

#include "problem/bits.h"
#include "problem/computer.h"

enum { VPN = 0x10 };

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *p;
};

static void begin(struct run *r, const struct mprotect *m)
{
    computer_start(&r->c, CUT_PAGE_BITS, 6, 64, false);
    r->p = computer_spawn(&r->c);
    computer_map(&r->c, r->p, VPN, m->pages, 0);
    for (unsigned page = 0; page < m->pages; page++)
        computer_touch(&r->c, r->p, VPN + page, true);
}

static void run_call(struct run *r, const struct cut_call *c)
{
    uint64_t va = (uint64_t)(VPN + c->first) << CUT_PAGE_BITS;
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
    uint64_t va = ((uint64_t)VPN << CUT_PAGE_BITS) + a->at;
    struct result result = a->store ? machine_store(&r->c.m, r->p, va, 1)
                                    : machine_load(&r->c.m, r->p, va);

    return result.outcome == OUTCOME_DONE;
}

void mprotect_solve(const void *params, struct answers *out)
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

/* Where the range of a call ends. */
uint32_t cut_end(const struct cut_call *c, unsigned beliefs)
{
    uint32_t bytes = c->bytes;

    if (beliefs & CUT_FLOORED)
        bytes -= bytes % CUT_PAGE;
    else if (!(beliefs & CUT_BY_BYTES))
        bytes = (uint32_t)divide_up(bytes, CUT_PAGE) * CUT_PAGE;
    return (uint32_t)c->first * CUT_PAGE + bytes;
}

static bool covers(const struct cut_call *c, uint32_t byte, unsigned beliefs)
{
    return byte >= (uint32_t)c->first * CUT_PAGE &&
           byte < cut_end(c, beliefs);
}

/* What the byte is after the first `calls` calls. */
unsigned cut_state(const struct mprotect *m, uint32_t byte, unsigned calls,
                   unsigned beliefs)
{
    if (byte >= (uint32_t)m->pages * CUT_PAGE)
        return CUT_NOT_MAPPED;
    for (unsigned i = calls; i-- > 0;)
        if (covers(&m->call[i], byte, beliefs))
            return m->call[i].what == CUT_UNMAP ? CUT_NOT_MAPPED
                                                : m->call[i].perms;
    return PERM_R | PERM_W;
}

/* How many areas there are after so many calls. */
unsigned cut_areas(const struct mprotect *m, unsigned calls, unsigned beliefs)
{
    unsigned n = 0, before = CUT_NOT_MAPPED;

    for (uint32_t at = 0; at < (uint32_t)m->pages * CUT_PAGE;
         at += CUT_PAGE) {
        unsigned now = cut_state(m, at, calls, beliefs);
        bool cut = now != before;
        for (unsigned i = 0; i < calls && (beliefs & CUT_NO_JOIN); i++)
            cut |= at == (uint32_t)m->call[i].first * CUT_PAGE ||
                   at == cut_end(&m->call[i], beliefs);
        if ((beliefs & CUT_ONE_AREA) && before != CUT_NOT_MAPPED)
            cut = false;
        if ((beliefs & CUT_TWO_AREAS) && now == (PERM_R | PERM_W) &&
            before != CUT_NOT_MAPPED)
            cut = false;
        n += cut && now != CUT_NOT_MAPPED;
        before = now;
    }
    return n;
}

bool cut_allows(unsigned state, bool store, unsigned beliefs)
{
    if (state == CUT_NOT_MAPPED)
        return false;
    if (beliefs & CUT_ALL_ALLOWED)
        return true;
    return store ? (state & PERM_W) != 0 : state != 0;
}

/* The pages that still have the frame of the beginning. */
unsigned cut_frames(const struct mprotect *m, unsigned beliefs)
{
    unsigned n = 0;

    for (unsigned page = 0; page < m->pages; page++) {
        bool left = true;
        for (unsigned i = 1; i <= m->calls; i++) {
            unsigned now = cut_state(m, page * CUT_PAGE, i, beliefs);
            left = left && now != CUT_NOT_MAPPED &&
                   !(now == 0 && (beliefs & CUT_NONE_FREES));
        }
        n += left;
    }
    return n;
}

bool mprotect_believe(const void *params, unsigned beliefs,
                      struct answers *out)
{
    const struct mprotect *m = params;
    uint64_t faults[CUT_ACCESSES] = {0};
    unsigned n = 0;

    for (unsigned i = 1; i <= m->calls; i++)
        if (m->level > 1 || i == m->calls)
            answer_number(out, cut_areas(m, i, beliefs));
    for (unsigned i = 0; i < m->accesses; i++)
        if (!cut_allows(cut_state(m, m->access[i].at, m->calls, beliefs),
                        m->access[i].store, beliefs))
            faults[n++] = i + 1;
    answer_set(out, faults, n);
    if (m->level > 1)
        answer_number(out, cut_frames(m, beliefs));
    return true;
}
