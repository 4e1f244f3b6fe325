/* RSSVSZ - how much is promised, how much is there, and what it cost.
 *
 *     mmap       VSZ + all of it     RSS + 0
 *     write      VSZ + 0             RSS + pages that had no frame yet
 *     read       VSZ + 0             RSS + 0: the page of zeros is not theirs
 *     munmap     VSZ - all of it     RSS - pages that had a frame
 *
 * Level 4 forks: each process counts what it shares with the other. */
#include "problem/kind/anon_trace.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { PAGE_KIB = 4 };

static void put(const struct anon_trace *t, const struct anon_counts *c,
                struct answers *out)
{
    answer_number(out, (uint64_t)c->mapped[0] * PAGE_KIB);
    answer_number(out, (uint64_t)c->resident[0] * PAGE_KIB);
    if (t->level == 4) {
        answer_number(out, (uint64_t)c->resident[1] * PAGE_KIB);
        answer_number(out, (uint64_t)c->frames * PAGE_KIB);
    }
    answer_number(out, c->faults);
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

/* Pages and not KiB. */
static bool in_pages(const void *params, struct answers *out)
{
    const struct anon_trace *t = params;
    struct anon_counts c;

    anon_reckon(t, 0, &c);
    answer_number(out, c.mapped[0]);
    answer_number(out, c.resident[0]);
    if (t->level == 4) {
        answer_number(out, c.resident[1]);
        answer_number(out, c.frames);
    }
    answer_number(out, c.faults);
    return true;
}

/* --- drawing ------------------------------------------------------------ */

static unsigned between(struct rng *rng, unsigned lo, unsigned hi)
{
    return (unsigned)rng_between(rng, lo, hi);
}

static void draw_range(struct rng *rng, struct anon_trace *t,
                       enum anon_what what, unsigned who, unsigned pages)
{
    unsigned first = between(rng, 0, pages - 3);

    anon_add(t, what, who, first, between(rng, first + 1, pages - 1));
}

/* The end of the mapping goes again, touched or not; what comes after is
 * below. */
static unsigned draw_unmap(struct rng *rng, struct anon_trace *t,
                           unsigned pages)
{
    unsigned first = between(rng, pages / 2, pages - 2);

    anon_add(t, ANON_UNMAP, 0, first, pages - 1);
    return first;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct anon_trace *t = params;
    unsigned pages = between(rng, 10, ANON_PAGES - 1);

    t->level = (uint8_t)level;
    anon_add(t, ANON_MAP, 0, 0, pages - 1);
    if (level >= 2)
        draw_range(rng, t, ANON_READ, 0, pages);
    draw_range(rng, t, ANON_WRITE, 0, pages);
    if (level == 2)
        draw_range(rng, t, ANON_WRITE, 0, pages);
    if (level >= 3)
        pages = draw_unmap(rng, t, pages);
    if (level == 3)
        draw_range(rng, t, ANON_WRITE, 0, pages);
    if (level == 4) {
        anon_add(t, ANON_FORK, 0, 0, 0);
        draw_range(rng, t, ANON_WRITE, 1, pages);
        draw_range(rng, t, ANON_WRITE, 0, pages);
        if (between(rng, 0, 2) == 0) {
            anon_add(t, ANON_EXIT, 1, 0, 0);
            draw_range(rng, t, ANON_WRITE, 0, pages);
        }
        return anon_overlap(&t->at[2], &t->at[5]) &&
               anon_overlap(&t->at[2], &t->at[6]);
    }
    return true;
}

/* --- words -------------------------------------------------------------- */

static const char *event_text(const struct anon_trace *t, unsigned i,
                              struct arena *a)
{
    const struct anon_event *e = &t->at[i];

    if (e->what != ANON_MAP)
        return anon_text(a, e, anon_forks(t));
    return arena_printf(a, "%s maps %u KiB, pages 0 to %u",
                        anon_forks(t) ? "P" : "it", (e->last + 1u) * PAGE_KIB,
                        e->last);
}

static void ask(const void *params, struct prompt *p)
{
    const struct anon_trace *t = params;

    prompt_assume(p, "Pages are 4 KiB; all memory here is private and "
                     "anonymous");
    prompt_assume(p, "Reading a page that was never touched maps the page of "
                     "zeros, which does not count as resident");
    if (anon_forks(t))
        prompt_assume(p, "Fork shares what is mapped copy-on-write, the last "
                         "holder of a page keeps it without a copy, and who "
                         "has exited has nothing");
    prompt_say(p,
               "%s (to read or write pages is to touch each of them):\n\n",
               anon_forks(t) ? "Process P and later its child do this"
                             : "A process does this");
    for (unsigned i = 0; i < t->n; i++)
        prompt_say(p, "%u. %s\n", i + 1, event_text(t, i, p->arena));
    prompt_say(p,
               "\nBy how much have virtual size (VSZ) and resident size "
               "(RSS) grown, and how many page faults were there%s?",
               anon_forks(t) ? " in both processes? How much memory do both "
                               "take up, each shared frame counted once"
                             : "");
    if (anon_forks(t)) {
        prompt_ask_integer(p, "VSZ of P, KiB");
        prompt_ask_integer(p, "RSS of P, KiB");
        prompt_ask_integer(p, "RSS of C, KiB");
        prompt_ask_integer(p, "memory of both, each frame once, KiB");
    } else {
        prompt_ask_integer(p, "VSZ, KiB");
        prompt_ask_integer(p, "RSS, KiB");
    }
    prompt_ask_integer(p, "page faults");
}

static const struct figure *ledger(const struct anon_trace *t,
                                   const struct anon_counts *after,
                                   struct arena *a)
{
    static const char *const heads[] = {"",       "VSZ",      "RSS",
                                        "faults", "RSS of C", "frames"};
    bool forks = anon_forks(t);
    struct figure *f = figure_grid_new(
        a, "After each step, in pages; faults so far", heads, forks ? 6 : 4);

    for (unsigned i = 0; i < t->n; i++)
        figure_grid_row(
            a, f,
            (const char *const[]){event_text(t, i, a),
                                  say_number(a, after[i].mapped[0]),
                                  say_number(a, after[i].resident[0]),
                                  say_number(a, after[i].faults),
                                  say_number(a, after[i].resident[1]),
                                  say_number(a, after[i].frames)});
    return f;
}

static void explain(const void *params, struct solution *out)
{
    const struct anon_trace *t = params;
    struct anon_counts after[ANON_EVENTS];
    const struct anon_counts *end = &after[t->n - 1];

    anon_run(t, after);
    solution_step(out, "`mmap` and `munmap` change VSZ by all pages named: "
                       "what is promised.");
    solution_step(out, "RSS changes page by page: a first write gives the "
                       "page a frame, a read of an untouched page does not, "
                       "and `munmap` takes back only frames that are there.");
    solution_step(out, "A page faults when it is touched first, and once "
                       "more at the first write if it was only read before.");
    if (anon_forks(t))
        solution_step(out, "After the fork both processes count the pages "
                           "that they share. The first write of each to such "
                           "a page faults; it takes a new frame while the "
                           "other still has the old one. A process that "
                           "exits gives back what only it had.");
    solution_step(out,
                  "%u and %u pages of 4 KiB: VSZ **%u** KiB, RSS **%u** "
                  "KiB, **%u** faults.",
                  end->mapped[0], end->resident[0], end->mapped[0] * PAGE_KIB,
                  end->resident[0] * PAGE_KIB, end->faults);
    solution_show(out, ledger(t, after, out->arena));
    if (anon_forks(t))
        solution_step(out,
                      "The child's RSS is **%u** KiB. Added up, shared "
                      "frames would count twice: the two use %u frames, "
                      "**%u** KiB.",
                      end->resident[1] * PAGE_KIB, end->frames,
                      end->frames * PAGE_KIB);
}

static const struct wrong_row wrongs[] = {
    {M_EAGER, 2, 0, .beliefs = ANON_EAGER},
    {M_WHOLEREG, 3, 0, .beliefs = ANON_WHOLE},
    {M_COUNT, 4, LEVEL(1) | LEVEL(2) | LEVEL(3), .answer = in_pages},
    {M_COUNT, 5, LEVEL(4), .answer = in_pages},
    {M_REFAULT, 3, LEVEL(2) | LEVEL(3) | LEVEL(4), .beliefs = ANON_REFAULT},
    {M_ZEROFRAME, 2, LEVEL(2) | LEVEL(3) | LEVEL(4),
     .beliefs = ANON_READ_RESIDENT},
    {M_READFREE, 3, LEVEL(2) | LEVEL(3) | LEVEL(4),
     .beliefs = ANON_READ_FREE},
    {M_UNMAPALL, 2, LEVEL(3) | LEVEL(4), .beliefs = ANON_UNMAP_ALL},
    {M_FORKCOPY, 4, LEVEL(4), .beliefs = ANON_FORK_COPIES},
};

const struct kind kind_rssvsz = {
    .id = "RSSVSZ",
    .number = 26,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Tell virtual size from resident size",
    .topic = "demand",
    .blurb = "VSZ, RSS and faults after some calls and accesses",
    .needs = {"DEMAND"},
    .hints =
        {"Which steps promise memory, which really need frames?",
         "Keep three columns: pages mapped, pages with a frame, faults."},
    .on_kernel = true,
    .params_bytes = sizeof(struct anon_trace),
    .wrongs_needed = 3,
    .few = {10000},
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
