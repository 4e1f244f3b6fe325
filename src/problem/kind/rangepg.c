/* RANGEPG - which pages does a range of bytes touch?
 *
 *          a                         b
 *     |....[=====|==========|========]..|      from VPN(a) to VPN(b)
 *
 * Level 1: which addresses share a page; 2: how many pages two ranges touch;
 * 3: records that straddle a border; 4: how far a range must be moved to
 * touch a page less. */
#include "problem/kind/rangepg.h"

/* --- drawing ------------------------------------------------------------ */

static uint64_t inside(struct rng *rng, const struct rangepg *r)
{
    return (uint64_t)rng_between(rng, 1, (int64_t)two_to(r->off) - 2);
}

/* One address with others around it that are easily taken for neighbours. */
static void draw_others(struct rng *rng, struct rangepg *r)
{
    uint64_t page = two_to(r->off), x, base;

    r->off = (uint8_t)rng_between(rng, 5, 7);
    r->va_bits = (uint8_t)(r->off + rng_between(rng, 4, 5));
    page = two_to(r->off);
    base = (uint64_t)rng_between(rng, 2, 13) * page;
    x = base + inside(rng, r);
    r->a[0] = x;
    r->others = RANGEPG_OTHERS;
    r->other[0] = base + inside(rng, r);
    r->other[1] = base + inside(rng, r);
    r->other[2] = base + page + rng_below(rng, x - base);
    r->other[3] = (base ^ page) + inside(rng, r);
    r->other[4] = x + page * (uint64_t)rng_between(rng, 1, 2);
    r->other[5] = base - 1 - rng_below(rng, page / 4);
    for (unsigned i = 0; i < RANGEPG_OTHERS; i++) {
        uint64_t k = i + rng_below(rng, RANGEPG_OTHERS - i),
                 swap = r->other[i];
        r->other[i] = r->other[k];
        r->other[k] = swap;
    }
}

static bool all_differ(const struct rangepg *r)
{
    for (unsigned i = 0; i < RANGEPG_OTHERS; i++) {
        if (r->other[i] == r->a[0] || r->other[i] >> r->va_bits != 0)
            return false;
        for (unsigned k = 0; k < i; k++)
            if (r->other[i] == r->other[k])
                return false;
    }
    return true;
}

/* A range that begins inside of a page and touches a page more than so many
 * bytes must. */
static void draw_range(struct rng *rng, struct rangepg *r, unsigned i)
{
    uint64_t page = two_to(r->off), start = inside(rng, r), len;

    len = (uint64_t)rng_between(rng, 1, 6) * page + page - start;
    len += 1 + rng_below(rng, start);
    r->a[i] = (uint64_t)rng_between(rng, 1, 200) * page + start;
    r->b[i] = r->a[i] + len - 1;
}

/* One that ends with the first byte of a page. */
static void draw_last_byte(struct rng *rng, struct rangepg *r, unsigned i)
{
    uint64_t page = two_to(r->off), start = inside(rng, r);

    r->a[i] = (uint64_t)rng_between(rng, 1, 200) * page + start;
    r->b[i] = r->a[i] - start + (uint64_t)rng_between(rng, 2, 7) * page;
}

static bool draw_records(struct rng *rng, struct rangepg *r)
{
    uint64_t page = two_to(r->off);

    r->record = (uint16_t)(4 * rng_between(rng, 3, 15));
    r->count = (uint16_t)rng_between(rng, 10, 60);
    r->a[0] =
        (uint64_t)rng_between(rng, 1, 200) * page + inside(rng, r) / 4 * 4;
    r->b[0] = r->a[0] + (uint64_t)r->record * r->count - 1;
    return !is_power_of_two(r->record) && low(r->a[0], r->off) != 0 &&
           r->b[0] - r->a[0] > 3 * page;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct rangepg *r = params;
    bool good = true;

    r->level = (uint8_t)level;
    if (level == 1) {
        draw_others(rng, r);
        return all_differ(r);
    }
    r->va_bits = 24;
    do
        r->off = (uint8_t)rng_between(rng, level == 3 ? 6 : 9,
                                      level == 3 ? 10 : 14);
    while (r->off % 4 == 0 && level < 4);
    if (level == 3)
        good = draw_records(rng, r);
    else
        draw_range(rng, r, 0);
    if (level == 2)
        draw_last_byte(rng, r, 1);
    return good;
}

/* --- mistakes ----------------------------------------------------------- */

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct rangepg *r = params;

    return rangepg_cut_at(r, r->off - 1u, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct rangepg *r = params;

    return rangepg_cut_at(r, r->off + 1u, out);
}

static bool at_a_digit(const void *params, struct answers *out)
{
    const struct rangepg *r = params;

    return rangepg_cut_at(r, (r->off + 2u) / 4 * 4, out);
}

/* So many pages for each range; the rest as it should be. */
static bool count(const struct rangepg *r, struct answers *out,
                  uint64_t (*pages_in)(uint64_t a, uint64_t b, unsigned off))
{
    if (r->level == 1)
        return false;
    rangepg_solve_again(r, out);
    for (unsigned i = 0; i < (r->level == 2 ? 2 : 1); i++)
        out->at[i].number = num_of(pages_in(r->a[i], r->b[i], r->off));
    return true;
}

static uint64_t up(uint64_t a, uint64_t b, unsigned off)
{
    return divide_up(b - a + 1, two_to(off));
}

static uint64_t down(uint64_t a, uint64_t b, unsigned off)
{
    return (b - a + 1) >> off;
}

static uint64_t difference(uint64_t a, uint64_t b, unsigned off)
{
    return (b >> off) - (a >> off);
}

static uint64_t without_last(uint64_t a, uint64_t b, unsigned off)
{
    return rangepg_pages(a, b - 1, off);
}

/* The page begins at the first address, and so does the range. */
static bool aligned(const void *params, struct answers *out)
{
    const struct rangepg *r = params;
    uint64_t at[RANGEPG_OTHERS], page = two_to(r->off);
    unsigned n = 0;

    if (r->level > 1)
        return count(r, out, up);
    for (unsigned i = 0; i < r->others; i++)
        if (r->other[i] >= r->a[0] && r->other[i] < r->a[0] + page)
            at[n++] = i;
    answer_set(out, at, n);
    return true;
}

static bool floored(const void *params, struct answers *out)
{
    return count(params, out, down);
}

static bool fence_post(const void *params, struct answers *out)
{
    return count(params, out, difference);
}

static bool end_excluded(const void *params, struct answers *out)
{
    return count(params, out, without_last);
}

static bool equal_offsets(const void *params, struct answers *out)
{
    const struct rangepg *r = params;
    uint64_t at[RANGEPG_OTHERS];
    unsigned n = 0;

    for (unsigned i = 0; i < r->others; i++)
        if (low(r->other[i] ^ r->a[0], r->off) == 0)
            at[n++] = i;
    answer_set(out, at, n);
    return r->level == 1;
}

/* All records but those that begin at a border. */
static bool all_straddle(const void *params, struct answers *out)
{
    const struct rangepg *r = params;

    if (r->level != 3)
        return false;
    rangepg_solve_again(r, out);
    out->at[1].number = num_of(r->count);
    return true;
}

/* As many as there are pages: one a page, not one a border. */
static bool one_a_page(const void *params, struct answers *out)
{
    const struct rangepg *r = params;

    if (r->level != 3)
        return false;
    rangepg_solve_again(r, out);
    out->at[1] = out->at[0];
    return true;
}

/* Level 4: one byte less than it takes. */
static bool byte_too_few(const void *params, struct answers *out)
{
    const struct rangepg *r = params;

    if (r->level != 4)
        return false;
    rangepg_solve_again(r, out);
    out->at[1].number.top--;
    out->at[2].number.top--;
    return out->at[1].number.top > 0;
}

#define L124 (LEVEL(1) | LEVEL(2) | LEVEL(4))

static const struct wrong_row wrongs[] = {
    {M_ALIGN, 2, L124, .answer = aligned},
    {M_ALIGN, 3, LEVEL(3), .answer = aligned},
    {M_ENDINCL, 2, LEVEL(2), .answer = end_excluded},
    {M_ENDINCL, 2, L124, .answer = fence_post},
    {M_ENDINCL, 3, LEVEL(3), .answer = fence_post},
    {M_FLOOR, 2, L124, .answer = floored},
    {M_FLOOR, 3, LEVEL(3), .answer = floored},
    {M_OFFBIT, 1, 0, .answer = bit_too_low},
    {M_OFFBIT, 1, 0, .answer = bit_too_high},
    {M_NIBBLE, 1, 0, .answer = at_a_digit},
    {M_BYOFFSET, 2, LEVEL(1), .answer = equal_offsets},
    {M_ENDINCL, 4, LEVEL(3), .answer = one_a_page},
    {M_ALLCUT, 5, LEVEL(3), .answer = all_straddle},
    {M_ENDINCL, 4, LEVEL(4), .answer = byte_too_few},
};

const struct kind kind_rangepg = {
    .id = "RANGEPG",
    .number = 4,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Pages of a range",
    .topic = "addresses",
    .blurb = "which pages a range of bytes touches, and how many",
    .needs = {"SPLIT"},
    .hints = {"How far apart two bytes are decides nothing: what counts is "
              "the page number of each.",
              "Cut the offset off each address, of a range off its first and "
              "its last byte, and compare what is left."},
    .params_bytes = sizeof(struct rangepg),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = rangepg_solve,
    .solve_again = rangepg_solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = rangepg_ask,
    .explain = rangepg_explain,
    .works = rangepg_works,
};
