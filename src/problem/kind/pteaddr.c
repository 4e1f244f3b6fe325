/* PTEADDR - where in memory the processor reads a page table entry.
 *
 *     base ─▶ | entry 0 | entry 1 | ... | entry VPN | ...
 *             └─────── VPN x entry bytes ──────▶
 *
 * Level 3 goes back from the entry that was read to the address that was
 * translated; at level 4 the table fills several pages. */
#include "problem/bits.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/walk.h"

struct pteaddr {
    uint8_t level;
    uint8_t off, va_bits, pa_bits; /* bits of an offset, of an address */
    uint8_t entry_bytes;
    uint64_t base; /* of the table, a physical address */
    uint64_t va;
    uint64_t entry; /* its physical address, and ... */
    uint64_t pa;    /* ... where it leads, as level 3 tells */
};

static unsigned vpn_bits(const struct pteaddr *p)
{
    return (unsigned)p->va_bits - p->off;
}

static uint64_t vpn_of(const struct pteaddr *p)
{
    return p->va >> p->off;
}

/* --- sampling ----------------------------------------------------------- */

static void measures(struct rng *rng, struct pteaddr *p)
{
    static const struct {
        uint8_t off_least, off_most, vpn_least, vpn_most;
    } by_level[] = {
        {0}, {6, 12, 3, 7}, {5, 12, 6, 12}, {5, 12, 6, 12}, {5, 9, 9, 12}};
    uint8_t vpn = (uint8_t)rng_between(rng, by_level[p->level].vpn_least,
                                       by_level[p->level].vpn_most);

    p->off = (uint8_t)rng_between(rng, by_level[p->level].off_least,
                                  by_level[p->level].off_most);
    p->va_bits = (uint8_t)(p->off + vpn);
    p->pa_bits = (uint8_t)(p->off + rng_between(rng, 10, 14));
    p->entry_bytes = (uint8_t)two_to((unsigned)rng_between(rng, 1, 3));
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct pteaddr *p = params;
    uint64_t table_bytes;

    p->level = (uint8_t)level;
    measures(rng, p);
    table_bytes = p->entry_bytes * two_to(vpn_bits(p));
    p->base = low(rng_next(rng), p->pa_bits) >> p->off << p->off;
    p->va = low(rng_next(rng), p->va_bits);
    p->entry = p->base + vpn_of(p) * p->entry_bytes;
    p->pa = low(rng_next(rng), (unsigned)p->pa_bits - p->off) << p->off |
            low(p->va, p->off);
    if (p->base >> p->off < 2 || vpn_of(p) < 2 || low(p->va, p->off) == 0 ||
        p->base + table_bytes > two_to(p->pa_bits))
        return false;
    return level < 4 ||
           (table_bytes >> p->off >= 4 && table_bytes >> p->off <= 64 &&
            (p->entry - p->base) >> p->off > 0);
}

/* --- the answer --------------------------------------------------------- */

static void give(const struct pteaddr *p, uint64_t entry, uint64_t in_table,
                 struct answers *out)
{
    answer_number(out, entry);
    if (p->level == 4) {
        answer_number(out, in_table >> p->off);
        answer_number(out, entry >> p->off);
    }
}

static struct format machine(const struct pteaddr *p)
{
    struct format f = say_linear(p->va_bits, p->pa_bits, p->off);

    f.entry_bytes = p->entry_bytes;
    f.valid = two_to(8u * p->entry_bytes - 1);
    return f;
}

/* Where the engine's walk reads, and what it makes of it. */
static void solve(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    struct format f = machine(p);
    struct walk walk;
    struct phys mem;

    phys_init(&mem, two_to(p->pa_bits));
    if (p->level == 3)
        phys_store(&mem, p->entry, p->entry_bytes,
                   format_leaf(&f, p->pa >> p->off, PERM_R));
    walk_translate(&f, &mem, p->base, p->va, ACCESS_LOAD, cpu_user, &walk);
    if (p->level != 3) {
        give(p, walk.step[0].at, walk.step[0].at - p->base, out);
    } else if (walk.cause == CAUSE_NONE && walk.pa == p->pa) {
        answer_number(out, format_ppn(&f, walk.step[0].entry));
        answer_number(out, walk.va);
    }
    phys_release(&mem);
    out->steps = p->level == 1 ? 2 : p->level == 4 ? 5 : 1u + p->level;
}

/* By division and multiplication. */
static void solve_again(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t page = 1, at;

    for (unsigned i = 0; i < p->off; i++)
        page *= 2;
    if (p->level == 3) {
        uint64_t vpn = (p->entry - p->base) / p->entry_bytes;
        answer_number(out, p->pa / page);
        answer_number(out, vpn * page + p->pa % page);
        return;
    }
    at = p->va / page * p->entry_bytes + p->base;
    answer_number(out, at);
    if (p->level == 4) {
        answer_number(out, (at - p->base) / page);
        answer_number(out, at / page);
    }
}

/* Both pages follow from the address that a person found. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t at;

    if (p->level != 4 || part == 0 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &at) || at < p->base)
        return false;
    answer_number(out, (part == 1 ? at - p->base : at) >> p->off);
    return true;
}

/* --- mistakes ----------------------------------------------------------- */

/* The entry so many bytes behind the start; level 3: of that page number. */
static bool behind(const struct pteaddr *p, uint64_t bytes,
                   struct answers *out)
{
    give(p, p->base + bytes, bytes, out);
    return true;
}

static bool back(const struct pteaddr *p, uint64_t vpn, unsigned off,
                 struct answers *out)
{
    answer_number(out, p->pa >> off);
    answer_number(out, vpn << off | low(p->pa, off));
    return true;
}

static bool not_multiplied(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return p->level == 3 ? back(p, p->entry - p->base, p->off, out)
                         : behind(p, vpn_of(p), out);
}

static bool in_bits(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return behind(p, vpn_of(p) * p->entry_bytes * 8, out);
}

static bool from_one(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return p->level == 3 ? back(p, vpn_of(p) + 1, p->off, out)
                         : behind(p, (vpn_of(p) - 1) * p->entry_bytes, out);
}

static bool base_is_number(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t bytes = vpn_of(p) * p->entry_bytes;

    give(p, (p->base << p->off) + bytes, bytes, out);
    return true;
}

static bool no_base(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t bytes = vpn_of(p) * p->entry_bytes;

    if (p->level == 3)
        return back(p, p->entry / p->entry_bytes, p->off, out);
    give(p, bytes, bytes, out);
    return true;
}

static bool whole_address(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    if (p->level != 3)
        return behind(p, p->va * p->entry_bytes, out);
    answer_number(out, p->pa);
    answer_number(out, p->va);
    return true;
}

static bool cut_at(const struct pteaddr *p, unsigned off, struct answers *out)
{
    return p->level == 3 ? back(p, vpn_of(p), off, out)
                         : behind(p, (p->va >> off) * p->entry_bytes, out);
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return cut_at(p, p->off - 1u, out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    return cut_at(p, p->off + 1u, out);
}

static bool drops_offset(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    answer_number(out, p->pa >> p->off);
    answer_number(out, vpn_of(p) << p->off);
    return true;
}

static bool one_page(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;

    answer_number(out, p->entry);
    answer_number(out, 0);
    answer_number(out, p->base >> p->off);
    return true;
}

/* --- statement ---------------------------------------------------------- */

static const char *hex(const struct pteaddr *p, struct arena *a, uint64_t pa)
{
    return say_hex(a, pa, p->pa_bits);
}

static void ask_back(const struct pteaddr *p, struct prompt *out)
{
    struct arena *a = out->arena;

    prompt_say(out,
               "To translate an address the processor reads the entry at "
               "physical address `%s`, and goes on to physical address `%s`. "
               "Which physical page number does the entry hold, and what is "
               "the virtual address?",
               hex(p, a, p->entry), hex(p, a, p->pa));
    prompt_ask_address(out, "physical page number",
                       hex_digits((unsigned)p->pa_bits - p->off));
    prompt_ask_address(out, "virtual address", hex_digits(p->va_bits));
}

static void ask(const void *params, struct prompt *out)
{
    const struct pteaddr *p = params;
    struct arena *a = out->arena;

    prompt_assume(out,
                  "The page table has one level, and its entries lie one "
                  "behind the other from page 0 on");
    prompt_say(out, "Pages are %s, page table entries %s. ",
               say_size(a, two_to(p->off)), say_size(a, p->entry_bytes));
    if (p->level == 4)
        prompt_say(out, "Virtual addresses have %u bits. ", p->va_bits);
    prompt_say(out,
               "The page table base register holds the physical address "
               "`%s`. ",
               hex(p, a, p->base));
    if (p->level == 3) {
        ask_back(p, out);
        return;
    }
    if (p->level == 1)
        prompt_say(out,
                   "From which physical address does the processor read the "
                   "entry of virtual page `%s`?",
                   say_hex(a, vpn_of(p), vpn_bits(p)));
    else
        prompt_say(out,
                   "From which physical address does the processor read the "
                   "entry for the virtual address `%s`?",
                   say_hex(a, p->va, p->va_bits));
    prompt_ask_address(out, "address of the entry", hex_digits(p->pa_bits));
    if (p->level < 4)
        return;
    prompt_say(out, " The table is larger than a page: in which of its pages "
                    "is the entry, the first being page 0, and what is that "
                    "page's physical page number?");
    prompt_ask_integer(out, "page of the table");
    prompt_ask_address(out, "physical page number",
                       hex_digits((unsigned)p->pa_bits - p->off));
}

/* --- solution ----------------------------------------------------------- */

static void explain_back(const struct pteaddr *p, struct solution *out)
{
    struct arena *a = out->arena;
    unsigned ppn_bits = (unsigned)p->pa_bits - p->off;

    solution_step(out,
                  "The entry is `%s` - `%s` = `%s` bytes behind the start of "
                  "the table.",
                  hex(p, a, p->entry), hex(p, a, p->base),
                  say_hex(a, p->entry - p->base, 0));
    solution_step(out,
                  "Entries are %u bytes, so it is number `%s` / %u = `%s`, "
                  "counted from 0. That is the virtual page number.",
                  p->entry_bytes, say_hex(a, p->entry - p->base, 0),
                  p->entry_bytes, say_hex(a, vpn_of(p), vpn_bits(p)));
    solution_step(
        out,
        "%s is 2^%u bytes, so the offset has %u bits. The physical address "
        "`%s` is `%s` in binary: page number `%s` = **`%s`**, offset `%s`.",
        say_size(a, two_to(p->off)), p->off, p->off, hex(p, a, p->pa),
        say_binary(a, p->pa, p->pa_bits),
        say_binary(a, p->pa >> p->off, ppn_bits),
        say_hex(a, p->pa >> p->off, ppn_bits),
        say_binary(a, low(p->pa, p->off), p->off));
    solution_step(out,
                  "The offset is the same on both sides. Behind the virtual "
                  "page number it makes `%s`: **`%s`**.",
                  say_binary(a, p->va, p->va_bits),
                  say_hex(a, p->va, p->va_bits));
}

static void explain_pages(const struct pteaddr *p, struct solution *out)
{
    struct arena *a = out->arena;
    uint64_t bytes = p->entry - p->base;
    const char *page = say_size(a, two_to(p->off));

    solution_step(out,
                  "A page holds %llu entries: the entry is in page `%s` / %s "
                  "= **%llu** of the table.",
                  (unsigned long long)(two_to(p->off) / p->entry_bytes),
                  say_hex(a, bytes, 0), page,
                  (unsigned long long)(bytes >> p->off));
    solution_step(
        out,
        "The entry's own address without the %u bits of the offset is the "
        "physical page number: **`%s`**.",
        p->off,
        say_hex(a, p->entry >> p->off, (unsigned)p->pa_bits - p->off));
}

static void explain(const void *params, struct solution *out)
{
    const struct pteaddr *p = params;
    struct arena *a = out->arena;
    const char *vpn = say_hex(a, vpn_of(p), vpn_bits(p));
    uint64_t bytes = p->entry - p->base;

    if (p->level == 3) {
        explain_back(p, out);
        return;
    }
    if (p->level == 1)
        solution_step(out, "The virtual page number is the index: `%s`.",
                      vpn);
    else
        solution_step(
            out,
            "%s is 2^%u bytes, so the offset has %u bits. `%s` is `%s` in "
            "binary: page number `%s` = `%s`. That is the index.",
            say_size(a, two_to(p->off)), p->off, p->off,
            say_hex(a, p->va, p->va_bits), say_binary(a, p->va, p->va_bits),
            say_binary(a, vpn_of(p), vpn_bits(p)), vpn);
    solution_step(out,
                  "As many entries lie before it, %u bytes each: `%s` x %u = "
                  "`%s` bytes.",
                  p->entry_bytes, vpn, p->entry_bytes, say_hex(a, bytes, 0));
    solution_step(out,
                  "They are counted from the start of the table: `%s` + `%s` "
                  "= **`%s`**.",
                  hex(p, a, p->base), say_hex(a, bytes, 0),
                  hex(p, a, p->entry));
    if (p->level == 4)
        explain_pages(p, out);
}

enum { FORWARD = LEVEL(1) | LEVEL(2) | LEVEL(4), BACK = LEVEL(3) };

static const struct wrong_row wrongs[] = {
    {M_NOPTESZ, 2, 0, .answer = not_multiplied},
    {M_PTBRPAGE, 3, FORWARD, .answer = base_is_number},
    {M_PTEBITS, 2, FORWARD, .answer = in_bits},
    {M_NOOFF, 1, LEVEL(2) | LEVEL(4), .answer = whole_address},
    {M_NOOFF, 3, BACK, .answer = whole_address},
    {M_ONEPAGE, 4, LEVEL(4), .answer = one_page},
    {M_FROMONE, 2, 0, .answer = from_one},
    {M_NOBASE, 3, FORWARD, .answer = no_base},
    {M_NOBASE, 1, BACK, .answer = no_base},
    {M_DROPOFF, 4, BACK, .answer = drops_offset},
    {M_OFFBIT, 1, LEVEL(2) | LEVEL(4), .answer = bit_too_low},
    {M_OFFBIT, 1, LEVEL(2) | LEVEL(4), .answer = bit_too_high},
    {M_OFFBIT, 3, BACK, .answer = bit_too_low},
    {M_OFFBIT, 3, BACK, .answer = bit_too_high},
};

const struct kind kind_pteaddr = {
    .id = "PTEADDR",
    .number = 9,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Find a page table entry",
    .topic = "lookup",
    .blurb = "the physical address of a page table entry",
    .needs = {"SPLIT"},
    .hints = {"A page table is an array in memory, and the page number is an "
              "index.",
              "Entry n begins n times the size of an entry behind the "
              "table's start."},
    .params_bytes = sizeof(struct pteaddr),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
    .follow = follow,
};
