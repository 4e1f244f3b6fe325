/* PTSIZE - how large is a page table of one level?
 *
 *     2^(va - off) entries  x  | PPN: pa - off bits | valid, permissions |
 *
 * Level 4 asks for the smallest page that holds the whole table. */
#include "problem/bits.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"

/* How the bits of an entry become room in memory. */
enum rounding { PACKED, TO_BYTES, TO_POWER, ROUNDINGS };

struct ptsize {
    uint8_t level;
    uint8_t va, pa, off; /* bits */
    uint8_t flags;       /* bits of an entry beside the PPN, one is valid */
    uint8_t rounding;
    uint8_t entry;     /* levels 1 and 4: bytes of one, given */
    uint8_t processes; /* level 3 */
};

static bool sample(struct rng *rng, int level, void *params)
{
    static const uint8_t offs[] = {8, 10, 12, 13, 14, 16};
    static const uint8_t most[] = {0, 12, 20, 36};
    struct ptsize *t = params;

    t->level = (uint8_t)level;
    if (level == 4) {
        t->va = (uint8_t)rng_between(rng, 14, 40);
        t->entry = (uint8_t)(1u << rng_between(rng, 1, 3));
        return true;
    }
    t->off = offs[rng_below(rng, sizeof offs)];
    t->va = (uint8_t)(t->off + rng_between(rng, 4, most[level]));
    t->pa = (uint8_t)(t->off + rng_between(rng, 4, level == 3 ? 40 : 20));
    t->flags = (uint8_t)rng_between(rng, 1, 6);
    t->rounding = (uint8_t)rng_below(rng, ROUNDINGS);
    if (level == 1)
        t->entry = (uint8_t)(1u << rng_between(rng, 1, 3));
    t->processes = level == 3 ? (uint8_t)rng_between(rng, 3, 100) : 1;
    return t->va != t->pa && t->pa - t->off + t->flags <= 64;
}

/* --- reckoning ----------------------------------------------------------- */

/* The room that so many bits take, in bits. */
static unsigned rounded(const struct ptsize *t, unsigned bits)
{
    unsigned bytes = (bits + 7) / 8;

    if (t->rounding == PACKED)
        return bits;
    return t->rounding == TO_BYTES ? 8 * bytes : 8u << bits_for(bytes);
}

/* Bits of an entry as the machine keeps it. */
static unsigned entry_bits(const struct ptsize *t)
{
    if (t->entry > 0)
        return 8u * t->entry;
    return rounded(t, (unsigned)t->pa - t->off + t->flags);
}

/* Bytes of 2^n entries; all n here are at least 3. */
static uint64_t bytes_of(unsigned n, unsigned bits)
{
    return two_to(n - 3) * bits;
}

static bool give(const struct ptsize *t, uint64_t bytes, struct answers *out)
{
    answer_number(out, bytes);
    if (t->level == 3)
        answer_number(out, bytes * t->processes);
    return true;
}

static bool give_page(unsigned off, const struct ptsize *t,
                      struct answers *out)
{
    answer_number(out, two_to(off));
    answer_number(out, two_to(t->va - off));
    return true;
}

/* The engine's formats, with larger pages until the table fits in one. */
static void solve_page(const struct ptsize *t, struct answers *out)
{
    unsigned off = 1;
    struct format f;

    do {
        f = say_linear(t->va, t->va, ++off);
        f.entry_bytes = t->entry;
    } while (format_table_bytes(&f, 0) > format_page_bytes(&f));
    answer_number(out, format_page_bytes(&f));
    answer_number(out, format_table_bytes(&f, 0) / f.entry_bytes);
    out->steps = 5;
}

static void solve(const void *params, struct answers *out)
{
    const struct ptsize *t = params;
    struct format f;

    if (t->level == 4) {
        solve_page(t, out);
        return;
    }
    f = say_linear(t->va, t->pa, t->off);
    f.entry_bytes = 1;
    give(t, format_table_bytes(&f, 0) / 8 * entry_bits(t), out);
    out->steps = t->level + 1u;
}

/* On exponents: 2^off >= 2^(va - off) * 2^log means 2 off >= va + log. */
static void page_again(const struct ptsize *t, struct answers *out)
{
    unsigned sum = (unsigned)t->va + bits_for(t->entry);

    give_page((sum + 1) / 2, t, out);
}

/* An entry bit by bit, and doubled from eight entries on. */
static void solve_again(const void *params, struct answers *out)
{
    const struct ptsize *t = params;
    unsigned unit = t->rounding == PACKED ? 1 : 8, bits = unit;
    uint64_t bytes;

    if (t->level == 4) {
        page_again(t, out);
        return;
    }
    while (t->entry == 0 && bits + t->off < (unsigned)t->pa + t->flags)
        bits = t->rounding == TO_POWER ? bits * 2 : bits + unit;
    bytes = t->entry > 0 ? 8u * t->entry : bits;
    for (unsigned i = t->off + 3u; i < t->va; i++)
        bytes += bytes;
    answer_number(out, bytes);
    if (t->level == 3)
        answer_number(out, bytes * t->processes);
}

/* After one's own size of one table. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    const struct ptsize *t = params;
    uint64_t own;

    if (part != 1 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &own))
        return false;
    if (t->level == 3) {
        if (own > UINT64_MAX / t->processes)
            return false;
        answer_number(out, own * t->processes);
        return true;
    }
    if (t->level != 4 || !is_power_of_two(own) || own > two_to(t->va))
        return false;
    answer_number(out, two_to(t->va) / own);
    return true;
}

/* --- mistakes ------------------------------------------------------------ */

/* A table of 2^n entries of so many bits. */
static bool table(const struct ptsize *t, unsigned n, unsigned bits,
                  struct answers *out)
{
    return t->level < 4 && give(t, bytes_of(n, bits), out);
}

static bool physical_pages(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return table(t, (unsigned)t->pa - t->off, entry_bits(t), out);
}

static bool entries(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return table(t, (unsigned)t->va - t->off, 8, out);
}

static bool bits_as_bytes(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    if (t->level == 4)
        return give_page(((unsigned)t->va + bits_for(8u * t->entry) + 1) / 2,
                         t, out);
    return table(t, (unsigned)t->va - t->off, 8 * entry_bits(t), out);
}

static bool entry_a_byte(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return table(t, t->va, entry_bits(t), out);
}

/* The PPN alone, rounded as the machine does. */
static bool no_flags(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->entry == 0 && table(t, (unsigned)t->va - t->off,
                                  rounded(t, (unsigned)t->pa - t->off), out);
}

static bool not_rounded(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->entry == 0 && table(t, (unsigned)t->va - t->off,
                                  (unsigned)t->pa - t->off + t->flags, out);
}

/* The whole physical address in each entry. */
static bool whole_address(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->entry == 0 &&
           table(t, (unsigned)t->va - t->off,
                 rounded(t, (unsigned)t->pa + t->flags), out);
}

static bool one_for_all(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    if (t->level != 3)
        return false;
    solve_again(t, out);
    out->at[1] = out->at[0];
    return true;
}

/* Level 4: entries of one byte; half of an odd sum rounded down; a page for
 * every byte's entry. */
static bool forgets_entry(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->level == 4 && give_page((t->va + 1u) / 2, t, out);
}

static bool half_too_small(const void *params, struct answers *out)
{
    const struct ptsize *t = params;

    return t->level == 4 &&
           give_page(((unsigned)t->va + bits_for(t->entry)) / 2, t, out);
}

static bool exponents(const void *params, struct answers *out)
{
    const struct ptsize *t = params;
    unsigned off = ((unsigned)t->va + bits_for(t->entry) + 1) / 2;

    if (t->level != 4)
        return false;
    answer_number(out, off);
    answer_number(out, t->va - off);
    return true;
}

/* --- statement ----------------------------------------------------------- */

static const char *const roundings[ROUNDINGS] = {
    [PACKED] = "Entries are packed bit to bit, without room between them",
    [TO_BYTES] = "An entry takes a whole number of bytes, as few as will do",
    [TO_POWER] = "An entry takes 1, 2, 4 or 8 bytes, as few as will do",
};

static void ask(const void *params, struct prompt *p)
{
    const struct ptsize *t = params;
    struct arena *a = p->arena;

    prompt_assume(p, "The page table has one level, with an entry for each "
                     "virtual page, mapped or not");
    if (t->level == 4) {
        prompt_say(p,
                   "Virtual addresses have %u bits and an entry takes %s. "
                   "Pages may have any power of two for a size. Which is the "
                   "smallest that lets the whole page table fit into one "
                   "page, and how many entries has the table then?",
                   t->va, say_size(a, t->entry));
        prompt_ask_size(p, "page size");
        prompt_ask_integer(p, "entries");
        return;
    }
    prompt_say(p,
               "Virtual addresses have %u bits, physical ones %u, pages are "
               "%s. ",
               t->va, t->pa, say_size(a, two_to(t->off)));
    if (t->entry > 0) {
        prompt_say(p, "An entry takes %s. ", say_size(a, t->entry));
    } else {
        prompt_assume(p, "%s", roundings[t->rounding]);
        prompt_say(p,
                   "An entry holds the physical page number, a valid bit%s. ",
                   t->flags == 1 ? " and nothing else"
                                 : arena_printf(a, " and %s",
                                                say_count(a, t->flags - 1u,
                                                          "permission bit")));
    }
    prompt_say(p,
               "How large is the page table of one process%s? Write the "
               "unit.",
               t->level == 3
                   ? arena_printf(a, ", and those of %u processes together",
                                  t->processes)
                   : "");
    prompt_ask_size(p, t->level == 3 ? "one table" : "size of the table");
    if (t->level == 3)
        prompt_ask_size(p, "all tables");
}

/* --- solution ------------------------------------------------------------ */

static void explain_page(const struct ptsize *t, struct solution *out)
{
    unsigned log = bits_for(t->entry), off = (t->va + log + 1) / 2;
    struct arena *a = out->arena;

    solution_step(out,
                  "Let a page have 2^n bytes. Then there are 2^(%u - n) "
                  "virtual pages, and as many entries.",
                  t->va);
    solution_step(out,
                  "An entry takes %u = 2^%u bytes, so the table takes "
                  "2^(%u - n + %u) bytes.",
                  t->entry, log, t->va, log);
    solution_step(out,
                  "It fits into a page when %u - n + %u is at most n: 2n is "
                  "at least %u.",
                  t->va, log, t->va + log);
    solution_step(out,
                  "The smallest such n is %u: pages of 2^%u bytes, **%s**.",
                  off, off, say_size(a, two_to(off)));
    solution_step(out,
                  "Then the table has 2^(%u - %u) = **%llu** entries and "
                  "takes %s.",
                  t->va, off, (unsigned long long)two_to(t->va - off),
                  say_size(a, two_to(t->va - off) * t->entry));
}

/* "23 bits, which is 3 bytes", "23 bits" */
static const char *room(const struct ptsize *t, struct arena *a)
{
    unsigned bits = (unsigned)t->pa - t->off + t->flags, all = entry_bits(t);

    if (t->rounding == PACKED)
        return arena_printf(a, "**%u bits**, packed without a gap", bits);
    return arena_printf(a, "%u bits, which take **%s**", bits,
                        say_size(a, all / 8));
}

static void explain_entry(const struct ptsize *t, struct solution *out)
{
    if (t->entry > 0) {
        solution_step(out, "How large an entry is, is given: %s.",
                      say_size(out->arena, t->entry));
        return;
    }
    solution_step(out,
                  "A physical page number has %u - %u = %u bits. With the "
                  "valid bit%s an entry has %s.",
                  t->pa, t->off, t->pa - t->off,
                  t->flags == 1
                      ? ""
                      : arena_printf(out->arena, " and %s",
                                     say_count(out->arena, t->flags - 1u,
                                               "permission bit")),
                  room(t, out->arena));
}

static void explain_total(const struct ptsize *t, struct solution *out)
{
    unsigned n = (unsigned)t->va - t->off, bits = entry_bits(t);
    uint64_t bytes = bytes_of(n, bits);
    struct arena *a = out->arena;

    if (bits % 8 == 0)
        solution_step(out, "2^%u entries x %s = **%s**.", n,
                      say_size(a, bits / 8), say_size(a, bytes));
    else
        solution_step(out,
                      "2^%u entries x %u bits are 2^%u x %u bytes: **%s**.",
                      n, bits, n - 3, bits, say_size(a, bytes));
    if (t->level == 3)
        solution_step(out,
                      "Each process has a table of its own: %u x %s = "
                      "**%s**.",
                      t->processes, say_size(a, bytes),
                      say_size(a, bytes * t->processes));
}

static void explain(const void *params, struct solution *out)
{
    const struct ptsize *t = params;

    if (t->level == 4) {
        explain_page(t, out);
        return;
    }
    solution_step(out,
                  "The table has an entry for each virtual page. Pages are "
                  "2^%u bytes, so of the %u bits of a virtual address %u - "
                  "%u = %u are the page number: 2^%u entries.",
                  t->off, t->va, t->va, t->off, t->va - t->off,
                  t->va - t->off);
    explain_entry(t, out);
    explain_total(t, out);
}

#define SIZES (LEVEL(1) | LEVEL(2) | LEVEL(3))

static const struct wrong_row wrongs[] = {
    {M_PAFORVA, 1, SIZES, physical_pages, NULL},
    {M_COUNT, 3, SIZES, entries, NULL},
    {M_PTEBITS, 3, SIZES, bits_as_bytes, NULL},
    {M_ENTRYBYTE, 1, SIZES, entry_a_byte, NULL},
    {M_NOFLAGS, 2, LEVEL(2) | LEVEL(3), no_flags, NULL},
    {M_NOROUND, 2, LEVEL(2) | LEVEL(3), not_rounded, NULL},
    {M_NOOFF, 2, LEVEL(2) | LEVEL(3), whole_address, NULL},
    {M_ONETABLE, 4, LEVEL(3), one_for_all, NULL},
    {M_PTEBITS, 2, LEVEL(4), bits_as_bytes, NULL},
    {M_NOPTESZ, 2, LEVEL(4), forgets_entry, NULL},
    {M_FLOOR, 4, LEVEL(4), half_too_small, NULL},
    {M_EXPONENT, 4, LEVEL(4), exponents, NULL},
};

const struct kind kind_ptsize = {
    .id = "PTSIZE",
    .number = 3,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Size of a page table",
    .topic = "addresses",
    .blurb = "how much memory a table of one level takes",
    .needs = {"GEOM"},
    .hints = {"How many entries, and how large is one?",
              "An entry for each virtual page; each holds a physical page "
              "number and some flags."},
    .params_bytes = sizeof(struct ptsize),
    .wrongs_needed = 3,
    .few = {5000, 30000, 300000, 81},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
    .follow = follow,
};
