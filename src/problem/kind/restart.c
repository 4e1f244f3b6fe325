/* RESTART - an instruction that faults leaves no effect and runs again.
 *
 *     start ── fault ──▶ handler maps the page ──▶ start ── ... ──▶ done
 *        registers as before ─┘                       registers change here
 *
 * Level 3 is the exception that keeps the rule: rep movsb, which is done byte
 * by byte and remembers in its registers how far it is. At level 4 code and
 * data are missing, and lie in two pages each. */
#include "problem/kind/restart.h"

#include "problem/bits.h"
#include "problem/say.h"

static const struct insn rep_movsb = {
    "rep movsb",
    2,
    0,
    REG_RAX,
    false,
    2,
    {{ACCESS_LOAD, REG_RSI, 0}, {ACCESS_STORE, REG_RDI, 0}}};

const struct insn *restart_insn(const struct restart *r)
{
    return r->level == 3 ? &rep_movsb : &insns[r->insn];
}

static unsigned ranges(const struct restart *r, const uint64_t reg[REGS],
                       struct insn_range out[INSN_RANGES])
{
    unsigned n = insn_ranges(restart_insn(r), reg, r->rip, out);

    if (r->level == 3)
        out[1].bytes = out[2].bytes = 1;
    return n;
}

/* The register that the instruction changes, and by how much. */
enum reg restart_moved(const struct restart *r)
{
    return restart_insn(r)->rsp != 0 ? REG_RSP : REG_RDI;
}

static uint64_t change(const struct restart *r)
{
    return restart_insn(r)->rsp < 0 ? (uint64_t)-8 : 8;
}

/* Whether something is stored; else a register is loaded. */
bool restart_stores(const struct restart *r)
{
    const struct insn *i = restart_insn(r);

    return i->data[i->n - 1].access == ACCESS_STORE;
}

uint64_t restart_target(const struct restart *r)
{
    struct insn_range range[INSN_RANGES];

    return range[ranges(r, r->reg, range) - 1].from;
}

/* The value that is moved. */
uint64_t restart_value(const struct restart *r)
{
    return restart_insn(r)->data[0].access == ACCESS_LOAD
               ? r->memory
               : r->reg[restart_insn(r)->value];
}

/* --- sampling ------------------------------------------------------------
 */

static uint64_t in(struct rng *rng, uint64_t from, uint64_t bytes)
{
    return from + rng_below(rng, bytes);
}

static uint64_t over_end(const struct restart *r, struct rng *rng,
                         uint64_t at, unsigned bytes)
{
    return (at | (two_to(r->off) - 1)) + 1 -
           (uint64_t)rng_between(rng, 1, bytes - 1);
}

static void draw_copy(struct rng *rng, struct restart *r)
{
    uint64_t page;

    r->off = (uint8_t)rng_between(rng, 6, 7);
    page = two_to(r->off);
    r->bytes = (uint16_t)rng_between(rng, (int64_t)page + 10,
                                     (int64_t)(2 * page + page / 2));
    r->reg[REG_RCX] = r->bytes;
    r->pages = (uint8_t)rng_between(rng, 2, 14);
}

static void draw_insn(struct rng *rng, struct restart *r)
{
    static const uint8_t one[] = {5, 7}, two[] = {9, 11};
    bool both = r->level == 2 || (r->level == 4 && rng_below(rng, 2));
    const struct insn *i;

    r->off = 12;
    r->insn = (both ? two : one)[rng_below(rng, 2)];
    i = &insns[r->insn];
    r->missing = (uint8_t)(r->level == 1       ? FIRST
                           : r->level == 4     ? CODE | FIRST | SECOND
                           : rng_below(rng, 2) ? FIRST | SECOND
                                               : SECOND);
    if (r->level < 4)
        return;
    if (i->length > 1)
        r->rip = over_end(r, rng, r->rip, i->length);
    for (unsigned d = 0; d < i->n; d++)
        if (d > 0 || i->n == 1 || rng_below(rng, 2))
            r->reg[i->data[d].base] =
                over_end(r, rng, r->reg[i->data[d].base], 8) -
                (uint64_t)(int64_t)i->data[d].disp;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct restart *r = params;

    r->level = (uint8_t)level;
    r->rip = in(rng, 0x401000, 0x80000);
    r->reg[REG_RBX] = in(rng, 0x1000, 0x3fffff);
    r->reg[REG_RCX] = in(rng, 0x600000, 0x900000) & ~UINT64_C(7);
    r->reg[REG_RSI] = in(rng, 0x1000000, 0xff0000) & ~UINT64_C(7);
    r->reg[REG_RDI] = in(rng, 0x2000000, 0xff0000) & ~UINT64_C(7);
    r->reg[REG_RSP] = in(rng, 0x7ff00000, 0xf0000) & ~UINT64_C(7);
    r->memory = in(rng, 0x10000000, 0x60000000);
    if (level == 3)
        draw_copy(rng, r);
    else
        draw_insn(rng, r);
    if (level == 3)
        return r->rip >> 6 == (r->rip + 1) >> 6 &&
               low(r->reg[REG_RDI], r->off) != 0;
    return level == 4 ||
           (low(restart_target(r), r->off) + 8 <= two_to(r->off) &&
            low(r->reg[REG_RCX], r->off) != 0);
}

/* Whether that page is missing at first. */
static bool is_missing(const struct restart *r, uint64_t va)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = ranges(r, r->reg, range);

    if (r->level == 3)
        return va >= r->reg[REG_RDI] >> r->off << r->off &&
               va < r->reg[REG_RDI] + r->bytes &&
               r->pages >> ((va >> r->off) - (r->reg[REG_RDI] >> r->off)) & 1;
    for (unsigned i = 0; i < n; i++)
        if (r->missing >> i & 1 && va >> r->off >= range[i].from >> r->off &&
            va >> r->off <= (range[i].from + range[i].bytes - 1) >> r->off)
            return true;
    return false;
}

/* --- by the engine -------------------------------------------------------
 */

enum { ROOT = 1 << 28 };

static uint64_t entry_at(const struct restart *r, uint64_t va)
{
    return ROOT + (va >> r->off) * 8;
}

/* One page, mapped to a physical page of its own. */
static void map(const struct restart *r, const struct format *f,
                struct phys *mem, uint64_t va)
{
    phys_store(mem, entry_at(r, va), 8,
               format_leaf(f, low(va >> r->off, 20), PERM_R));
}

/* Walks for every byte of a range; false with the address of the first that
 * is missing. */
static bool reach(const struct restart *r, const struct format *f,
                  const struct phys *mem, struct insn_range range,
                  uint64_t *at)
{
    struct walk walk;

    (void)r;
    for (uint64_t i = 0; i < range.bytes; i++) {
        *at = range.from + i;
        if (walk_translate(f, mem, ROOT, *at, range.access, cpu_user,
                           &walk) != CAUSE_NONE)
            return false;
    }
    return true;
}

static bool reach_all(const struct restart *r, const struct format *f,
                      const struct phys *mem, const uint64_t reg[REGS],
                      uint64_t *at)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = ranges(r, reg, range);

    for (unsigned i = 0; i < n; i++)
        if (!reach(r, f, mem, range[i], at))
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
    run->reg[restart_moved(r)] += change(r);
    if (restart_moved(r) == REG_RDI)
        run->reg[REG_RSI] += 8;
    return true;
}

static void map_present(const struct restart *r, const struct format *f,
                        struct phys *mem, bool all)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = ranges(r, r->reg, range);

    for (unsigned i = 0; i < n; i++) {
        uint64_t bytes = r->level == 3 && i > 0 ? r->bytes : range[i].bytes;
        uint64_t last = (range[i].from + bytes - 1) >> r->off;
        for (uint64_t vpn = range[i].from >> r->off; vpn <= last; vpn++)
            if (all || !is_missing(r, vpn << r->off))
                map(r, f, mem, vpn << r->off);
    }
}

/* Runs it, with all pages there or not; the handler maps what is missing. */
static struct run run_it(const struct restart *r, bool all)
{
    struct format f = say_linear(INSN_VA_BITS, r->off + 20u, r->off);
    struct run run = {.starts = 1};
    struct phys mem;
    uint64_t at;
    bool done = false;

    for (unsigned i = 0; i < REGS; i++)
        run.reg[i] = run.seen[i] = r->reg[i];
    phys_init(&mem, two_to(36));
    map_present(r, &f, &mem, all);
    while (!done && run.faults < FAULTS) {
        if (reach_all(r, &f, &mem, run.reg, &at)) {
            done = effects(r, &run);
            continue;
        }
        run.fault[run.faults++] = at;
        run.starts++;
        for (unsigned i = 0; i < REGS; i++)
            run.seen[i] = run.reg[i];
        map(r, &f, &mem, at);
    }
    phys_release(&mem);
    return run;
}

static void give_run(const struct restart *r, const struct run *run,
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

/* Both runs must end alike: that is what restarting is for. */
static void solve(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = run_it(r, false), smooth = run_it(r, true);

    for (unsigned i = 0; i < REGS; i++)
        if (run.reg[i] != smooth.reg[i])
            return;
    if (run.stored == smooth.stored)
        give_run(r, &run, r->rip, out);
    out->steps = 3 + run.faults * (r->level == 4 ? 2 : 1) + r->level;
}

/* --- by hand -------------------------------------------------------------
 */

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
struct run restart_run(const struct restart *r)
{
    struct insn_range range[INSN_RANGES];
    uint64_t page = two_to(r->off);
    struct run run = {.starts = 1};
    unsigned n;

    if (r->level == 3)
        return copy(r);
    n = ranges(r, r->reg, range);
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
    run.reg[restart_moved(r)] = r->reg[restart_moved(r)] + change(r);
    return run;
}

static void solve_again(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);

    give_run(r, &run, r->rip, out);
}

/* --- mistakes ------------------------------------------------------------
 */

/* The register has moved when the handler looks, and moves again. */
static bool moves_again(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);

    if (r->level == 3)
        return false;
    run.seen[restart_moved(r)] += run.faults * change(r);
    run.reg[restart_moved(r)] += run.faults * change(r);
    give_run(r, &run, r->rip, out);
    return true;
}

/* It has moved when the handler looks, and does not move again. */
static bool moved_before(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);

    if (r->level == 3) {
        run.seen[REG_RCX]--;
        run.seen[REG_RDI]++;
    } else {
        run.seen[restart_moved(r)] += change(r);
    }
    give_run(r, &run, r->rip, out);
    return true;
}

/* The handler returns behind the instruction, which never happens. */
static bool next_instruction(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);

    if (r->level == 3) {
        struct run first = run;
        run.faults = 1;
        run.seen[REG_RDI] = run.reg[REG_RDI] = first.fault[0];
        run.seen[REG_RCX] = run.reg[REG_RCX] =
            r->bytes - (first.fault[0] - r->reg[REG_RDI]);
    } else {
        run.faults = run.starts = 1;
        run.reg[restart_moved(r)] = r->reg[restart_moved(r)];
        run.stored = 0;
        if (!restart_stores(r))
            run.reg[restart_insn(r)->value] = r->reg[restart_insn(r)->value];
    }
    give_run(r, &run, r->rip + restart_insn(r)->length, out);
    return true;
}

static bool counts_one_start(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);

    run.starts = 1;
    give_run(r, &run, r->rip, out);
    return r->level != 3;
}

static bool starts_over(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);

    run.seen[REG_RCX] = r->bytes;
    run.seen[REG_RDI] = r->reg[REG_RDI];
    give_run(r, &run, r->rip, out);
    return r->level == 3;
}

static bool fault_a_byte(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);
    uint64_t at;
    unsigned n = 0;

    for (at = r->reg[REG_RDI]; at < r->reg[REG_RDI] + r->bytes; at++)
        n += is_missing(r, at);
    give_run(r, &run, r->rip, out);
    out->at[0].number = num_of(n);
    return r->level == 3;
}

/* All that is missing comes with the first fault. */
static bool one_fault(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_run(r);

    if (run.faults < 2 || r->level == 3)
        return false;
    run.faults = 1;
    run.starts = 2;
    give_run(r, &run, r->rip, out);
    return true;
}

/* Level 4: without the code's faults; or only the first page of each. */
static bool leaves_out(const struct restart *r, bool code,
                       struct answers *out)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = ranges(r, r->reg, range);
    struct run run = restart_run(r);

    run.faults = 0;
    for (unsigned i = code ? 1 : 0; i < n; i++) {
        uint64_t second = (range[i].from >> r->off) + 1;
        run.fault[run.faults++] = range[i].from;
        if (code && second == (range[i].from + range[i].bytes - 1) >> r->off)
            run.fault[run.faults++] = second << r->off;
    }
    run.starts = 1 + run.faults;
    give_run(r, &run, r->rip, out);
    return true;
}

static bool no_code(const void *params, struct answers *out)
{
    return leaves_out(params, true, out);
}

static bool first_pages(const void *params, struct answers *out)
{
    return leaves_out(params, false, out);
}

static const struct wrong_row wrongs[] = {
    {M_PARTIAL, 2, 0, .answer = moves_again},
    {M_PARTIAL, 2, 0, .answer = moved_before},
    {M_NEXTINSN, 2, 0, .answer = next_instruction},
    {M_RESUME, 4, LEVEL(1) | LEVEL(2) | LEVEL(4), .answer = counts_one_start},
    {M_STARTOVER, 2, LEVEL(3), .answer = starts_over},
    {M_PERACCESS, 1, LEVEL(3), .answer = fault_a_byte},
    {M_WHOLEREG, 1, 0, .answer = one_fault},
    {M_NOCODE, 1, LEVEL(4), .answer = no_code},
    {M_ALIGN, 1, LEVEL(4), .answer = first_pages},
};

const struct kind kind_restart = {
    .id = "RESTART",
    .number = 48,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Run it again",
    .topic = "hardware",
    .blurb = "what an instruction that faults leaves behind, and how it ends",
    .needs = {"WHICHPTE"},
    .hints = {"How much of an instruction has happened when it faults?",
              "Write down the registers before, in the handler, and after; "
              "the first two are the same."},
    .params_bytes = sizeof(struct restart),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = restart_ask,
    .explain = restart_explain,
};
