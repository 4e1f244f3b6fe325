/* WHICHPTE - the pages whose entries one instruction needs.
 *
 *     rip ─▶ | code |          its own bytes are fetched,
 *     rcx ─▶ | data |          then what it loads and stores;
 *     rsp ─▶ | stack |         a range may end in the next page
 *
 * Level 4 asks where the entries themselves are read. */
#include "problem/kind/whichpte.h"

static uint64_t between(struct rng *rng, uint64_t from, uint64_t to)
{
    return from + rng_below(rng, to - from);
}

/* Just below the end of a page. */
static uint64_t near_end(const struct whichpte *w, uint64_t at, unsigned by)
{
    return (at | (two_to(w->off) - 1)) + 1 - by;
}

static void draw_registers(struct rng *rng, struct whichpte *w)
{
    w->rip = between(rng, 0x400000, 0x480000);
    w->reg[REG_RAX] = between(rng, 0x1000, 0x3fffff);
    w->reg[REG_RBX] = between(rng, 0x1000, 0x3fffff);
    w->reg[REG_RCX] = between(rng, 0x600000, 0xffffff) & ~UINT64_C(7);
    w->reg[REG_RSI] = between(rng, 0x1000000, 0x1ffffff) & ~UINT64_C(7);
    w->reg[REG_RDI] = between(rng, 0x2000000, 0x2ffffff) & ~UINT64_C(7);
    w->reg[REG_RSP] = between(rng, 0x7ff00000, 0x7fffffff) & ~UINT64_C(7);
}

/* Ranges that end in another page than they begin in. */
static void push_over(struct rng *rng, struct whichpte *w)
{
    const struct insn *i = whichpte_insn(w);

    if (i->length > 1 && rng_below(rng, 2))
        w->rip =
            near_end(w, w->rip, (unsigned)rng_between(rng, 1, i->length - 1));
    for (unsigned d = 0; d < i->n; d++) {
        uint64_t *reg = &w->reg[i->data[d].base];
        if (rng_below(rng, 2))
            *reg = near_end(w, *reg, (unsigned)rng_between(rng, 1, 7)) -
                   (uint64_t)(int64_t)i->data[d].disp;
    }
}

static uint8_t draw_insn(struct rng *rng, int level)
{
    if (level == 1)
        return (uint8_t)rng_below(rng, INSN_STACK);
    if (level == 2)
        return (uint8_t)between(rng, INSN_STACK, INSN_BOTH);
    return (uint8_t)rng_below(rng, INSNS);
}

static unsigned count_straddling(const struct whichpte *w)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = insn_ranges(whichpte_insn(w), w->reg, w->rip, range),
             found = 0;

    for (unsigned i = 0; i < n; i++)
        found += whichpte_straddles(w, range[i]);
    return found;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct whichpte *w = params;

    w->level = (uint8_t)level;
    w->off = (uint8_t)(level == 1 ? 12 : rng_between(rng, 9, 14));
    w->insn = draw_insn(rng, level);
    draw_registers(rng, w);
    if (level == 2) /* where the old rsp and the new one differ by a page */
        w->reg[REG_RSP] = w->reg[REG_RSP] >> w->off << w->off;
    if (level == 3 || (level == 4 && rng_below(rng, 2)))
        push_over(rng, w);
    if (level == 4)
        w->base = between(rng, 2, 0x4000) << w->off;
    return level > 2 ? level == 4 || count_straddling(w) > 0
                     : count_straddling(w) == 0;
}

static const struct wrong_row wrongs[] = {
    {M_NOCODE, 1, 0, .beliefs = WHICH_NO_CODE},
    {M_OLDRSP, 2, 0, .beliefs = WHICH_OLD_RSP},
    {M_ALIGN, 2, 0, .beliefs = WHICH_ONE_PAGE},
    {M_REGVALUE, 2, 0, .beliefs = WHICH_VALUE},
    {M_NOPTESZ, 3, LEVEL(4), .beliefs = WHICH_NO_SIZE},
    {M_NOBASE, 3, LEVEL(4), .beliefs = WHICH_NO_BASE},
    {M_NOOFF, 1, LEVEL(1) | LEVEL(2) | LEVEL(3), .beliefs = WHICH_ADDRESS},
    {M_OFFBIT, 1, 0, .beliefs = WHICH_BIT_LOW},
    {M_OFFBIT, 1, 0, .beliefs = WHICH_BIT_HIGH},
};

const struct kind kind_whichpte = {
    .id = "WHICHPTE",
    .number = 12,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Pages of one instruction",
    .topic = "lookup",
    .blurb = "which page table entries an instruction needs",
    .needs = {"SPLIT"},
    .hints = {"What does the processor read before it knows what to do?",
              "List the bytes of code, then of each load and store, with "
              "first and last address; then cut the offsets off."},
    .params_bytes = sizeof(struct whichpte),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = whichpte_solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = whichpte_believe,
    .ask = whichpte_ask,
    .explain = whichpte_explain,
};
