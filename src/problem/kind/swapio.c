/* SWAPIO - what goes to the disk and what comes from it.
 *
 *     fault ──▶ victim ──▶ dirty: page-out     clean: nothing
 *           └─▶ page   ──▶ was out: page-in    never touched: zeros
 *
 * Level 4 asks for the time as well, with another process that can run while
 * this one waits. */
#include "problem/kind/kinds.h"
#include "problem/kind/swapping.h"
#include "problem/say.h"

static bool sample(struct rng *rng, int level, void *params)
{
    return swapping_draw(params, rng, level);
}

static uint64_t wait_ms(const struct swapping *s, uint64_t ins, uint64_t outs)
{
    return ins * s->read_ms + outs * s->write_ms;
}

static uint64_t idle_ms(const struct swapping *s, uint64_t wait)
{
    return wait > s->other_ms ? wait - s->other_ms : 0;
}

/* Faults, page-ins, page-outs, what is written; level 4: waiting, idle. */
static void put(const struct swapping *s, const struct swapping_counts *c,
                struct answers *out)
{
    uint64_t wait = wait_ms(s, c->ins, c->outs);

    answer_number(out, c->faults);
    answer_number(out, c->ins);
    answer_number(out, c->outs);
    answer_list(out, c->out, c->outs);
    if (s->level < 4)
        return;
    answer_number(out, wait);
    answer_number(out, idle_ms(s, wait));
}

static void solve(const void *params, struct answers *out)
{
    const struct swapping *s = params;
    struct swapping_counts c = swapping_run(s);

    put(s, &c, out);
    out->steps = s->n + (s->level == 4 ? 2u : 0u);
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    struct swapping_counts c = swapping_reckon(params, beliefs);

    put(params, &c, out);
    return true;
}

static bool fifo_by_use(const void *params, struct answers *out)
{
    const struct swapping *s = params;

    return !s->lru && believing(s, SWAPPING_OTHER_QUEUE, out);
}

static bool lru_by_arrival(const void *params, struct answers *out)
{
    const struct swapping *s = params;

    return s->lru && believing(s, SWAPPING_OTHER_QUEUE, out);
}

/* The processor waits whenever the process does. */
static bool all_wait(const void *params, struct answers *out)
{
    struct swapping alone = *(const struct swapping *)params;

    alone.other_ms = 0;
    return believing(&alone, 0, out);
}

static bool whole(const struct answers *given, unsigned part, uint64_t *out)
{
    return given->at[part].kind == VALUE_NUMBER &&
           num_is_whole(given->at[part].number, out) && *out < 1000000;
}

/* Times follow from the counts. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    uint64_t ins, outs, wait;

    if (part == 4 && whole(given, 1, &ins) && whole(given, 2, &outs)) {
        answer_number(out, wait_ms(params, ins, outs));
        return true;
    }
    if (part == 5 && whole(given, 4, &wait)) {
        answer_number(out, idle_ms(params, wait));
        return true;
    }
    return false;
}

static void say_times(const struct swapping *s, struct prompt *p)
{
    prompt_assume(p, "Each page is moved on its own, a dirty victim is "
                     "written before the new page is read, and the process "
                     "waits for both");
    prompt_assume(p, "What this process computes takes no time worth "
                     "counting; the other one runs while this one waits, and "
                     "never waits itself");
    prompt_say(p,
               "The disk needs %u ms to read a page and %u ms to write one. "
               "Another process has %u ms to compute. ",
               s->read_ms, s->write_ms, s->other_ms);
}

static void ask(const void *params, struct prompt *p)
{
    const struct swapping *s = params;

    prompt_assume(p, "All pages are anonymous memory that nobody has touched "
                     "before, and all frames are free at first");
    prompt_assume(p, "The first touch of a page gets a frame of zeros; "
                     "nothing is read for it");
    prompt_assume(p, "What is on disk stays there when it is read back");
    prompt_say(p,
               "A process has %u frames, and pages give way by %s. It reads "
               "(R) and writes (W) its pages in this order:\n\n"
               "`%s`\n\n",
               s->frames,
               s->lru ? "LRU (least recently used)"
                      : "FIFO (first in, first out)",
               swapping_refs(s, p->arena));
    if (s->level == 4)
        say_times(s, p);
    prompt_say(p,
               "How many page faults are there, how many pages are read "
               "from disk and how many written to it, and which are "
               "written, in order?%s",
               s->level == 4 ? " How long does the process wait for the "
                               "disk, and how long has the processor nothing "
                               "to do meanwhile?"
                             : "");
    prompt_ask_integer(p, "page faults");
    prompt_ask_integer(p, "pages read from disk");
    prompt_ask_integer(p, "pages written to disk");
    prompt_ask(p, (struct part){.ask = "pages written, in order",
                                .kind = ASK_LIST,
                                .base = 10});
    if (s->level < 4)
        return;
    prompt_ask_integer(p, "ms of waiting");
    prompt_ask_integer(p, "ms with nothing to do");
}

static const char *list(const struct swapping_counts *c, struct arena *a)
{
    const char *text = "";

    for (unsigned i = 0; i < c->outs; i++)
        text = arena_printf(a, "%s%s%u", text, i > 0 ? ", " : "",
                            (unsigned)c->out[i]);
    return text;
}

static void explain_times(const struct swapping *s,
                          const struct swapping_counts *c,
                          struct solution *out)
{
    uint64_t wait = wait_ms(s, c->ins, c->outs);

    solution_step(out, "%u reads of %u ms and %u writes of %u ms: **%u** ms.",
                  c->ins, s->read_ms, c->outs, s->write_ms, (unsigned)wait);
    solution_step(out,
                  "The other process computes for %u ms of that; for %u - %u "
                  "= **%u** ms nobody can run.",
                  s->other_ms, (unsigned)wait, s->other_ms,
                  (unsigned)idle_ms(s, wait));
}

static void explain(const void *params, struct solution *out)
{
    const struct swapping *s = params;
    struct swapping_counts c = swapping_run(s);

    solution_step(out, "%s Faults: **%u**.",
                  s->lru
                      ? "With LRU every access makes its page the most "
                        "recent; the page not used for the longest time "
                        "goes."
                      : "With FIFO only arrival counts: the page that "
                        "came first goes, however often it was used since.",
                  c.faults);
    solution_show(out, swapping_figure(s, out->arena));
    solution_step(out,
                  "%u of the faults are first touches, which get zeros. The "
                  "others read what was evicted before: **%u**.",
                  c.faults - c.ins, c.ins);
    solution_step(
        out,
        "A page is dirty from a write on until it is evicted; what "
        "comes back is clean. %s clean and just dropped; the **%u** "
        "that were dirty are written: **%s**.",
        c.clean == 1 ? "1 victim was"
                     : arena_printf(out->arena, "%u victims were", c.clean),
        c.outs, list(&c, out->arena));
    if (s->level == 4)
        explain_times(s, &c, out);
}

static const struct wrong_row wrongs[] = {
    {M_CLEANWB, 3, 0, .beliefs = SWAPPING_CLEAN_TOO},
    {M_COLDREAD, 2, 0, .beliefs = SWAPPING_COLD_READ},
    {M_READDIRTY, 3, 0, .beliefs = SWAPPING_READ_DIRTY},
    {M_STAYDIRTY, 3, 0, .beliefs = SWAPPING_STAYS_DIRTY},
    {M_COLDFREE, 1, 0, .beliefs = SWAPPING_COLD_FREE},
    {M_FIFOLRU, 1, 0, .answer = fifo_by_use},
    {M_LRUFIFO, 1, 0, .answer = lru_by_arrival},
    {M_CPUWAITS, 5, LEVEL(4), .answer = all_wait},
};

const struct kind kind_swapio = {
    .id = "SWAPIO",
    .number = 41,
    .version = 2,
    .levels = LEVEL(2) | LEVEL(3) | LEVEL(4),
    .title = "Swap pages in and out",
    .topic = "tricks",
    .blurb = "what is read from disk and written to it, with dirty bits",
    .needs = {"LOOKUP"},
    .hints = {"Which pages does the disk have the same bytes of already?",
              "Write down the frames after each access, and a star behind "
              "each page that was written since it came."},
    .params_bytes = sizeof(struct swapping),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
    .follow = follow,
};
