/* DSM - one memory for several machines, made of page faults.
 *
 *     one machine may write and no other has the page, or
 *     any number may read and none may write
 *
 * Read faults fetch a copy, write faults take the page from all others. */
#include "problem/kind/kinds.h"
#include "problem/kind/sharing.h"
#include "problem/say.h"
#include "vm/grid.h"

static const char machine_name[] = "ABC";
static const char *const var_name[SHARING_VARS] = {"x", "y", "z", "w"};

static bool sample(struct rng *rng, int level, void *params)
{
    return sharing_draw(params, rng, level);
}

struct totals {
    unsigned faults, sent, invalidations;
};

static struct totals total(const struct sharing *s,
                           const struct sharing_effect *e)
{
    struct totals t = {0, 0, 0};

    for (unsigned i = 0; i < s->n; i++) {
        t.faults += e[i].fault;
        t.sent += e[i].sent;
        t.invalidations += e[i].invalidations;
    }
    return t;
}

static const enum word state_word[] = {WORD_NOT_PRESENT, WORD_READ_ONLY,
                                       WORD_WRITABLE};

/* Faults, pages sent, invalidations, then page by page the machines. */
static void put(const struct sharing *s, const struct sharing_effect *e,
                struct answers *out)
{
    struct totals t = total(s, e);

    answer_number(out, t.faults);
    answer_number(out, t.sent);
    answer_number(out, t.invalidations);
    for (unsigned page = 0; page < s->pages; page++)
        for (unsigned m = 0; m < s->machines; m++)
            answer_word(out, state_word[e[s->n - 1].state[m][page]]);
}

static void solve(const void *params, struct answers *out)
{
    const struct sharing *s = params;
    struct sharing_effect e[SHARING_EVENTS];

    sharing_run(s, e);
    put(s, e, out);
    out->steps = s->n + (unsigned)s->machines * s->pages;
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    struct sharing_effect e[SHARING_EVENTS];

    sharing_reckon(params, beliefs, e);
    put(params, e, out);
    return true;
}

static const char *event(const struct sharing_event *e, struct arena *a)
{
    return arena_printf(a, "%c %s %s", machine_name[e->machine],
                        e->write ? "writes" : "reads", var_name[e->var]);
}

static void say_rules(const struct sharing *s, struct prompt *p)
{
    prompt_assume(p, "Every access that the page table forbids counts as one "
                     "fault");
    prompt_assume(p, "An invalidation is a message to a machine that has a "
                     "copy to give it up; the one that sends the page to a "
                     "writer gives up its own with that and needs none");
    prompt_assume(p, "A machine that has the page's bytes already is not "
                     "sent them");
    prompt_say(p,
               "%s share %u pages of memory by page faults. `x` and `y` are "
               "in page 0, `z` is in page 1%s. At first A has all pages in "
               "memory and may write them; %s nothing.\n\n"
               "A read fault fetches a copy from the machine that wrote "
               "last; both may only read then. A write fault makes the "
               "writer the only one that has the page, and lets it "
               "write.\n\n",
               s->machines == 2 ? "Machines A and B" : "Machines A, B and C",
               s->pages, s->pages == 3 ? ", `w` in page 2" : "",
               s->machines == 2 ? "B has" : "B and C have");
}

static void ask(const void *params, struct prompt *p)
{
    const struct sharing *s = params;

    say_rules(s, p);
    for (unsigned i = 0; i < s->n; i++)
        prompt_say(p, "%u. %s\n", i + 1, event(&s->at[i], p->arena));
    prompt_say(p, "\nHow many faults, pages sent and invalidations does that "
                  "make? And what does each machine's page table say at the "
                  "end: `not present`, `read-only` or `writable`?");
    prompt_ask_integer(p, "faults");
    prompt_ask_integer(p, "pages sent");
    prompt_ask_integer(p, "invalidations");
    for (unsigned page = 0; page < s->pages; page++)
        for (unsigned m = 0; m < s->machines; m++)
            prompt_ask_word(p,
                            arena_printf(p->arena, "page %u on %c", page,
                                         machine_name[m]),
                            state_word, 3);
}

static const char *number(struct arena *a, unsigned n)
{
    return n > 0 ? say_number(a, n) : "";
}

/* "W - -": what A, B and C may do. */
static const char *states(const struct sharing *s,
                          const struct sharing_effect *e, unsigned page,
                          struct arena *a)
{
    static const char letters[] = "-RW";
    const char *text = "";

    for (unsigned m = 0; m < s->machines; m++)
        text = arena_printf(a, "%s%s%c", text, m > 0 ? " " : "",
                            letters[e->state[m][page]]);
    return text;
}

static const struct figure *story(const struct sharing *s,
                                  const struct sharing_effect *e,
                                  struct arena *a)
{
    const char *heads[] = {"event",       "page",
                           "fault",       "sent",
                           "invalidated", s->machines == 2 ? "A B" : "A B C"};
    struct figure *f = figure_grid_new(
        a, "The page of each event: - not present, R read-only, W writable",
        heads, 6);

    for (unsigned i = 0; i < s->n; i++) {
        unsigned page = sharing_page(s->at[i].var);
        figure_grid_row(
            a, f,
            (const char *const[]){event(&s->at[i], a), say_number(a, page),
                                  number(a, e[i].fault), number(a, e[i].sent),
                                  number(a, e[i].invalidations),
                                  states(s, &e[i], page, a)});
    }
    return f;
}

static void explain(const void *params, struct solution *out)
{
    const struct sharing *s = params;
    struct sharing_effect e[SHARING_EVENTS];
    struct totals t;
    const char *ends = "";

    sharing_run(s, e);
    t = total(s, e);
    solution_step(out, "Pages are shared, not variables: `x` and `y` have "
                       "the same fate.");
    solution_step(out,
                  "A read faults where the machine has no copy, a write "
                  "where it may not write. Faults: **%u**.",
                  t.faults);
    solution_show(out, story(s, e, out->arena));
    solution_step(out,
                  "A page is sent where the machine had no copy; one that "
                  "could read and wants to write needs just the permission. "
                  "Pages sent: **%u**.",
                  t.sent);
    solution_step(out,
                  "A write takes the copies of all others away, by a message "
                  "to each but the one that sent the page. Invalidations: "
                  "**%u**.",
                  t.invalidations);
    for (unsigned page = 0; page < s->pages; page++)
        ends = arena_printf(out->arena, "%s%spage %u **%s**", ends,
                            page > 0 ? ", " : "", page,
                            states(s, &e[s->n - 1], page, out->arena));
    solution_step(out,
                  "At the end, for %s: %s (W writable, R read-only, - not "
                  "present).",
                  s->machines == 2 ? "A and B" : "A, B and C", ends);
}

static const struct wrong_row wrongs[] = {
    {M_UPGRADE, 3, 0, .beliefs = SHARING_UPGRADE_SENDS},
    {M_READMOVE, 2, 0, .beliefs = SHARING_READ_MOVES},
    {M_NOFALSE, 1, 0, .beliefs = SHARING_BY_VARIABLE},
    {M_NOCOPY, 2, 0, .beliefs = SHARING_NO_COPY},
    {M_OWNERWRITES, 2, 0, .beliefs = SHARING_OWNER_WRITES},
    {M_STALE, 2, 0, .beliefs = SHARING_READERS_KEEP},
};

const struct kind kind_dsm = {
    .id = "DSM",
    .number = 44,
    .version = 1,
    .levels = LEVEL(2) | LEVEL(3) | LEVEL(4),
    .title = "Share memory between machines",
    .topic = "tricks",
    .blurb = "faults, pages sent and invalidations of shared memory",
    .needs = {"PERM"},
    .hints = {"Who may read, who may write? At most one machine may write, "
              "and then nobody else has the page.",
              "Keep a line for each page with what every machine may do, and "
              "change it at each fault."},
    .params_bytes = sizeof(struct sharing),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
