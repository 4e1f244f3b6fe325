/* PTEBITS - an entry is a page number and flags, each in its place.
 *
 *      15      8 7   4  3   2   1   0
 *     |   PPN   |     | U | X | W | V |     >> 8 and & 1, & 2, & 4, ...
 *
 * Levels 1 and 2 draw a layout of their own, level 3 takes those of real
 * machines; level 4 builds an entry. */
#include "problem/kind/ptebits.h"

#include <string.h>

static const char *const machines[MACHINES] = {"x86-64", "sv39", "sv32"};

const char *const ptebits_machine_titles[MACHINES] = {
    "x86-64", "RISC-V (Sv39)", "RISC-V (Sv32)"};

/* --- the layout --------------------------------------------------------- */

uint64_t ptebits_flag(const struct ptebits *p, unsigned flag)
{
    return p->flag[flag] == NO_BIT ? 0 : two_to(p->flag[flag]);
}

struct format ptebits_format(const struct ptebits *p, unsigned levels)
{
    struct format f;

    if (p->real == 0)
        return (struct format){.va_bits = 20,
                               .pa_bits = (uint8_t)(12 + p->ppn_bits),
                               .page_bits = 12,
                               .levels = 1,
                               .index_bits = {8},
                               .entry_bytes = p->entry_bytes,
                               .valid = ptebits_flag(p, FLAG_V),
                               .read = ptebits_flag(p, FLAG_R),
                               .write = ptebits_flag(p, FLAG_W),
                               .exec = ptebits_flag(p, FLAG_X),
                               .user = ptebits_flag(p, FLAG_U),
                               .ppn_at = p->ppn_at,
                               .ppn_bits = p->ppn_bits};
    f = *format_find(slice_from(machines[p->real - 1]));
    f.levels = (uint8_t)levels;
    f.va_bits = (uint8_t)(f.page_bits + levels * f.index_bits[0]);
    return f;
}

/* --- drawing ------------------------------------------------------------ */

/* The flags in any order, in neighbouring bits from `at` on. */
static unsigned place_flags(struct rng *rng, struct ptebits *p, unsigned at)
{
    static const uint8_t few[] = {FLAG_V, FLAG_W, FLAG_U};
    static const uint8_t all[] = {FLAG_V, FLAG_R, FLAG_W, FLAG_X, FLAG_U};
    unsigned n = p->level == 1 ? 3 : 5;
    uint8_t order[FLAGS];

    memcpy(order, p->level == 1 ? few : all, n);
    memset(p->flag, NO_BIT, sizeof p->flag);
    for (unsigned i = 0; i < n; i++) {
        uint64_t pick = i + rng_below(rng, n - i);
        uint8_t flag = order[pick];
        order[pick] = order[i];
        p->flag[flag] = (uint8_t)(at + i);
    }
    return n;
}

/* Page number above the flags, or below them, and unused bits between. */
static void draw_layout(struct rng *rng, struct ptebits *p)
{
    unsigned width = p->level == 1 ? 16 : 32, n;

    p->entry_bytes = (uint8_t)(width / 8);
    p->ppn_bits = (uint8_t)(p->level == 1 ? rng_between(rng, 6, 9)
                                          : rng_between(rng, 14, 21));
    if (p->level == 1 || rng_below(rng, 2) == 0) {
        n = place_flags(rng, p, (unsigned)rng_below(rng, 2));
        p->ppn_at = (uint8_t)rng_between(rng, n + 1, width - p->ppn_bits);
    } else {
        n = place_flags(rng, p, (unsigned)rng_between(rng, 26, 27));
        p->ppn_at = (uint8_t)rng_between(rng, 1, 26 - p->ppn_bits);
    }
}

void ptebits_draw_machine(struct rng *rng, struct ptebits *p)
{
    struct format f;

    p->real = (uint8_t)(1 + rng_below(rng, MACHINES));
    f = ptebits_format(p, 1);
    p->entry_bytes = f.entry_bytes;
    p->ppn_at = f.ppn_at;
    p->ppn_bits = f.ppn_bits;
}

/* An entry that is valid and not reserved, its page below 2^36. */
static void draw_real(struct rng *rng, struct ptebits *p)
{
    static const uint8_t perms[] = {PERM_R, PERM_R | PERM_W, PERM_R | PERM_X,
                                    PERM_R | PERM_W | PERM_X};
    unsigned user = rng_below(rng, 4) > 0 ? PERM_U : 0, allowed, bits;
    struct format f;

    ptebits_draw_machine(rng, p);
    f = ptebits_format(p, 1);
    bits = p->ppn_bits < 24 ? p->ppn_bits : 24;
    allowed = perms[rng_below(rng, sizeof perms)] | user;
    p->entry = format_leaf(&f, low(rng_next(rng), bits), allowed);
    p->entry |= rng_below(rng, 2) ? f.accessed : 0;
    p->entry |= rng_below(rng, 2) ? f.dirty : 0;
    p->entry |= rng_below(rng, 2) ? f.global : 0;
}

/* Whether some flags are set and others are not. */
static bool is_mixed(const struct ptebits *p)
{
    uint64_t flags = 0;

    for (unsigned i = 0; i < FLAGS; i++)
        flags |= ptebits_flag(p, i);
    return (p->entry & flags) != 0 && (p->entry & flags) != flags;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct ptebits *p = params;
    struct format f;

    p->level = (uint8_t)level;
    if (level == 4)
        return ptebits_build_sample(rng, p);
    if (level == 3) {
        draw_real(rng, p);
    } else {
        draw_layout(rng, p);
        p->entry = low(rng_next(rng), ptebits_width(p));
        if (!is_mixed(p) || (level == 2 && p->ppn_at % 4 == 0))
            return false;
    }
    f = ptebits_format(p, 1);
    return format_ppn(&f, p->entry) >> (p->ppn_bits / 4) != 0;
}

/* --- mistakes ----------------------------------------------------------- */

/* Everything right but for the page number. */
static bool other_ppn(const struct ptebits *p, uint64_t ppn,
                      struct answers *out)
{
    if (p->level == 3)
        ptebits_give_rights(ppn, low(ppn, 52) << 12,
                            ptebits_rights(p, p->entry), out);
    else
        ptebits_give_flags(p, ppn, p->entry, out);
    return true;
}

static bool whole_entry(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return other_ppn(p, p->entry, out);
}

static bool not_shifted(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return other_ppn(p, ptebits_ppn(p) << p->ppn_at, out);
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return p->ppn_at > 0 &&
           other_ppn(p, ptebits_bits(p->entry, p->ppn_at - 1u, p->ppn_bits),
                     out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return p->ppn_at + p->ppn_bits < (int)ptebits_width(p) &&
           other_ppn(p, ptebits_bits(p->entry, p->ppn_at + 1u, p->ppn_bits),
                     out);
}

/* As if bit 0 were at the left. */
static bool mirrored(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    uint64_t entry = 0;

    for (unsigned i = 0; i < ptebits_width(p); i++)
        entry = entry * 2 + ptebits_bit(p->entry, i);
    ptebits_give_flags(p, ptebits_bits(entry, p->ppn_at, p->ppn_bits), entry,
                       out);
    return true;
}

static bool other_machine(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    unsigned at = ptebits_is_x86(p) ? 10 : 12;

    return other_ppn(p, ptebits_bits(p->entry, at, p->ppn_bits), out);
}

static bool number_as_address(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    ptebits_give_rights(ptebits_ppn(p), ptebits_ppn(p),
                        ptebits_rights(p, p->entry), out);
    return true;
}

static bool ignores_user(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    struct ptebits_rights rights = ptebits_rights(p, p->entry);

    rights.u = true;
    ptebits_give_rights(ptebits_ppn(p), ptebits_ppn(p) << 12, rights, out);
    return true;
}

static bool nx_means_x(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    struct ptebits_rights rights = ptebits_rights(p, p->entry);

    rights.x = !rights.x;
    ptebits_give_rights(ptebits_ppn(p), ptebits_ppn(p) << 12, rights, out);
    return ptebits_is_x86(p);
}

enum { DRAWN = LEVEL(1) | LEVEL(2), DECODED = DRAWN | LEVEL(3) };

static const struct wrong_row wrongs[] = {
    {M_NOFLAGS, 2, DECODED, .answer = whole_entry},
    {M_NOSHIFT, 2, DECODED, .answer = not_shifted},
    {M_BITORDER, 1, DRAWN, .answer = mirrored},
    {M_FIELDBIT, 2, DECODED, .answer = bit_too_low},
    {M_FIELDBIT, 2, DECODED, .answer = bit_too_high},
    {M_OTHERCPU, 1, LEVEL(3), .answer = other_machine},
    {M_PPNASADDR, 3, LEVEL(3), .answer = number_as_address},
    {M_USERIGN, 5, LEVEL(3), .answer = ignores_user},
    {M_NXISX, 4, LEVEL(3), .answer = nx_means_x},
    {M_VALIDIGN, 3, LEVEL(4), .answer = ptebits_without_valid},
    {M_USERIGN, 3, LEVEL(4), .answer = ptebits_without_user},
    {M_NXISX, 3, LEVEL(4), .answer = ptebits_nx_means_x},
    {M_WITHOUTR, 3, LEVEL(4), .answer = ptebits_write_only},
    {M_IDENT, 1, LEVEL(4), .answer = ptebits_own_page},
    {M_NOOFF, 1, LEVEL(4), .answer = ptebits_with_offset},
    {M_NOSHIFT, 2, LEVEL(4), .answer = ptebits_not_shifted},
    {M_OTHERCPU, 2, LEVEL(4), .answer = ptebits_other_shift},
    {M_UPPERPAGE, 5, LEVEL(4), .answer = ptebits_upper_like_last},
    {M_LARGEBASE, 5, LEVEL(4), .answer = ptebits_any_base},
};

const struct kind kind_ptebits = {
    .id = "PTEBITS",
    .number = 10,
    .version = 2,
    .levels = ALL_LEVELS,
    .title = "Read and build an entry",
    .topic = "lookup",
    .blurb = "the bits of a page table entry, in both directions",
    .needs = {"LOOKUP"},
    .hints = {"An entry is no number but several fields side by side.",
              "Mark in the drawing where the page number begins and ends, "
              "then cut the entry there."},
    .params_bytes = sizeof(struct ptebits),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = ptebits_solve,
    .solve_again = ptebits_solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ptebits_ask,
    .explain = ptebits_explain,
    .works = ptebits_build_works,
    .follow = ptebits_follow,
};
