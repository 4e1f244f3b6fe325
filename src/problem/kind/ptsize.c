/* PTSIZE - how large is a page table of one level?
 *
 *     2^(va - off) entries  x  | PPN: pa - off bits | valid, permissions |
 *
 * Level 4 asks for the smallest page that holds the whole table. */
#include "problem/kind/ptsize.h"
#include "problem/say.h"

static bool sample(struct rng *rng, int level, void *params)
{
    static const uint8_t offs[] = {8, 10, 12, 13, 14, 16};
    static const uint8_t most[] = {0, 12, 20, 36};
    struct ptsize *t = params;

    t->level = (uint8_t)level;
    if (level == 4) {
        t->va = (uint8_t)rng_between(rng, 14, 40);
        t->entry = (uint8_t)(1u << rng_between(rng, 1, 3));
        return true;
    }
    t->off = offs[rng_below(rng, sizeof offs)];
    t->va = (uint8_t)(t->off + rng_between(rng, 4, most[level]));
    t->pa = (uint8_t)(t->off + rng_between(rng, 4, level == 3 ? 40 : 20));
    t->flags = (uint8_t)rng_between(rng, 1, 6);
    t->rounding = (uint8_t)rng_below(rng, ROUNDINGS);
    if (level == 1)
        t->entry = (uint8_t)(1u << rng_between(rng, 1, 3));
    t->processes = level == 3 ? (uint8_t)rng_between(rng, 3, 100) : 1;
    return t->va != t->pa && t->pa - t->off + t->flags <= 64;
}

/* --- reckoning ---------------------------------------------------------- */

/* The room that so many bits take, in bits. */
static unsigned rounded(const struct ptsize *t, unsigned bits)
{
    unsigned bytes = (bits + 7) / 8;

    if (t->rounding == PACKED)
        return bits;
    return t->rounding == TO_BYTES ? 8 * bytes : 8u << bits_for(bytes);
}

unsigned ptsize_entry_bits(const struct ptsize *t)
{
    if (t->entry > 0)
        return 8u * t->entry;
    return rounded(t, (unsigned)t->pa - t->off + t->flags);
}

static bool give(const struct ptsize *t, uint64_t bytes, struct answers *out)
{
    answer_number(out, bytes);
    if (t->level == 3)
        answer_number(out, bytes * t->processes);
    return true;
}

static bool give_page(unsigned off, const struct ptsize *t,
                      struct answers *out)
{
    answer_number(out, two_to(off));
    answer_number(out, two_to(t->va - off));
    return true;
}

/* The engine's formats, with larger pages until the table fits in one. */
static void solve_page(const struct ptsize *t, struct answers *out)
{
    unsigned off = 1;
    struct format f;

    do {
        f = say_linear(t->va, t->va, ++off);
        f.entry_bytes = t->entry;
    } while (format_table_bytes(&f, 0) > format_page_bytes(&f));
    answer_number(out, format_page_bytes(&f));
    answer_number(out, format_table_bytes(&f, 0) / f.entry_bytes);
    out->steps = 5;
}

static void solve(const void *params, struct answers *out)
{
    const struct ptsize *t = params;
    struct format f;

    if (t->level == 4) {
        solve_page(t, out);
        return;
    }
    f = say_linear(t->va, t->pa, t->off);
    f.entry_bytes = 1;
    give(t, format_table_bytes(&f, 0) / 8 * ptsize_entry_bits(t), out);
    out->steps = t->level + 1u;
}

/* On exponents: 2^off >= 2^(va - off) * 2^log means 2 off >= va + log. */
static void page_again(const struct ptsize *t, struct answers *out)
{
    unsigned sum = (unsigned)t->va + bits_for(t->entry);

    give_page((sum + 1) / 2, t, out);
}

/* An entry bit by bit, and doubled from eight entries on. */
static void solve_again(const void *params, struct answers *out)
{
    const struct ptsize *t = params;
    unsigned unit = t->rounding == PACKED ? 1 : 8, bits = unit;
    uint64_t bytes;

    if (t->level == 4) {
        page_again(t, out);
        return;
    }
    while (t->entry == 0 && bits + t->off < (unsigned)t->pa + t->flags)
        bits = t->rounding == TO_POWER ? bits * 2 : bits + unit;
    bytes = t->entry > 0 ? 8u * t->entry : bits;
    for (unsigned i = t->off + 3u; i < t->va; i++)
        bytes += bytes;
    answer_number(out, bytes);
    if (t->level == 3)
        answer_number(out, bytes * t->processes);
}

/* After one's own size of one table. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    const struct ptsize *t = params;
    uint64_t own;

    if (part != 1 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &own))
        return false;
    if (t->level == 3) {
        if (own > UINT64_MAX / t->processes)
            return false;
        answer_number(out, own * t->processes);
        return true;
    }
    if (t->level != 4 || !is_power_of_two(own) || own > two_to(t->va))
        return false;
    answer_number(out, two_to(t->va) / own);
    return true;
}

/* --- mistakes ----------------------------------------------------------- */

/* A table of 2^n entries of so many bits. */
static bool table(const struct ptsize *t, unsigned n, unsigned bits,
                  struct answers *out)
{
    return t->level < 4 && give(t, ptsize_bytes_of(n, bits), out);
}

static bool physical_pages(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return table(t, (unsigned)t->pa - t->off, ptsize_entry_bits(t), out);
}

static bool entries(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return table(t, (unsigned)t->va - t->off, 8, out);
}

static bool bits_as_bytes(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    if (t->level == 4)
        return give_page(((unsigned)t->va + bits_for(8u * t->entry) + 1) / 2,
                         t, out);
    return table(t, (unsigned)t->va - t->off, 8 * ptsize_entry_bits(t), out);
}

static bool entry_a_byte(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return table(t, t->va, ptsize_entry_bits(t), out);
}

/* The PPN alone, rounded as the machine does. */
static bool no_flags(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->entry == 0 && table(t, (unsigned)t->va - t->off,
                                  rounded(t, (unsigned)t->pa - t->off), out);
}

static bool not_rounded(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->entry == 0 && table(t, (unsigned)t->va - t->off,
                                  (unsigned)t->pa - t->off + t->flags, out);
}

/* The whole physical address in each entry. */
static bool whole_address(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->entry == 0 &&
           table(t, (unsigned)t->va - t->off,
                 rounded(t, (unsigned)t->pa + t->flags), out);
}

static bool one_for_all(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    if (t->level != 3)
        return false;
    solve_again(t, out);
    out->at[1] = out->at[0];
    return true;
}

/* Level 4: entries of one byte; half of an odd sum rounded down; a page for
 * every byte's entry. */
static bool forgets_entry(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->level == 4 && give_page((t->va + 1u) / 2, t, out);
}

static bool half_too_small(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->level == 4 &&
           give_page(((unsigned)t->va + bits_for(t->entry)) / 2, t, out);
}

static bool exponents(const void *params, struct answers *out)
{
    const struct ptsize *t = params;
    unsigned off = ((unsigned)t->va + bits_for(t->entry) + 1) / 2;

    if (t->level != 4)
        return false;
    answer_number(out, off);
    answer_number(out, t->va - off);
    return true;
}

#define SIZES (LEVEL(1) | LEVEL(2) | LEVEL(3))

static const struct wrong_row wrongs[] = {
    {M_PAFORVA, 1, SIZES, .answer = physical_pages},
    {M_COUNT, 3, SIZES, .answer = entries},
    {M_PTEBITS, 3, SIZES, .answer = bits_as_bytes},
    {M_ENTRYBYTE, 1, SIZES, .answer = entry_a_byte},
    {M_NOFLAGS, 2, LEVEL(2) | LEVEL(3), .answer = no_flags},
    {M_NOROUND, 2, LEVEL(2) | LEVEL(3), .answer = not_rounded},
    {M_NOOFF, 2, LEVEL(2) | LEVEL(3), .answer = whole_address},
    {M_ONETABLE, 4, LEVEL(3), .answer = one_for_all},
    {M_PTEBITS, 2, LEVEL(4), .answer = bits_as_bytes},
    {M_NOPTESZ, 2, LEVEL(4), .answer = forgets_entry},
    {M_FLOOR, 4, LEVEL(4), .answer = half_too_small},
    {M_EXPONENT, 4, LEVEL(4), .answer = exponents},
};

const struct kind kind_ptsize = {
    .id = "PTSIZE",
    .number = 3,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Size of a page table",
    .topic = "addresses",
    .blurb = "how much memory a table of one level takes",
    .needs = {"GEOM"},
    .hints = {"How many entries, and how large is one?",
              "An entry for each virtual page; each holds a physical page "
              "number and some flags."},
    .params_bytes = sizeof(struct ptsize),
    .wrongs_needed = 3,
    .few = {5000, 30000, 300000, 81},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ptsize_ask,
    .explain = ptsize_explain,
    .follow = follow,
};
