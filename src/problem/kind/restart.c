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

unsigned restart_ranges(const struct restart *r, const uint64_t reg[REGS],
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

uint64_t restart_change(const struct restart *r)
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

    return range[restart_ranges(r, r->reg, range) - 1].from;
}

/* The value that is moved. */
uint64_t restart_value(const struct restart *r)
{
    return restart_insn(r)->data[0].access == ACCESS_LOAD
               ? r->memory
               : r->reg[restart_insn(r)->value];
}

/* Whether that page is missing at first. */
bool restart_is_missing(const struct restart *r, uint64_t va)
{
    struct insn_range range[INSN_RANGES];
    unsigned n;

    if (r->level == 3)
        return va >= r->reg[REG_RDI] >> r->off << r->off &&
               va < r->reg[REG_RDI] + r->bytes &&
               r->pages >> ((va >> r->off) - (r->reg[REG_RDI] >> r->off)) & 1;
    n = restart_ranges(r, r->reg, range);
    for (unsigned i = 0; i < n; i++)
        if (r->missing >> i & 1 && va >> r->off >= range[i].from >> r->off &&
            va >> r->off <= (range[i].from + range[i].bytes - 1) >> r->off)
            return true;
    return false;
}

/* --- drawing ------------------------------------------------------------ */

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
               low(r->reg[REG_RDI], r->off) != 0 &&
               restart_reckon(r).faults > 0;
    return level == 4 ||
           (low(restart_target(r), r->off) + 8 <= two_to(r->off) &&
            low(r->reg[REG_RCX], r->off) != 0);
}

/* --- mistakes ----------------------------------------------------------- */

/* The register has moved when the handler looks, and moves again. */
static bool moves_again(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);

    if (r->level == 3)
        return false;
    run.seen[restart_moved(r)] += run.faults * restart_change(r);
    run.reg[restart_moved(r)] += run.faults * restart_change(r);
    restart_give(r, &run, r->rip, out);
    return true;
}

/* It has moved when the handler looks, and does not move again. */
static bool moved_before(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);

    if (r->level == 3) {
        run.seen[REG_RCX]--;
        run.seen[REG_RDI]++;
    } else {
        run.seen[restart_moved(r)] += restart_change(r);
    }
    restart_give(r, &run, r->rip, out);
    return true;
}

/* The handler returns behind the instruction, which never happens. */
static bool next_instruction(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);

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
    restart_give(r, &run, r->rip + restart_insn(r)->length, out);
    return true;
}

static bool counts_one_start(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);

    run.starts = 1;
    restart_give(r, &run, r->rip, out);
    return r->level != 3;
}

static bool starts_over(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);

    run.seen[REG_RCX] = r->bytes;
    run.seen[REG_RDI] = r->reg[REG_RDI];
    restart_give(r, &run, r->rip, out);
    return r->level == 3;
}

static bool fault_a_byte(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);
    uint64_t at;
    unsigned n = 0;

    for (at = r->reg[REG_RDI]; at < r->reg[REG_RDI] + r->bytes; at++)
        n += restart_is_missing(r, at);
    restart_give(r, &run, r->rip, out);
    out->at[0].number = num_of(n);
    return r->level == 3;
}

/* All that is missing comes with the first fault. */
static bool one_fault(const void *params, struct answers *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);

    if (run.faults < 2 || r->level == 3)
        return false;
    run.faults = 1;
    run.starts = 2;
    restart_give(r, &run, r->rip, out);
    return true;
}

/* Level 4: without the code's faults; or only the first page of each. */
static bool leaves_out(const struct restart *r, bool code,
                       struct answers *out)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = restart_ranges(r, r->reg, range);
    struct run run = restart_reckon(r);

    run.faults = 0;
    for (unsigned i = code ? 1 : 0; i < n; i++) {
        uint64_t second = (range[i].from >> r->off) + 1;
        run.fault[run.faults++] = range[i].from;
        if (code && second == (range[i].from + range[i].bytes - 1) >> r->off)
            run.fault[run.faults++] = second << r->off;
    }
    run.starts = 1 + run.faults;
    restart_give(r, &run, r->rip, out);
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
    .solve = restart_solve,
    .solve_again = restart_solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = restart_ask,
    .explain = restart_explain,
};
