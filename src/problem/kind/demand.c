/* DEMAND - faults of a program of which nothing is mapped yet.
 *
 *     code   | c c c c|c c       |      a fault a page that is touched:
 *     stack  |    s s|s s s s s s|      code is touched by fetching it
 *
 * The code runs straight through, every so many-th instruction pushes. Level
 * 3 asks for the addresses in order, level 4 counts page tables as well. */
#include "problem/bits.h"
#include "problem/kind/demand_run.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"

static void solve(const void *params, struct answers *out)
{
    demand_run(params, out);
}

static void solve_again(const void *params, struct answers *out)
{
    demand_reckon(params, out);
}

/* --- drawing ------------------------------------------------------------ */

/* An offset in the page, a multiple of `step`; often so near to the upper or
 * the lower end that `bytes` reach over it. */
static uint64_t draw_offset(struct rng *rng, const struct demand *d,
                            uint64_t step, uint64_t bytes, bool down)
{
    uint64_t page = two_to(d->page_bits);
    uint64_t reach = bytes < page ? bytes : page;
    uint64_t near = step * rng_below(rng, reach / step);

    if (rng_below(rng, 2) == 0)
        return step * rng_below(rng, page / step);
    return down ? near : page - step - near;
}

static void draw_places(struct rng *rng, struct demand *d)
{
    uint64_t code_page = (uint64_t)rng_between(rng, 0x10, 0x3f);
    uint64_t stack_page = (uint64_t)rng_between(rng, 0xc0, 0xfe);

    d->va_bits = (uint8_t)(d->page_bits + 8);
    if (d->level == 4) {
        d->va_bits = 32;
        code_page = 0x08048 + rng_below(rng, 16);
        if (rng_below(rng, 2) == 0)
            code_page |= 0x3ff;
        stack_page = 0xbfffe - rng_below(rng, 64);
        if (rng_below(rng, 2) == 0)
            stack_page = 0xbfc00;
    }
    d->code =
        code_page << d->page_bits |
        draw_offset(rng, d, DEMAND_INSTRUCTION,
                    (uint64_t)d->instructions * DEMAND_INSTRUCTION, false);
    d->sp = stack_page << d->page_bits |
            draw_offset(rng, d, DEMAND_VALUE,
                        (uint64_t)demand_pushes(d) * DEMAND_VALUE, true);
}

/* Behind the code, in the same table or over the border to the next. */
static void draw_array(struct rng *rng, struct demand *d)
{
    uint64_t page =
        (demand_code(d).last >> d->page_bits) + 1 + rng_below(rng, 8);

    d->bytes = DEMAND_VALUE * (uint64_t)rng_between(rng, 100, 900);
    d->array =
        page << d->page_bits |
        DEMAND_VALUE * rng_below(rng, two_to(d->page_bits) / DEMAND_VALUE);
}

static bool sample(struct rng *rng, int level, void *params)
{
    static const uint8_t page_bits[] = {8, 8, 9, 10, 12};
    struct demand *d = params;

    d->level = (uint8_t)level;
    d->page_bits =
        level == 4 ? 12 : page_bits[rng_below(rng, sizeof page_bits)];
    d->every = (uint8_t)(level == 1 ? 1 : rng_between(rng, 1, 3));
    d->instructions = (uint16_t)(d->every * rng_between(rng, 20, 90));
    draw_places(rng, d);
    if (level == 4)
        draw_array(rng, d);
    return demand_pages(d, demand_stack(d)) > 1 || rng_below(rng, 2) == 0;
}

/* --- words -------------------------------------------------------------- */

static const char *say_va(const struct demand *d, struct arena *a,
                          uint64_t va)
{
    return say_hex(a, va, d->va_bits);
}

static const char *who_pushes(const struct demand *d)
{
    static const char *const says[] = {
        "", "Each of them", "Every second one (the 2nd, the 4th, ...)",
        "Every third one (the 3rd, the 6th, ...)"};

    return says[d->every];
}

static void say_program(const struct demand *d, struct prompt *p)
{
    struct arena *a = p->arena;

    if (!demand_has_code(d)) {
        prompt_say(p,
                   "The stack pointer is `%s`. A program pushes %u values of "
                   "8 bytes; each push first takes 8 off the stack pointer, "
                   "then writes to where it points. ",
                   say_va(d, a, d->sp), demand_pushes(d));
        return;
    }
    prompt_say(p,
               "A program of %u instructions, 4 bytes each, begins at `%s` "
               "and runs straight through. %s pushes a value of 8 bytes: it "
               "first takes 8 off the stack pointer, then writes to where "
               "that points. %sThe stack pointer is `%s` at first. ",
               d->instructions, say_va(d, a, d->code), who_pushes(d),
               d->every > 1 ? "The others use registers only. " : "",
               say_va(d, a, d->sp));
    if (d->level == 4)
        prompt_say(p,
                   "Afterwards it fills an array of %llu bytes from `%s` on, "
                   "with code in pages that it has been through already. ",
                   (unsigned long long)d->bytes, say_va(d, a, d->array));
}

static void ask(const void *params, struct prompt *p)
{
    const struct demand *d = params;

    prompt_assume(p, demand_has_code(d)
                         ? "No page of the program is in memory yet, "
                           "and fetching an instruction is an access"
                         : "No page of the stack is in memory yet; "
                           "the code is");
    prompt_assume(p, "Each fault brings in the one page that was touched, "
                     "and all these accesses are allowed");
    prompt_say(p, "Pages are %s. ", say_size(p->arena, two_to(d->page_bits)));
    if (d->level == 4)
        prompt_say(p, "The page table has two levels of 1024 entries; a "
                      "table fills a frame. The root table is there from the "
                      "start, the others are made when they are needed. ");
    say_program(d, p);
    prompt_say(p, "How many page faults does that cause%s?",
               d->level == 3   ? ", and at which addresses, in order"
               : d->level == 4 ? ", and how many frames does the process "
                                 "have in the end, page tables included"
                               : "");
    prompt_ask_integer(p, "page faults");
    if (d->level == 3)
        prompt_ask(p, (struct part){
                          .ask = "the addresses that were accessed, in order",
                          .kind = ASK_LIST,
                          .base = 16,
                          .digits = (uint8_t)hex_digits(d->va_bits)});
    if (d->level == 4)
        prompt_ask_integer(p, "frames");
}

static void explain_range(const struct demand *d, const char *what,
                          struct range r, struct solution *out)
{
    struct arena *a = out->arena;
    unsigned bits = (unsigned)d->va_bits - d->page_bits;
    unsigned n = demand_pages(d, r);

    solution_step(out,
                  "%s bytes `%s` to `%s`. That is %s: `%s`%s%s%s. %s "
                  "faults once, at its first touch.",
                  what, say_va(d, a, r.first), say_va(d, a, r.last),
                  say_count(a, n, "page"),
                  say_hex(a, r.first >> d->page_bits, bits),
                  n > 1 ? " to `" : "",
                  n > 1 ? say_hex(a, r.last >> d->page_bits, bits) : "",
                  n > 1 ? "`" : "", n > 1 ? "Each" : "It");
}

static void explain_order(const struct demand *d, struct solution *out)
{
    uint64_t at[MEMBERS_MAX];
    unsigned n = demand_list(d, false, at);
    const char *text = "";

    for (unsigned i = 0; i < n; i++)
        text = arena_printf(out->arena, "%s%s`%s`", text, i > 0 ? ", " : "",
                            say_va(d, out->arena, at[i]));
    solution_step(out,
                  "The first instruction is fetched before it can push. From "
                  "then on code enters a page at its start, and pushes, "
                  "going down, enter one 8 bytes below its end. In order of "
                  "the instructions: **%s**.",
                  text);
}

static void explain_tables(const struct demand *d, struct solution *out)
{
    unsigned t = demand_tables(d), n = demand_all_pages(d);

    solution_step(out,
                  "A table of the last level stands for 4 MiB from a "
                  "multiple of 4 MiB on: the upper 10 bits of an address say "
                  "which. Code, array and stack use %s.",
                  say_count(out->arena, t, "such table"));
    solution_step(out,
                  "With the root table that makes %u + %u + 1 = **%u** "
                  "frames.",
                  n, t, n + t + 1);
}

static void explain(const void *params, struct solution *out)
{
    const struct demand *d = params;

    explain_range(d, "The pushes write", demand_stack(d), out);
    if (demand_has_code(d))
        explain_range(d, "The instructions are", demand_code(d), out);
    if (d->level == 4)
        explain_range(d, "The array is", demand_array(d), out);
    solution_step(out, "Together **%s**.",
                  say_count(out->arena, demand_all_pages(d), "page fault"));
    if (d->level == 3)
        explain_order(d, out);
    if (d->level == 4)
        explain_tables(d, out);
}

const struct kind kind_demand = {
    .id = "DEMAND",
    .number = 23,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Count the faults of a program",
    .topic = "demand",
    .blurb = "page faults of a program that starts with nothing in memory",
    .needs = {"LOOKUP"},
    .hints = {"What does the program touch, from which byte to which?",
              "Write down the page numbers of the first and the last byte of "
              "each range; do not forget what is fetched."},
    .on_kernel = true,
    .params_bytes = sizeof(struct demand),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = demand_wrongs,
    .nwrongs = DEMAND_WRONGS,
    .ask = ask,
    .explain = explain,
};
