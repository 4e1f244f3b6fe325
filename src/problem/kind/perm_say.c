/* PERM told: tables, questions, and the worked way. */
#include "problem/kind/perm.h"
#include "problem/say.h"
#include "vm/grid.h"

#include <stddef.h>

/* --- statement ---------------------------------------------------------- */

static const char *bit(unsigned value)
{
    return value ? "1" : "0";
}

static const struct figure *table(const struct perm *p, struct arena *a)
{
    static const char *const heads[] = {"VPN", "valid", "R",  "W",
                                        "X",   "U",     "PPN"};
    struct figure *f = figure_grid_new(a, "Page table", heads, 7);

    for (unsigned i = 0; i < PAGES; i++) {
        const struct row *r = &p->row[i];
        figure_grid_row(a, f,
                        (const char *const[]){say_number(a, i), bit(r->valid),
                                              bit(r->r), bit(r->w), bit(r->x),
                                              bit(r->u),
                                              say_hex(a, r->ppn, 8)});
    }
    return f;
}

/* A table of two levels: the upper one, or rows of the last. */
static const struct figure *level_table(struct arena *a, const char *title,
                                        const char *what,
                                        const struct row *rows, unsigned n,
                                        unsigned first)
{
    const char *const heads[] = {what, "valid", "W", "U", "NX"};
    struct figure *f = figure_grid_new(a, title, heads, 5);

    for (unsigned i = 0; i < n; i++)
        figure_grid_row(a, f,
                        (const char *const[]){
                            say_number(a, first + i), bit(rows[i].valid),
                            bit(rows[i].w), bit(rows[i].u), bit(!rows[i].x)});
    return f;
}

static void ask_set(struct prompt *out, const char *ask)
{
    prompt_ask(out, (struct part){.ask = ask, .kind = ASK_SET, .base = 10});
}

static void ask_levels(const struct perm *p, struct prompt *out)
{
    prompt_assume(out,
                  "The rules of x86: a page that is present can be read; "
                  "W and U must be set on every level, and NX on none");
    prompt_say(out,
               "Entry 0 of the upper table names the table of pages 0 to 3, "
               "entry 1 that of pages 4 to 7. From which pages can user code "
               "load, to which can it store, and in which can it execute "
               "instructions? Give the page numbers, or `none`.");
    prompt_show(out, level_table(out->arena, "Upper table", "entry", p->upper,
                                 UPPER_ROWS, 0));
    prompt_show(out, level_table(out->arena, "Table of entry 0", "VPN",
                                 p->row, 4, 0));
    prompt_show(out, level_table(out->arena, "Table of entry 1", "VPN",
                                 p->row + 4, 4, 4));
    ask_set(out, "pages that can be loaded from");
    ask_set(out, "pages that can be stored to");
    ask_set(out, "pages that can be executed");
}

static const char *who(struct attempt t)
{
    return t.user ? "user code" : "the kernel";
}

static const char *does(struct attempt t)
{
    static const char *const does[] = {"loads from", "stores to",
                                       "executes an instruction in"};
    return does[t.access];
}

static void ask_tries(const struct perm *p, struct prompt *out)
{
    static const enum word words[] = {WORD_OK, WORD_NOT_PRESENT,
                                      WORD_PROTECTION};
    prompt_assume(
        out, "%s",
        p->riscv ? "In kernel mode pages with U set can't be used at all "
                   "(RISC-V with SUM 0), and R, W and X hold for the "
                   "others"
                 : "In kernel mode U does not count, but R, W and X do");
    prompt_say(out, "What comes of each of these accesses: `ok`, or a fault "
                    "because the page is `not present`, or because of its "
                    "`protection`?");
    prompt_show(out, table(p, out->arena));
    for (unsigned i = 0; i < TRIES; i++)
        prompt_ask_word(out,
                        arena_printf(out->arena, "%s %s page %u",
                                     who(p->attempt[i]), does(p->attempt[i]),
                                     p->attempt[i].page),
                        words, 3);
}

void perm_ask(const void *params, struct prompt *out)
{
    const struct perm *p = params;

    if (p->level == 4) {
        ask_levels(p, out);
        return;
    }
    if (p->level == 3) {
        ask_tries(p, out);
        return;
    }
    prompt_say(
        out, p->level == 1
                 ? "User code loads a byte from a page. In which pages does "
                   "that succeed without a fault? Give their virtual page "
                   "numbers."
                 : "User code executes `*p += 1;`, and `p` points into a "
                   "page. For which pages does that succeed without a "
                   "fault? Give their virtual page numbers.");
    prompt_show(out, table(p, out->arena));
    ask_set(out, "pages");
}

/* --- solution ----------------------------------------------------------- */

/* "1, 4, 6": the pages of a set, or "none". */
static const char *say_pages(struct arena *a, const bool is[PAGES])
{
    const char *text = "";

    for (unsigned i = 0; i < PAGES; i++)
        if (is[i])
            text = arena_printf(a, "%s%s%u", text, *text ? ", " : "", i);
    return *text ? text : "none";
}

static const char *say_set(const struct perm *p, struct arena *a,
                           enum access access)
{
    bool is[PAGES];

    for (unsigned i = 0; i < PAGES; i++)
        is[i] = perm_succeeds(p, i, access);
    return say_pages(a, is);
}

/* The pages whose bit is 0. */
static void explain_bit(const struct perm *p, struct solution *out,
                        const char *name, size_t at)
{
    bool is[PAGES];

    for (unsigned i = 0; i < PAGES; i++)
        is[i] = ((const uint8_t *)&p->row[i])[at] == 0;
    solution_step(out, "Strike out where %s is 0: %s.", name,
                  say_pages(out->arena, is));
}

static void explain_set(const struct perm *p, struct solution *out)
{
    solution_step(
        out, "%s",
        p->level == 1
            ? "A load by user code needs valid, U and R. X is for "
              "instructions, W for stores, and a PPN of 0 is a page "
              "like any other."
            : "`*p += 1` loads the old value and stores the new "
              "one. For user code that needs valid, U, R and W. X "
              "is for instructions, and a PPN of 0 is a page like "
              "any other.");
    explain_bit(p, out, "valid", offsetof(struct row, valid));
    explain_bit(p, out, "U", offsetof(struct row, u));
    explain_bit(p, out, "R", offsetof(struct row, r));
    if (p->level == 2)
        explain_bit(p, out, "W", offsetof(struct row, w));
    solution_step(out, "The pages that are left: **%s**.",
                  say_set(p, out->arena, ACCESS_LOAD));
}

static const char *why(const struct perm *p, struct attempt t)
{
    const struct row *row = &p->row[t.page];

    if (!row->valid)
        return "valid is 0: **not present**, whatever the other bits are";
    if (t.user && !row->u)
        return "U is 0, and it is user code: **protection**";
    if (!t.user && p->riscv && row->u)
        return "U is 1, and it is the kernel: **protection**";
    switch (t.access) {
    case ACCESS_LOAD:
        return row->r ? "R is 1: **ok**" : "R is 0: **protection**";
    case ACCESS_STORE:
        return row->w ? "W is 1: **ok**" : "W is 0: **protection**";
    default:
        return row->x ? "X is 1: **ok**" : "X is 0: **protection**";
    }
}

static void explain_levels(const struct perm *p, struct solution *out)
{
    struct arena *a = out->arena;
    struct row all[PAGES];

    for (unsigned i = 0; i < PAGES; i++)
        all[i] = perm_rights(p, i);
    solution_step(out,
                  "A page has W or U if both its entries have it, and NX "
                  "if one of them does:");
    solution_show(
        out, level_table(a, "Both levels together", "VPN", all, PAGES, 0));
    solution_step(out, "User code can load where valid and U are 1: **%s**.",
                  say_set(p, a, ACCESS_LOAD));
    solution_step(out, "Of those, it can store where W is 1: **%s**.",
                  say_set(p, a, ACCESS_STORE));
    solution_step(
        out,
        "Of those it can load from, it can execute where NX is 0: **%s**.",
        say_set(p, a, ACCESS_FETCH));
}

void perm_explain(const void *params, struct solution *out)
{
    const struct perm *p = params;

    if (p->level < 3) {
        explain_set(p, out);
        return;
    }
    if (p->level == 4) {
        explain_levels(p, out);
        return;
    }
    solution_step(out,
                  "Look at the valid bit first, then at U, then at R for "
                  "a load, W for a store, X for an instruction.");
    for (unsigned i = 0; i < TRIES; i++)
        solution_step(out, "%c%s %s page %u: %s.",
                      who(p->attempt[i])[0] - 'a' + 'A',
                      who(p->attempt[i]) + 1, does(p->attempt[i]),
                      p->attempt[i].page, why(p, p->attempt[i]));
}
