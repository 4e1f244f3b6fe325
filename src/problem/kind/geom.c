/* GEOM - the measures of an address space: three of them give the rest.
 *
 *     |<-------- va ------->|         |<------ pa ----->|
 *     |    vpn     |  off   |         |   ppn  |  off   |
 *
 * 2^vpn virtual pages of 2^off bytes each; physical page numbers go up to
 * 2^ppn - 1. Level 3 hides the page size; level 4 has a memory that is no
 * power of two, and is geom_memory.c. */
#include "problem/kind/geom.h"
#include "problem/bits.h"
#include "problem/say.h"
#include "vm/grid.h"

/* What is given and what is blank, by what is known of the widths. */
static const struct form {
    uint8_t level;
    enum measure given[3], blank[BLANKS];
    uint8_t nblanks;
} forms[] = {
    {1, {VA, PA, PAGE}, {OFF, VPN, PPN}, 3},
    {2, {VA, PA, PAGE}, {OFF, VPN, PPN, PAGES, LAST}, 5},
    {2, {PAGE, VPN, PPN}, {OFF, VA, PA, PAGES, LAST}, 5},
    {3, {VA, PAGES, PA}, {PAGE, OFF, VPN, PPN, LAST}, 5},
    {3, {VA, PAGES, LAST}, {PAGE, OFF, VPN, PPN, PA}, 5},
    {3, {PA, LAST, PAGES}, {PAGE, OFF, PPN, VPN, VA}, 5},
    {3, {PA, LAST, VPN}, {PAGE, OFF, PPN, PAGES, VA}, 5},
};

enum { FORMS = sizeof forms / sizeof *forms };

static const char *const names[MEASURES] = {
    [VA] = "bits of a virtual address",
    [PA] = "bits of a physical address",
    [PAGE] = "page size",
    [OFF] = "bits of the offset",
    [VPN] = "bits of a virtual page number",
    [PPN] = "bits of a physical page number",
    [PAGES] = "number of virtual pages",
    [LAST] = "largest physical page number",
};

static bool sample(struct rng *rng, int level, void *params)
{
    static const uint8_t most_va[] = {0, 16, 32, 57},
                         least[] = {0, 8, 20, 32};
    static const uint8_t most_pa[] = {0, 16, 36, 52};
    struct geom *g = params;

    g->level = (uint8_t)level;
    if (level == 4)
        return geom_memory_sample(rng, g);
    do
        g->form = (uint8_t)rng_below(rng, FORMS);
    while (forms[g->form].level != level);
    g->va = (uint8_t)rng_between(rng, least[level], most_va[level]);
    g->pa = (uint8_t)rng_between(rng, least[level], most_pa[level]);
    g->off = (uint8_t)rng_between(rng, 4, level == 1 ? 9 : 21);
    return g->va >= g->off + 3 && g->pa >= g->off + 3 && g->va != g->pa;
}

/* --- widths -------------------------------------------------------------- */

/* Of the five widths, 0 for what is not known. */
struct widths {
    unsigned of[PPN + 1];
};

/* Bits that the measure stands for: those of 2^20 pages are 20. */
static enum measure width_of(enum measure m)
{
    return m == PAGE ? OFF : m == PAGES ? VPN : m == LAST ? PPN : m;
}

static struct widths true_widths(const struct geom *g)
{
    struct widths w = {{0}};

    w.of[VA] = g->va;
    w.of[PA] = g->pa;
    w.of[OFF] = g->off;
    w.of[VPN] = (unsigned)g->va - g->off;
    w.of[PPN] = (unsigned)g->pa - g->off;
    return w;
}

static struct widths given(const struct geom *g)
{
    struct widths all = true_widths(g), w = {{0}};

    for (int i = 0; i < 3; i++) {
        enum measure m = width_of(forms[g->form].given[i]);
        w.of[m] = all.of[m];
    }
    return w;
}

/* One sum of the picture above: the third from two that are known. */
static void complete_sum(struct widths *w, enum measure all,
                         enum measure number)
{
    unsigned *sum = &w->of[all], *part = &w->of[number], *off = &w->of[OFF];

    if (*sum == 0 && *part > 0 && *off > 0)
        *sum = *part + *off;
    else if (*part == 0 && *sum > *off && *off > 0)
        *part = *sum - *off;
    else if (*off == 0 && *sum > *part && *part > 0)
        *off = *sum - *part;
}

/* The rest from what is given; false when that can't be. */
static bool complete(struct widths *w)
{
    for (int i = 0; i < 2; i++) {
        complete_sum(w, VA, VPN);
        complete_sum(w, PA, PPN);
    }
    for (int i = 0; i <= PPN; i++)
        if (i != PAGE && (w->of[i] == 0 || w->of[i] > 63))
            return false;
    return true;
}

static uint64_t measure(const struct widths *w, enum measure m)
{
    switch (m) {
    case PAGE:
    case PAGES:
        return two_to(w->of[width_of(m)]);
    case LAST:
        return two_to(w->of[PPN]) - 1;
    default:
        return w->of[m];
    }
}

static bool give(const struct geom *g, const struct widths *w,
                 struct answers *out)
{
    for (int i = 0; i < forms[g->form].nblanks; i++)
        answer_number(out, measure(w, forms[g->form].blank[i]));
    return true;
}

/* --- the answer ---------------------------------------------------------- */

/* What the engine's format of these widths says of itself. */
static uint64_t engine(const struct geom *g, enum measure m)
{
    struct format f = say_linear(g->va, g->pa, g->off);

    switch (m) {
    case VA:
        return f.va_bits;
    case PA:
        return f.pa_bits;
    case PAGE:
        return format_page_bytes(&f);
    case OFF:
        return format_shift(&f, 0);
    case VPN:
        return bit_width(format_index(&f, 0, two_to(g->va) - 1));
    case PPN:
        return bit_width(format_ppn(&f, UINT64_MAX));
    case PAGES:
        return format_table_bytes(&f, 0) / f.entry_bytes;
    default:
        return format_ppn(&f, UINT64_MAX);
    }
}

static void solve(const void *params, struct answers *out)
{
    const struct geom *g = params;

    if (g->level == 4) {
        geom_memory_solve(g, out);
        return;
    }
    for (int i = 0; i < forms[g->form].nblanks; i++)
        answer_number(out, engine(g, forms[g->form].blank[i]));
    out->steps = out->n + (g->level == 3);
}

/* From what is given and nothing else. */
static void solve_again(const void *params, struct answers *out)
{
    const struct geom *g = params;
    struct widths w;

    if (g->level == 4) {
        geom_memory_solve_again(g, out);
        return;
    }
    w = given(g);
    if (complete(&w))
        give(g, &w, out);
}

/* --- mistakes ------------------------------------------------------------ */

static void exchange(unsigned *a, unsigned *b)
{
    unsigned was = *a;

    *a = *b;
    *b = was;
}

static bool other_kind(const void *params, struct answers *out)
{
    const struct geom *g = params;
    struct widths w = given(g);

    if (w.of[VA] > 0 && w.of[PA] > 0)
        exchange(&w.of[VA], &w.of[PA]);
    else
        exchange(&w.of[VPN], &w.of[PPN]);
    return complete(&w) && give(g, &w, out);
}

/* Takes the page for so many times as large. */
static bool off_by(const struct geom *g, int bits, struct answers *out)
{
    struct widths w = given(g);

    if (w.of[OFF] == 0)
        return false;
    w.of[OFF] = (unsigned)((int)w.of[OFF] + bits);
    return complete(&w) && give(g, &w, out);
}

static bool bit_too_low(const void *params, struct answers *out)
{
    return off_by(params, -1, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    return off_by(params, 1, out);
}

static bool page_in_bits(const void *params, struct answers *out)
{
    return off_by(params, 3, out);
}

/* Whole addresses and page numbers are alike. */
static bool keeps_offset(const void *params, struct answers *out)
{
    const struct geom *g = params;
    struct widths known = given(g), w = true_widths(g);

    for (int side = 0; side < 2; side++) {
        unsigned *all = &w.of[side ? PA : VA],
                 *number = &w.of[side ? PPN : VPN];
        if (known.of[side ? PA : VA] == 0)
            *all = *number;
        else if (known.of[side ? PPN : VPN] == 0)
            *number = *all;
    }
    return give(g, &w, out);
}

/* All digits of the largest page number for full. */
static bool whole_digits(const void *params, struct answers *out)
{
    const struct geom *g = params;
    struct widths w = given(g);

    if (g->level != 3 || w.of[PPN] == 0)
        return false;
    w.of[PPN] = 4 * hex_digits(w.of[PPN]);
    return complete(&w) && give(g, &w, out);
}

/* The widths where what they count is asked for. */
static bool exponents(const void *params, struct answers *out)
{
    const struct geom *g = params;
    struct widths w = true_widths(g);

    for (int i = 0; i < forms[g->form].nblanks; i++) {
        enum measure m = forms[g->form].blank[i];
        answer_number(out, m == LAST ? measure(&w, m) : w.of[width_of(m)]);
    }
    return true;
}

static bool count_for_last(const void *params, struct answers *out)
{
    const struct geom *g = params;
    struct widths w = true_widths(g);

    give(g, &w, out);
    for (int i = 0; i < forms[g->form].nblanks; i++)
        if (forms[g->form].blank[i] == LAST)
            out->at[i].number.top++;
    return true;
}

/* --- statement ----------------------------------------------------------- */

static const char *say(const struct geom *g, struct arena *a, enum measure m)
{
    struct widths w = true_widths(g);
    uint64_t value = measure(&w, m);

    switch (m) {
    case PAGE:
        return say_size(a, value);
    case LAST:
        return say_hex(a, value, w.of[PPN]);
    case PAGES:
        if (w.of[VPN] > 16)
            return arena_printf(a, "2^%u", w.of[VPN]);
        /* fallthrough */
    default:
        return arena_printf(a, "%llu", (unsigned long long)value);
    }
}

static bool is_blank(const struct geom *g, enum measure m)
{
    for (int i = 0; i < forms[g->form].nblanks; i++)
        if (forms[g->form].blank[i] == m)
            return true;
    return false;
}

static void ask_for(struct prompt *p, const struct geom *g, enum measure m)
{
    if (m == PAGE)
        prompt_ask_size(p, names[m]);
    else if (m == LAST)
        prompt_ask_address(p, names[m], hex_digits((unsigned)g->pa - g->off));
    else
        prompt_ask_integer(p, names[m]);
}

static void ask(const void *params, struct prompt *p)
{
    static const char *const head[] = {"measure", "value"};
    const struct geom *g = params;
    struct figure *f;

    if (g->level == 4) {
        geom_memory_ask(g, p);
        return;
    }
    f = figure_grid_new(p->arena, "Measures of a machine", head, 2);
    for (int i = 0; i < 3; i++) {
        enum measure m = forms[g->form].given[i];
        figure_grid_row(p->arena, f,
                        (const char *const[]){names[m], say(g, p->arena, m)});
    }
    prompt_say(p,
               "Of a machine with a page table of one level these measures "
               "are known. Work out the others: ");
    for (int i = 0; i < forms[g->form].nblanks; i++) {
        prompt_say(p, "%s%s", i > 0 ? ", " : "",
                   names[forms[g->form].blank[i]]);
        ask_for(p, g, forms[g->form].blank[i]);
    }
    prompt_say(p, ".");
    prompt_show(p, f);
}

/* --- solution ------------------------------------------------------------ */

static void explain_offset(const struct geom *g, struct solution *out)
{
    struct arena *a = out->arena;

    solution_step(out,
                  "A page of %s has 2^%u bytes, so the offset has **%u** "
                  "bits.",
                  say_size(a, two_to(g->off)), g->off, g->off);
}

/* Level 3: a page number's width tells the offset's. */
static void explain_hidden(const struct geom *g, struct solution *out)
{
    struct arena *a = out->arena;
    bool by_va = !is_blank(g, VA);
    unsigned bits = by_va ? g->va : g->pa, number = bits - g->off;

    if (by_va)
        solution_step(out,
                      "%s virtual pages are told apart by **%u** bits: that "
                      "is the width of a virtual page number.",
                      say(g, a, PAGES), number);
    else
        solution_step(out,
                      "The largest physical page number is all ones. "
                      "`%s` is `%s` in binary: **%u** bits.",
                      say(g, a, LAST),
                      say_binary(a, two_to(number) - 1, number), number);
    solution_step(out,
                  "The %s address has %u bits. Without the page number's %u "
                  "that leaves **%u** for the offset, so a page has 2^%u "
                  "bytes: **%s**.",
                  by_va ? "virtual" : "physical", bits, number, g->off,
                  g->off, say_size(a, two_to(g->off)));
}

/* One side of the picture, in the direction that is asked for. */
static void explain_side(const struct geom *g, bool physical,
                         struct solution *out)
{
    const char *kind = physical ? "physical" : "virtual";
    unsigned all = physical ? g->pa : g->va, number = all - g->off;
    struct arena *a = out->arena;
    const char *why = "";

    if (is_blank(g, physical ? PA : VA)) {
        if (g->level == 3)
            why = physical ? arena_printf(a,
                                          "`%s` is all ones, %u bits: the "
                                          "width of a physical page number. ",
                                          say(g, a, LAST), number)
                  : is_blank(g, VPN)
                      ? arena_printf(a,
                                     "%s virtual pages take **%u** bits to "
                                     "tell apart. ",
                                     say(g, a, PAGES), number)
                      : "";
        solution_step(out,
                      "%sPage number and offset make the %s address: %u + %u "
                      "= **%u** bits.",
                      why, kind, number, g->off, all);
        return;
    }
    solution_step(out,
                  "Of the %u bits of a %s address the offset takes %u, which "
                  "leaves %u - %u = **%u** for the %s page number.",
                  all, kind, g->off, all, g->off, number, kind);
}

static void explain_counts(const struct geom *g, struct solution *out)
{
    struct widths w = true_widths(g);
    struct arena *a = out->arena;

    if (is_blank(g, PAGES))
        solution_step(out, "%u bits tell 2^%u virtual pages apart: **%llu**.",
                      w.of[VPN], w.of[VPN],
                      (unsigned long long)measure(&w, PAGES));
    if (is_blank(g, LAST))
        solution_step(out,
                      "Physical page numbers begin at 0, so the largest is "
                      "2^%u - 1, all ones: **`%s`**.",
                      w.of[PPN], say(g, a, LAST));
}

static void explain(const void *params, struct solution *out)
{
    const struct geom *g = params;
    bool by_va;

    if (g->level == 4) {
        geom_memory_explain(g, out);
        return;
    }
    by_va = !is_blank(g, VA);
    if (g->level < 3) {
        explain_offset(g, out);
        explain_side(g, false, out);
        explain_side(g, true, out);
    } else {
        explain_hidden(g, out);
        explain_side(g, by_va, out);
    }
    explain_counts(g, out);
}

/* The step about the number of pages, or the one about the largest number. */
static unsigned counts_at(const void *params)
{
    return ((const struct geom *)params)->level == 3 ? 2 : 4;
}

static unsigned last_at(const void *params)
{
    const struct geom *g = params;

    return g->level == 3 ? 4 : 5;
}

static const struct wrong_row wrongs[] = {
    {M_PAFORVA, 2, LEVEL(1) | LEVEL(2) | LEVEL(3), other_kind, NULL},
    {M_NOOFF, 2, LEVEL(1) | LEVEL(2), keeps_offset, NULL},
    {M_NOOFF, 3, LEVEL(3), keeps_offset, NULL},
    {M_ENDINCL, 0, LEVEL(2) | LEVEL(3), count_for_last, last_at},
    {M_EXPONENT, 0, LEVEL(2) | LEVEL(3), exponents, counts_at},
    {M_NIBBLE, 1, LEVEL(3), whole_digits, NULL},
    {M_OFFBIT, 1, LEVEL(1) | LEVEL(2), bit_too_low, NULL},
    {M_OFFBIT, 1, LEVEL(1) | LEVEL(2), bit_too_high, NULL},
    {M_PTEBITS, 1, LEVEL(1) | LEVEL(2), page_in_bits, NULL},
    {M_ENDINCL, 2, LEVEL(4), geom_memory_count_for_last, NULL},
    {M_POWTWO, 1, LEVEL(4), geom_memory_rounded, NULL},
    {M_EXPONENT, 3, LEVEL(4), geom_memory_bit_too_few, NULL},
    {M_KB1000, 1, LEVEL(4), geom_memory_thousands, NULL},
    {M_NOOFF, 4, LEVEL(4), geom_memory_keeps_offset, NULL},
};

const struct kind kind_geom = {
    .id = "GEOM",
    .number = 2,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Measures of an address space",
    .topic = "addresses",
    .blurb = "widths, page size and numbers of pages from three of them",
    .needs = {"SPLIT"},
    .hints = {"Draw both addresses as page number and offset; the offset is "
              "the same width in both.",
              "2^offset is the page size, and 2^page number counts the "
              "pages."},
    .params_bytes = sizeof(struct geom),
    .wrongs_needed = 3,
    .few = {300, 4000, 20000, 600},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
    .follow = geom_memory_follow,
};
