/* WHICHPTE - the pages whose entries one instruction needs.
 *
 *     rip ─▶ | code |          its own bytes are fetched,
 *     rcx ─▶ | data |          then what it loads and stores;
 *     rsp ─▶ | stack |         a range may end in the next page
 *
 * Level 4 asks where the entries themselves are read. */
#include "problem/bits.h"
#include "problem/insn.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"

enum { ENTRY = 8, FOUND = 16 };

struct whichpte {
    uint8_t level;
    uint8_t off;
    uint8_t insn;
    uint64_t rip, reg[REGS];
    uint64_t base; /* level 4: of the page table */
};

/* What a person gets wrong about it; 0: nothing. */
enum quirk {
    NO_CODE = 1,
    OLD_RSP = 2,  /* takes rsp on the wrong side of the push or pop */
    ONE_PAGE = 4, /* overlooks that a range goes on in the next page */
    VALUE = 8,    /* takes a register's value for an address */
    ADDRESS = 16, /* gives addresses where numbers of pages are asked for */
    NO_SIZE = 32, /* level 4: takes entries for bytes */
    NO_BASE = 64, /* level 4: forgets where the table begins */
};

static const struct insn *insn_of(const struct whichpte *w)
{
    return &insns[w->insn];
}

static bool straddles(const struct whichpte *w, struct insn_range r)
{
    return r.from >> w->off != (r.from + r.bytes - 1) >> w->off;
}

/* --- sampling ----------------------------------------------------------- */

static uint64_t between(struct rng *rng, uint64_t from, uint64_t to)
{
    return from + rng_below(rng, to - from);
}

/* Just below the end of a page. */
static uint64_t near_end(const struct whichpte *w, uint64_t at, unsigned by)
{
    return (at | (two_to(w->off) - 1)) + 1 - by;
}

static void draw_registers(struct rng *rng, struct whichpte *w)
{
    w->rip = between(rng, 0x400000, 0x480000);
    w->reg[REG_RAX] = between(rng, 0x1000, 0x3fffff);
    w->reg[REG_RBX] = between(rng, 0x1000, 0x3fffff);
    w->reg[REG_RCX] = between(rng, 0x600000, 0xffffff) & ~UINT64_C(7);
    w->reg[REG_RSI] = between(rng, 0x1000000, 0x1ffffff) & ~UINT64_C(7);
    w->reg[REG_RDI] = between(rng, 0x2000000, 0x2ffffff) & ~UINT64_C(7);
    w->reg[REG_RSP] = between(rng, 0x7ff00000, 0x7fffffff) & ~UINT64_C(7);
}

/* Ranges that end in another page than they begin in. */
static void push_over(struct rng *rng, struct whichpte *w)
{
    const struct insn *i = insn_of(w);

    if (i->length > 1 && rng_below(rng, 2))
        w->rip =
            near_end(w, w->rip, (unsigned)rng_between(rng, 1, i->length - 1));
    for (unsigned d = 0; d < i->n; d++) {
        uint64_t *reg = &w->reg[i->data[d].base];
        if (rng_below(rng, 2))
            *reg = near_end(w, *reg, (unsigned)rng_between(rng, 1, 7)) -
                   (uint64_t)(int64_t)i->data[d].disp;
    }
}

static uint8_t draw_insn(struct rng *rng, int level)
{
    if (level == 1)
        return (uint8_t)rng_below(rng, INSN_STACK);
    if (level == 2)
        return (uint8_t)between(rng, INSN_STACK, INSN_BOTH);
    return (uint8_t)rng_below(rng, INSNS);
}

static unsigned count_straddling(const struct whichpte *w)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = insn_ranges(insn_of(w), w->reg, w->rip, range), found = 0;

    for (unsigned i = 0; i < n; i++)
        found += straddles(w, range[i]);
    return found;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct whichpte *w = params;

    w->level = (uint8_t)level;
    w->off = (uint8_t)(level == 1 ? 12 : rng_between(rng, 9, 14));
    w->insn = draw_insn(rng, level);
    draw_registers(rng, w);
    if (level == 2) /* where the old rsp and the new one differ by a page */
        w->reg[REG_RSP] = w->reg[REG_RSP] >> w->off << w->off;
    if (level == 3 || (level == 4 && rng_below(rng, 2)))
        push_over(rng, w);
    if (level == 4)
        w->base = between(rng, 2, 0x4000) << w->off;
    return level > 2 ? level == 4 || count_straddling(w) > 0
                     : count_straddling(w) == 0;
}

/* --- the answer --------------------------------------------------------- */

/* Page by page of each range. */
static unsigned find(const struct whichpte *w, unsigned off, unsigned quirk,
                     uint64_t found[FOUND])
{
    const struct insn *i = insn_of(w);
    struct insn_range range[INSN_RANGES];
    uint64_t reg[REGS];
    unsigned n, many = 0;

    for (unsigned r = 0; r < REGS; r++)
        reg[r] = w->reg[r];
    if (quirk & OLD_RSP)
        reg[REG_RSP] += i->rsp < 0 ? 8 : UINT64_MAX - 7;
    n = insn_ranges(i, reg, w->rip, range);
    for (unsigned r = quirk & NO_CODE ? 1 : 0; r < n; r++) {
        uint64_t first = range[r].from >> off;
        uint64_t last = (range[r].from + range[r].bytes - 1) >> off;
        if (quirk & ONE_PAGE)
            last = first;
        for (uint64_t vpn = first; vpn <= last; vpn++)
            found[many++] = quirk & ADDRESS ? range[r].from : vpn;
    }
    if (quirk & VALUE)
        found[many++] = reg[i->value] >> off;
    return many;
}

static void give(const struct whichpte *w, uint64_t found[FOUND], unsigned n,
                 unsigned quirk, struct answers *out)
{
    for (unsigned i = 0; w->level == 4 && i < n; i++)
        found[i] = found[i] * (quirk & NO_SIZE ? 1 : ENTRY) +
                   (quirk & NO_BASE ? 0 : w->base);
    answer_set(out, found, n);
}

static void solve_again(const void *params, struct answers *out)
{
    const struct whichpte *w = params;
    uint64_t found[FOUND];

    give(w, found, find(w, w->off, 0, found), 0, out);
}

/* Every byte goes through the engine's walk, which tells the entry it read. */
static void solve(const void *params, struct answers *out)
{
    const struct whichpte *w = params;
    struct format f = say_linear(INSN_VA_BITS, INSN_VA_BITS, w->off);
    struct insn_range range[INSN_RANGES];
    unsigned n = insn_ranges(insn_of(w), w->reg, w->rip, range), many = 0;
    uint64_t found[FOUND];
    struct walk walk;
    struct phys mem;

    phys_init(&mem, two_to(40));
    for (unsigned r = 0; r < n; r++) {
        for (uint64_t i = 0; i < range[r].bytes; i++) {
            uint64_t entry;
            walk_translate(&f, &mem, w->base, range[r].from + i,
                           range[r].access, cpu_user, &walk);
            entry = w->level == 4 ? walk.step[0].at : walk.step[0].index;
            if (i == 0 || found[many - 1] != entry)
                found[many++] = entry;
        }
    }
    phys_release(&mem);
    answer_set(out, found, many);
    out->steps = 1 + many + (w->level == 4 ? 2 * many : 0);
}

/* --- mistakes ----------------------------------------------------------- */

static bool person(const struct whichpte *w, unsigned off, unsigned quirk,
                   struct answers *out)
{
    uint64_t found[FOUND];

    give(w, found, find(w, off, quirk, found), quirk, out);
    return true;
}

static bool no_code(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return person(w, w->off, NO_CODE, out);
}

static bool old_rsp(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return insn_of(w)->rsp != 0 && person(w, w->off, OLD_RSP, out);
}

static bool first_page(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return person(w, w->off, ONE_PAGE, out);
}

static bool value_too(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return insn_of(w)->has_value && person(w, w->off, VALUE, out);
}

static bool addresses(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return person(w, w->off, ADDRESS, out);
}

static bool no_size(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return person(w, w->off, NO_SIZE, out);
}

static bool no_base(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return person(w, w->off, NO_BASE, out);
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return person(w, w->off - 1u, 0, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct whichpte *w = params;

    return person(w, w->off + 1u, 0, out);
}

/* --- statement ---------------------------------------------------------- */

static const char *hex(struct arena *a, uint64_t va)
{
    return say_hex(a, va, INSN_VA_BITS);
}

static void ask(const void *params, struct prompt *out)
{
    const struct whichpte *w = params;
    const struct insn *i = insn_of(w);
    struct arena *a = out->arena;

    prompt_assume(out, "The page table has one level, nothing is in a TLB, "
                       "and all pages are there");
    prompt_assume(out, "Only this one instruction counts: its own bytes are "
                       "fetched, those of the next one are not");
    prompt_say(
        out,
        "Pages are %s, virtual addresses have %u bits. The x86-64 "
        "instruction `%s`, %s of code at `%s`, loads or stores 8 bytes "
        "at a time. Registers: %s.",
        say_size(a, two_to(w->off)), INSN_VA_BITS, i->text,
        say_count(a, i->length, "byte"), hex(a, w->rip),
        insn_registers(i, w->reg, a));
    if (w->level == 4)
        prompt_say(out,
                   " The page table begins at physical address `%s`, and its "
                   "entries are %u bytes. From which physical addresses does "
                   "the processor read entries to run the instruction?",
                   hex(a, w->base), ENTRY);
    else
        prompt_say(out, " Give the numbers of all virtual pages whose page "
                        "table entries the processor needs to run it.");
    prompt_ask(
        out, (struct part){.ask = w->level == 4 ? "addresses of entries"
                                                : "virtual page numbers",
                           .kind = ASK_SET,
                           .base = 16,
                           .digits = (uint8_t)(w->level == 4
                                                   ? 8
                                                   : hex_digits(INSN_VA_BITS -
                                                                w->off))});
}

/* --- solution ----------------------------------------------------------- */

static const char *pages(const struct whichpte *w, struct arena *a,
                         struct insn_range r)
{
    uint64_t first = r.from >> w->off;
    const char *one = say_hex(a, first, INSN_VA_BITS - w->off);

    if (!straddles(w, r))
        return arena_printf(a, "page `%s`", one);
    return arena_printf(a, "pages `%s` and `%s`", one,
                        say_hex(a, first + 1, INSN_VA_BITS - w->off));
}

/* "rsp - 8 = ": where a datum's address comes from. */
static const char *origin(struct arena *a, struct insn_data d)
{
    const char *name = insn_register_name(d.base);

    if (d.disp == 0)
        return arena_printf(a, "%s =", name);
    return arena_printf(a, "%s %c %d =", name, d.disp < 0 ? '-' : '+',
                        d.disp < 0 ? -d.disp : d.disp);
}

static const char *say_found(struct arena *a, const uint64_t *at, unsigned n,
                             unsigned bits)
{
    const char *text = "";

    for (unsigned i = 0; i < n; i++)
        text = arena_printf(a, "%s%s**`%s`**", text, i > 0 ? ", " : "",
                            say_hex(a, at[i], bits));
    return text;
}

/* The entries' addresses, or the pages, each named once. */
static void explain_found(const struct whichpte *w, struct solution *out)
{
    struct answers all = {.arena = out->arena};
    const struct value *set;

    solve_again(w, &all);
    set = &all.at[0];
    if (w->level == 4)
        solution_step(out, "The entry of page n is at `%s` + n x %u: %s.",
                      hex(out->arena, w->base), ENTRY,
                      say_found(out->arena, set->at, set->n, INSN_VA_BITS));
    else
        solution_step(
            out, "Each page counts once: %s.",
            say_found(out->arena, set->at, set->n, INSN_VA_BITS - w->off));
}

static void explain(const void *params, struct solution *out)
{
    const struct whichpte *w = params;
    const struct insn *i = insn_of(w);
    struct insn_range range[INSN_RANGES];
    struct arena *a = out->arena;
    const char *data = "";
    unsigned n = insn_ranges(i, w->reg, w->rip, range);

    solution_step(out,
                  "The instruction itself has to be fetched: its bytes are "
                  "`%s` to `%s`. %s is 2^%u bytes, so that is %s.",
                  hex(a, w->rip), hex(a, w->rip + i->length - 1),
                  say_size(a, two_to(w->off)), w->off, pages(w, a, range[0]));
    for (unsigned r = 1; r < n; r++)
        data = arena_printf(a, "%s%s%s 8 bytes at %s `%s`, that is %s.", data,
                            *data ? " " : "",
                            range[r].access == ACCESS_LOAD ? "It loads"
                                                           : "It stores",
                            origin(a, i->data[r - 1]), hex(a, range[r].from),
                            pages(w, a, range[r]));
    solution_step(out, "%s%s", data,
                  i->rsp < 0
                      ? " Pushing makes rsp smaller first, and stores then."
                      : "");
    explain_found(w, out);
}

static const struct wrong_row wrongs[] = {
    {M_NOCODE, 1, 0, .answer = no_code},
    {M_OLDRSP, 2, 0, .answer = old_rsp},
    {M_ALIGN, 2, 0, .answer = first_page},
    {M_REGVALUE, 2, 0, .answer = value_too},
    {M_NOPTESZ, 3, LEVEL(4), .answer = no_size},
    {M_NOBASE, 3, LEVEL(4), .answer = no_base},
    {M_NOOFF, 1, LEVEL(1) | LEVEL(2) | LEVEL(3), .answer = addresses},
    {M_OFFBIT, 1, 0, .answer = bit_too_low},
    {M_OFFBIT, 1, 0, .answer = bit_too_high},
};

const struct kind kind_whichpte = {
    .id = "WHICHPTE",
    .number = 12,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Pages of one instruction",
    .topic = "lookup",
    .blurb = "which page table entries an instruction needs",
    .needs = {"SPLIT"},
    .hints = {"What does the processor read before it knows what to do?",
              "List the bytes of code, then of each load and store, with "
              "first and last address; then cut the offsets off."},
    .params_bytes = sizeof(struct whichpte),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
