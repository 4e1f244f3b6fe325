/* PTEADDR - where in memory the processor reads a page table entry.
 *
 *     base ─▶ | entry 0 | entry 1 | ... | entry VPN | ...
 *             └─────── VPN x entry bytes ──────▶
 *
 * Level 3 goes back from the entry that was read to the address that was
 * translated; at level 4 the table fills several pages. */
#include "problem/kind/pteaddr.h"

/* --- drawing ------------------------------------------------------------ */

static void measures(struct rng *rng, struct pteaddr *p)
{
    static const struct {
        uint8_t off_least, off_most, vpn_least, vpn_most;
    } by_level[] = {
        {0}, {6, 12, 3, 7}, {5, 12, 6, 12}, {5, 12, 6, 12}, {5, 9, 9, 12}};
    uint8_t vpn = (uint8_t)rng_between(rng, by_level[p->level].vpn_least,
                                       by_level[p->level].vpn_most);

    p->off = (uint8_t)rng_between(rng, by_level[p->level].off_least,
                                  by_level[p->level].off_most);
    p->va_bits = (uint8_t)(p->off + vpn);
    p->pa_bits = (uint8_t)(p->off + rng_between(rng, 10, 14));
    p->entry_bytes = (uint8_t)two_to((unsigned)rng_between(rng, 1, 3));
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct pteaddr *p = params;
    uint64_t table_bytes;

    p->level = (uint8_t)level;
    measures(rng, p);
    table_bytes = p->entry_bytes * two_to(pteaddr_vpn_bits(p));
    p->base = low(rng_next(rng), p->pa_bits) >> p->off << p->off;
    p->va = low(rng_next(rng), p->va_bits);
    p->entry = p->base + pteaddr_vpn(p) * p->entry_bytes;
    p->pa = low(rng_next(rng), (unsigned)p->pa_bits - p->off) << p->off |
            low(p->va, p->off);
    if (p->base >> p->off < 2 || pteaddr_vpn(p) < 2 ||
        low(p->va, p->off) == 0 || p->base + table_bytes > two_to(p->pa_bits))
        return false;
    return level < 4 ||
           (table_bytes >> p->off >= 4 && table_bytes >> p->off <= 64 &&
            (p->entry - p->base) >> p->off > 0);
}

/* --- mistakes ----------------------------------------------------------- */

/* The entry so many bytes behind the start; level 3: of that page number. */
static bool behind(const struct pteaddr *p, uint64_t bytes,
                   struct answers *out)
{
    pteaddr_give(p, p->base + bytes, bytes, out);
    return true;
}

static bool back(const struct pteaddr *p, uint64_t vpn, unsigned off,
                 struct answers *out)
{
    answer_number(out, p->pa >> off);
    answer_number(out, vpn << off | low(p->pa, off));
    return true;
}

static bool not_multiplied(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return p->level == 3 ? back(p, p->entry - p->base, p->off, out)
                         : behind(p, pteaddr_vpn(p), out);
}

static bool in_bits(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return behind(p, pteaddr_vpn(p) * p->entry_bytes * 8, out);
}

static bool from_one(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return p->level == 3
               ? back(p, pteaddr_vpn(p) + 1, p->off, out)
               : behind(p, (pteaddr_vpn(p) - 1) * p->entry_bytes, out);
}

static bool base_is_number(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t bytes = pteaddr_vpn(p) * p->entry_bytes;

    pteaddr_give(p, (p->base << p->off) + bytes, bytes, out);
    return true;
}

static bool no_base(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t bytes = pteaddr_vpn(p) * p->entry_bytes;

    if (p->level == 3)
        return back(p, p->entry / p->entry_bytes, p->off, out);
    pteaddr_give(p, bytes, bytes, out);
    return true;
}

static bool whole_address(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    if (p->level != 3)
        return behind(p, p->va * p->entry_bytes, out);
    answer_number(out, p->pa);
    answer_number(out, p->va);
    return true;
}

static bool cut_at(const struct pteaddr *p, unsigned off, struct answers *out)
{
    return p->level == 3 ? back(p, pteaddr_vpn(p), off, out)
                         : behind(p, (p->va >> off) * p->entry_bytes, out);
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return cut_at(p, p->off - 1u, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return cut_at(p, p->off + 1u, out);
}

static bool drops_offset(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    answer_number(out, p->pa >> p->off);
    answer_number(out, pteaddr_vpn(p) << p->off);
    return true;
}

static bool one_page(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    answer_number(out, p->entry);
    answer_number(out, 0);
    answer_number(out, p->base >> p->off);
    return true;
}

enum { FORWARD = LEVEL(1) | LEVEL(2) | LEVEL(4), BACK = LEVEL(3) };

static const struct wrong_row wrongs[] = {
    {M_NOPTESZ, 2, 0, .answer = not_multiplied},
    {M_PTBRPAGE, 3, FORWARD, .answer = base_is_number},
    {M_PTEBITS, 2, FORWARD, .answer = in_bits},
    {M_NOOFF, 1, LEVEL(2) | LEVEL(4), .answer = whole_address},
    {M_NOOFF, 3, BACK, .answer = whole_address},
    {M_ONEPAGE, 4, LEVEL(4), .answer = one_page},
    {M_FROMONE, 2, 0, .answer = from_one},
    {M_NOBASE, 3, FORWARD, .answer = no_base},
    {M_NOBASE, 1, BACK, .answer = no_base},
    {M_DROPOFF, 4, BACK, .answer = drops_offset},
    {M_OFFBIT, 1, LEVEL(2) | LEVEL(4), .answer = bit_too_low},
    {M_OFFBIT, 1, LEVEL(2) | LEVEL(4), .answer = bit_too_high},
    {M_OFFBIT, 3, BACK, .answer = bit_too_low},
    {M_OFFBIT, 3, BACK, .answer = bit_too_high},
};

const struct kind kind_pteaddr = {
    .id = "PTEADDR",
    .number = 9,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Find a page table entry",
    .topic = "lookup",
    .blurb = "the physical address of a page table entry",
    .needs = {"SPLIT"},
    .hints = {"A page table is an array in memory, and the page number is an "
              "index.",
              "Entry n begins n times the size of an entry behind the "
              "table's start."},
    .params_bytes = sizeof(struct pteaddr),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = pteaddr_solve,
    .solve_again = pteaddr_solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = pteaddr_ask,
    .explain = pteaddr_explain,
    .follow = pteaddr_follow,
};
