/* LAYOUT, level 4: which address is which?
 *
 *     main  hits  block ......... printf ..... third second first   stack
 *     low                                                          high     */
#include "problem/bits.h"
#include "problem/kind/layout.h"
#include "problem/say.h"

enum { DIGITS = 12 };

static void shuffle(struct rng *rng, struct layout *l)
{
    for (unsigned i = 0; i < PRINTED; i++) {
        uint64_t k = rng_below(rng, i + 1);
        l->letter[i] = l->letter[k];
        l->letter[k] = (uint8_t)i;
    }
}

static uint64_t page(struct rng *rng, uint64_t pages)
{
    return rng_below(rng, pages) << 12;
}

bool layout_frames_sample(struct rng *rng, struct layout *l)
{
    uint64_t code = 0x555555554000, block = 0x5000, library = 0x7ffff7c00000;
    uint64_t top = 0x7fffffffe000, frame;

    l->random = rng_below(rng, 3) > 0;
    if (l->random) {
        code = 0x550000000000 + page(rng, UINT64_C(1) << 28);
        block += page(rng, 8192);
        library = 0x7f0000000000 + page(rng, UINT64_C(1) << 27);
        top = 0x7ffc00000000 + page(rng, UINT64_C(1) << 21);
    }
    frame = 16 * (uint64_t)rng_between(rng, 4, 12);
    l->at[MAIN] = code + 0x1100 + rng_below(rng, 0xe00);
    l->at[GLOBAL] = code + 0x4010 + 4 * rng_below(rng, 16);
    l->at[BLOCK] = code + block + 0x2a0 + 16 * rng_below(rng, 8);
    l->at[LIBRARY] = library + 0x50000 + 16 * rng_below(rng, 1024);
    l->at[FIRST] = top - 0x100 - 16 * rng_below(rng, 160);
    l->at[SECOND] = l->at[FIRST] - frame;
    l->at[THIRD] = l->at[SECOND] - frame;
    shuffle(rng, l);
    return true;
}

/* The letters that say what is where, and the next call's array. */
static bool give(const struct layout *l, const enum printed order[PRINTED],
                 uint64_t next, struct answers *out)
{
    static const enum printed asked[PRINTED] = {MAIN,  GLOBAL, BLOCK, LIBRARY,
                                                FIRST, SECOND, THIRD};

    for (unsigned i = 0; i < PRINTED; i++)
        answer_number(out, l->letter[order[asked[i]]]);
    answer_number(out, next);
    return true;
}

static uint64_t frame_of(const struct layout *l)
{
    return l->at[SECOND] - l->at[THIRD];
}

/* How many of the addresses are below. */
static unsigned rank(const struct layout *l, uint64_t at)
{
    unsigned n = 0;

    for (unsigned i = 0; i < PRINTED; i++)
        n += l->at[i] < at;
    return n;
}

/* By their order alone, low to high. */
void layout_frames_solve(const struct layout *l, struct answers *out)
{
    enum printed order[PRINTED];
    uint64_t sorted[PRINTED];

    for (unsigned i = 0; i < PRINTED; i++) {
        unsigned at = rank(l, l->at[i]);
        order[at] = (enum printed)i;
        sorted[at] = l->at[i];
    }
    give(l, order, sorted[THIRD] - (sorted[SECOND] - sorted[THIRD]), out);
    out->steps = PRINTED + 3;
}

static const enum printed right[PRINTED] = {MAIN,  GLOBAL, BLOCK, LIBRARY,
                                            THIRD, SECOND, FIRST};

/* By what they were printed for. */
void layout_frames_solve_again(const struct layout *l, struct answers *out)
{
    give(l, right, l->at[FIRST] - 3 * frame_of(l), out);
}

bool layout_grows_up(const void *params, struct answers *out)
{
    static const enum printed order[PRINTED] = {MAIN,  GLOBAL, BLOCK, LIBRARY,
                                                FIRST, SECOND, THIRD};
    const struct layout *l = params;

    return l->level == 4 && give(l, order, l->at[FIRST] + frame_of(l), out);
}

bool layout_heap_above(const void *params, struct answers *out)
{
    static const enum printed order[PRINTED] = {MAIN,  GLOBAL, LIBRARY, BLOCK,
                                                THIRD, SECOND, FIRST};
    const struct layout *l = params;

    return l->level == 4 && give(l, order, l->at[THIRD] - frame_of(l), out);
}

bool layout_code_above(const void *params, struct answers *out)
{
    static const enum printed order[PRINTED] = {
        GLOBAL, MAIN, BLOCK, LIBRARY, THIRD, SECOND, FIRST};
    const struct layout *l = params;

    return l->level == 4 && give(l, order, l->at[THIRD] - frame_of(l), out);
}

/* --- statement ---------------------------------------------------------- */

static const char program[] =
    "```c\n"
    "int hits = 3;\n"
    "\n"
    "void climb(int n)\n"
    "{\n"
    "    char note[40];\n"
    "\n"
    "    printf(\"%p\\n\", (void *)note);\n"
    "    if (n > 1)\n"
    "        climb(n - 1);\n"
    "}\n"
    "\n"
    "int main(void)\n"
    "{\n"
    "    char *word = malloc(100);\n"
    "\n"
    "    printf(\"%p %p\\n\", (void *)main, (void *)&hits);\n"
    "    printf(\"%p %p\\n\", (void *)word, (void *)printf);\n"
    "    climb(3);\n"
    "}\n"
    "```\n\n";

static const char *const things[PRINTED] = {"`main`",
                                            "`&hits`",
                                            "`word`, the block from malloc",
                                            "`printf`",
                                            "`note` of the first call",
                                            "`note` of the second call",
                                            "`note` of the third call"};

void layout_frames_ask(const struct layout *l, struct prompt *p)
{
    const char **options =
        arena_new_array(p->arena, PRINTED, sizeof *options);

    prompt_assume(p, "Linux on x86-64, the C library linked dynamically; "
                     "calls are neither inlined nor made a loop");
    prompt_assume(p, l->random ? "Addresses are randomised"
                               : "Addresses are not randomised");
    for (unsigned i = 0; i < PRINTED; i++)
        options[l->letter[i]] =
            arena_printf(p->arena, "`%s`", say_hex(p->arena, l->at[i], 48));
    prompt_say(p,
               "%sThe program printed seven addresses, but their order "
               "was lost. Which is which? And at which address would "
               "`note` of a fourth call be?",
               program);
    for (unsigned i = 0; i < PRINTED; i++)
        prompt_ask(p, (struct part){.ask = things[i],
                                    .kind = ASK_CHOICE,
                                    .options = options,
                                    .noptions = PRINTED});
    prompt_ask_address(p, "`note` of a fourth call", DIGITS);
}

static const char *letter(const struct layout *l, struct arena *a,
                          enum printed what)
{
    return arena_printf(a, "**%c** `%s`", 'a' + l->letter[what],
                        say_hex(a, l->at[what], 48));
}

void layout_frames_explain(const struct layout *l, struct solution *out)
{
    struct arena *a = out->arena;

    solution_step(out,
                  "Sort them. The program itself is lowest: code, %s, is "
                  "below the data, %s.",
                  letter(l, a, MAIN), letter(l, a, GLOBAL));
    solution_step(out, "The heap follows above the program: %s.",
                  letter(l, a, BLOCK));
    solution_step(out,
                  "After a wide gap come libraries and other mappings, below "
                  "the stack: `printf` is %s.",
                  letter(l, a, LIBRARY));
    solution_step(out,
                  "The stack is highest and grows down, so each call's array "
                  "is below its caller's: first %s, second %s, third %s.",
                  letter(l, a, FIRST), letter(l, a, SECOND),
                  letter(l, a, THIRD));
    solution_step(out,
                  "Two calls are %llu bytes apart, and so a fourth would "
                  "have its array at `%s` - %llu = **`%s`**.",
                  (unsigned long long)frame_of(l),
                  say_hex(a, l->at[THIRD], 48),
                  (unsigned long long)frame_of(l),
                  say_hex(a, l->at[THIRD] - frame_of(l), 48));
}
