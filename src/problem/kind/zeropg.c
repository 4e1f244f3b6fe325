/* ZEROPG - reads of untouched memory share one page of zeros.
 *
 *     page    0   1   2   3   4   5
 *     read    z   z   z   z              a fault each, and no frame
 *     write           o   o   o   o      a fault each, and a frame each, also
 *                                        where the page was read before */
#include "problem/kind/anon_trace.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { MOST = 60 };

static unsigned pages(const struct anon_trace *t)
{
    return t->at[0].last + 1u;
}

static void put(const struct anon_trace *t, const struct anon_counts *c,
                struct answers *out)
{
    answer_number(out, c->faults);
    answer_number(out, c->frames);
    if (t->level == 3)
        answer_number(out, c->zeros[0]);
}

static void solve(const void *params, struct answers *out)
{
    anon_solve(params, put, out);
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    return anon_believe(params, beliefs, put, out);
}

static void draw_range(struct rng *rng, struct anon_trace *t,
                       enum anon_what what, unsigned who)
{
    unsigned n = pages(t);
    unsigned first = (unsigned)rng_below(rng, n - 2u);
    unsigned more = 1 + (unsigned)rng_below(rng, n - first - 1u);

    anon_add(t, what, who, first, first + more);
}

/* Level 2 reads, then writes; level 3 goes on with two more; level 4 forks
 * there. */
static bool sample(struct rng *rng, int level, void *params)
{
    struct anon_trace *t = params;

    t->level = (uint8_t)level;
    anon_add(t, ANON_MAP, 0, 0, (unsigned)rng_between(rng, 7, MOST - 1));
    draw_range(rng, t, ANON_READ, 0);
    draw_range(rng, t, ANON_WRITE, 0);
    if (level == 4)
        anon_add(t, ANON_FORK, 0, 0, 0);
    if (level >= 3) {
        unsigned first = level == 4 ? 1 : 0;
        draw_range(rng, t, ANON_READ, first);
        draw_range(rng, t, ANON_WRITE, first);
    }
    if (level == 4)
        draw_range(rng, t, ANON_WRITE, 0);
    return anon_overlap(&t->at[1], &t->at[2]) &&
           (level != 4 || (anon_overlap(&t->at[2], &t->at[5]) &&
                           anon_overlap(&t->at[2], &t->at[6])));
}

static void ask(const void *params, struct prompt *p)
{
    const struct anon_trace *t = params;
    bool forks = anon_forks(t);
    unsigned n = 1;

    prompt_assume(p, "Reading a page that was never touched maps the "
                     "system's one page of zeros, read-only");
    prompt_assume(p, "Each fault deals with one page; page tables and the "
                     "page of zeros do not count as frames");
    if (forks)
        prompt_assume(p, "Fork shares all pages that are mapped "
                         "copy-on-write, and the last holder of a page "
                         "keeps it without a copy");
    prompt_say(p,
               "%s has mapped %u pages of private anonymous memory, numbered "
               "from 0, and not touched any yet. Then:\n\n",
               forks ? "Process P" : "A process", pages(t));
    for (unsigned i = 1; i < t->n; i++)
        prompt_say(p, "%u. %s\n", n++, anon_text(p->arena, &t->at[i], forks));
    prompt_say(p,
               "\nTo read or write pages means to touch each of them. How "
               "many page faults are there, and how many frames hold the "
               "data%s in the end%s?",
               forks ? " of both processes" : "",
               t->level == 3 ? "? How many pages map the page of zeros then"
                             : "");
    prompt_ask_integer(p, "page faults");
    prompt_ask_integer(p, "frames");
    if (t->level == 3)
        prompt_ask_integer(p, "pages that map the page of zeros");
}

static const struct figure *story(const struct anon_trace *t,
                                  const struct anon_counts *after,
                                  struct arena *a)
{
    static const char *const heads[] = {"", "page faults",
                                        "frames afterwards"};
    struct figure *f = figure_grid_new(a, "What each step adds", heads, 3);

    for (unsigned i = 1; i < t->n; i++)
        figure_grid_row(
            a, f,
            (const char *const[]){
                anon_text(a, &t->at[i], anon_forks(t)),
                say_number(a, after[i].faults - after[i - 1].faults),
                say_number(a, after[i].frames)});
    return f;
}

static void explain(const void *params, struct solution *out)
{
    const struct anon_trace *t = params;
    struct anon_counts after[ANON_EVENTS];
    const struct anon_counts *end = &after[t->n - 1];

    anon_run(t, after);
    solution_step(out,
                  "A read of a page that was never touched faults, and "
                  "maps the page of zeros: a fault, but no frame. A read "
                  "of a page that is mapped does nothing.");
    solution_step(out, "The first write to a page faults and takes a frame, "
                       "whether the page is untouched or maps the page of "
                       "zeros, which is read-only. Later writes do nothing.");
    if (anon_forks(t))
        solution_step(out, "Fork makes written pages read-only on both "
                           "sides. The first write of each process to such a "
                           "page faults again; who writes while the other "
                           "still has the frame takes a new one.");
    else
        solution_step(
            out,
            "So a page that is read first and written later faults twice.");
    solution_step(out, "Together **%u** faults and **%u** frames.",
                  end->faults, end->frames);
    if (t->level == 3)
        solution_step(out,
                      "Pages that were read and never written still map the "
                      "page of zeros: **%u**.",
                      end->zeros[0]);
    solution_show(out, story(t, after, out->arena));
}

static const struct wrong_row wrongs[] = {
    {M_READFREE, 1, 0, .beliefs = ANON_READ_FREE},
    {M_ZEROFRAME, 1, 0, .beliefs = ANON_ZERO_FRAME},
    {M_ZEROWRITE, 2, 0, .beliefs = ANON_WRITE_FREE},
    {M_REFAULT, 2, 0, .beliefs = ANON_REFAULT},
    {M_WHOLEREG, 1, 0, .beliefs = ANON_WHOLE},
    {M_EAGER, 1, LEVEL(2) | LEVEL(3), .beliefs = ANON_EAGER},
    {M_FORKCOPY, 3, LEVEL(4), .beliefs = ANON_FORK_COPIES},
};

const struct kind kind_zeropg = {
    .id = "ZEROPG",
    .number = 27,
    .version = 1,
    .levels = LEVEL(2) | LEVEL(3) | LEVEL(4),
    .title = "Use the shared page of zeros",
    .topic = "demand",
    .blurb = "faults and frames where memory is read before it is written",
    .needs = {"DEMAND"},
    .hints = {"Does a page that was only read need a frame of its own?",
              "Go through the pages that are read and written: how often "
              "does each of them fault?"},
    .on_kernel = true,
    .params_bytes = sizeof(struct anon_trace),
    .wrongs_needed = 4,
    .few = {[1] = 200000},
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
