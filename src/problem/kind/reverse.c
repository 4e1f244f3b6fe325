/* REVERSE - from a physical address back to the virtual ones.
 *
 *     | PPN | offset |
 *        └──▶ which valid rows hold it? each gives | VPN | offset |
 *
 * A row that is not valid holds the same PPN. Level 3 takes any one of the
 * addresses, level 4 looks into the tables of two processes. */
#include "problem/kind/kinds.h"
#include "problem/linear.h"
#include "problem/say.h"

struct reverse {
    uint8_t level;
    uint8_t tables; /* processes */
    struct linear table[2];
    uint64_t pa;
};

static uint64_t ppn_of(const struct reverse *r)
{
    return r->pa >> r->table[0].off;
}

static uint64_t offset_of(const struct reverse *r)
{
    return low(r->pa, r->table[0].off);
}

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
            uint64_t va = i << l->off | offset_of(r);
            if (linear_walk(l, &mem, va, &pa) && pa == r->pa)
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

/* Every virtual address is tried. */
static void solve_again(const void *params, struct answers *out)
{
    const struct reverse *r = params;

    for (unsigned t = 0; t < r->tables; t++) {
        const struct linear *l = &r->table[t];
        uint64_t found[LINEAR_ROWS], pa;
        unsigned n = 0;
        for (uint64_t va = 0; va < two_to(l->va_bits); va++)
            if (linear_reckon(l, va, &pa) && pa == r->pa)
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
    there = linear_walk(&r->table[0], &mem, va, &pa) && pa == r->pa;
    phys_release(&mem);
    return there;
}

/* --- mistakes ------------------------------------------------------------
 */

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
        bool maps = linear_maps(l, ppn_of(r));
        pa = maps ? linear_pa(l, ppn_of(r), offset_of(r)) : 0;
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

/* --- statement -----------------------------------------------------------
 */

static const char *title(const struct reverse *r, unsigned t)
{
    return r->tables == 1 ? "Page table"
           : t == 0       ? "Page table of A"
                          : "Page table of B";
}

static void ask_for(const struct reverse *r, struct prompt *p,
                    const char *text)
{
    static const enum word words[] = {WORD_NONE};

    prompt_ask(
        p, (struct part){.ask = text,
                         .kind = r->level == 3 ? ASK_ADDRESS : ASK_SET,
                         .base = 16,
                         .digits = (uint8_t)hex_digits(r->table[0].va_bits),
                         .property = r->level == 3,
                         .words = words,
                         .nwords = r->level == 3});
}

static void ask(const void *params, struct prompt *p)
{
    const struct reverse *r = params;
    const struct linear *l = &r->table[0];
    const char *pa = linear_say(l, p->arena, r->pa, l->pa_bits);

    linear_say_measures(l, p);
    if (r->level == 3)
        prompt_say(p,
                   "Give a virtual address that leads to the physical "
                   "address `%s`; any will do.",
                   pa);
    else if (r->level == 4)
        prompt_say(p,
                   "Two processes, A and B, have a page table each. Which of "
                   "their virtual addresses lead to the physical address "
                   "`%s`? Give all of each, or `none`.",
                   pa);
    else
        prompt_say(p,
                   "Which virtual addresses lead to the physical address "
                   "`%s`? Give all of them in hex, or `none`.",
                   pa);
    for (unsigned t = 0; t < r->tables; t++)
        prompt_show(p, linear_figure(&r->table[t], p->arena, title(r, t)));
    if (r->level == 3) {
        ask_for(r, p, "virtual address");
    } else if (r->level == 4) {
        ask_for(r, p, "virtual addresses of A");
        ask_for(r, p, "virtual addresses of B");
    } else {
        ask_for(r, p, "virtual addresses");
    }
}

/* "0x1, 0x6", "none": the rows with the PPN, valid ones or others. */
static const char *rows(const struct reverse *r, const struct linear *l,
                        struct arena *a, bool valid)
{
    const char *text = NULL;

    for (unsigned i = 0; i < l->rows; i++) {
        const char *row = linear_say(l, a, i, linear_vpn_bits(l));
        if (l->ppn[i] != ppn_of(r) || (l->valid[i] != 0) != valid)
            continue;
        text = text == NULL ? arena_printf(a, "`%s`", row)
                            : arena_printf(a, "%s, `%s`", text, row);
    }
    return text == NULL ? "none" : text;
}

static const char *addresses(const struct reverse *r, const struct linear *l,
                             struct arena *a)
{
    const char *text = "";

    for (unsigned i = 0; i < l->rows; i++)
        if (linear_maps(l, i) && l->ppn[i] == ppn_of(r))
            text = arena_printf(
                a, "%s%s**`%s`**", text, *text ? ", " : "",
                say_hex(a, (uint64_t)i << l->off | offset_of(r), l->va_bits));
    return *text ? text : "**none**";
}

static void explain_table(const struct reverse *r, unsigned t,
                          struct solution *out)
{
    const struct linear *l = &r->table[t];
    struct arena *a = out->arena;
    const char *of = r->tables == 1 ? "" : t == 0 ? " of A" : " of B";

    solution_step(out,
                  "Search the PPN column%s for `%s`, and keep the rows that "
                  "are valid: %s.",
                  of, linear_say(l, a, ppn_of(r), linear_ppn_bits(l)),
                  rows(r, l, a, true));
    solution_step(out,
                  "With valid 0 a row maps nothing, so what it holds does "
                  "not count: %s.",
                  rows(r, l, a, false));
    solution_step(out, "Each row's VPN in front of the offset `%s`: %s.%s",
                  linear_say(l, a, offset_of(r), l->off), addresses(r, l, a),
                  r->level == 3 ? " Any one of them is right." : "");
}

static void explain(const void *params, struct solution *out)
{
    const struct reverse *r = params;
    const struct linear *l = &r->table[0];
    struct arena *a = out->arena;

    solution_step(
        out,
        "%s is 2^%u bytes, so the offset has %u bits. `%s` is `%s` in "
        "binary: PPN `%s`%s, offset `%s`. The offset stays as it is.",
        say_size(a, two_to(l->off)), l->off, l->off,
        say_hex(a, r->pa, l->pa_bits), say_binary(a, r->pa, l->pa_bits),
        say_binary(a, ppn_of(r), linear_ppn_bits(l)),
        l->binary ? ""
                  : arena_printf(a, " = `%s`",
                                 say_hex(a, ppn_of(r), linear_ppn_bits(l))),
        say_binary(a, offset_of(r), l->off));
    for (unsigned t = 0; t < r->tables; t++)
        explain_table(r, t, out);
}

static const struct wrong_row wrongs[] = {
    {M_VALIDIGN, 3, 0, ignores_valid, NULL},
    {M_ONEALIAS, 2, 0, first_only, NULL},
    {M_FORWARD, 2, 0, forward, NULL},
    {M_OFFBIT, 1, 0, bit_too_low, NULL},
    {M_OFFBIT, 1, 0, bit_too_high, NULL},
    {M_DROPOFF, 4, 0, drops_offset, NULL},
    {M_PPNASADDR, 4, 0, page_numbers, NULL},
    {M_IDENT, 2, 0, same_address, NULL},
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
    .ask = ask,
    .explain = explain,
    .works = works,
};
