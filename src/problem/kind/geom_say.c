/* GEOM told: the table of measures, and how the others follow. */
#include "problem/bits.h"
#include "problem/kind/geom.h"
#include "problem/say.h"
#include "vm/grid.h"

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

static const char *say(const struct geom *g, struct arena *a, enum measure m)
{
    unsigned vpn = (unsigned)geom_measure(g, VPN);
    uint64_t value = geom_measure(g, m);

    switch (m) {
    case PAGE:
        return say_size(a, value);
    case LAST:
        return say_hex(a, value, (unsigned)geom_measure(g, PPN));
    case PAGES:
        if (vpn > 16)
            return arena_printf(a, "2^%u", vpn);
        /* fallthrough */
    default:
        return arena_printf(a, "%llu", (unsigned long long)value);
    }
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

void geom_ask(const void *params, struct prompt *p)
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
        enum measure m = geom_forms[g->form].given[i];
        figure_grid_row(p->arena, f,
                        (const char *const[]){names[m], say(g, p->arena, m)});
    }
    prompt_say(p,
               "Of a machine with a page table of one level these measures "
               "are known. Work out the others: ");
    for (int i = 0; i < geom_forms[g->form].nblanks; i++) {
        prompt_say(p, "%s%s", i > 0 ? ", " : "",
                   names[geom_forms[g->form].blank[i]]);
        ask_for(p, g, geom_forms[g->form].blank[i]);
    }
    prompt_say(p, ".");
    prompt_show(p, f);
}

/* --- solution ----------------------------------------------------------- */

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
    bool by_va = !geom_is_blank(g, VA);
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

    if (geom_is_blank(g, physical ? PA : VA)) {
        if (g->level == 3)
            why = physical ? arena_printf(a,
                                          "`%s` is all ones, %u bits: the "
                                          "width of a physical page number. ",
                                          say(g, a, LAST), number)
                  : geom_is_blank(g, VPN)
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
    unsigned vpn = (unsigned)g->va - g->off, ppn = (unsigned)g->pa - g->off;
    struct arena *a = out->arena;

    if (geom_is_blank(g, PAGES))
        solution_step(out, "%u bits tell 2^%u virtual pages apart: **%llu**.",
                      vpn, vpn, (unsigned long long)geom_measure(g, PAGES));
    if (geom_is_blank(g, LAST))
        solution_step(out,
                      "Physical page numbers begin at 0, so the largest is "
                      "2^%u - 1, all ones: **`%s`**.",
                      ppn, say(g, a, LAST));
}

void geom_explain(const void *params, struct solution *out)
{
    const struct geom *g = params;
    bool by_va;

    if (g->level == 4) {
        geom_memory_explain(g, out);
        return;
    }
    by_va = !geom_is_blank(g, VA);
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
