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

static uint64_t flag_mask(const struct ptebits *p, unsigned flag)
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
                               .valid = flag_mask(p, FLAG_V),
                               .read = flag_mask(p, FLAG_R),
                               .write = flag_mask(p, FLAG_W),
                               .exec = flag_mask(p, FLAG_X),
                               .user = flag_mask(p, FLAG_U),
                               .ppn_at = p->ppn_at,
                               .ppn_bits = p->ppn_bits};
    f = *format_find(slice_from(machines[p->real - 1]));
    f.levels = (uint8_t)levels;
    f.va_bits = (uint8_t)(f.page_bits + levels * f.index_bits[0]);
    return f;
}

static const struct figure *layout(const struct ptebits *p, struct arena *a)
{
    struct format f = ptebits_format(p, 1);
    struct figure *figure = arena_new(a, sizeof *figure);

    *figure = figure_entry(a, &f, 0, true, NULL);
    figure->title = SLICE("Layout of an entry");
    return figure;
}

/* --- sampling ----------------------------------------------------------- */

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
        flags |= flag_mask(p, i);
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

/* --- the answer --------------------------------------------------------- */

/* What user code may do, by the engine's walk over this one entry. */
static void solve_real(const struct ptebits *p, struct answers *out)
{
    static const enum access all[] = {ACCESS_LOAD, ACCESS_STORE,
                                      ACCESS_FETCH};
    struct format f = ptebits_format(p, 1);
    struct phys mem;
    struct walk walk;

    phys_init(&mem, two_to(f.pa_bits));
    phys_store(&mem, 0, f.entry_bytes, p->entry);
    answer_number(out, format_ppn(&f, p->entry));
    answer_number(out, format_ppn(&f, p->entry) << f.page_bits);
    for (unsigned i = 0; i < 3; i++)
        answer_yes(out, walk_translate(&f, &mem, 0, 0, all[i], cpu_user,
                                       &walk) == CAUSE_NONE);
    phys_release(&mem);
    out->steps = 6;
}

static void solve(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    struct format f = ptebits_format(p, 1);

    if (p->level == 4) {
        ptebits_build_solve(p, out);
        return;
    }
    if (p->level == 3) {
        solve_real(p, out);
        return;
    }
    answer_number(out, format_ppn(&f, p->entry));
    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            answer_yes(out, format_has(p->entry, flag_mask(p, i)));
    out->steps = out->n;
}

/* Whether that bit is 1, by division. */
static bool bit(uint64_t entry, unsigned at)
{
    while (at-- > 0)
        entry /= 2;
    return entry % 2 == 1;
}

static uint64_t bits(uint64_t entry, unsigned at, unsigned n)
{
    uint64_t value = 0;

    while (n-- > 0)
        value = value * 2 + bit(entry, at + n);
    return value;
}

/* The answers of someone who finds that page number and these flags. */
static void give_flags(const struct ptebits *p, uint64_t ppn, uint64_t entry,
                       struct answers *out)
{
    answer_number(out, ppn);
    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            answer_yes(out, bit(entry, p->flag[i]));
}

struct rights {
    bool r, w, x, u;
};

/* What the bits say, as the manuals number them. */
static struct rights rights_of(const struct ptebits *p, uint64_t entry)
{
    if (ptebits_is_x86(p))
        return (struct rights){true, bit(entry, 1), !bit(entry, 63),
                               bit(entry, 2)};
    return (struct rights){bit(entry, 1), bit(entry, 2), bit(entry, 3),
                           bit(entry, 4)};
}

static void give_rights(uint64_t ppn, uint64_t base, struct rights rights,
                        struct answers *out)
{
    answer_number(out, ppn);
    answer_number(out, base);
    answer_yes(out, rights.r && rights.u);
    answer_yes(out, rights.w && rights.u);
    answer_yes(out, rights.x && rights.u);
}

static uint64_t ppn_of(const struct ptebits *p)
{
    return bits(p->entry, p->ppn_at, p->ppn_bits);
}

static void solve_again(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    if (p->level == 4)
        ptebits_build_solve_again(p, out);
    else if (p->level == 3)
        give_rights(ppn_of(p), ppn_of(p) * 4096, rights_of(p, p->entry), out);
    else
        give_flags(p, ppn_of(p), p->entry, out);
}

/* The page begins where the number that was found says. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    const struct ptebits *p = params;
    uint64_t ppn;

    if (p->level != 3 || part != 1 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &ppn) || ppn >= two_to(52))
        return false;
    answer_number(out, ppn << 12);
    return true;
}

/* --- mistakes ----------------------------------------------------------- */

/* Everything right but for the page number. */
static bool other_ppn(const struct ptebits *p, uint64_t ppn,
                      struct answers *out)
{
    if (p->level == 3)
        give_rights(ppn, low(ppn, 52) << 12, rights_of(p, p->entry), out);
    else
        give_flags(p, ppn, p->entry, out);
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

    return other_ppn(p, ppn_of(p) << p->ppn_at, out);
}

static bool bit_too_low(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return p->ppn_at > 0 &&
           other_ppn(p, bits(p->entry, p->ppn_at - 1u, p->ppn_bits), out);
}

static bool bit_too_high(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return p->ppn_at + p->ppn_bits < (int)ptebits_width(p) &&
           other_ppn(p, bits(p->entry, p->ppn_at + 1u, p->ppn_bits), out);
}

/* As if bit 0 were at the left. */
static bool mirrored(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    uint64_t entry = 0;

    for (unsigned i = 0; i < ptebits_width(p); i++)
        entry = entry * 2 + bit(p->entry, i);
    give_flags(p, bits(entry, p->ppn_at, p->ppn_bits), entry, out);
    return true;
}

static bool other_machine(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    unsigned at = ptebits_is_x86(p) ? 10 : 12;

    return other_ppn(p, bits(p->entry, at, p->ppn_bits), out);
}

static bool number_as_address(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    give_rights(ppn_of(p), ppn_of(p), rights_of(p, p->entry), out);
    return true;
}

static bool ignores_user(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    struct rights rights = rights_of(p, p->entry);

    rights.u = true;
    give_rights(ppn_of(p), ppn_of(p) << 12, rights, out);
    return true;
}

static bool nx_means_x(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    struct rights rights = rights_of(p, p->entry);

    rights.x = !rights.x;
    give_rights(ppn_of(p), ppn_of(p) << 12, rights, out);
    return ptebits_is_x86(p);
}

/* --- statement ---------------------------------------------------------- */

static void ask_real(const struct ptebits *p, struct prompt *out)
{
    static const char *const asks[] = {"may user code read it",
                                       "may user code write it",
                                       "may user code execute it"};
    static const enum word words[] = {WORD_YES, WORD_NO};

    prompt_assume(out, "Tables above this entry allow everything");
    if (ptebits_is_x86(p))
        prompt_assume(out, "The no-execute bit is in use, and 1 forbids");
    prompt_say(out,
               "%s has pages of 4 KiB and page table entries of %u bits, "
               "drawn below. An entry of the last table is `%s`. Which "
               "physical page does it name, where does that page begin, and "
               "what may user code do with it?",
               ptebits_machine_titles[p->real - 1], ptebits_width(p),
               say_hex(out->arena, p->entry, ptebits_width(p)));
    prompt_show(out, layout(p, out->arena));
    prompt_ask_address(out, "physical page number", 0);
    prompt_ask_address(out, "physical address of the page", 0);
    for (unsigned i = 0; i < 3; i++)
        prompt_ask_word(out, asks[i], words, 2);
}

static void ask(const void *params, struct prompt *out)
{
    static const char *const asks[FLAGS] = {
        "is it valid", "is R set", "is W set", "is X set", "is U set"};
    static const enum word words[] = {WORD_YES, WORD_NO};
    const struct ptebits *p = params;
    unsigned width = ptebits_width(p);

    if (p->level == 4) {
        ptebits_build_ask(p, out);
        return;
    }
    if (p->level == 3) {
        ask_real(p, out);
        return;
    }
    prompt_say(out,
               "Page table entries have %u bits, numbered from 0 at the "
               "right: a physical page number (PPN), flags (V: valid%s, W: "
               "may be written%s, U: for user code), and bits without a "
               "meaning. An entry is `%s`. What does it say?",
               width, p->level == 1 ? "" : ", R: may be read",
               p->level == 1 ? "" : ", X: may be executed",
               p->level == 1 ? say_binary(out->arena, p->entry, width)
                             : say_hex(out->arena, p->entry, width));
    prompt_show(out, layout(p, out->arena));
    prompt_ask_address(out, "physical page number", hex_digits(p->ppn_bits));
    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            prompt_ask_word(out, asks[i], words, 2);
}

/* --- solution ----------------------------------------------------------- */

static const char *yes(bool is)
{
    return is ? "yes" : "no";
}

/* "V is bit 3, 1: **yes**; W is bit 0, 0: **no**". */
static const char *say_flags(const struct ptebits *p, struct arena *a)
{
    static const char names[] = "VRWXU";
    const char *text = "";

    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            text = arena_printf(a, "%s%s%c is bit %u, which is %u: **%s**",
                                text, *text ? "; " : "", names[i], p->flag[i],
                                bit(p->entry, p->flag[i]),
                                yes(bit(p->entry, p->flag[i])));
    return text;
}

static void explain_real(const struct ptebits *p, struct solution *out)
{
    struct rights is = rights_of(p, p->entry);
    struct arena *a = out->arena;

    solution_step(out,
                  "The page number has 12 zeros behind it in an address, "
                  "for pages are 2^12 bytes: the page begins at **`%s`**.",
                  say_hex(a, ppn_of(p) << 12, 0));
    if (ptebits_is_x86(p))
        solution_step(out,
                      "P is 1, W is %u, U is %u, NX is %u. A page that is "
                      "present can be read; NX forbids to execute it.",
                      is.w, is.u, !is.x);
    else
        solution_step(out, "V is 1, R is %u, W is %u, X is %u, U is %u.",
                      is.r, is.w, is.x, is.u);
    solution_step(out, "%s Read: **%s**, write: **%s**, execute: **%s**.",
                  is.u ? "U is set, so user code may do what the other bits "
                         "allow."
                       : "U is 0: user code may not use the page at all, "
                         "whatever the other bits say.",
                  yes(is.u && is.r), yes(is.u && is.w), yes(is.u && is.x));
}

static void explain(const void *params, struct solution *out)
{
    const struct ptebits *p = params;
    struct arena *a = out->arena;

    if (p->level == 4) {
        ptebits_build_explain(p, out);
        return;
    }
    if (p->level < 3)
        solution_step(out,
                      "In binary the entry is `%s`; bit 0 is at the "
                      "right.",
                      say_binary(a, p->entry, ptebits_width(p)));
    else
        solution_step(
            out,
            "The page number lies in bits %u to %u: shift the entry "
            "right by %u and keep %u bits.",
            p->ppn_at + p->ppn_bits - 1, p->ppn_at, p->ppn_at, p->ppn_bits);
    solution_step(out, "Bits %u to %u are `%s`: the page number is **`%s`**.",
                  p->ppn_at + p->ppn_bits - 1, p->ppn_at,
                  say_binary(a, ppn_of(p), p->ppn_bits),
                  say_hex(a, ppn_of(p), p->level == 3 ? 0 : p->ppn_bits));
    if (p->level == 3)
        explain_real(p, out);
    else
        solution_step(out, "Each flag is one bit. %s.", say_flags(p, a));
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
};

const struct kind kind_ptebits = {
    .id = "PTEBITS",
    .number = 10,
    .version = 1,
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
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
    .works = ptebits_build_works,
    .follow = follow,
};
