/* TRICKS - one idea, many uses: let the entry forbid what the system wants to
 * hear of, and do not take the fault for an error.
 *
 *     hear of any use      valid 0
 *     hear of writes       valid 1, write 0
 *
 * Level 4 asks for entries that do for tricks nobody has told of yet. */
#include "problem/kind/kinds.h"
#include "problem/kind/trick.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { ASKED = 5, GOALS = 8 };

struct tricks {
    uint8_t level, n;
    uint8_t at[ASKED]; /* enum trick; level 4: goals */
};

/* What a course says of each, and why. */
static const struct {
    const char *situation, *why;
    enum word entry, faults;
    bool error;
} rows[TRICKS] = {
    {"a page of the stack that the program has not used yet, given on demand",
     "there is no memory behind it yet; any use makes the system give some",
     WORD_NOT_PRESENT, WORD_ANY, false},
    {"a page of a mapped file that is still on disk only",
     "any use must bring it in first", WORD_NOT_PRESENT, WORD_ANY, false},
    {"a private page that parent and child have shared since fork, unwritten",
     "both may read the one copy; a write must make a second", WORD_READ_ONLY,
     WORD_WRITE, false},
    {"a page that was swapped out", "it is on disk; any use must bring it in",
     WORD_NOT_PRESENT, WORD_ANY, false},
    {"a page in memory whose next use the system wants to hear of, on "
     "hardware without accessed bits",
     "reads are use as well, so both must fault", WORD_NOT_PRESENT, WORD_ANY,
     false},
    {"the page of a variable that a debugger watches for writes",
     "reads are of no interest; writes are", WORD_READ_ONLY, WORD_WRITE,
     false},
    {"a page shared over the network that only another machine has",
     "any use must ask the other machine first", WORD_NOT_PRESENT, WORD_ANY,
     false},
    {"an unmapped page kept below the stack as a guard",
     "whoever comes here went too far, and nothing is allocated there",
     WORD_NOT_PRESENT, WORD_ANY, true},
};

/* New tricks: what must still work without a fault; all else must fault. */
static const struct {
    const char *goal;
    uint8_t bits; /* V, R, W, X */
} goals[GOALS] = {
    {"a checkpoint is being written: the program may read its data, and the "
     "first write to each page must be noticed",
     12},
    {"a garbage collector is moving objects out of this page of data: nobody "
     "may touch it",
     0},
    {"a simulator has translated the code in this page: it may be run and "
     "read, and a change must be noticed",
     13},
    {"a page of data that may be changed, where a jump into it must be "
     "noticed",
     14},
    {"code that may be run but that nobody shall read or change", 9},
    {"a page of secrets is locked away until its owner asks for it", 0},
    {"a table of constants that is no code: only reads are in order", 12},
    {"a buffer that a device is filling: nobody may look at it before it is "
     "done",
     0},
};

static void shuffle(uint8_t *at, unsigned n, struct rng *rng)
{
    for (unsigned i = n - 1; i > 0; i--) {
        unsigned k = (unsigned)rng_below(rng, i + 1);
        uint8_t kept = at[i];
        at[i] = at[k];
        at[k] = kept;
    }
}

/* Copy-on-write and the watchpoint are always among them. */
static void draw_tricks(struct tricks *t, struct rng *rng)
{
    uint8_t others[] = {TRICK_DEMAND, TRICK_FILE, TRICK_SWAP,
                        TRICK_USE,    TRICK_DSM,  TRICK_GUARD};

    shuffle(others, sizeof others, rng);
    t->n = t->level == 1 ? 4 : 5;
    t->at[0] = TRICK_COW;
    t->at[1] = TRICK_WATCH;
    for (unsigned i = 2; i < t->n; i++)
        t->at[i] = others[i - 2];
    shuffle(t->at, t->n, rng);
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct tricks *t = params;
    uint8_t all[GOALS];

    t->level = (uint8_t)level;
    if (level < 4) {
        draw_tricks(t, rng);
        return true;
    }
    for (unsigned i = 0; i < GOALS; i++)
        all[i] = (uint8_t)i;
    shuffle(all, GOALS, rng);
    t->n = 4;
    for (unsigned i = 0; i < t->n; i++)
        t->at[i] = all[i];
    return true;
}

/* --- answers ------------------------------------------------------------ */

static void put(const struct tricks *t, enum word entry, enum word faults,
                bool error, struct answers *out)
{
    answer_word(out, entry);
    answer_word(out, faults);
    if (t->level > 1)
        answer_yes(out, error);
}

/* The first entry that allows just what the goal's does, by trying all. */
static unsigned first_that_works(unsigned goal)
{
    unsigned wanted = trick_allows(goals[goal].bits), bits = 0;

    while (trick_allows(bits) != wanted)
        bits++;
    return bits;
}

static void solve(const void *params, struct answers *out)
{
    const struct tricks *t = params;

    for (unsigned i = 0; i < t->n; i++) {
        struct trick_state s;
        if (t->level == 4) {
            answer_number(out, first_that_works(t->at[i]));
            continue;
        }
        s = trick_try((enum trick)t->at[i]);
        put(t,
            s.writable  ? WORD_WRITABLE
            : s.present ? WORD_READ_ONLY
                        : WORD_NOT_PRESENT,
            s.read_faults    ? WORD_ANY
            : s.write_faults ? WORD_WRITE
                             : WORD_NONE,
            s.error, out);
    }
    out->steps = t->n * (t->level == 1 ? 2u : t->level == 3 ? 3u : 4u);
}

/* What somebody answers for each trick. */
static bool each(const struct tricks *t, struct answers *out,
                 void (*one)(const struct tricks *t, unsigned trick,
                             struct answers *out))
{
    for (unsigned i = 0; i < t->n; i++)
        one(t, t->at[i], out);
    return true;
}

static void as_it_is(const struct tricks *t, unsigned k, struct answers *out)
{
    if (t->level == 4)
        answer_number(out, goals[k].bits);
    else
        put(t, rows[k].entry, rows[k].faults, rows[k].error, out);
}

static void solve_again(const void *params, struct answers *out)
{
    each(params, out, as_it_is);
}

static void fatal(const struct tricks *t, unsigned k, struct answers *out)
{
    put(t, rows[k].entry, rows[k].faults, true, out);
}

static void cow_invalid(const struct tricks *t, unsigned k,
                        struct answers *out)
{
    if (k == TRICK_COW)
        put(t, WORD_NOT_PRESENT, WORD_ANY, false, out);
    else
        as_it_is(t, k, out);
}

static void watch_reads(const struct tricks *t, unsigned k,
                        struct answers *out)
{
    if (k == TRICK_WATCH)
        put(t, WORD_NOT_PRESENT, WORD_ANY, false, out);
    else
        as_it_is(t, k, out);
}

static void swap_valid(const struct tricks *t, unsigned k,
                       struct answers *out)
{
    if (k == TRICK_SWAP)
        put(t, WORD_WRITABLE, WORD_NONE, false, out);
    else
        as_it_is(t, k, out);
}

static void all_read_only(const struct tricks *t, unsigned k,
                          struct answers *out)
{
    if (t->level == 4)
        answer_number(out, 12);
    else
        put(t, WORD_READ_ONLY, WORD_WRITE, rows[k].error, out);
}

static void all_invalid(const struct tricks *t, unsigned k,
                        struct answers *out)
{
    if (t->level == 4)
        answer_number(out, 0);
    else
        put(t, WORD_NOT_PRESENT, WORD_ANY, rows[k].error, out);
}

static void inverted(const struct tricks *t, unsigned k, struct answers *out)
{
    (void)t;
    answer_number(out, 8u | (~(unsigned)goals[k].bits & 7u));
}

static void fetch_reads(const struct tricks *t, unsigned k,
                        struct answers *out)
{
    unsigned bits = goals[k].bits;

    (void)t;
    answer_number(out, bits & 4 ? bits | 1 : bits);
}

#define WRONG(name, one)                                      \
    static bool name(const void *params, struct answers *out) \
    {                                                         \
        return each(params, out, one);                        \
    }
WRONG(wrong_fatal, fatal)
WRONG(wrong_cow, cow_invalid)
WRONG(wrong_watch, watch_reads)
WRONG(wrong_swap, swap_valid)
WRONG(wrong_read_only, all_read_only)
WRONG(wrong_invalid, all_invalid)
WRONG(wrong_inverted, inverted)
WRONG(wrong_fetch, fetch_reads)
#undef WRONG

static bool works(const void *params, unsigned part,
                  const struct value *given)
{
    const struct tricks *t = params;
    uint64_t bits;

    return t->level == 4 && part < t->n && given->kind == VALUE_NUMBER &&
           num_is_whole(given->number, &bits) && bits < 16 &&
           trick_allows((unsigned)bits) ==
               trick_allows(goals[t->at[part]].bits);
}

/* --- telling ------------------------------------------------------------ */

static const char *said(const struct tricks *t, unsigned i)
{
    return t->level == 4 ? goals[t->at[i]].goal : rows[t->at[i]].situation;
}

static void ask_one(const struct tricks *t, unsigned i, struct prompt *p)
{
    static const enum word entries[] = {WORD_NOT_PRESENT, WORD_READ_ONLY,
                                        WORD_WRITABLE};
    static const enum word faults[] = {WORD_ANY, WORD_WRITE, WORD_NONE};
    static const enum word errors[] = {WORD_YES, WORD_NO};
    struct arena *a = p->arena;

    if (t->level == 4) {
        prompt_ask(p,
                   (struct part){.ask = arena_printf(a, "VRWX of %u", i + 1),
                                 .kind = ASK_BITS,
                                 .base = 2,
                                 .digits = 4,
                                 .property = true});
        return;
    }
    prompt_ask_word(p, arena_printf(a, "entry of %u", i + 1), entries, 3);
    prompt_ask_word(p, arena_printf(a, "what faults at %u", i + 1), faults,
                    3);
    if (t->level > 1)
        prompt_ask_word(p, arena_printf(a, "is it an error at %u", i + 1),
                        errors, 2);
}

static void ask(const void *params, struct prompt *p)
{
    const struct tricks *t = params;

    if (t->level == 4)
        prompt_assume(p, "R, W and X each allow their own access, and none "
                         "of them does anything while V is 0");
    else
        prompt_assume(p, "The program's data is meant to be read and "
                         "written wherever memory is allocated");
    for (unsigned i = 0; i < t->n; i++)
        prompt_say(p, "%u. %s\n", i + 1, said(t, i));
    if (t->level == 4)
        prompt_say(p, "\nEach of these needs a page table entry that lets "
                      "pass what is in order and faults at everything else. "
                      "Give bits V (valid), R, W and X that do.");
    else
        prompt_say(p,
                   "\nFor each of these pages: is its entry `not present`, "
                   "`read-only` or `writable`, and which accesses fault - "
                   "`any`, only a `write`, or `none`?%s",
                   t->level > 1 ? " Is a fault there an error of the program "
                                  "(`yes`), or one of the system's tricks "
                                  "(`no`)?"
                                : "");
    for (unsigned i = 0; i < t->n; i++)
        ask_one(t, i, p);
}

static void explain_new(const struct tricks *t, unsigned i,
                        struct solution *out)
{
    unsigned bits = goals[t->at[i]].bits;

    if (bits == 0)
        solution_step(
            out,
            "Entry %u: everything must fault, so V is 0: **`0000`**, or "
            "anything else with V 0.",
            i + 1);
    else
        solution_step(
            out, "Entry %u: V is 1, and in order are %s%s%s: **`%s`**.",
            i + 1, bits & 4 ? "reads" : "", bits & 2 ? " and writes" : "",
            bits & 1 ? (bits & 4 ? " and fetches" : "fetches") : "",
            say_binary(out->arena, bits, 4));
}

static void explain(const void *params, struct solution *out)
{
    const struct tricks *t = params;

    solution_step(out,
                  "Ask of each: which accesses does the system want to "
                  "hear of? The entry must forbid these, and no others.");
    for (unsigned i = 0; i < t->n; i++) {
        unsigned k = t->at[i];
        if (t->level == 4)
            explain_new(t, i, out);
        else
            solution_step(out, "Page %u: %s. **%s**; faults: **%s**%s.",
                          i + 1, rows[k].why, word_rows[rows[k].entry].says,
                          word_rows[rows[k].faults].says,
                          t->level == 1   ? ""
                          : rows[k].error ? "; an error: **yes**"
                                          : "; an error: **no**");
    }
}

enum { TOLD = LEVEL(1) | LEVEL(3) };

static const struct wrong_row wrongs[] = {
    {M_FATAL, 1, LEVEL(3), .answer = wrong_fatal},
    {M_COWINVALID, 1, TOLD, .answer = wrong_cow},
    {M_READTRAP, 1, TOLD, .answer = wrong_watch},
    {M_SWAPVALID, 1, TOLD, .answer = wrong_swap},
    {M_ONLYWRITES, 1, 0, .answer = wrong_read_only},
    {M_ONLYVALID, 1, 0, .answer = wrong_invalid},
    {M_INVERTED, 1, LEVEL(4), .answer = wrong_inverted},
    {M_EXECDATA, 1, LEVEL(4), .answer = wrong_fetch},
};

const struct kind kind_tricks = {
    .id = "TRICKS",
    .number = 45,
    .version = 1,
    .levels = LEVEL(1) | LEVEL(3) | LEVEL(4),
    .title = "Know the page tricks",
    .topic = "tricks",
    .blurb = "what an entry must say so that the system hears of an access",
    .needs = {"PERM"},
    .hints = {"Which accesses does the system want to hear of?",
              "To hear of any use, the entry is invalid; to hear of writes "
              "alone, read-only."},
    .params_bytes = sizeof(struct tricks),
    .wrongs_needed = 3,
    .few = {360, 0, 2400, 1600},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
    .works = works,
};
