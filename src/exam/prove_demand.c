/* A program of which nothing is in memory yet, and a stack that may grow:
 * DEMAND and STACKGROW. */
#include <string.h>

#include "exam/prove_inside.h"
#include "problem/kind/demand_run.h"
#include "problem/kind/stackgrow_run.h"

/* --- DEMAND -------------------------------------------------------------- */

enum { NOP = 0x90 };

struct run {
    struct stage *s;
    const struct demand *d;
    unsigned id;
    uint64_t fault[MEMBERS_MAX]; /* accesses that faulted */
    unsigned faults;
};

/* Its pages by number, here. */
static struct range pages_of(const struct run *r, struct range range)
{
    return (struct range){stage_va(range.first, r->d->page_bits) / LIVE_PAGE,
                          stage_va(range.last, r->d->page_bits) / LIVE_PAGE};
}

static void map_zeros(struct run *r, struct range range)
{
    struct range p = pages_of(r, range);

    stage_map(r->s, r->id, p.first * LIVE_PAGE,
              (p.last - p.first + 1) * LIVE_PAGE, 0);
}

/* Instructions that do nothing. Each page is an area of its own, since a
 * fault on a file fills the pages around of the same area. */
static void map_code(struct run *r)
{
    struct range p = pages_of(r, demand_code(r->d));
    unsigned char code[LIVE_PAGE];
    int file = stage_file(r->s, sizeof code);

    memset(code, NOP, sizeof code);
    stage_write(r->s, file, 0, code, sizeof code);
    for (uint64_t page = p.first; page <= p.last; page++)
        stage_map_file(r->s, r->id, page * LIVE_PAGE, LIVE_PAGE,
                       PERM_R | PERM_X, file, 0);
}

static void use(struct run *r, enum access access, uint64_t va,
                unsigned bytes)
{
    struct request request = {.access = access,
                              .bytes = (uint8_t)bytes,
                              .va = stage_va(va, r->d->page_bits),
                              .value = 1};
    struct live_result result = stage_access(r->s, r->id, request);

    for (unsigned i = 0; i < result.faults; i++)
        if (r->faults < MEMBERS_MAX)
            r->fault[r->faults++] = va;
}

static void run(struct run *r)
{
    const struct demand *d = r->d;
    uint64_t sp = d->sp;

    r->id = stage_spawn(r->s);
    map_zeros(r, demand_stack(d));
    if (demand_has_code(d))
        map_code(r);
    if (d->level == 4)
        map_zeros(r, demand_array(d));
    for (unsigned i = 0; i < d->instructions; i++) {
        if (demand_has_code(d))
            use(r, ACCESS_FETCH, d->code + i * DEMAND_INSTRUCTION,
                DEMAND_INSTRUCTION);
        if ((i + 1) % d->every == 0)
            use(r, ACCESS_STORE, sp -= DEMAND_VALUE, DEMAND_VALUE);
    }
    for (uint64_t i = 0; d->level == 4 && i < d->bytes; i += DEMAND_VALUE)
        use(r, ACCESS_STORE, d->array + i, DEMAND_VALUE);
}

/* The problem's page tables are of another format than this machine's. */
void witness_demand(struct stage *s, const void *params, struct answers *out)
{
    struct run r = {.s = s, .d = params};

    run(&r);
    answer_number(out, r.faults);
    if (r.d->level == 3)
        answer_list(out, r.fault, r.faults);
    if (r.d->level == 4)
        answer_unseen(out);
}

/* --- STACKGROW ----------------------------------------------------------- */

static uint64_t bytes_of(uint64_t pages)
{
    return pages << STACK_PAGE_BITS;
}

/* Where the area that ends at the stack's end begins. */
static uint64_t start_of(struct stage *s, unsigned id, uint64_t end)
{
    struct seen_area area[STAGE_AREAS];

    for (unsigned i = stage_areas(s, id, area); i-- > 0;)
        if (area[i].end == end)
            return area[i].start;
    return 0;
}

static void touch_one(struct stage *s, const struct stackgrow *g, uint64_t va,
                      struct answers *out)
{
    unsigned id = stage_spawn(s);
    struct live_result r;
    uint64_t start;

    stage_map(s, id, bytes_of(g->low_start),
              bytes_of(g->low_end - g->low_start), 0);
    stage_map(s, id, bytes_of(g->start), bytes_of(g->end - g->start),
              AREA_GROWS_DOWN);
    for (uint64_t i = 1; i <= STACK_TOUCHED; i++)
        stage_store(s, id, bytes_of(g->end - i), 1, 1);
    r = stage_access(
        s, id,
        (struct request){
            .access = ACCESS_STORE, .bytes = 1, .va = va, .value = 1});
    start = start_of(s, id, bytes_of(g->end));
    answer_word(out, r.signal != 0                 ? WORD_SIGSEGV
                     : start != bytes_of(g->start) ? WORD_GROWS
                     : r.faults > 0                ? WORD_FILLED
                                                   : WORD_NO_FAULT);
    answer_number(out, start);
}

void witness_stackgrow(struct stage *s, const void *params,
                       struct answers *out)
{
    const struct stackgrow *g = params;

    for (unsigned i = 0; i < g->asked; i++)
        touch_one(s, g, g->va[i], out);
}
