/* LOADBYTE - what a load brings, through a table and a dump of memory.
 *
 *     va ──▶ table ──▶ pa ──▶ | 4a | 07 | e1 | ... |
 *
 * Wider loads put the bytes together, the lowest address lowest. At level 4
 * the load begins in one page and ends in the next, which lies elsewhere. */
#include "problem/kind/loadbyte.h"
#include "problem/say.h"

/* --- drawing ------------------------------------------------------------ */

static void measures(struct rng *rng, int level, struct linear *t)
{
    unsigned vpn_bits = level == 1 ? 2 : 3;

    t->binary = level == 1;
    t->stale = level >= 3;
    t->off = (uint8_t)rng_between(rng, 3, 4);
    t->va_bits = (uint8_t)(t->off + vpn_bits);
    t->pa_bits = t->off == 3 ? (uint8_t)rng_between(rng, 6, 7) : 7;
    t->rows = (uint8_t)two_to(vpn_bits);
}

static void fill_memory(struct rng *rng, struct loadbyte *l)
{
    uint8_t all[256];

    for (unsigned i = 0; i < 256; i++)
        all[i] = (uint8_t)i;
    for (unsigned i = 0; i < loadbyte_memory_bytes(l); i++) {
        uint64_t pick = i + rng_below(rng, 256 - i);
        l->byte[i] = all[pick];
        all[pick] = all[i];
    }
}

static bool draw_address(struct rng *rng, struct loadbyte *l)
{
    const struct linear *t = &l->table;
    uint64_t page = two_to(t->off), vpn = rng_below(rng, t->rows);

    if (l->level == 4) {
        vpn = rng_below(rng, t->rows - 1u);
        l->va = (vpn + 1) << t->off;
        l->va -= (uint64_t)rng_between(rng, 1, l->width - 1);
        return (t->valid[vpn] || t->valid[vpn + 1]) &&
               t->ppn[vpn + 1] != t->ppn[vpn] + 1 &&
               t->ppn[vpn + 1] != t->ppn[vpn];
    }
    l->va = vpn << t->off;
    l->va += rng_below(rng, page / l->width) * l->width;
    return low(l->va, t->off) != 0 && t->ppn[vpn] != vpn;
}

static bool sample(struct rng *rng, int level, void *params)
{
    static const uint8_t widths[] = {0, 1, 2, 4, 4};
    struct loadbyte *l = params;

    l->level = (uint8_t)level;
    l->width = widths[level];
    measures(rng, level, &l->table);
    linear_fill(&l->table, rng, 75);
    fill_memory(rng, l);
    return draw_address(rng, l);
}

/* --- the answer --------------------------------------------------------- */

/* The engine's memory, and its walk for each page of the load. */
static void solve(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;
    unsigned first = loadbyte_in_first(l);
    uint64_t pa[2] = {0}, value;
    struct phys mem;
    bool there;

    linear_store(&l->table, &mem);
    for (unsigned i = 0; i < loadbyte_memory_bytes(l); i++)
        phys_store(&mem, i, 1, l->byte[i]);
    there = linear_walk(&l->table, &mem, l->va, false, &pa[0]) &&
            (!loadbyte_crosses(l) ||
             linear_walk(&l->table, &mem, l->va + first, false, &pa[1]));
    if (there) {
        value = phys_load(&mem, pa[0], first);
        if (loadbyte_crosses(l))
            value |= phys_load(&mem, pa[1], l->width - first) << 8 * first;
        answer_number(out, value);
    } else {
        answer_word(out, WORD_FAULT);
    }
    phys_release(&mem);
    out->steps = loadbyte_crosses(l) ? 4 + l->width : 3 + l->width;
}

/* Byte by byte, each translated by itself, the highest first. */
void loadbyte_solve_again(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;
    uint64_t value = 0, pa;

    for (unsigned i = l->width; i-- > 0;) {
        if (!linear_reckon(&l->table, l->va + i, false, &pa)) {
            answer_word(out, WORD_FAULT);
            return;
        }
        value = value * 256 + l->byte[pa];
    }
    answer_number(out, value);
}

/* --- mistakes ----------------------------------------------------------- */

/* What is in memory from there on; false when that is not all shown. */
static bool bytes_at(const struct loadbyte *l, uint64_t pa,
                     struct answers *out)
{
    uint64_t value = 0;

    if (pa + l->width > loadbyte_memory_bytes(l))
        return false;
    for (unsigned i = l->width; i-- > 0;)
        value = value << 8 | l->byte[pa + i];
    answer_number(out, value);
    return true;
}

/* Whether it can be gone wrong about where the load begins. */
static bool begins(const struct loadbyte *l)
{
    return linear_maps(&l->table, loadbyte_vpn_of(l));
}

static uint64_t pa_of(const struct loadbyte *l)
{
    return linear_pa(&l->table, loadbyte_vpn_of(l), low(l->va, l->table.off));
}

static bool same_address(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    return bytes_at(l, l->va, out);
}

/* The right first byte, and on from there. */
static bool contiguous(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    return loadbyte_crosses(l) && begins(l) && bytes_at(l, pa_of(l), out);
}

static bool number_as_address(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    return begins(l) && bytes_at(l,
                                 l->table.ppn[loadbyte_vpn_of(l)] |
                                     low(l->va, l->table.off),
                                 out);
}

static bool drops_offset(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    return begins(l) &&
           bytes_at(l, linear_pa(&l->table, loadbyte_vpn_of(l), 0), out);
}

static bool cut_at(const struct loadbyte *l, unsigned off,
                   struct answers *out)
{
    uint64_t vpn = l->va >> off;

    if (linear_maps(&l->table, vpn))
        return bytes_at(
            l, (uint64_t)l->table.ppn[vpn] << off | low(l->va, off), out);
    answer_word(out, WORD_FAULT);
    return true;
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    return cut_at(l, l->table.off - 1u, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    return cut_at(l, l->table.off + 1u, out);
}

/* As if every row were valid. */
static bool ignores_valid(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;
    struct loadbyte all = *l;

    for (unsigned i = 0; i < all.table.rows; i++)
        all.table.valid[i] = 1;
    loadbyte_solve_again(&all, out);
    return true;
}

static bool gives_address(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    if (begins(l))
        answer_number(out, pa_of(l));
    return begins(l);
}

static bool one_byte(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;

    if (l->width == 1 || !begins(l))
        return false;
    answer_number(out, l->byte[pa_of(l)]);
    return true;
}

static bool big_endian(const void *params, struct answers *out)
{
    const struct loadbyte *l = params;
    uint64_t value = 0, pa;

    for (unsigned i = 0; i < l->width; i++) {
        if (!linear_reckon(&l->table, l->va + i, false, &pa))
            return false;
        value = value << 8 | l->byte[pa];
    }
    answer_number(out, value);
    return true;
}

static const struct wrong_row wrongs[] = {
    {M_CONTIG, 3, LEVEL(4), .answer = contiguous},
    {M_BIGEND, 3, LEVEL(2) | LEVEL(3), .answer = big_endian},
    {M_BIGEND, 4, LEVEL(4), .answer = big_endian},
    {M_IDENT, 2, 0, .answer = same_address},
    {M_VALIDIGN, 2, LEVEL(1) | LEVEL(2) | LEVEL(3), .answer = ignores_valid},
    {M_VALIDIGN, 4, LEVEL(4), .answer = ignores_valid},
    {M_ADDRDATA, 3, LEVEL(1) | LEVEL(2) | LEVEL(3), .answer = gives_address},
    {M_ADDRDATA, 4, LEVEL(4), .answer = gives_address},
    {M_WIDTH, 2, 0, .answer = one_byte},
    {M_PPNASADDR, 2, 0, .answer = number_as_address},
    {M_DROPOFF, 2, 0, .answer = drops_offset},
    {M_OFFBIT, 1, 0, .answer = bit_too_low},
    {M_OFFBIT, 1, 0, .answer = bit_too_high},
};

const struct kind kind_loadbyte = {
    .id = "LOADBYTE",
    .number = 7,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Load through a page table",
    .topic = "lookup",
    .blurb = "the bytes that a load brings, from a table and a memory dump",
    .needs = {"LOOKUP"},
    .hints =
        {"Two steps: where is it in physical memory, and what is there?",
         "Translate the address; where a load leaves its page, translate "
         "again."},
    .params_bytes = sizeof(struct loadbyte),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = loadbyte_solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = loadbyte_ask,
    .explain = loadbyte_explain,
};
