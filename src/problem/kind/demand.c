/* DEMAND - faults of a program of which nothing is mapped yet.
 *
 *     code   | c c c c|c c       |      a fault a page that is touched:
 *     stack  |    s s|s s s s s s|      code is touched by fetching it
 *
 * The code runs straight through, every so many-th instruction pushes. Level
 * 3 asks for the addresses in order, level 4 counts page tables as well. */
#include "problem/bits.h"
#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"

enum { INSTRUCTION = 4, VALUE = 8, FRAMES = 64, TABLE_BITS = 10 };

struct demand {
    uint8_t level;
    uint8_t page_bits, va_bits;
    uint8_t every;         /* each so many-th instruction pushes */
    uint16_t instructions; /* a multiple of `every` */
    uint64_t code, sp;     /* the first instruction; before the first push */
    uint64_t array, bytes; /* on level 4: written from end to end */
};

/* Bytes [first, last]. */
struct range {
    uint64_t first, last;
};

static unsigned pushes(const struct demand *d)
{
    return d->instructions / d->every;
}

static struct range code(const struct demand *d)
{
    return (struct range){
        d->code, d->code + (uint64_t)d->instructions * INSTRUCTION - 1};
}

static struct range stack(const struct demand *d)
{
    return (struct range){d->sp - (uint64_t)pushes(d) * VALUE, d->sp - 1};
}

static struct range array(const struct demand *d)
{
    return (struct range){d->array, d->array + d->bytes - 1};
}

static bool has_code(const struct demand *d)
{
    return d->level >= 2;
}

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *p;
    uint64_t fault[MEMBERS_MAX]; /* addresses, in order */
    unsigned faults;
};

static void map(struct run *r, const struct demand *d, struct range range)
{
    uint64_t first = range.first >> d->page_bits;
    uint64_t last = range.last >> d->page_bits;

    computer_map(&r->c, r->p, first, (unsigned)(last - first + 1), 0);
}

static void use(struct run *r, enum access access, uint64_t va,
                unsigned bytes)
{
    struct result got = machine_access(
        &r->c.m, r->p,
        (struct request){
            .access = access, .bytes = (uint8_t)bytes, .va = va});

    if (got.faults > 0 && r->faults < MEMBERS_MAX)
        r->fault[r->faults++] = got.fault_va;
}

static void begin(struct run *r, const struct demand *d)
{
    r->faults = 0;
    if (d->level == 4)
        computer_start_as(&r->c, "x86-32", FRAMES, false);
    else
        computer_start(&r->c, d->page_bits,
                       (unsigned)d->va_bits - d->page_bits, FRAMES, false);
    r->p = computer_spawn(&r->c);
    map(r, d, stack(d));
    map(r, d, code(d));
    if (d->level == 4)
        map(r, d, array(d));
}

static void run(struct run *r, const struct demand *d)
{
    uint64_t sp = d->sp;

    begin(r, d);
    for (unsigned i = 0; i < d->instructions; i++) {
        if (has_code(d))
            use(r, ACCESS_FETCH, d->code + i * INSTRUCTION, INSTRUCTION);
        if ((i + 1) % d->every == 0)
            use(r, ACCESS_STORE, sp -= VALUE, VALUE);
    }
    for (uint64_t i = 0; d->level == 4 && i < d->bytes; i += VALUE)
        use(r, ACCESS_STORE, d->array + i, VALUE);
}

/* But for the frame of zeros, which the machine has by itself. */
static unsigned frames_in_use(const struct run *r)
{
    return r->c.m.nframes - r->c.m.nfree - 1;
}

static void solve(const void *params, struct answers *out)
{
    const struct demand *d = params;
    struct run r;

    run(&r, d);
    answer_number(out, r.faults);
    out->steps = r.faults;
    if (d->level == 3)
        answer_list(out, r.fault, r.faults);
    if (d->level == 4) {
        answer_number(out, frames_in_use(&r));
        out->steps = frames_in_use(&r);
    }
    computer_stop(&r.c);
}

/* --- by reckoning ------------------------------------------------------- */

static unsigned pieces(struct range r, unsigned bits)
{
    return (unsigned)((r.last >> bits) - (r.first >> bits) + 1);
}

static unsigned pages(const struct demand *d, struct range r)
{
    return pieces(r, d->page_bits);
}

static unsigned all_pages(const struct demand *d)
{
    return pages(d, stack(d)) + (has_code(d) ? pages(d, code(d)) : 0) +
           (d->level == 4 ? pages(d, array(d)) : 0);
}

/* Tables of the last level: the ranges, which lie in order of address, may
 * share one where one ends and the next begins. */
static unsigned tables(const struct demand *d)
{
    const struct range all[] = {code(d), array(d), stack(d)};
    unsigned bits = d->page_bits + TABLE_BITS, n = 0;

    for (unsigned i = 0; i < 3; i++) {
        n += pieces(all[i], bits);
        if (i > 0 && all[i - 1].last >> bits == all[i].first >> bits)
            n--;
    }
    return n;
}

/* The addresses of faults in order. Each new page is first touched at its
 * start by code, at its upper end by pushes; whichever instruction is first
 * comes first. With `stack_only` code costs nothing. */
static unsigned list(const struct demand *d, bool stack_only,
                     uint64_t out[MEMBERS_MAX])
{
    uint64_t bytes = two_to(d->page_bits);
    uint64_t pc = d->code, sp = d->sp - VALUE;
    unsigned n = 0;

    while (n < MEMBERS_MAX) {
        bool more_code = !stack_only && pc <= code(d).last;
        bool more_stack = sp >= stack(d).first;
        uint64_t fetch = (pc - d->code) / INSTRUCTION;
        uint64_t push = (d->sp - sp) / VALUE * d->every - 1;
        if (!more_code && !more_stack)
            break;
        if (more_code && (!more_stack || fetch <= push)) {
            out[n++] = pc;
            pc = (pc / bytes + 1) * bytes;
        } else {
            out[n++] = sp;
            sp = sp / bytes * bytes - VALUE;
        }
    }
    return n;
}

static void solve_again(const void *params, struct answers *out)
{
    const struct demand *d = params;
    uint64_t at[MEMBERS_MAX];

    answer_number(out, all_pages(d));
    if (d->level == 3)
        answer_list(out, at, list(d, false, at));
    if (d->level == 4)
        answer_number(out, all_pages(d) + tables(d) + 1);
}

/* --- mistakes ----------------------------------------------------------- */

/* So many pages of data; the tables and the rest are right. */
static bool instead(const struct demand *d, unsigned n, struct answers *out)
{
    answer_number(out, n);
    if (d->level == 4)
        answer_number(out, n + tables(d) + 1);
    return true;
}

static bool no_code(const void *params, struct answers *out)
{
    const struct demand *d = params;
    uint64_t at[MEMBERS_MAX];

    instead(d, all_pages(d) - pages(d, code(d)), out);
    if (d->level == 3)
        answer_list(out, at, list(d, true, at));
    return true;
}

static bool per_access(const void *params, struct answers *out)
{
    const struct demand *d = params;

    return d->level != 3 &&
           instead(d,
                   pushes(d) + (has_code(d) ? d->instructions : 0u) +
                       (unsigned)(d->bytes / VALUE),
                   out);
}

static bool one_each(const void *params, struct answers *out)
{
    const struct demand *d = params;
    const uint64_t at[] = {d->code, d->sp - VALUE};

    instead(d, d->level == 1 ? 1 : d->level == 4 ? 3 : 2, out);
    if (d->level == 3)
        answer_list(out, at, 2);
    return true;
}

/* Sizes divided by the page size: rounded up, and down. */
static unsigned divided(const struct demand *d, bool up)
{
    const uint64_t sizes[] = {
        (uint64_t)pushes(d) * VALUE,
        has_code(d) ? (uint64_t)d->instructions * INSTRUCTION : 0, d->bytes};
    uint64_t n = 0;

    for (unsigned i = 0; i < 3; i++)
        n += up ? divide_up(sizes[i], two_to(d->page_bits))
                : sizes[i] >> d->page_bits;
    return (unsigned)n;
}

static bool aligned(const void *params, struct answers *out)
{
    return instead(params, divided(params, true), out);
}

static bool floored(const void *params, struct answers *out)
{
    return instead(params, divided(params, false), out);
}

/* The page that sp points into before anything is pushed counts as well. */
static bool end_counts(const void *params, struct answers *out)
{
    const struct demand *d = params;

    return instead(d,
                   all_pages(d) - pages(d, stack(d)) +
                       pages(d, (struct range){stack(d).first, d->sp}),
                   out);
}

static bool upwards(const void *params, struct answers *out)
{
    const struct demand *d = params;
    struct range up = {d->sp, d->sp + (uint64_t)pushes(d) * VALUE - 1};

    return instead(d, all_pages(d) - pages(d, stack(d)) + pages(d, up), out);
}

static bool page_bases(const void *params, struct answers *out)
{
    const struct demand *d = params;
    uint64_t at[MEMBERS_MAX];
    unsigned n = list(d, false, at);

    for (unsigned i = 0; i < n; i++)
        at[i] -= low(at[i], d->page_bits);
    answer_number(out, n);
    answer_list(out, at, n);
    return true;
}

/* The address of the instruction, for pushes too. */
static bool instructions(const void *params, struct answers *out)
{
    const struct demand *d = params;
    uint64_t at[MEMBERS_MAX];
    unsigned n = list(d, false, at);

    for (unsigned i = 0; i < n; i++)
        if (at[i] >= stack(d).first)
            at[i] = d->code +
                    ((d->sp - at[i]) / VALUE * d->every - 1) * INSTRUCTION;
    answer_number(out, n);
    answer_list(out, at, n);
    return true;
}

static bool with_tables(const struct demand *d, uint64_t n,
                        struct answers *out)
{
    answer_number(out, all_pages(d));
    answer_number(out, all_pages(d) + n);
    return true;
}

static bool no_tables(const void *params, struct answers *out)
{
    return with_tables(params, 0, out);
}

static bool no_root(const void *params, struct answers *out)
{
    return with_tables(params, tables(params), out);
}

static bool table_a_range(const void *params, struct answers *out)
{
    return with_tables(params, 3 + 1, out);
}

static bool flat(const void *params, struct answers *out)
{
    return with_tables(params, two_to(TABLE_BITS), out);
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
    d->code = code_page << d->page_bits |
              draw_offset(rng, d, INSTRUCTION,
                          (uint64_t)d->instructions * INSTRUCTION, false);
    d->sp = stack_page << d->page_bits |
            draw_offset(rng, d, VALUE, (uint64_t)pushes(d) * VALUE, true);
}

/* Behind the code, in the same table or over the border to the next. */
static void draw_array(struct rng *rng, struct demand *d)
{
    uint64_t page = (code(d).last >> d->page_bits) + 1 + rng_below(rng, 8);

    d->bytes = VALUE * (uint64_t)rng_between(rng, 100, 900);
    d->array = page << d->page_bits |
               VALUE * rng_below(rng, two_to(d->page_bits) / VALUE);
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
    return pages(d, stack(d)) > 1 || rng_below(rng, 2) == 0;
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
        "", "each of them", "every second one (the 2nd, the 4th, ...)",
        "every third one (the 3rd, the 6th, ...)"};

    return says[d->every];
}

static void say_program(const struct demand *d, struct prompt *p)
{
    struct arena *a = p->arena;

    if (!has_code(d)) {
        prompt_say(p,
                   "The stack pointer is `%s`. A program pushes %u values of "
                   "8 bytes; each push first takes 8 off the stack pointer, "
                   "then writes to where it points. ",
                   say_va(d, a, d->sp), pushes(d));
        return;
    }
    prompt_say(p,
               "A program of %u instructions, 4 bytes each, begins at `%s` "
               "and runs straight through. Of its instructions %s pushes a "
               "value of 8 bytes: it first takes 8 off the stack pointer, "
               "then writes to where that points. The others use registers "
               "only. The stack pointer is `%s` at first. ",
               d->instructions, say_va(d, a, d->code), who_pushes(d),
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

    prompt_assume(p, has_code(d) ? "No page of the program is in memory yet, "
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
    unsigned n = pages(d, r);

    solution_step(out,
                  "%s bytes `%s` to `%s`. That is %s: `%s`%s%s%s. Each "
                  "faults once, at its first touch.",
                  what, say_va(d, a, r.first), say_va(d, a, r.last),
                  say_count(a, n, "page"),
                  say_hex(a, r.first >> d->page_bits, bits),
                  n > 1 ? " to `" : "",
                  n > 1 ? say_hex(a, r.last >> d->page_bits, bits) : "",
                  n > 1 ? "`" : "");
}

static void explain_order(const struct demand *d, struct solution *out)
{
    uint64_t at[MEMBERS_MAX];
    unsigned n = list(d, false, at);
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
    unsigned t = tables(d), n = all_pages(d);

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

    explain_range(d, "The pushes write", stack(d), out);
    if (has_code(d))
        explain_range(d, "The instructions are", code(d), out);
    if (d->level == 4)
        explain_range(d, "The array is", array(d), out);
    solution_step(out, "Together **%s**.",
                  say_count(out->arena, all_pages(d), "page fault"));
    if (d->level == 3)
        explain_order(d, out);
    if (d->level == 4)
        explain_tables(d, out);
}

static const struct wrong_row wrongs[] = {
    {M_NOCODE, 2, LEVEL(2) | LEVEL(3) | LEVEL(4), no_code, NULL},
    {M_PERACCESS, 1, 0, per_access, NULL},
    {M_WHOLEREG, 1, 0, one_each, NULL},
    {M_ALIGN, 1, LEVEL(1) | LEVEL(2) | LEVEL(4), aligned, NULL},
    {M_FLOOR, 1, LEVEL(1) | LEVEL(2), floored, NULL},
    {M_STACKUP, 1, LEVEL(1) | LEVEL(2), upwards, NULL},
    {M_ENDINCL, 1, LEVEL(1) | LEVEL(2), end_counts, NULL},
    {M_PAGEBASE, 4, LEVEL(3), page_bases, NULL},
    {M_PCADDR, 4, LEVEL(3), instructions, NULL},
    {M_NOTABLES, 6, LEVEL(4), no_tables, NULL},
    {M_NOTOP, 6, LEVEL(4), no_root, NULL},
    {M_PERREG, 5, LEVEL(4), table_a_range, NULL},
    {M_FLAT, 5, LEVEL(4), flat, NULL},
};

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
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
