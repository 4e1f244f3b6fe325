/* LOOKUP - a virtual address goes through a table of one level.
 *
 *     | VPN | offset |         | PPN | offset |
 *        └──▶ table[VPN] ──────▶  ┘  unless its valid bit is 0
 *
 * Level 4 adds a load that begins in one page and ends in the next: its two
 * ends lie in two physical pages that need not be neighbours. */
#include <string.h>

#include "problem/bits.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"
#include "vm/walk.h"

enum { ROWS = 16, ASKED = 4 };

struct lookup {
    uint8_t level;
    uint8_t off, va_bits, pa_bits;
    uint8_t rows;  /* entries of the table that are shown, from 0 */
    uint8_t asked; /* addresses */
    bool binary;
    uint8_t valid[ROWS];
    uint16_t ppn[ROWS]; /* stale where not valid */
    uint64_t va[ASKED];
};

static uint64_t vpn_of(const struct lookup *l, unsigned i)
{
    return l->va[i] >> l->off;
}

/* The notes' machine: pages of 64 bytes, addresses of nine bits. */
static void notes(struct lookup *l)
{
    l->off = 6;
    l->va_bits = 9;
    l->pa_bits = 10;
    l->rows = 4;
    l->binary = true;
}

static void measures(struct rng *rng, int level, struct lookup *l)
{
    static const uint8_t offs[] = {3, 5, 6, 8, 10, 12};
    unsigned index = level == 1 ? 3 : 4;

    if (level == 1 && rng_below(rng, 4) == 0) {
        notes(l);
        return;
    }
    l->off = level == 1 ? (uint8_t)rng_between(rng, 3, 6)
                        : offs[rng_below(rng, sizeof offs)];
    l->va_bits = (uint8_t)(l->off + index);
    l->pa_bits = (uint8_t)(l->off + rng_between(rng, 4, 8));
    l->rows = level == 1 ? 4 : level == 2 ? 8 : 16;
    l->binary = level == 1;
}

static void fill(struct rng *rng, struct lookup *l)
{
    for (unsigned i = 0; i < l->rows; i++) {
        l->valid[i] = rng_below(rng, 100) < 65;
        l->ppn[i] = (uint16_t)rng_below(rng, two_to(l->pa_bits - l->off));
        if (!l->valid[i] && l->level < 3)
            l->ppn[i] = 0;
    }
}

static bool has_page_zero(const struct lookup *l)
{
    for (unsigned i = 0; i < l->rows; i++)
        if (l->valid[i] && l->ppn[i] == 0)
            return true;
    return false;
}

static uint64_t draw(struct rng *rng, const struct lookup *l, bool mapped)
{
    uint64_t vpn;

    do
        vpn = rng_below(rng, l->rows);
    while ((l->valid[vpn] != 0) != mapped);
    return vpn << l->off |
           (uint64_t)rng_between(rng, 1, (int64_t)two_to(l->off) - 2);
}

/* A row that is valid and the next one too, elsewhere in memory. */
static bool draw_crossing(struct rng *rng, struct lookup *l)
{
    uint64_t vpn = rng_below(rng, l->rows - 1u);

    l->va[2] = (vpn + 1) << l->off;
    l->va[2] -= (uint64_t)rng_between(rng, 1, 3);
    l->va[3] = l->va[2] + 3;
    return l->valid[vpn] && l->valid[vpn + 1] &&
           l->ppn[vpn + 1] != l->ppn[vpn] + 1;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct lookup *l = params;
    unsigned valid = 0;

    l->level = (uint8_t)level;
    measures(rng, level, l);
    fill(rng, l);
    for (unsigned i = 0; i < l->rows; i++)
        valid += l->valid[i];
    if (valid == 0 || valid == l->rows)
        return false;
    l->asked = level == 4 ? 4 : 1;
    for (unsigned i = 0; i < (level == 4 ? 2u : 1u); i++)
        l->va[i] = draw(rng, l, level == 4 ? i == 0 : rng_below(rng, 4) > 0);
    if (level == 4 && !draw_crossing(rng, l))
        return false;
    if (!l->valid[vpn_of(l, 0)])
        return true;
    return l->ppn[vpn_of(l, 0)] != vpn_of(l, 0) &&
           l->ppn[vpn_of(l, 0)] != 0 && (level < 3 || has_page_zero(l));
}

/* The engine's: a table in memory, and the walk. */
static void solve(const void *params, struct answers *out)
{
    const struct lookup *l = params;
    struct format f = say_linear(l->va_bits, l->pa_bits, l->off);
    struct phys mem;
    struct walk walk;

    phys_init(&mem, ROWS * 8);
    for (unsigned i = 0; i < l->rows; i++)
        phys_store(&mem, i * 8, 8,
                   l->valid[i] ? format_leaf(&f, l->ppn[i], PERM_R)
                               : l->ppn[i]);
    for (unsigned i = 0; i < l->asked; i++) {
        if (walk_translate(&f, &mem, 0, l->va[i], ACCESS_LOAD, cpu_user,
                           &walk) == CAUSE_NONE)
            answer_number(out, walk.pa);
        else
            answer_word(out, WORD_FAULT);
    }
    phys_release(&mem);
    out->steps = l->asked * 4u;
}

static void solve_again(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    for (unsigned i = 0; i < l->asked; i++) {
        uint64_t bytes = two_to(l->off), row = l->va[i] / bytes;
        if (l->valid[row])
            answer_number(out, l->ppn[row] * bytes + l->va[i] % bytes);
        else
            answer_word(out, WORD_FAULT);
    }
}

/* Everybody's way but for one place: `pa` makes the physical address. */
static bool all(const struct lookup *l, struct answers *out,
                uint64_t (*pa)(const struct lookup *, uint64_t va))
{
    for (unsigned i = 0; i < l->asked; i++) {
        if (l->valid[vpn_of(l, i)])
            answer_number(out, pa(l, l->va[i]));
        else
            answer_word(out, WORD_FAULT);
    }
    return true;
}

static uint64_t as_it_is(const struct lookup *l, uint64_t va)
{
    (void)l;
    return va;
}

static uint64_t added(const struct lookup *l, uint64_t va)
{
    return va + l->ppn[va >> l->off];
}

static uint64_t not_shifted(const struct lookup *l, uint64_t va)
{
    return l->ppn[va >> l->off] | low(va, l->off);
}

static uint64_t base(const struct lookup *l, uint64_t va)
{
    return (uint64_t)l->ppn[va >> l->off] << l->off;
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

static bool ignores_valid(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    for (unsigned i = 0; i < l->asked; i++)
        answer_number(out, (uint64_t)l->ppn[vpn_of(l, i)] << l->off |
                               low(l->va[i], l->off));
    return true;
}

/* Splits one bit too low or too high, then looks up. */
static bool split_at(const struct lookup *l, unsigned off,
                     struct answers *out)
{
    for (unsigned i = 0; i < l->asked; i++) {
        uint64_t row = l->va[i] >> off;
        if (row < l->rows && l->valid[row])
            answer_number(out,
                          (uint64_t)l->ppn[row] << off | low(l->va[i], off));
        else
            answer_word(out, WORD_FAULT);
    }
    return true;
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    return split_at(l, l->off - 1u, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct lookup *l = params;

    return split_at(l, l->off + 1u, out);
}

static const struct figure *table(const struct lookup *l, struct arena *a)
{
    static const char *const head[] = {"VPN", "valid", "PPN"};
    unsigned vpn_bits = l->va_bits - l->off, ppn_bits = l->pa_bits - l->off;
    struct figure *f = figure_grid_new(a, "Page table", head, 3);

    for (unsigned i = 0; i < l->rows; i++) {
        bool shown = l->valid[i] || l->level >= 3;
        const char *ppn = l->binary ? say_binary(a, l->ppn[i], ppn_bits)
                                    : say_hex(a, l->ppn[i], ppn_bits);
        figure_grid_row(a, f,
                        (const char *const[]){
                            l->binary ? say_binary(a, i, vpn_bits)
                                      : say_hex(a, i, vpn_bits),
                            l->valid[i] ? "1" : "0", shown ? ppn : "-"});
    }
    return f;
}

static const char *address(const struct lookup *l, struct arena *a,
                           unsigned i)
{
    return l->binary ? say_binary(a, l->va[i], l->va_bits)
                     : say_hex(a, l->va[i], l->va_bits);
}

static void ask(const void *params, struct prompt *p)
{
    static const enum word words[] = {WORD_FAULT};
    static const char *const asks[ASKED] = {
        "physical address", "physical address of the second",
        "of the load's first byte", "of the load's last byte"};
    const struct lookup *l = params;

    prompt_say(p,
               "Pages are %s, virtual addresses have %u bits, physical ones "
               "%u. Entries that are not shown are not valid. ",
               say_size(p->arena, two_to(l->off)), l->va_bits, l->pa_bits);
    if (l->level == 4)
        prompt_say(p,
                   "Translate `%s`, `%s`, and the first and the last byte of "
                   "a 4-byte load from `%s`. ",
                   address(l, p->arena, 0), address(l, p->arena, 1),
                   address(l, p->arena, 2));
    else
        prompt_say(p, "Translate the virtual address `%s`. ",
                   address(l, p->arena, 0));
    prompt_say(p, "Answer in hex, or write `fault`.");
    prompt_show(p, table(l, p->arena));
    for (unsigned i = 0; i < l->asked; i++)
        prompt_ask(p, (struct part){.ask = l->asked == 1 ? asks[0]
                                           : i == 0      ? "of the first"
                                                         : asks[i],
                                    .kind = ASK_ADDRESS,
                                    .base = 16,
                                    .digits = (uint8_t)hex_digits(l->pa_bits),
                                    .words = words,
                                    .nwords = 1});
}

static void explain_one(const struct lookup *l, unsigned i,
                        struct solution *out)
{
    struct arena *a = out->arena;
    uint64_t vpn = vpn_of(l, i), offset = low(l->va[i], l->off);
    unsigned vpn_bits = l->va_bits - l->off;

    solution_step(
        out, "`%s` is `%s` in binary: page number `%s`, offset `%s`.",
        say_hex(a, l->va[i], l->va_bits), say_binary(a, l->va[i], l->va_bits),
        say_binary(a, vpn, vpn_bits), say_binary(a, offset, l->off));
    if (!l->valid[vpn]) {
        solution_step(out,
                      "The entry of page `%s` has valid 0: nothing is mapped "
                      "there, whatever its PPN says.",
                      say_hex(a, vpn, vpn_bits));
        solution_step(out, "So the access is a page **fault**.");
        return;
    }
    solution_step(out, "The entry of page `%s` is valid, with PPN `%s`.",
                  say_hex(a, vpn, vpn_bits),
                  say_hex(a, l->ppn[vpn], l->pa_bits - l->off));
    solution_step(
        out, "The PPN in front of the offset is `%s`: **`%s`**.",
        say_binary(a, (uint64_t)l->ppn[vpn] << l->off | offset, l->pa_bits),
        say_hex(a, (uint64_t)l->ppn[vpn] << l->off | offset, l->pa_bits));
}

static void explain(const void *params, struct solution *out)
{
    const struct lookup *l = params;

    solution_step(out, "%s is 2^%u bytes, so the offset has %u bits.",
                  say_size(out->arena, two_to(l->off)), l->off, l->off);
    for (unsigned i = 0; i < l->asked; i++)
        explain_one(l, i, out);
}

static const struct wrong_row wrongs[] = {
    {M_IDENT, 3, 0, same_address, NULL},
    {M_ADD, 4, 0, adds, NULL},
    {M_OFFBIT, 1, 0, bit_too_low, NULL},
    {M_OFFBIT, 1, 0, bit_too_high, NULL},
    {M_PPNASADDR, 4, 0, number_as_address, NULL},
    {M_VALIDIGN, 3, 0, ignores_valid, NULL},
    {M_DROPOFF, 4, 0, drops_offset, NULL},
};

const struct kind kind_lookup = {
    .id = "LOOKUP",
    .number = 6,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Translate an address",
    .topic = "lookup",
    .blurb = "virtual to physical through a table of one level, or a fault",
    .needs = {"SPLIT"},
    .hints = {"Cut the address first: which row of the table is it about?",
              "Look at the valid bit, then put the row's PPN in front of the "
              "offset."},
    .params_bytes = sizeof(struct lookup),
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
