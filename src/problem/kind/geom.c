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

const struct geom_form geom_forms[] = {
    {1, {VA, PA, PAGE}, {OFF, VPN, PPN}, 3},
    {2, {VA, PA, PAGE}, {OFF, VPN, PPN, PAGES, LAST}, 5},
    {2, {PAGE, VPN, PPN}, {OFF, VA, PA, PAGES, LAST}, 5},
    {3, {VA, PAGES, PA}, {PAGE, OFF, VPN, PPN, LAST}, 5},
    {3, {VA, PAGES, LAST}, {PAGE, OFF, VPN, PPN, PA}, 5},
    {3, {PA, LAST, PAGES}, {PAGE, OFF, PPN, VPN, VA}, 5},
    {3, {PA, LAST, VPN}, {PAGE, OFF, PPN, PAGES, VA}, 5},
};

enum { FORMS = sizeof geom_forms / sizeof *geom_forms };

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
    while (geom_forms[g->form].level != level);
    g->va = (uint8_t)rng_between(rng, least[level], most_va[level]);
    g->pa = (uint8_t)rng_between(rng, least[level], most_pa[level]);
    g->off = (uint8_t)rng_between(rng, 4, level == 1 ? 9 : 21);
    return g->va >= g->off + 3 && g->pa >= g->off + 3 && g->va != g->pa;
}

/* --- widths ------------------------------------------------------------- */

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
        enum measure m = width_of(geom_forms[g->form].given[i]);
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

uint64_t geom_measure(const struct geom *g, enum measure m)
{
    struct widths w = true_widths(g);

    return measure(&w, m);
}

bool geom_is_blank(const struct geom *g, enum measure m)
{
    for (int i = 0; i < geom_forms[g->form].nblanks; i++)
        if (geom_forms[g->form].blank[i] == m)
            return true;
    return false;
}

static bool give(const struct geom *g, const struct widths *w,
                 struct answers *out)
{
    for (int i = 0; i < geom_forms[g->form].nblanks; i++)
        answer_number(out, measure(w, geom_forms[g->form].blank[i]));
    return true;
}

/* --- the answer --------------------------------------------------------- */

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
    for (int i = 0; i < geom_forms[g->form].nblanks; i++)
        answer_number(out, engine(g, geom_forms[g->form].blank[i]));
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

/* --- mistakes ----------------------------------------------------------- */

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

    for (int i = 0; i < geom_forms[g->form].nblanks; i++) {
        enum measure m = geom_forms[g->form].blank[i];
        answer_number(out, m == LAST ? measure(&w, m) : w.of[width_of(m)]);
    }
    return true;
}

static bool count_for_last(const void *params, struct answers *out)
{
    const struct geom *g = params;
    struct widths w = true_widths(g);

    give(g, &w, out);
    for (int i = 0; i < geom_forms[g->form].nblanks; i++)
        if (geom_forms[g->form].blank[i] == LAST)
            out->at[i].number.top++;
    return true;
}

static const struct wrong_row wrongs[] = {
    {M_PAFORVA, 2, LEVEL(1) | LEVEL(2) | LEVEL(3), .answer = other_kind},
    {M_NOOFF, 2, LEVEL(1) | LEVEL(2), .answer = keeps_offset},
    {M_NOOFF, 3, LEVEL(3), .answer = keeps_offset},
    {M_ENDINCL, 5, LEVEL(2), .answer = count_for_last},
    {M_ENDINCL, 4, LEVEL(3), .answer = count_for_last},
    {M_EXPONENT, 4, LEVEL(2), .answer = exponents},
    {M_EXPONENT, 2, LEVEL(3), .answer = exponents},
    {M_NIBBLE, 1, LEVEL(3), .answer = whole_digits},
    {M_OFFBIT, 1, LEVEL(1) | LEVEL(2), .answer = bit_too_low},
    {M_OFFBIT, 1, LEVEL(1) | LEVEL(2), .answer = bit_too_high},
    {M_PTEBITS, 1, LEVEL(1) | LEVEL(2), .answer = page_in_bits},
    {M_ENDINCL, 2, LEVEL(4), .answer = geom_memory_count_for_last},
    {M_POWTWO, 1, LEVEL(4), .answer = geom_memory_rounded},
    {M_EXPONENT, 3, LEVEL(4), .answer = geom_memory_bit_too_few},
    {M_KB1000, 1, LEVEL(4), .answer = geom_memory_thousands},
    {M_NOOFF, 4, LEVEL(4), .answer = geom_memory_keeps_offset},
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
    .ask = geom_ask,
    .explain = geom_explain,
    .follow = geom_memory_follow,
};
