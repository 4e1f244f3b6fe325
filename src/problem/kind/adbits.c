/* ADBITS - which pages were used, and which were written.
 *
 *     with accessed and dirty bits     look, and clear the accessed ones
 *     without                          make pages invalid, and see which fault
 *
 * Levels 1 and 2 have the bits. Level 3 finds out about use by faults, level
 * 4 about writes as well: a page that was only read stays read-only. */
#include "problem/kind/kinds.h"
#include "problem/kind/using.h"
#include "problem/say.h"
#include "vm/grid.h"

static bool sample(struct rng *rng, int level, void *params)
{
    return using_draw(params, rng, level);
}

static void put_set(unsigned set, struct answers *out)
{
    uint64_t members[USING_PAGES];
    unsigned n = 0;

    for (unsigned page = 1; page <= USING_PAGES; page++)
        if (set >> page & 1)
            members[n++] = page;
    answer_set(out, members, n);
}

/* What is used in the last round. */
static unsigned last(const struct using_result *r)
{
    return r->used[r->rounds - 1];
}

static void put(const struct using *u, const struct using_result *r,
                struct answers *out)
{
    switch (u->level) {
    case 1:
        put_set(last(r), out);
        put_set(r->dirty, out);
        break;
    case 2:
        for (unsigned round = 0; round < r->rounds; round++)
            put_set(r->used[round], out);
        put_set(r->dirty, out);
        break;
    case 3:
        answer_number(out, r->faults);
        put_set(last(r), out);
        break;
    default:
        answer_number(out, r->faults);
        answer_number(out, r->second);
        put_set(last(r), out);
        put_set(last(r) & r->dirty, out);
        break;
    }
}

static void solve(const void *params, struct answers *out)
{
    const struct using *u = params;
    struct using_result r = using_run(u, NULL);

    put(u, &r, out);
    out->steps = u->n * (u->level == 4 ? 2u : 1u);
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    struct using_result r = using_reckon(params, beliefs);

    put(params, &r, out);
    return true;
}

/* --- telling ------------------------------------------------------------ */

/* The accesses of one round, or of all: "R1 W2". */
static const char *accesses(const struct using *u, int round, struct arena *a)
{
    const char *text = "";

    for (unsigned i = 0; i < u->n; i++)
        if (round < 0 || using_round(u, i) == (unsigned)round)
            text = arena_printf(a, "%s%s%c%u", text, *text ? " " : "",
                                u->write[i] ? 'W' : 'R', u->page[i]);
    return text;
}

static const char *set(unsigned pages, struct arena *a)
{
    const char *text = "";

    for (unsigned page = 1; page <= USING_PAGES; page++)
        if (pages >> page & 1)
            text = arena_printf(a, "%s%s%u", text, *text ? ", " : "", page);
    return *text ? text : "none";
}

static void ask_set(struct prompt *p, const char *ask)
{
    prompt_ask(p, (struct part){.ask = ask, .kind = ASK_SET, .base = 10});
}

static void ask_bits(const struct using *u, struct prompt *p)
{
    unsigned looks = u->n / u->every;

    prompt_assume(p, "The TLB is flushed whenever bits are cleared");
    if (u->level == 1) {
        prompt_say(p,
                   "After the first %u accesses the system clears all "
                   "accessed bits. Which pages have the accessed bit set at "
                   "the end, and which the dirty bit?",
                   u->every);
        ask_set(p, "pages with accessed bit 1");
        ask_set(p, "pages with dirty bit 1");
        return;
    }
    prompt_say(p,
               "After every %u accesses the system looks at the accessed "
               "bits and clears them. Which pages does it find with the "
               "accessed bit set at each of the %u looks, and which have the "
               "dirty bit set at the end?",
               u->every, looks);
    for (unsigned i = 0; i < looks; i++)
        ask_set(p, arena_printf(p->arena, "accessed at look %u", i + 1));
    ask_set(p, "pages with dirty bit 1");
}

static void ask_faults(const struct using *u, struct prompt *p)
{
    prompt_assume(p, "Nothing else makes a page invalid, and no page leaves "
                     "memory");
    prompt_say(p,
               "The hardware has no accessed %s. To learn about use, the "
               "system marks all %u pages invalid at the start and again "
               "after every %u accesses, but not at the end. ",
               u->level == 3 ? "bits" : "bits and no dirty bits", u->pages,
               u->every);
    if (u->level == 3)
        prompt_say(p, "When one faults, it notes that it is used and makes "
                      "it valid again, for reads and writes.\n\nHow many "
                      "faults does that cost in all, and which pages are "
                      "valid at the end?");
    else
        prompt_say(p, "When one faults, it makes it valid again: read-only "
                      "at a read, but writable at a write, and whenever the "
                      "page was written before, in this round or an earlier "
                      "one.\n\nHow many faults does that cost in all, how "
                      "many of them at a page that is valid, but read-only, "
                      "and which pages are valid, and which writable, at the "
                      "end?");
    prompt_ask_integer(p, "faults in all");
    if (u->level == 4)
        prompt_ask_integer(p, "faults at a read-only page");
    ask_set(p, "valid pages at the end");
    if (u->level == 4)
        ask_set(p, "writable pages at the end");
}

static void ask(const void *params, struct prompt *p)
{
    const struct using *u = params;

    prompt_say(p,
               "A process has pages 1 to %u, all in memory%s. It reads (R) "
               "and writes (W) them in this order:\n\n`%s`\n\n",
               u->pages,
               u->level < 3 ? ", with accessed and dirty bits that the "
                              "hardware sets and that are 0 at first"
                            : "; none was written yet",
               accesses(u, -1, p->arena));
    if (u->level < 3)
        ask_bits(u, p);
    else
        ask_faults(u, p);
}

static const struct figure *
by_round(const struct using *u, const struct using_result *r, struct arena *a)
{
    static const char *const heads[] = {"round", "accesses", "pages used"};
    struct figure *f = figure_grid_new(
        a, "Each round begins with all accessed bits 0", heads, 3);

    for (unsigned round = 0; round < r->rounds; round++)
        figure_grid_row(a, f,
                        (const char *const[]){say_number(a, round + 1),
                                              accesses(u, (int)round, a),
                                              set(r->used[round], a)});
    return f;
}

static void explain_bits(const struct using *u, struct solution *out)
{
    struct using_result r = using_run(u, NULL);
    struct arena *a = out->arena;
    const char *found = "";

    for (unsigned round = u->level == 1 ? r.rounds - 1 : 0; round < r.rounds;
         round++)
        found = arena_printf(a, "%s%s**%s**", found, *found ? "; " : "",
                             set(r.used[round], a));
    solution_step(out,
                  "Reads and writes both set the accessed bit, and set it "
                  "again after it was cleared. %s: %s.",
                  u->level == 1 ? "At the end it is set for" : "Look by look",
                  found);
    solution_show(out, by_round(u, &r, a));
    solution_step(out,
                  "Only writes set the dirty bit, and nobody clears it: "
                  "**%s**.",
                  set(r.dirty, a));
}

/* Access by access: fault or not, and why. */
static const struct figure *by_access(const struct using *u, struct arena *a)
{
    static const char *const heads[] = {"round", "access", "fault",
                                        "because"};
    struct figure *f = figure_grid_new(a, "Which accesses fault", heads, 4);
    bool fault[USING_ACCESSES];
    unsigned seen = 0, round = 0;

    using_run(u, fault);
    for (unsigned i = 0; i < u->n; i++) {
        unsigned bit = 1u << u->page[i];
        if (using_round(u, i) != round)
            seen = 0;
        round = using_round(u, i);
        figure_grid_row(
            a, f,
            (const char *const[]){
                say_number(a, round + 1),
                arena_printf(a, "%c%u", u->write[i] ? 'W' : 'R', u->page[i]),
                fault[i] ? "yes" : "",
                !fault[i]    ? ""
                : seen & bit ? "read-only"
                             : "invalid"});
        seen |= bit;
    }
    return f;
}

static void explain_faults(const struct using *u, struct solution *out)
{
    struct using_result r = using_run(u, NULL);
    struct arena *a = out->arena;

    solution_step(out,
                  "In each round the first use of a page faults, be it a "
                  "read or a write; later uses find it valid: %s%u%s faults.",
                  u->level == 3 ? "**" : "", r.faults - r.second,
                  u->level == 3 ? "**" : "");
    solution_show(out, by_access(u, a));
    if (u->level == 4)
        solution_step(out,
                      "The first write to a page that was read before in the "
                      "round faults once more, unless it is known from an "
                      "earlier write already: **%s**, **%u** in all.",
                      say_count(a, r.second, "fault"), r.faults);
    solution_step(out,
                  "Valid at the end is what was used in the last round: "
                  "**%s**.",
                  set(last(&r), a));
    if (u->level == 4)
        solution_step(out,
                      "Of these, writable is what was written in any round: "
                      "**%s**.",
                      set(last(&r) & r.dirty, a));
}

static void explain(const void *params, struct solution *out)
{
    const struct using *u = params;

    if (u->level < 3)
        explain_bits(u, out);
    else
        explain_faults(u, out);
}

enum { BITS = LEVEL(1) | LEVEL(2), FAULTS = LEVEL(3) | LEVEL(4) };

static const struct wrong_row wrongs[] = {
    {M_READDIRTY, 2, BITS, .beliefs = USING_READS_DIRTY},
    {M_USEWRITES, 1, 0, .beliefs = USING_BY_WRITES},
    {M_KEEPSUSED, 1, 0, .beliefs = USING_NEVER_CLEAR},
    {M_CLEARSDIRTY, 2, BITS | LEVEL(4), .beliefs = USING_CLEAR_DIRTY},
    {M_NOTAGAIN, 1, BITS, .beliefs = USING_NOT_AGAIN},
    {M_PERACCESS, 1, FAULTS, .beliefs = USING_PER_ACCESS},
    {M_ALLPAGES, 1, FAULTS, .beliefs = USING_ALL_PAGES},
    {M_ALLATONCE, 2, LEVEL(4), .beliefs = USING_ALL_AT_ONCE},
};

const struct kind kind_adbits = {
    .id = "ADBITS",
    .number = 42,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Tell which pages are used",
    .topic = "tricks",
    .blurb = "accessed and dirty bits, and faults where there are none",
    .needs = {"LOOKUP"},
    .hints = {"What sets which bit, and what clears it?",
              "Cut the accesses into rounds, and look at each page in each "
              "round on its own."},
    .params_bytes = sizeof(struct using),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
