/* REVERSE - from a physical address back to the virtual ones.
 *
 *     | PPN | offset |
 *        └──▶ which valid rows hold it? each gives | VPN | offset |
 *
 * A row that is not valid holds the same PPN. Level 3 takes any one of the
 * addresses, level 4 looks into the tables of two processes. */
#include "problem/kind/reverse.h"
#include "problem/say.h"

static void measures(struct rng *rng, int level, struct linear *l)
{
    unsigned vpn_bits = level == 1 ? 2 : 3;

    l->binary = level == 1;
    l->stale = true;
    l->off = (uint8_t)rng_between(rng, 3, level == 1 ? 5 : 7);
    l->va_bits = (uint8_t)(l->off + vpn_bits);
    l->pa_bits = (uint8_t)(l->off + rng_between(rng, vpn_bits + 1, 6));
    l->rows = (uint8_t)two_to(vpn_bits);
}

static void put(struct rng *rng, struct linear *l, uint64_t ppn, bool valid)
{
    uint64_t row;

    do
        row = rng_below(rng, l->rows);
    while (l->ppn[row] == ppn);
    l->ppn[row] = (uint16_t)ppn;
    l->valid[row] = valid;
}

/* So many rows hold the PPN, and one that is not valid. */
static void plant(struct rng *rng, struct linear *l, uint64_t ppn,
                  unsigned aliases)
{
    for (unsigned i = 0; i < l->rows; i++)
        if (l->ppn[i] == ppn)
            l->ppn[i] ^= 1;
    for (unsigned i = 0; i < aliases; i++)
        put(rng, l, ppn, true);
    put(rng, l, ppn, false);
}

static unsigned aliases(struct rng *rng, int level)
{
    unsigned dice = (unsigned)rng_below(rng, 10);

    if (level == 1)
        return dice > 1;
    if (level == 3)
        return dice < 7 ? 2 : 3;
    return dice < 1 ? 0 : dice < 6 ? 1 : 2;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct reverse *r = params;
    struct linear *first = &r->table[0];
    unsigned found = 0;
    uint64_t ppn;

    r->level = (uint8_t)level;
    r->tables = level == 4 ? 2 : 1;
    measures(rng, level, first);
    r->table[1] = *first;
    ppn = rng_below(rng, two_to(linear_ppn_bits(first)));
    if (rng_below(rng, 3) > 0)
        ppn %= first->rows;
    for (unsigned i = 0; i < r->tables; i++) {
        unsigned n = aliases(rng, level);
        linear_fill(&r->table[i], rng, 70);
        plant(rng, &r->table[i], ppn, n);
        found += n;
    }
    r->pa = ppn << first->off |
            (uint64_t)rng_between(rng, 1, (int64_t)two_to(first->off) - 2);
    return found > 0 || level < 4;
}

/* Every page is tried with the engine. */
static void solve(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    for (unsigned t = 0; t < r->tables; t++) {
        const struct linear *l = &r->table[t];
        uint64_t found[LINEAR_ROWS], pa;
        unsigned n = 0;
        struct phys mem;
        linear_store(l, &mem);
        for (uint64_t i = 0; i < l->rows; i++) {
            uint64_t va = i << l->off | reverse_offset_of(r);
            if (linear_walk(l, &mem, va, false, &pa) && pa == r->pa)
                found[n++] = va;
        }
        phys_release(&mem);
        if (r->level == 3)
            answer_number(out, found[0]);
        else
            answer_set(out, found, n);
    }
    out->steps = 1 + 3u * r->tables;
}

/* Every virtual address is tried, byte after byte of each page. */
static void solve_again(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    for (unsigned t = 0; t < r->tables; t++) {
        const struct linear *l = &r->table[t];
        uint64_t found[LINEAR_ROWS], bytes = two_to(l->off), va = 0;
        unsigned n = 0;
        for (unsigned row = 0; row < l->rows; row++)
            for (uint64_t at = 0; at < bytes; at++, va++)
                if (l->valid[row] && l->ppn[row] * bytes + at == r->pa)
                    found[n++] = va;
        if (r->level == 3)
            answer_number(out, found[0]);
        else
            answer_set(out, found, n);
    }
}

/* Level 3: any address that the engine takes there. */
static bool works(const void *params, unsigned part,
                  const struct value *given)
{
    const struct reverse *r = params;
    struct phys mem;
    uint64_t va, pa;
    bool there;

    (void)part;
    if (r->level != 3 || given->kind != VALUE_NUMBER ||
        !num_is_whole(given->number, &va))
        return false;
    linear_store(&r->table[0], &mem);
    there = linear_walk(&r->table[0], &mem, va, false, &pa) && pa == r->pa;
    phys_release(&mem);
    return there;
}

/* --- mistakes ----------------------------------------------------------- */

/* What a person finds in one table, who cuts at `off` and may overlook that
 * rows are not valid. */
static unsigned search(const struct reverse *r, const struct linear *l,
                       unsigned off, bool also_invalid,
                       uint64_t found[LINEAR_ROWS])
{
    unsigned n = 0;

    for (uint64_t i = 0; i < l->rows; i++)
        if ((l->valid[i] || also_invalid) && l->ppn[i] == r->pa >> off)
            found[n++] = i << off | low(r->pa, off);
    return n;
}

static void give(const struct reverse *r, const uint64_t *found, unsigned n,
                 struct answers *out)
{
    if (r->level != 3)
        answer_set(out, found, n);
    else if (n > 0)
        answer_number(out, found[0]);
    else
        answer_word(out, WORD_NONE);
}

static bool cut_at(const struct reverse *r, unsigned off, struct answers *out)
{
    uint64_t found[LINEAR_ROWS];

    for (unsigned t = 0; t < r->tables; t++)
        give(r, found, search(r, &r->table[t], off, false, found), out);
    return true;
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    return cut_at(r, r->table[0].off - 1u, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    return cut_at(r, r->table[0].off + 1u, out);
}

static bool ignores_valid(const void *params, struct answers *out)
{
    const struct reverse *r = params;
    uint64_t found[LINEAR_ROWS];

    for (unsigned t = 0; t < r->tables; t++)
        give(r, found, search(r, &r->table[t], r->table[t].off, true, found),
             out);
    return true;
}

static bool first_only(const void *params, struct answers *out)
{
    const struct reverse *r = params;
    uint64_t found[LINEAR_ROWS];

    for (unsigned t = 0; t < r->tables; t++) {
        unsigned n = search(r, &r->table[t], r->table[t].off, false, found);
        give(r, found, n > 1 ? 1 : n, out);
    }
    return true;
}

/* The addresses that were found, shifted right and left. */
static bool found_but(const struct reverse *r, unsigned right, unsigned left,
                      struct answers *out)
{
    uint64_t found[LINEAR_ROWS];

    for (unsigned t = 0; t < r->tables; t++) {
        unsigned n = search(r, &r->table[t], r->table[t].off, false, found);
        for (unsigned i = 0; i < n; i++)
            found[i] = found[i] >> right << left;
        give(r, found, n, out);
    }
    return true;
}

static bool drops_offset(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    return found_but(r, r->table[0].off, r->table[0].off, out);
}

static bool page_numbers(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    return found_but(r, r->table[0].off, 0, out);
}

/* Translates the physical address as if it were a virtual one. */
static bool forward(const void *params, struct answers *out)
{
    const struct reverse *r = params;
    uint64_t pa;

    for (unsigned t = 0; t < r->tables; t++) {
        const struct linear *l = &r->table[t];
        bool maps = linear_maps(l, reverse_ppn_of(r));
        pa = maps ? linear_pa(l, reverse_ppn_of(r), reverse_offset_of(r)) : 0;
        give(r, &pa, maps, out);
    }
    return true;
}

static bool same_address(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    for (unsigned t = 0; t < r->tables; t++)
        give(r, &r->pa, 1, out);
    return true;
}

static const struct wrong_row wrongs[] = {
    {M_VALIDIGN, 3, 0, .answer = ignores_valid},
    {M_ONEALIAS, 2, 0, .answer = first_only},
    {M_FORWARD, 2, 0, .answer = forward},
    {M_OFFBIT, 1, 0, .answer = bit_too_low},
    {M_OFFBIT, 1, 0, .answer = bit_too_high},
    {M_DROPOFF, 4, 0, .answer = drops_offset},
    {M_PPNASADDR, 4, 0, .answer = page_numbers},
    {M_IDENT, 2, 0, .answer = same_address},
};

const struct kind kind_reverse = {
    .id = "REVERSE",
    .number = 8,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Back to the virtual address",
    .topic = "lookup",
    .blurb = "which virtual addresses lead to a physical one",
    .needs = {"LOOKUP"},
    .hints = {"The offset is the same on both sides; only the page number is "
              "exchanged.",
              "Cut the physical address, then search the PPN column for its "
              "page number."},
    .params_bytes = sizeof(struct reverse),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = reverse_ask,
    .explain = reverse_explain,
    .works = works,
};
