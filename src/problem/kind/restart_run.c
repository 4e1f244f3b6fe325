/* RESTART solved: byte by byte by the engine, and page by page by hand. */
#include "problem/kind/restart.h"

#include <string.h>

#include "problem/bits.h"
#include "problem/say.h"

/* --- the engine --------------------------------------------------------- */

/* The table of pages begins at the bottom of memory. The pages themselves hold
 * nothing: what counts is whether the walk gets there. */
enum { ROOT = 0, PA_BITS = 36 };

struct engine {
    const struct restart *r;
    struct format format;
    struct phys mem;
    /* By range, 1 + the page that its last walk reached: nobody takes a page
     * away, so one walk is enough for all its bytes, as with a TLB. */
    uint64_t reached[INSN_RANGES];
};

/* One page, mapped to a physical page of its own. */
static void map(struct engine *e, uint64_t vpn)
{
    phys_store(&e->mem, ROOT + vpn * 8, 8,
               format_leaf(&e->format, low(vpn, 20), PERM_R));
}

static void map_present(struct engine *e)
{
    struct insn_range range[INSN_RANGES];
    const struct restart *r = e->r;
    unsigned n = restart_ranges(r, r->reg, range);

    for (unsigned i = 0; i < n; i++) {
        uint64_t bytes = r->level == 3 && i > 0 ? r->bytes : range[i].bytes;
        uint64_t last = (range[i].from + bytes - 1) >> r->off;
        for (uint64_t vpn = range[i].from >> r->off; vpn <= last; vpn++)
            if (!restart_is_missing(r, vpn << r->off))
                map(e, vpn);
    }
}

/* Walks for all of a range; false with the address of the first byte that is
 * missing. */
static bool reach(struct engine *e, unsigned i, struct insn_range range,
                  uint64_t *at)
{
    uint64_t end = range.from + range.bytes, vpn;
    struct walk walk;

    for (*at = range.from; *at < end; *at = (vpn + 1) << e->r->off) {
        vpn = *at >> e->r->off;
        if (e->reached[i] == vpn + 1)
            continue;
        if (walk_translate(&e->format, &e->mem, ROOT, *at, range.access,
                           cpu_user, &walk) != CAUSE_NONE)
            return false;
        e->reached[i] = vpn + 1;
    }
    return true;
}

static bool reach_all(struct engine *e, const uint64_t reg[REGS],
                      uint64_t *at)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = restart_ranges(e->r, reg, range);

    for (unsigned i = 0; i < n; i++)
        if (!reach(e, i, range[i], at))
            return false;
    return true;
}

/* Nothing stands in the way any more: the effects. False when the instruction
 * has to be repeated. */
static bool effects(const struct restart *r, struct run *run)
{
    if (r->level == 3) {
        run->reg[REG_RSI]++;
        run->reg[REG_RDI]++;
        return --run->reg[REG_RCX] == 0;
    }
    if (restart_stores(r))
        run->stored = restart_value(r);
    else
        run->reg[restart_insn(r)->value] = restart_value(r);
    run->reg[restart_moved(r)] += restart_change(r);
    if (restart_moved(r) == REG_RDI)
        run->reg[REG_RSI] += 8;
    return true;
}

/* Runs it; the handler maps what is missing. */
static struct run run_it(struct engine *e)
{
    const struct restart *r = e->r;
    struct run run = {.starts = 1};
    bool done = false;
    uint64_t at;

    memcpy(run.reg, r->reg, sizeof run.reg);
    memcpy(run.seen, r->reg, sizeof run.seen);
    while (!done && run.faults < FAULTS) {
        if (reach_all(e, run.reg, &at)) {
            done = effects(r, &run);
            continue;
        }
        run.fault[run.faults++] = at;
        run.starts++;
        memcpy(run.seen, run.reg, sizeof run.seen);
        map(e, at >> r->off);
    }
    return run;
}

void restart_give(const struct restart *r, const struct run *run,
                  uint64_t rip, struct answers *out)
{
    if (r->level == 3) {
        answer_number(out, run->faults);
        answer_number(out, run->fault[run->faults > 0 ? run->faults - 1 : 0]);
        answer_number(out, run->seen[REG_RCX]);
        answer_number(out, run->seen[REG_RDI]);
        answer_number(out, run->reg[REG_RCX]);
        answer_number(out, run->reg[REG_RDI]);
        return;
    }
    if (r->level == 4)
        answer_list(out, run->fault, run->faults);
    answer_number(out, rip);
    answer_number(out, run->seen[restart_moved(r)]);
    answer_number(out, run->reg[restart_moved(r)]);
    if (r->level < 4)
        answer_number(out, restart_stores(r)
                               ? run->stored
                               : run->reg[restart_insn(r)->value]);
    answer_number(out, run->starts);
}

/* And once more, now that all pages are there: both runs must end alike, that
 * is what restarting is for. */
void restart_solve(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct engine e = {
        .r = r, .format = say_linear(INSN_VA_BITS, r->off + 20u, r->off)};
    struct run run, smooth;

    phys_init(&e.mem, two_to(PA_BITS));
    map_present(&e);
    run = run_it(&e);
    smooth = run_it(&e);
    phys_release(&e.mem);
    if (memcmp(run.reg, smooth.reg, sizeof run.reg) == 0 &&
        smooth.faults == 0 && run.stored == smooth.stored)
        restart_give(r, &run, r->rip, out);
    out->steps = 3 + run.faults * (r->level == 4 ? 2 : 1) + r->level;
}

/* --- by hand ------------------------------------------------------------ */

/* Level 3: the pages of the target in order. */
static struct run copy(const struct restart *r)
{
    struct run run = {.starts = 1};
    uint64_t from = r->reg[REG_RDI], page = two_to(r->off), at = from;

    for (; at < from + r->bytes; at = (at / page + 1) * page)
        if (r->pages >> (at / page - from / page) & 1) {
            run.fault[run.faults++] = at;
            run.seen[REG_RDI] = at;
            run.seen[REG_RCX] = r->bytes - (at - from);
        }
    run.starts += run.faults;
    run.reg[REG_RDI] = from + r->bytes;
    return run;
}

/* The pages of each range in order, and effects once in the end. */
struct run restart_reckon(const struct restart *r)
{
    struct insn_range range[INSN_RANGES];
    uint64_t page = two_to(r->off);
    struct run run = {.starts = 1};
    unsigned n;

    if (r->level == 3)
        return copy(r);
    n = restart_ranges(r, r->reg, range);
    for (unsigned i = 0; i < n; i++) {
        uint64_t end = range[i].from + range[i].bytes, at = range[i].from;
        if (r->missing >> i & 1)
            for (; at < end; at = (at / page + 1) * page)
                run.fault[run.faults++] = at;
    }
    run.starts += run.faults;
    run.seen[restart_moved(r)] = r->reg[restart_moved(r)];
    if (restart_stores(r))
        run.stored = restart_value(r);
    else
        run.reg[restart_insn(r)->value] = restart_value(r);
    run.reg[restart_moved(r)] = r->reg[restart_moved(r)] + restart_change(r);
    return run;
}

void restart_solve_again(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);

    restart_give(r, &run, r->rip, out);
}
