/* LOOKUP - a virtual address goes through a table of one level.
 *
 *     | VPN | offset |         | PPN | offset |
 *        └──▶ table[VPN] ──────▶  ┘  unless its valid bit is 0
 *
 * At level 3 rows say which pages may be written, for a load and a store. Level
 * 4 adds a load that begins in one page and ends in the next: its two ends lie
 * in two physical pages that need not be neighbours. */
#include "problem/kind/lookup.h"

enum { TRIES = 20 };

static void measures(struct rng *rng, int level, struct linear *t)
{
    static const uint8_t offs[] = {3, 5, 6, 8, 10, 12};

    t->binary = level == 1;
    t->stale = level >= 3;
    t->guarded = level == 3;
    t->rows = level == 1 ? 4 : level == 2 ? 8 : 16;
    if (level == 1 && rng_below(rng, 4) == 0) { /* as in the notes */
        t->off = 6;
        t->va_bits = 9;
        t->pa_bits = 10;
        return;
    }
    t->off = level == 1 ? (uint8_t)rng_between(rng, 3, 6)
                        : offs[rng_below(rng, sizeof offs)];
    t->va_bits = (uint8_t)(t->off + (level == 1 ? 3 : 4));
    t->pa_bits = (uint8_t)(t->off + rng_between(rng, 4, 8));
}

static bool has_page_zero(const struct linear *t)
{
    for (unsigned i = 0; i < t->rows; i++)
        if (t->valid[i] && t->ppn[i] == 0)
            return true;
    return false;
}

/* An address in a page that is mapped, or in one that is not. */
static uint64_t draw(struct rng *rng, const struct linear *t, bool mapped)
{
    uint64_t vpn;

    do
        vpn = rng_below(rng, t->rows);
    while ((t->valid[vpn] != 0) != mapped);
    return vpn << t->off |
           (uint64_t)rng_between(rng, 1, (int64_t)two_to(t->off) - 2);
}

/* A load of four bytes: from a page that is mapped into the next one, which
 * is elsewhere in memory. */
static bool draw_crossing(struct rng *rng, struct lookup *l)
{
    const struct linear *t = &l->table;
    uint64_t vpn = rng_below(rng, t->rows - 1u);

    l->va[2] = (vpn + 1) << t->off;
    l->va[2] -= (uint64_t)rng_between(rng, 1, 3);
    l->va[3] = l->va[2] + 3;
    return t->valid[vpn] && t->valid[vpn + 1] &&
           t->ppn[vpn + 1] != t->ppn[vpn] + 1;
}

/* A load and a store where W is not the same; one of them gets through. */
static bool draw_load_and_store(struct rng *rng, struct lookup *l)
{
    const struct linear *t = &l->table;
    uint64_t load, store;

    l->va[0] = draw(rng, t, rng_below(rng, 10) > 0);
    l->va[1] = draw(rng, t, rng_below(rng, 10) > 0);
    load = lookup_vpn(l, 0);
    store = lookup_vpn(l, 1);
    return t->writable[load] != t->writable[store] &&
           (t->valid[load] || linear_allows(t, store, true));
}

/* A page that is mapped, one that is not, and two in one load. */
static bool draw_three(struct rng *rng, struct lookup *l)
{
    l->va[0] = draw(rng, &l->table, true);
    l->va[1] = draw(rng, &l->table, false);
    for (int tries = 0; tries <= TRIES; tries++)
        if (draw_crossing(rng, l))
            return true;
    return false;
}

static bool sample(struct rng *rng, int level, void *params)
{
    static const uint8_t asked[] = {0, 1, 1, 2, 4};
    struct lookup *l = params;
    struct linear *t = &l->table;
    unsigned valid;
    uint64_t vpn;

    l->level = (uint8_t)level;
    l->asked = asked[level];
    measures(rng, level, t);
    linear_fill(t, rng, 65);
    valid = linear_count(t);
    if (valid == 0 || valid == t->rows)
        return false;
    if (level < 3)
        l->va[0] = draw(rng, t, rng_below(rng, 4) > 0);
    else if (!(level == 3 ? draw_load_and_store(rng, l) : draw_three(rng, l)))
        return false;
    vpn = lookup_vpn(l, 0);
    return !t->valid[vpn] || (t->ppn[vpn] != vpn && t->ppn[vpn] != 0 &&
                              (level < 3 || has_page_zero(t)));
}

static void give(bool there, uint64_t pa, struct answers *out)
{
    if (there)
        answer_number(out, pa);
    else
        answer_word(out, WORD_FAULT);
}

/* The engine's: a table in memory, and the walk. */
static void solve(const void *params, struct answers *out)
{
    const struct lookup *l = params;
    struct phys mem;
    uint64_t pa = 0;

    linear_store(&l->table, &mem);
    for (unsigned i = 0; i < l->asked; i++) {
        bool there = linear_walk(&l->table, &mem, l->va[i],
                                 lookup_is_store(l, i), &pa);
        give(there, pa, out);
    }
    phys_release(&mem);
    out->steps = l->asked * (l->level == 3 ? 5u : 4u);
}

static void solve_again(const void *params, struct answers *out)
{
    const struct lookup *l = params;
    uint64_t pa = 0;

    for (unsigned i = 0; i < l->asked; i++) {
        bool there =
            linear_reckon(&l->table, l->va[i], lookup_is_store(l, i), &pa);
        give(there, pa, out);
    }
}

/* Everybody's way but for one place: `pa` makes the physical address. */
static bool all(const struct lookup *l, struct answers *out,
                uint64_t (*pa)(const struct linear *, uint64_t va))
{
    for (unsigned i = 0; i < l->asked; i++)
        give(
            linear_allows(&l->table, lookup_vpn(l, i), lookup_is_store(l, i)),
            pa(&l->table, l->va[i]), out);
    return true;
}

static uint64_t as_it_is(const struct linear *t, uint64_t va)
{
    (void)t;
    return va;
}

static uint64_t added(const struct linear *t, uint64_t va)
{
    return va + t->ppn[va >> t->off];
}

static uint64_t not_shifted(const struct linear *t, uint64_t va)
{
    return t->ppn[va >> t->off] | low(va, t->off);
}

static uint64_t base(const struct linear *t, uint64_t va)
{
    return linear_pa(t, va >> t->off, 0);
}

static bool same_address(const void *params, struct answers *out)
{
    return all(params, out, as_it_is);
}

static bool adds(const void *params, struct answers *out)
{
    return all(params, out, added);
}

static bool number_as_address(const void *params, struct answers *out)
{
    return all(params, out, not_shifted);
}

static bool drops_offset(const void *params, struct answers *out)
{
    return all(params, out, base);
}

static uint64_t right(const struct lookup *l, unsigned i)
{
    return linear_pa(&l->table, lookup_vpn(l, i),
                     low(l->va[i], l->table.off));
}

/* The address as it should be; true for all rows that allow the access. */
static bool ignores_valid(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    for (unsigned i = 0; i < l->asked; i++)
        give(!lookup_is_store(l, i) || l->table.writable[lookup_vpn(l, i)],
             right(l, i), out);
    return true;
}

static bool ignores_writable(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    for (unsigned i = 0; i < l->asked; i++)
        give(linear_maps(&l->table, lookup_vpn(l, i)), right(l, i), out);
    return true;
}

/* Lets nothing at all pass where W is 0. */
static bool loads_need_it(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    for (unsigned i = 0; i < l->asked; i++)
        give(linear_allows(&l->table, lookup_vpn(l, i), true), right(l, i),
             out);
    return true;
}

/* The load's last byte three behind its first. */
static bool contiguous(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    if (l->level < 4)
        return false;
    solve_again(l, out);
    out->at[3].number = num_of(out->at[2].number.top + 3);
    return true;
}

/* Splits one bit too low or too high, then looks up. */
static bool split_at(const struct lookup *l, unsigned off,
                     struct answers *out)
{
    for (unsigned i = 0; i < l->asked; i++) {
        uint64_t row = l->va[i] >> off;
        bool maps = linear_allows(&l->table, row, lookup_is_store(l, i));
        give(maps,
             maps ? (uint64_t)l->table.ppn[row] << off | low(l->va[i], off)
                  : 0,
             out);
    }
    return true;
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    return split_at(l, l->table.off - 1u, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    return split_at(l, l->table.off + 1u, out);
}

static const struct wrong_row wrongs[] = {
    {M_IDENT, 3, 0, .answer = same_address},
    {M_ADD, 4, 0, .answer = adds},
    {M_OFFBIT, 1, 0, .answer = bit_too_low},
    {M_OFFBIT, 1, 0, .answer = bit_too_high},
    {M_PPNASADDR, 4, 0, .answer = number_as_address},
    {M_VALIDIGN, 3, 0, .answer = ignores_valid},
    {M_PERMIGN, 6, LEVEL(3), .answer = ignores_writable},
    {M_READW, 3, LEVEL(3), .answer = loads_need_it},
    {M_DROPOFF, 4, 0, .answer = drops_offset},
    {M_CONTIG, 12, LEVEL(4), .answer = contiguous},
};

const struct kind kind_lookup = {
    .id = "LOOKUP",
    .number = 6,
    .version = 2,
    .levels = ALL_LEVELS,
    .title = "Translate an address",
    .topic = "lookup",
    .blurb = "virtual to physical through a table of one level, or a fault",
    .needs = {"SPLIT"},
    .hints = {"Cut the address first: which row of the table is it about?",
              "Look at the valid bit, then put the row's PPN in front of the "
              "offset."},
    .params_bytes = sizeof(struct lookup),
    .wrongs_needed = 3,
    .few = {300000},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = lookup_ask,
    .explain = lookup_explain,
};
