/* LAYOUT - what lies where in the memory of a process.
 *
 *     low                                                            high
 *     | code | data | bss | heap ->    mappings    <- stack | kernel |
 *
 * Level 1 asks for the order; 2 and 3 where things are stored and what their
 * pages allow (layout_bank.c); 4 which address is which (layout_frames.c). */
#include "problem/kind/layout.h"
#include "problem/bits.h"
#include "problem/say.h"

/* Where people place the regions, from low to high. */
static const uint8_t right[REGIONS] = {CODE,     DATA,  BSS,   HEAP,
                                       MAPPINGS, STACK, KERNEL};
static const uint8_t stack_below[REGIONS] = {CODE,     DATA, BSS,   STACK,
                                             MAPPINGS, HEAP, KERNEL};
static const uint8_t kernel_lowest[REGIONS] = {KERNEL, CODE,     DATA, BSS,
                                               HEAP,   MAPPINGS, STACK};
static const uint8_t code_above[REGIONS] = {DATA,     BSS,   CODE,  HEAP,
                                            MAPPINGS, STACK, KERNEL};
static const uint8_t heap_above[REGIONS] = {CODE, DATA,  BSS,   MAPPINGS,
                                            HEAP, STACK, KERNEL};
static const uint8_t bss_below[REGIONS] = {CODE,     BSS,   DATA,  HEAP,
                                           MAPPINGS, STACK, KERNEL};

static bool sample_order(struct rng *rng, struct layout *l)
{
    uint8_t all[REGIONS] = {CODE, DATA, BSS, HEAP, MAPPINGS, STACK, KERNEL};

    l->n = (uint8_t)rng_between(rng, 5, REGIONS);
    l->from_top = rng_below(rng, 2);
    for (unsigned i = 0; i < l->n; i++) {
        uint64_t k = i + rng_below(rng, REGIONS - i);
        l->item[i] = all[k];
        all[k] = all[i];
    }
    return true;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct layout *l = params;

    l->level = (uint8_t)level;
    return level == 1   ? sample_order(rng, l)
           : level == 4 ? layout_frames_sample(rng, l)
                        : layout_bank_sample(rng, l);
}

static bool is_asked(const struct layout *l, unsigned region)
{
    for (unsigned i = 0; i < l->n; i++)
        if (l->item[i] == region)
            return true;
    return false;
}

/* The regions that are asked about, in that order. */
static void give(const struct layout *l, const uint8_t order[REGIONS],
                 struct answers *out)
{
    enum word words[REGIONS];
    unsigned n = 0;

    for (unsigned i = 0; i < REGIONS; i++) {
        unsigned region = order[l->from_top ? REGIONS - 1 - i : i];
        if (is_asked(l, region))
            words[n++] = region_word(region);
    }
    answer_word_list(out, words, n);
}

static void solve(const void *params, struct answers *out)
{
    const struct layout *l = params;

    if (l->level == 1) {
        give(l, right, out);
        out->steps = 6;
    } else if (l->level == 4) {
        layout_frames_solve(l, out);
    } else {
        layout_bank_solve(l, out);
    }
}

/* In the order of a real process' ranges. */
static void order_again(const struct layout *l, struct answers *out)
{
    uint8_t order[REGIONS];
    unsigned n = 0;

    for (unsigned i = 0; i < layout_nranges; i++)
        if (n == 0 || order[n - 1] != layout_ranges[i].region)
            order[n++] = layout_ranges[i].region;
    give(l, order, out);
}

static void solve_again(const void *params, struct answers *out)
{
    const struct layout *l = params;

    if (l->level == 1)
        order_again(l, out);
    else if (l->level == 4)
        layout_frames_solve_again(l, out);
    else
        layout_bank_solve_again(l, out);
}

static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    return layout_bank_follow(params, part, given, out);
}

/* --- mistakes of order -------------------------------------------------- */

static bool placed(const struct layout *l, const uint8_t order[REGIONS],
                   struct answers *out)
{
    if (l->level == 1)
        give(l, order, out);
    return l->level == 1;
}

static bool stack_up(const void *params, struct answers *out)
{
    return placed(params, stack_below, out);
}

static bool kernel_low(const void *params, struct answers *out)
{
    return placed(params, kernel_lowest, out);
}

static bool code_high(const void *params, struct answers *out)
{
    return placed(params, code_above, out);
}

static bool heap_high(const void *params, struct answers *out)
{
    return placed(params, heap_above, out);
}

static bool bss_low(const void *params, struct answers *out)
{
    return placed(params, bss_below, out);
}

/* --- statement ---------------------------------------------------------- */

static void ask(const void *params, struct prompt *p)
{
    const struct layout *l = params;
    enum word *words;

    if (l->level == 4) {
        layout_frames_ask(l, p);
        return;
    }
    if (l->level > 1) {
        layout_bank_ask(l, p);
        return;
    }
    words = arena_new_array(p->arena, l->n, sizeof *words);
    prompt_assume(p, "Linux on x86-64. `code` is with the constants, `data` "
                     "begins with values other than 0, `bss` begins as "
                     "zeros, `mappings` are shared libraries and mapped "
                     "files");
    prompt_say(p,
               "Put these regions of a process in order, from the %s "
               "addresses to the %s: ",
               l->from_top ? "highest" : "lowest",
               l->from_top ? "lowest" : "highest");
    for (unsigned i = 0; i < l->n; i++) {
        words[i] = region_word(l->item[i]);
        prompt_say(p, "%s`%s`", i > 0 ? ", " : "", word_rows[words[i]].says);
    }
    prompt_say(p, ".");
    prompt_ask(p, (struct part){.ask = "the order",
                                .kind = ASK_ORDER,
                                .words = words,
                                .nwords = l->n});
}

static void explain(const void *params, struct solution *out)
{
    const struct layout *l = params;
    const char *text = "";

    if (l->level == 4) {
        layout_frames_explain(l, out);
        return;
    }
    if (l->level > 1) {
        layout_bank_explain(l, out);
        return;
    }
    solution_step(out, "Lowest is what comes from the program's file: code "
                       "and constants, then data. Behind it the bss, which "
                       "begins as zeros and so needs no room in the file.");
    solution_step(out, "The heap begins behind the program and grows to "
                       "higher addresses.");
    solution_step(out, "Libraries and other mappings lie in the wide gap "
                       "between heap and stack.");
    solution_step(out, "The stack begins at the top of what is the user's "
                       "and grows down. Above it, the same in every process, "
                       "is the kernel.");
    for (unsigned i = 0; i < REGIONS; i++) {
        unsigned region = right[l->from_top ? REGIONS - 1 - i : i];
        if (is_asked(l, region))
            text = arena_printf(out->arena, "%s%s%s", text, *text ? ", " : "",
                                word_rows[region_word(region)].says);
    }
    solution_step(out, "From the %s: **%s**.", l->from_top ? "top" : "bottom",
                  text);
}

#define STORED (LEVEL(2) | LEVEL(3))

static const struct wrong_row wrongs[] = {
    {M_STACKUP, 4, LEVEL(1), .answer = stack_up},
    {M_KERNLOW, 4, LEVEL(1), .answer = kernel_low},
    {M_CODEHIGH, 1, LEVEL(1), .answer = code_high},
    {M_HEAPTOP, 3, LEVEL(1), .answer = heap_high},
    {M_BSSDATA, 1, LEVEL(1), .answer = bss_low},
    {M_LITERAL, 0, STORED, .answer = layout_literal},
    {M_POINTEE, 0, STORED, .answer = layout_pointee},
    {M_STATICLOC, 0, STORED, .answer = layout_static},
    {M_BSSDATA, 0, STORED, .answer = layout_bss},
    {M_CONSTDATA, 0, STORED, .answer = layout_const},
    {M_LIBCODE, 0, STORED, .answer = layout_library},
    {M_MMAPHEAP, 0, STORED, .answer = layout_mapped},
    {M_ARGVDATA, 0, STORED, .answer = layout_argv},
    {M_EXECDATA, 0, LEVEL(3), .answer = layout_executes},
    {M_PERMIGN, 0, LEVEL(3), .answer = layout_writes},
    {M_USERIGN, 0, LEVEL(3), .answer = layout_kernel},
    {M_STACKUP, 4, LEVEL(4), .answer = layout_grows_up},
    {M_HEAPTOP, 2, LEVEL(4), .answer = layout_heap_above},
    {M_CODEHIGH, 1, LEVEL(4), .answer = layout_code_above},
};

const struct kind kind_layout = {
    .id = "LAYOUT",
    .number = 5,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Memory of a process",
    .topic = "addresses",
    .blurb = "the order of its regions, and what is stored in which",
    .hints = {"Two regions grow towards each other; what is fixed in size "
              "lies below.",
              "Ask of each thing: how long does it live, and who gives it "
              "its place?"},
    .on_kernel = true,
    .params_bytes = sizeof(struct layout),
    .wrongs_needed = 3,
    .few = {4000},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
    .follow = follow,
};
