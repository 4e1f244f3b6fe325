/* TRICKS - one idea, many uses: let the entry forbid what the system wants to
 * hear of, and do not take the fault for an error.
 *
 *     hear of any use      valid 0
 *     hear of writes       valid 1, write 0
 *
 * Level 2 asks for the wrong row of a table that somebody has filled in, level
 * 4 for entries that do for tricks nobody has told of yet. */
#include "problem/kind/tricks.h"

const struct trick_row trick_rows[TRICKS] = {
    {"a page of the stack that the program has not used yet, given on demand",
     "there is no memory behind it yet; any use makes the system give some",
     {WORD_NOT_PRESENT, WORD_ANY, false}},
    {"a page of a mapped file that is still on disk only",
     "any use must bring it in first",
     {WORD_NOT_PRESENT, WORD_ANY, false}},
    {"a private page that parent and child have shared since fork, unwritten",
     "both may read the one copy; a write must make a second",
     {WORD_READ_ONLY, WORD_WRITE, false}},
    {"a page that was swapped out",
     "it is on disk; any use must bring it in",
     {WORD_NOT_PRESENT, WORD_ANY, false}},
    {"a page in memory whose next use the system wants to hear of, on "
     "hardware without accessed bits",
     "reads are use as well, so both must fault",
     {WORD_NOT_PRESENT, WORD_ANY, false}},
    {"the page of a variable that a debugger watches for writes",
     "reads are of no interest; writes are",
     {WORD_READ_ONLY, WORD_WRITE, false}},
    {"a page shared over the network that only another machine has",
     "any use must ask the other machine first",
     {WORD_NOT_PRESENT, WORD_ANY, false}},
    {"an unmapped page kept below the stack as a guard",
     "whoever comes here went too far, and nothing is allocated there",
     {WORD_NOT_PRESENT, WORD_ANY, true}},
};

const struct trick_says trick_states[TRICK_STATES] = {
    {WORD_NOT_PRESENT, WORD_ANY, false},
    {WORD_READ_ONLY, WORD_WRITE, false},
    {WORD_WRITABLE, WORD_NONE, false},
};

const struct trick_goal trick_goals[TRICK_GOALS] = {
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

/* --- drawing ------------------------------------------------------------ */

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

/* One row says what is not so. */
static void draw_wrong(struct tricks *t, struct rng *rng)
{
    t->wrong = (uint8_t)rng_below(rng, t->n);
    do
        t->state = (uint8_t)rng_below(rng, TRICK_STATES);
    while (trick_states[t->state].entry ==
           trick_rows[t->at[t->wrong]].says.entry);
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct tricks *t = params;
    uint8_t all[TRICK_GOALS];

    t->level = (uint8_t)level;
    if (level < 4) {
        draw_tricks(t, rng);
        if (level == 2)
            draw_wrong(t, rng);
        return true;
    }
    for (unsigned i = 0; i < TRICK_GOALS; i++)
        all[i] = (uint8_t)i;
    shuffle(all, TRICK_GOALS, rng);
    t->n = 4;
    for (unsigned i = 0; i < t->n; i++)
        t->at[i] = all[i];
    return true;
}

/* A step a page, behind the question that decides them all: the one step of
 * level 2, where parts are not pages. */
static unsigned step_of_part(const void *params, unsigned part)
{
    const struct tricks *t = params;
    unsigned parts = t->level == 4 ? 1 : t->level == 1 ? 2 : 3;

    return t->level == 2 ? 1 : part / parts + 2;
}

enum { TOLD = LEVEL(1) | LEVEL(2) | LEVEL(3) };

static const struct wrong_row wrongs[] = {
    {M_FATAL, 0, LEVEL(2) | LEVEL(3), .beliefs = TRICKS_FATAL},
    {M_COWINVALID, 0, TOLD, .beliefs = TRICKS_COW_INVALID},
    {M_READTRAP, 0, TOLD, .beliefs = TRICKS_WATCH_READS},
    {M_SWAPVALID, 0, TOLD, .beliefs = TRICKS_SWAP_VALID},
    {M_ONLYWRITES, 0, 0, .beliefs = TRICKS_ALL_READ_ONLY},
    {M_ONLYVALID, 0, 0, .beliefs = TRICKS_ALL_INVALID},
    {M_INVERTED, 0, LEVEL(4), .beliefs = TRICKS_INVERTED},
    {M_EXECDATA, 0, LEVEL(4), .beliefs = TRICKS_READ_FETCHES},
};

const struct kind kind_tricks = {
    .id = "TRICKS",
    .number = 45,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Know the page tricks",
    .topic = "tricks",
    .blurb = "what an entry must say so that the system hears of an access",
    .needs = {"PERM"},
    .hints = {"Which accesses does the system want to hear of?",
              "To hear of any use, the entry is invalid; to hear of writes "
              "alone, read-only."},
    .params_bytes = sizeof(struct tricks),
    .wrongs_needed = 3,
    .few = {360, 20000, 2400, 1600},
    .sample = sample,
    .solve = tricks_solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = tricks_believe,
    .step_of_part = step_of_part,
    .ask = tricks_ask,
    .explain = tricks_explain,
    .works = tricks_works,
    .follow = tricks_follow,
};
