/* STACKGROW - an access near a stack: does it grow, or is it the end?
 *
 *     [ mapping ] .. 256 pages .. | may grow | stack area | end
 *                                  limit ◀───────────────────┘
 *
 * Every access is looked at on its own, from the areas that are shown. */
#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum {
    PAGE_BITS = 12,
    VA_BITS = 48,
    FRAMES = 64,
    GAP = 256,    /* pages */
    LIMIT = 2048, /* pages: 8 MiB */
    ASKED = 3,
    TOUCHED = 2, /* pages at the end of the stack that are in memory */
};

/* Pages by number; the areas go up to their ends and do not hold them. */
struct stackgrow {
    uint8_t level;
    uint8_t asked;
    uint8_t big; /* bit i: access i is that of a function with a large frame,
                    at the stack pointer minus its size */
    uint64_t low_start, low_end; /* another mapping */
    uint64_t start, end;         /* the stack */
    uint64_t sp;
    uint64_t va[ASKED];
};

static uint64_t page_of(uint64_t va)
{
    return va >> PAGE_BITS;
}

/* --- the engine --------------------------------------------------------- */

static void touch_one(const struct stackgrow *s, uint64_t va,
                      struct answers *out)
{
    struct computer c;
    struct process *p;
    struct result r;
    const struct area *stack;

    computer_start_as(&c, "x86-64", FRAMES, false);
    p = computer_spawn(&c);
    computer_map(&c, p, s->low_start, (unsigned)(s->low_end - s->low_start),
                 0);
    computer_map(&c, p, s->start, (unsigned)(s->end - s->start),
                 AREA_GROWS_DOWN);
    for (uint64_t i = 1; i <= TOUCHED; i++)
        computer_touch(&c, p, s->end - i, true);
    r = machine_store(&c.m, p, va, 1);
    stack = area_find(p, (s->end - 1) << PAGE_BITS);
    if (r.outcome != OUTCOME_DONE)
        answer_word(out, WORD_SIGSEGV);
    else if (stack->start != s->start << PAGE_BITS)
        answer_word(out, WORD_GROWS);
    else
        answer_word(out, r.faults > 0 ? WORD_FILLED : WORD_NO_FAULT);
    answer_number(out, stack->start);
    computer_stop(&c);
}

static void solve(const void *params, struct answers *out)
{
    const struct stackgrow *s = params;

    for (unsigned i = 0; i < s->asked; i++)
        touch_one(s, s->va[i], out);
    out->steps = s->asked;
}

/* --- by the rules, also as one who believes others ----------------------- */

enum belief {
    ALL_FATAL = 1, /* a fault is the end */
    NO_LIMIT = 2,
    NO_GAP = 4,
    TO_BYTE = 8,      /* the area begins at the byte that was touched */
    ONE_PAGE = 16,    /* a stack grows by a page at each fault */
    EAGER = 32,       /* what an area has is there */
    UPWARDS = 64,     /* grows behind its end and not below its start */
    STACK_ONLY = 128, /* whatever is below the stack is the stack's */
};

struct verdict {
    enum word word;
    uint64_t start; /* of the stack afterwards, in bytes */
};

static struct verdict stays(const struct stackgrow *s, enum word word)
{
    return (struct verdict){word, s->start << PAGE_BITS};
}

static struct verdict inside(const struct stackgrow *s, uint64_t page,
                             unsigned beliefs)
{
    if (page >= s->end - TOUCHED)
        return stays(s, WORD_NO_FAULT);
    if (beliefs & ALL_FATAL)
        return stays(s, WORD_SIGSEGV);
    if (beliefs & ONE_PAGE)
        return (struct verdict){WORD_GROWS, (s->start - 1) << PAGE_BITS};
    return stays(s, beliefs & EAGER ? WORD_NO_FAULT : WORD_FILLED);
}

static struct verdict below(const struct stackgrow *s, uint64_t va,
                            unsigned beliefs)
{
    uint64_t page = page_of(va);
    bool too_far = s->end - page > LIMIT && !(beliefs & NO_LIMIT);
    bool too_near = page < s->low_end + GAP && !(beliefs & NO_GAP);

    if (beliefs & (ALL_FATAL | UPWARDS) || too_far ||
        (too_near && !(beliefs & STACK_ONLY)))
        return stays(s, WORD_SIGSEGV);
    if (beliefs & ONE_PAGE)
        page = s->start - 1;
    return (struct verdict){WORD_GROWS,
                            beliefs & TO_BYTE ? va : page << PAGE_BITS};
}

static struct verdict decide(const struct stackgrow *s, uint64_t va,
                             unsigned beliefs)
{
    uint64_t page = page_of(va);
    bool in_low = page >= s->low_start && page < s->low_end;

    if (page >= s->end)
        return beliefs & UPWARDS && page < s->end + LIMIT
                   ? (struct verdict){WORD_GROWS, s->start << PAGE_BITS}
                   : stays(s, WORD_SIGSEGV);
    if (page >= s->start)
        return inside(s, page, beliefs);
    if (in_low && !(beliefs & STACK_ONLY))
        return stays(s, beliefs & ALL_FATAL ? WORD_SIGSEGV
                        : beliefs & EAGER   ? WORD_NO_FAULT
                                            : WORD_FILLED);
    if (page < s->low_start)
        return stays(s, WORD_SIGSEGV);
    return below(s, va, beliefs);
}

static void believing(const struct stackgrow *s, unsigned beliefs,
                      struct answers *out)
{
    for (unsigned i = 0; i < s->asked; i++) {
        struct verdict v = decide(s, s->va[i], beliefs);
        answer_word(out, v.word);
        answer_number(out, v.start);
    }
}

static void solve_again(const void *params, struct answers *out)
{
    believing(params, 0, out);
}

/* The step of the first access that is answered wrongly: the first step is
 * about none of them. */
static unsigned first_wrong(const struct stackgrow *s, unsigned beliefs)
{
    unsigned i = 0;

    while (i + 1u < s->asked) {
        struct verdict right = decide(s, s->va[i], 0);
        struct verdict wrong = decide(s, s->va[i], beliefs);
        if (right.word != wrong.word || right.start != wrong.start)
            break;
        i++;
    }
    return i + 2;
}

#define BELIEF(name, beliefs)                                 \
    static bool name(const void *params, struct answers *out) \
    {                                                         \
        believing(params, beliefs, out);                      \
        return true;                                          \
    }                                                         \
    static unsigned name##_at(const void *params)             \
    {                                                         \
        return first_wrong(params, beliefs);                  \
    }

BELIEF(all_fatal, ALL_FATAL)
BELIEF(no_limit, NO_LIMIT)
BELIEF(no_gap, NO_GAP)
BELIEF(to_byte, TO_BYTE)
BELIEF(one_page, ONE_PAGE)
BELIEF(eager, EAGER)
BELIEF(upwards, UPWARDS)
BELIEF(stack_only, STACK_ONLY)

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
    uint64_t by_limit = s->end - LIMIT, by_gap = s->low_end + GAP;

    return by_limit > by_gap ? by_limit : by_gap;
}

static uint64_t draw_page(struct rng *rng, const struct stackgrow *s,
                          enum place place)
{
    switch (place) {
    case UNTOUCHED:
        return between(rng, s->start, s->end - TOUCHED - 1);
    case BELOW:
        return between(rng, lowest(s), s->start - 2);
    case OTHER:
        return between(rng, s->low_start, s->low_end - 1);
    case ABOVE:
        return between(rng, s->end, s->end + 20);
    case IN_GAP:
        return between(rng, s->low_end, s->low_end + GAP - 1);
    case TOO_FAR:
        return between(rng, s->end - LIMIT - 600, s->end - LIMIT - 1);
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
    s->low_end = near ? s->start - GAP - between(rng, 20, 900)
                      : s->end - LIMIT - GAP - between(rng, 700, 5000);
    s->low_start = s->low_end - between(rng, 4, 60);
    s->sp = (s->end - TOUCHED) << PAGE_BITS | 16 * between(rng, 4, 200);
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
        s->va[i] = page << PAGE_BITS | 8 * between(rng, 1, 510);
        if (level == 4 && i != 1)
            s->big |= (uint8_t)(1u << i);
    }
    return true;
}

/* --- words -------------------------------------------------------------- */

static const char *say_va(struct arena *a, uint64_t va)
{
    return say_hex(a, va, VA_BITS);
}

static void show_area(const char *name, uint64_t start, uint64_t end,
                      const char *in_memory, struct figure *f,
                      struct arena *a)
{
    figure_grid_row(a, f,
                    (const char *const[]){name, say_va(a, start << PAGE_BITS),
                                          say_va(a, end << PAGE_BITS),
                                          in_memory});
}

static const struct figure *areas(const struct stackgrow *s, struct arena *a)
{
    static const char *const heads[] = {"area", "start", "end",
                                        "pages in memory"};
    struct figure *f = figure_grid_new(a, "Areas, all `rw-p`", heads, 4);

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
        VA_BITS / 4);
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

    prompt_assume(p, "A stack may grow to %s, from its end down",
                  say_size(p->arena, (uint64_t)LIMIT << PAGE_BITS));
    prompt_assume(p,
                  "Between a stack and a mapping below it %u pages must "
                  "stay free",
                  GAP);
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

    if (far > LIMIT)
        return arena_printf(a,
                            "From there to the end of the stack are %llu "
                            "pages, more than %u",
                            (unsigned long long)far, LIMIT);
    if (free < GAP)
        return arena_printf(a,
                            "Only %llu pages would stay free above the "
                            "mapping, fewer than %u",
                            (unsigned long long)free, GAP);
    return arena_printf(a,
                        "From there to the end of the stack are %llu pages, "
                        "at most %u; %llu pages stay free above the mapping, "
                        "at least %u",
                        (unsigned long long)far, LIMIT,
                        (unsigned long long)free, GAP);
}

static void explain_access(const struct stackgrow *s, unsigned i,
                           struct solution *out)
{
    uint64_t va = s->va[i];
    struct arena *a = out->arena;
    uint64_t page = page_of(va);
    struct verdict v = decide(s, va, 0);
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
    {M_FATAL, 0, 0, all_fatal, all_fatal_at},
    {M_EAGER, 0, 0, eager, eager_at},
    {M_STEPGROW, 0, 0, one_page, one_page_at},
    {M_BYTEGROW, 0, 0, to_byte, to_byte_at},
    {M_STACKUP, 0, 0, upwards, upwards_at},
    {M_NOLIMIT, 0, LEVEL(3), no_limit, no_limit_at},
    {M_NOGAP, 0, LEVEL(3) | LEVEL(4), no_gap, no_gap_at},
    {M_STACKONLY, 0, 0, stack_only, stack_only_at},
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
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
