/* GEOM, level 4: a memory that is no power of two.
 *
 *     0            last                  2^ppn - 1
 *     | pages of memory | numbers without memory |                         */
#include "problem/bits.h"
#include "problem/kind/geom.h"
#include "problem/say.h"

static uint64_t memory(const struct geom *g)
{
    return (uint64_t)g->odd << g->shift;
}

bool geom_memory_sample(struct rng *rng, struct geom *g)
{
    g->odd = (uint8_t)(3 + 2 * rng_below(rng, 7));
    g->shift = (uint8_t)rng_between(rng, 18, 36);
    g->off = (uint8_t)rng_between(rng, 10, 16);
    return true;
}

static void give(struct answers *out, uint64_t pages, uint64_t last,
                 unsigned ppn_bits, unsigned off)
{
    answer_number(out, pages);
    answer_number(out, last);
    answer_number(out, ppn_bits);
    answer_number(out, ppn_bits + off);
    answer_number(out, two_to(ppn_bits) - pages);
}

/* By the last byte's place in a table over memory. */
void geom_memory_solve(const struct geom *g, struct answers *out)
{
    unsigned bits = bit_width(memory(g) - 1);
    struct format f = say_linear(bits, bits, g->off);
    uint64_t last = format_index(&f, 0, memory(g) - 1);

    answer_number(out, last + 1);
    answer_number(out, last);
    answer_number(out, f.ppn_bits);
    answer_number(out, f.pa_bits);
    answer_number(out, format_ppn(&f, UINT64_MAX) - last);
    out->steps = 7;
}

/* By doubling: pages until one is a page, numbers until all have one. */
void geom_memory_solve_again(const struct geom *g, struct answers *out)
{
    uint64_t pages = g->odd, numbers = 1;
    unsigned bits = 0;

    for (unsigned i = g->off; i < g->shift; i++)
        pages *= 2;
    for (; numbers < pages; numbers *= 2)
        bits++;
    answer_number(out, pages);
    answer_number(out, pages - 1);
    answer_number(out, bits);
    answer_number(out, bits + g->off);
    answer_number(out, numbers - pages);
}

static uint64_t pages_of(const struct geom *g)
{
    return memory(g) >> g->off;
}

bool geom_memory_count_for_last(const void *params, struct answers *out)
{
    const struct geom *g = params;

    give(out, pages_of(g), pages_of(g), bits_for(pages_of(g)), g->off);
    return true;
}

/* What is beyond the next lower power of two is not used. */
bool geom_memory_rounded(const void *params, struct answers *out)
{
    const struct geom *g = params;
    unsigned bits = bit_width(pages_of(g)) - 1;

    give(out, two_to(bits), two_to(bits) - 1, bits, g->off);
    return true;
}

/* The page number is as wide as the next lower power of two. */
bool geom_memory_bit_too_few(const void *params, struct answers *out)
{
    const struct geom *g = params;
    unsigned bits = bits_for(pages_of(g)) - 1;

    answer_number(out, pages_of(g));
    answer_number(out, pages_of(g) - 1);
    answer_number(out, bits);
    answer_number(out, bits + g->off);
    answer_number(out, 0);
    return true;
}

/* Bytes as someone counts them for whom a kilobyte is a thousand. */
static uint64_t in_thousands(uint64_t bytes)
{
    uint64_t unit = 1;

    while (bytes >= 1024 && bytes % 1024 == 0) {
        bytes /= 1024;
        unit *= 1000;
    }
    return bytes * unit;
}

bool geom_memory_thousands(const void *params, struct answers *out)
{
    const struct geom *g = params;
    uint64_t pages = in_thousands(memory(g)) / in_thousands(two_to(g->off));

    give(out, pages, pages - 1, bits_for(pages), g->off);
    return true;
}

bool geom_memory_keeps_offset(const void *params, struct answers *out)
{
    const struct geom *g = params;
    unsigned bits = bits_for(pages_of(g));

    answer_number(out, pages_of(g));
    answer_number(out, pages_of(g) - 1);
    answer_number(out, bits);
    answer_number(out, bits);
    answer_number(out, two_to(bits) - pages_of(g));
    return true;
}

/* From the person's own number of pages, and own width. */
bool geom_memory_follow(const void *params, unsigned part,
                        const struct answers *given, struct answers *out)
{
    const struct geom *g = params;
    uint64_t pages, bits;

    if (g->level != 4 || part == 0 || given->n < 3 ||
        given->at[0].kind != VALUE_NUMBER ||
        given->at[2].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &pages) ||
        !num_is_whole(given->at[2].number, &bits) || pages == 0 ||
        pages > memory(g) || bits > 62)
        return false;
    switch (part) {
    case 1:
        answer_number(out, pages - 1);
        return true;
    case 2:
        answer_number(out, bits_for(pages));
        return true;
    case 3:
        answer_number(out, bits + g->off);
        return true;
    default:
        if (two_to((unsigned)bits) < pages)
            return false;
        answer_number(out, two_to((unsigned)bits) - pages);
        return true;
    }
}

void geom_memory_ask(const struct geom *g, struct prompt *p)
{
    prompt_assume(p, "Memory begins at physical address 0 and has no holes; "
                     "all of it is used");
    prompt_say(p,
               "A machine has %s of memory and pages of %s. How many "
               "physical pages are that, and which is the largest physical "
               "page number in use? How many bits must a physical page "
               "number have at least, and a physical address? How many page "
               "numbers of that width have no memory behind them?",
               say_size(p->arena, memory(g)),
               say_size(p->arena, two_to(g->off)));
    prompt_ask_integer(p, "physical pages");
    prompt_ask_address(p, "largest page number in use",
                       hex_digits(bits_for(pages_of(g))));
    prompt_ask_integer(p, "bits of a page number");
    prompt_ask_integer(p, "bits of an address");
    prompt_ask_integer(p, "page numbers without memory");
}

void geom_memory_explain(const struct geom *g, struct solution *out)
{
    uint64_t pages = pages_of(g);
    unsigned bits = bits_for(pages);
    struct arena *a = out->arena;

    solution_step(out,
                  "%s are %u x 2^%u bytes, a page has 2^%u: that makes %u x "
                  "2^%u = **%llu** pages. Memory need not be a power of two.",
                  say_size(a, memory(g)), g->odd, g->shift, g->off, g->odd,
                  g->shift - g->off, (unsigned long long)pages);
    solution_step(out,
                  "They are numbered from 0, so the last is number %llu - 1 "
                  "= **`%s`**.",
                  (unsigned long long)pages, say_hex(a, pages - 1, bits));
    solution_step(out,
                  "2^%u = %llu numbers are too few, 2^%u = %llu are enough: "
                  "**%u** bits.",
                  bits - 1, (unsigned long long)two_to(bits - 1), bits,
                  (unsigned long long)two_to(bits), bits);
    solution_step(out, "With the %u bits of the offset, %u + %u = **%u**.",
                  g->off, bits, g->off, bits + g->off);
    solution_step(out,
                  "Of the %llu page numbers, %llu are used: **%llu** name no "
                  "memory, from `%s` on.",
                  (unsigned long long)two_to(bits), (unsigned long long)pages,
                  (unsigned long long)(two_to(bits) - pages),
                  say_hex(a, pages, bits));
}
