/* SPLIT - an address is a virtual page number and an offset.
 *
 *      va_bits             off          0
 *     | virtual page number | page offset |
 *
 * Level 4 asks the other way round: which page size makes this the page
 * number? */
#include "problem/bits.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"

struct split {
    uint8_t level;
    uint8_t va_bits;
    uint8_t off; /* bits of the offset */
    bool binary; /* the address is printed in binary */
    uint64_t va;
};

/* The classic: cut between two hex digits. */
static void classic(struct rng *rng, struct split *s)
{
    s->va_bits = 32;
    s->off = 12;
    s->va = rng_below(rng, 2) == 0 ? 0x12345678 : low(rng_next(rng), 32);
}

static void toy(struct rng *rng, struct split *s)
{
    s->off = (uint8_t)rng_between(rng, 3, 8);
    s->va_bits = (uint8_t)(s->off + rng_between(rng, 2, 6));
    s->va = low(rng_next(rng), s->va_bits);
    s->binary = true;
}

static void hex(struct rng *rng, struct split *s, unsigned least,
                unsigned most)
{
    s->off = (uint8_t)rng_between(rng, 5, 16);
    s->va_bits = (uint8_t)rng_between(rng, least, most);
    s->va = low(rng_next(rng), s->va_bits);
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct split *s = params;
    uint64_t vpn;

    s->level = (uint8_t)level;
    if (level == 1 && rng_below(rng, 8) == 0)
        classic(rng, s);
    else if (level == 1)
        toy(rng, s);
    else if (level == 2)
        hex(rng, s, 24, 32);
    else
        hex(rng, s, 40, 48);
    vpn = s->va >> s->off;
    return low(s->va, s->off) != 0 && vpn != 0 && vpn != low(s->va, s->off) &&
           (level == 1 || s->off % 4 != 0);
}

static void give(const struct split *s, struct answers *out, uint64_t vpn,
                 uint64_t offset)
{
    if (s->level == 4)
        answer_number(out, two_to(s->off));
    else
        answer_number(out, vpn);
    answer_number(out, offset);
}

static void solve(const void *params, struct answers *out)
{
    const struct split *s = params;
    struct format f = say_linear(s->va_bits, s->va_bits, s->off);

    give(s, out, format_index(&f, 0, s->va), format_offset(&f, s->va));
    out->steps = s->level == 4 ? 5 : s->binary ? 2 : 3;
}

static void solve_again(const void *params, struct answers *out)
{
    const struct split *s = params;
    uint64_t page_bytes = 1;

    for (unsigned i = 0; i < s->off; i++)
        page_bytes *= 2;
    answer_number(out, s->level == 4 ? page_bytes : s->va / page_bytes);
    answer_number(out, s->va % page_bytes);
}

/* As someone does who cuts at another place. At level 4 that person finds
 * another page size. */
static bool cut_at(const struct split *s, unsigned off, struct answers *out)
{
    if (off == s->off || off >= s->va_bits)
        return false;
    answer_number(out, s->level == 4 ? two_to(off) : s->va >> off);
    answer_number(out, low(s->va, off));
    return true;
}

static bool too_low(const void *params, struct answers *out)
{
    const struct split *s = params;

    return cut_at(s, s->off - 1u, out);
}

static bool too_high(const void *params, struct answers *out)
{
    const struct split *s = params;

    return cut_at(s, s->off + 1u, out);
}

static bool at_a_digit(const void *params, struct answers *out)
{
    const struct split *s = params;

    return cut_at(s, (s->off + 2u) / 4 * 4, out);
}

static bool page_base(const void *params, struct answers *out)
{
    const struct split *s = params;

    if (s->level == 4)
        return false;
    give(s, out, s->va - low(s->va, s->off), low(s->va, s->off));
    return true;
}

static bool swapped(const void *params, struct answers *out)
{
    const struct split *s = params;

    if (s->level == 4)
        return false;
    give(s, out, low(s->va, s->off), s->va >> s->off);
    return true;
}

/* Gives the width of the offset where its pages' size is asked for. */
static bool bits_for_bytes(const void *params, struct answers *out)
{
    const struct split *s = params;

    answer_number(out, s->off);
    answer_number(out, low(s->va, s->off));
    return s->level == 4;
}

static const char *address(const struct split *s, struct arena *a)
{
    return s->binary ? say_binary(a, s->va, s->va_bits)
                     : say_hex(a, s->va, s->va_bits);
}

static void ask(const void *params, struct prompt *p)
{
    const struct split *s = params;
    unsigned vpn_bits = (unsigned)s->va_bits - s->off;

    if (s->level == 4) {
        prompt_say(p,
                   "Virtual addresses have %u bits. The virtual page number "
                   "of `%s` is `%s`. How large are the pages, and what is "
                   "the offset?",
                   s->va_bits, address(s, p->arena),
                   say_hex(p->arena, s->va >> s->off, s->va_bits - s->off));
        prompt_ask_size(p, "page size");
    } else {
        prompt_say(p,
                   "Pages are %s, virtual addresses have %u bits. Split the "
                   "address `%s` into virtual page number and page offset. "
                   "Answer in hex.",
                   say_size(p->arena, two_to(s->off)), s->va_bits,
                   address(s, p->arena));
        prompt_ask_field(p, "virtual page number", vpn_bits, s->binary);
    }
    prompt_ask_field(p, "page offset", s->off, s->binary);
}

static void explain_size(const struct split *s, struct solution *out)
{
    struct arena *a = out->arena;
    unsigned bits = s->va_bits - s->off;

    solution_step(out,
                  "The page number is the upper part of the address: write "
                  "both in binary and lay the page number over the address "
                  "from the left.");
    solution_step(out, "The address is `%s`, the page number `%s`.",
                  say_binary(a, s->va, s->va_bits),
                  say_binary(a, s->va >> s->off, bits));
    solution_step(out,
                  "The page number covers %u bits of %u. That leaves %u - %u "
                  "= %u for the offset.",
                  bits, s->va_bits, s->va_bits, bits, s->off);
    solution_step(out, "So pages are 2^%u bytes: **%s**.", s->off,
                  say_size(a, two_to(s->off)));
    solution_step(out, "The low %u bits, `%s`, are the offset: **`%s`**.",
                  s->off, say_binary(a, low(s->va, s->off), s->off),
                  say_hex(a, low(s->va, s->off), s->off));
}

static void explain(const void *params, struct solution *out)
{
    const struct split *s = params;
    uint64_t vpn = s->va >> s->off, offset = low(s->va, s->off);
    unsigned bits = s->va_bits - s->off;
    struct arena *a = out->arena;

    if (s->level == 4) {
        explain_size(s, out);
        return;
    }
    solution_step(out, "%s is 2^%u bytes, so the offset has %u bits.",
                  say_size(a, two_to(s->off)), s->off, s->off);
    solution_step(
        out, "%s low %u bits, `%s`, are the offset: **`%s`**.",
        s->binary ? "The"
                  : arena_printf(a, "In binary the address is `%s`; its",
                                 say_binary(a, s->va, s->va_bits)),
        s->off, say_binary(a, offset, s->off), say_hex(a, offset, s->off));
    solution_step(out,
                  "The other %u bits, `%s`, are the virtual page number: "
                  "**`%s`**.",
                  bits, say_binary(a, vpn, bits), say_hex(a, vpn, bits));
    solution_step(out, "Check: `%s` x %s + `%s` = `%s`.",
                  say_hex(a, vpn, bits), say_size(a, two_to(s->off)),
                  say_hex(a, offset, s->off), say_hex(a, s->va, s->va_bits));
}

static const struct wrong_row wrongs[] = {
    {M_OFFBIT, 1, 0, .answer = too_low},
    {M_OFFBIT, 1, 0, .answer = too_high},
    {M_NIBBLE, 1, 0, .answer = at_a_digit},
    {M_NOSHIFT, 3, 0, .answer = page_base},
    {M_LVSWAP, 2, 0, .answer = swapped},
    {M_EXPONENT, 4, 0, .answer = bits_for_bytes},
};

const struct kind kind_split = {
    .id = "SPLIT",
    .number = 1,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Split an address",
    .topic = "addresses",
    .blurb = "virtual page number and offset of an address",
    .hints = {"The page size alone decides where to cut.",
              "A page of 2^n bytes has n bits of offset, at the right."},
    .params_bytes = sizeof(struct split),
    .few = {50000},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
