/* STACKGROW - an access near a stack: does it grow, or is it the end?
 *
 *     [ mapping ] .. 256 pages .. | may grow | stack area | end
 *                                  limit ◀───────────────────┘
 *
 * Every access is looked at on its own, from the areas that are shown. */
#include "problem/kind/kinds.h"
#include "problem/kind/stackgrow_run.h"
#include "problem/say.h"
#include "vm/grid.h"

static void solve(const void *params, struct answers *out)
{
    stack_run(params, out);
}

/* The first step is about none of the accesses, each of which has two parts.
 */
static unsigned step_of_part(const void *params, unsigned part)
{
    (void)params;
    return part / 2 + 2;
}

/* --- drawing ------------------------------------------------------------ */

enum place {
    UNTOUCHED, /* in the stack */
    BELOW,     /* and it may grow */
    OTHER,     /* in the other mapping */
    ABOVE,
    IN_GAP,
    TOO_FAR,
    NEAR_NULL,
};

static uint64_t between(struct rng *rng, uint64_t lo, uint64_t hi)
{
    return lo + rng_below(rng, hi - lo + 1);
}

/* The lowest page to which the stack may grow. */
static uint64_t lowest(const struct stackgrow *s)
{
    uint64_t by_limit = s->end - STACK_LIMIT, by_gap = s->low_end + STACK_GAP;

    return by_limit > by_gap ? by_limit : by_gap;
}

static uint64_t draw_page(struct rng *rng, const struct stackgrow *s,
                          enum place place)
{
    switch (place) {
    case UNTOUCHED:
        return between(rng, s->start, s->end - STACK_TOUCHED - 1);
    case BELOW:
        return between(rng, lowest(s), s->start - 2);
    case OTHER:
        return between(rng, s->low_start, s->low_end - 1);
    case ABOVE:
        return between(rng, s->end, s->end + 20);
    case IN_GAP:
        return between(rng, s->low_end, s->low_end + STACK_GAP - 1);
    case TOO_FAR:
        return between(rng, s->end - STACK_LIMIT - 600,
                       s->end - STACK_LIMIT - 1);
    default:
        return 0;
    }
}

/* The other mapping: out of the way, or so near that the gap counts before
 * the limit does. */
static void draw_areas(struct rng *rng, struct stackgrow *s, bool near)
{
    s->end = 0x7ffc00000 + rng_below(rng, 0x3f0000);
    s->start = s->end - between(rng, 5, 40);
    s->low_end =
        near ? s->start - STACK_GAP - between(rng, 20, 900)
             : s->end - STACK_LIMIT - STACK_GAP - between(rng, 700, 5000);
    s->low_start = s->low_end - between(rng, 4, 60);
    s->sp = (s->end - STACK_TOUCHED) << STACK_PAGE_BITS |
            16 * between(rng, 4, 200);
}

static enum place draw_place(struct rng *rng, const struct stackgrow *s,
                             bool near, unsigned i)
{
    static const enum place plain[] = {UNTOUCHED, BELOW, OTHER, ABOVE};
    static const enum place few[] = {UNTOUCHED, OTHER, BELOW};

    if (s->level == 1)
        return few[rng_below(rng, 4) % 3];
    if (s->level == 2)
        return rng_below(rng, 3) > 0 ? BELOW : few[rng_below(rng, 2)];
    if (i == 0)
        return near ? IN_GAP : TOO_FAR;
    if (i == 2)
        return OTHER;
    return rng_below(rng, 3) > 0 ? BELOW : plain[rng_below(rng, 4)];
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct stackgrow *s = params;
    bool near = level == 4 || rng_below(rng, 2) == 0;

    s->level = (uint8_t)level;
    s->asked = level == 4 ? 3 : level == 3 ? 2 : 1;
    draw_areas(rng, s, near);
    for (unsigned i = 0; i < s->asked; i++) {
        uint64_t page = draw_page(rng, s, draw_place(rng, s, near, i));
        s->va[i] = page << STACK_PAGE_BITS | 8 * between(rng, 1, 510);
        if (level == 4 && i != 1)
            s->big |= (uint8_t)(1u << i);
    }
    return true;
}

/* --- words -------------------------------------------------------------- */

static const char *say_va(struct arena *a, uint64_t va)
{
    return say_hex(a, va, STACK_VA_BITS);
}

static void show_area(const char *name, uint64_t start, uint64_t end,
                      const char *in_memory, struct figure *f,
                      struct arena *a)
{
    figure_grid_row(
        a, f,
        (const char *const[]){name, say_va(a, start << STACK_PAGE_BITS),
                              say_va(a, end << STACK_PAGE_BITS), in_memory});
}

static const struct figure *areas(const struct stackgrow *s, struct arena *a)
{
    static const char *const heads[] = {"area", "start", "end",
                                        "pages in memory"};
    struct figure *f = figure_grid_new(a, "Areas, all rw-p", heads, 4);

    show_area("mapping", s->low_start, s->low_end, "none", f, a);
    show_area("stack, grows down", s->start, s->end, "the last two", f, a);
    return f;
}

static void ask_access(const struct stackgrow *s, unsigned i,
                       struct prompt *p)
{
    static const enum word words[] = {WORD_NO_FAULT, WORD_FILLED, WORD_GROWS,
                                      WORD_SIGSEGV};
    const char *which =
        s->asked > 1 ? arena_printf(p->arena, "(%u) ", i + 1) : "";

    prompt_ask_word(p, arena_printf(p->arena, "%swhat happens", which), words,
                    4);
    prompt_ask_address(
        p, arena_printf(p->arena, "%sstart of the stack area then", which),
        STACK_VA_BITS / 4);
}

static void say_access(const struct stackgrow *s, unsigned i,
                       struct prompt *p)
{
    struct arena *a = p->arena;

    if (s->asked > 1)
        prompt_say(p, "%u. ", i + 1);
    if (s->big >> i & 1)
        prompt_say(p,
                   "A function with a large frame takes `0x%llx` off the "
                   "stack pointer `%s` and writes to where it points then, "
                   "`%s`.\n",
                   (unsigned long long)(s->sp - s->va[i]), say_va(a, s->sp),
                   say_va(a, s->va[i]));
    else
        prompt_say(p, "The program writes to `%s`.\n", say_va(a, s->va[i]));
}

static void ask(const void *params, struct prompt *p)
{
    const struct stackgrow *s = params;

    prompt_assume(
        p, "A stack may grow to %s, from its end down",
        say_size(p->arena, (uint64_t)STACK_LIMIT << STACK_PAGE_BITS));
    prompt_assume(p,
                  "Between a stack and a mapping below it %u pages must "
                  "stay free",
                  STACK_GAP);
    prompt_assume(p, "The system does not look at the stack pointer");
    prompt_say(p,
               "Pages are 4 KiB. These are all areas of a process on "
               "x86-64 Linux; the rest of its address space is empty.\n\n");
    for (unsigned i = 0; i < s->asked; i++)
        say_access(s, i, p);
    prompt_say(p,
               "\nWhat happens%s: `no fault`, a fault after which a page of "
               "an area is `filled`, a fault at which the stack `grows`, or "
               "`SIGSEGV`? And where does the stack area begin afterwards?",
               s->asked > 1 ? ", each time from the areas shown" : "");
    prompt_show(p, areas(s, p->arena));
    for (unsigned i = 0; i < s->asked; i++)
        ask_access(s, i, p);
}

static const char *why_below(const struct stackgrow *s, uint64_t page,
                             struct arena *a)
{
    uint64_t far = s->end - page, free = page - s->low_end;

    if (far > STACK_LIMIT)
        return arena_printf(a,
                            "From there to the end of the stack are %llu "
                            "pages, more than %u",
                            (unsigned long long)far, STACK_LIMIT);
    if (free < STACK_GAP)
        return arena_printf(a,
                            "Only %llu pages would stay free above the "
                            "mapping, fewer than %u",
                            (unsigned long long)free, STACK_GAP);
    return arena_printf(a,
                        "From there to the end of the stack are %llu pages, "
                        "at most %u; %llu pages stay free above the mapping, "
                        "at least %u",
                        (unsigned long long)far, STACK_LIMIT,
                        (unsigned long long)free, STACK_GAP);
}

static void explain_access(const struct stackgrow *s, unsigned i,
                           struct solution *out)
{
    uint64_t va = s->va[i];
    struct arena *a = out->arena;
    uint64_t page = stack_page_of(va);
    struct stack_verdict v = stack_decide(s, va, 0);
    const char *at = say_va(a, va), *start = say_va(a, v.start);

    if (page >= s->end || page < s->low_start)
        solution_step(out,
                      "`%s` is in no area, and not below a stack: "
                      "**SIGSEGV**. The stack still begins at **`%s`**.",
                      at, start);
    else if (page >= s->start)
        solution_step(out,
                      "`%s` is in the stack's area, in a page that was not "
                      "touched yet: it is **filled** with zeros. The area "
                      "stays as it is, from **`%s`** on.",
                      at, start);
    else if (page < s->low_end)
        solution_step(out,
                      "`%s` is in the other mapping, in a page that was not "
                      "touched yet: it is **filled**, as any page of an "
                      "area.%s The stack begins at **`%s`**.",
                      at,
                      s->big >> i & 1 ? " Nobody notices that it was meant "
                                        "for the stack."
                                      : "",
                      start);
    else if (v.word == WORD_GROWS)
        solution_step(out,
                      "`%s` is below the stack, in page `0x%llx`. %s: the "
                      "stack **grows** in one step, down to the start of "
                      "this page, **`%s`**; one page is filled.",
                      at, (unsigned long long)page, why_below(s, page, a),
                      start);
    else
        solution_step(out,
                      "`%s` is below the stack, in page `0x%llx`. %s: "
                      "**SIGSEGV**. The stack still begins at **`%s`**.",
                      at, (unsigned long long)page, why_below(s, page, a),
                      start);
}

static void explain(const void *params, struct solution *out)
{
    const struct stackgrow *s = params;

    solution_step(out, "The handler looks for the area that holds the "
                       "address. If there is none, and the next area above "
                       "is a stack, it may grow, within the limit and the "
                       "gap.");
    for (unsigned i = 0; i < s->asked; i++)
        explain_access(s, i, out);
}

static const struct wrong_row wrongs[] = {
    {M_FATAL, 0, 0, .beliefs = STACK_ALL_FATAL},
    {M_EAGER, 0, 0, .beliefs = STACK_EAGER},
    {M_STEPGROW, 0, 0, .beliefs = STACK_ONE_PAGE},
    {M_BYTEGROW, 0, 0, .beliefs = STACK_TO_BYTE},
    {M_STACKUP, 0, 0, .beliefs = STACK_UPWARDS},
    {M_NOLIMIT, 0, LEVEL(3), .beliefs = STACK_NO_LIMIT},
    {M_NOGAP, 0, LEVEL(3) | LEVEL(4), .beliefs = STACK_NO_GAP},
    {M_STACKONLY, 0, 0, .beliefs = STACK_IS_ALL},
};

const struct kind kind_stackgrow = {
    .id = "STACKGROW",
    .number = 25,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Let a stack grow, or not",
    .topic = "demand",
    .blurb = "an access near a stack: a page, a larger stack, or SIGSEGV",
    .needs = {"DEMAND"},
    .hints = {"Is the address in an area? If not, what is the next area "
              "above it?",
              "Below a stack, count pages: to the end of the stack, and to "
              "the mapping below."},
    .on_kernel = true,
    .params_bytes = sizeof(struct stackgrow),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = stack_believing,
    .step_of_part = step_of_part,
    .ask = ask,
    .explain = explain,
};
