/* COWFRAME - how many frames a fork and the writes after it take.
 *
 *     P:  0 1 2 3          P:  0 1 2'3
 *         │ │ │ │   P writes   │ │   │      a frame more for each page that
 *     C:  0 1 2 3   page 2 C:  0 1 2 3      is not the same on both sides */
#include "problem/kind/cow_trace.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"

static bool sample(struct rng *rng, int level, void *params)
{
    return cow_trace_draw(params, rng, level);
}

static void solve(const void *params, struct answers *out)
{
    const struct cow_trace *t = params;

    answer_number(out, cow_trace_run(t, NULL).frames);
    out->steps = t->n;
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    answer_number(out, cow_trace_count(params, beliefs).frames);
    return true;
}

static void ask(const void *params, struct prompt *p)
{
    prompt_assume(p, "Frames of page tables and of the kernel do not count");
    cow_trace_ask(params, p);
    prompt_say(p, "How many frames hold the data of all these processes "
                  "afterwards?");
    prompt_ask_integer(p, "frames");
}

static void explain(const void *params, struct solution *out)
{
    const struct cow_trace *t = params;
    struct cow_counts c = cow_trace_run(t, NULL);

    cow_trace_explain(t, true, out);
    solution_step(out,
                  "%s before the fork and %u copied afterwards%s: **%s** in "
                  "use at the end.",
                  say_count(out->arena, t->pages, "frame"), c.copies,
                  c.frames == t->pages + c.copies
                      ? ""
                      : ", less what the exit gave back",
                  say_count(out->arena, c.frames, "frame"));
}

static const struct wrong_row wrongs[] = {
    {M_FORKCOPY, 1, 0, .beliefs = COW_FORK_COPIES},
    {M_READCOPY, 2, 0, .beliefs = COW_READ_COPIES},
    {M_WRITECOUNT, 3, 0, .beliefs = COW_EVERY_WRITE},
    {M_FAULTCOPY, 3, 0, .beliefs = COW_EVERY_FAULT},
    {M_CHILDONLY, 3, 0, .beliefs = COW_CHILD_ONLY},
    {M_SHCOW, 3, LEVEL(4), .beliefs = COW_SHARED_TOO},
    {M_EXITKEEPS, 3, LEVEL(3), .beliefs = COW_EXIT_KEEPS},
};

const struct kind kind_cowframe = {
    .id = "COWFRAME",
    .number = 29,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Count frames after a fork",
    .topic = "cow",
    .blurb = "frames in use after a fork and some reads and writes",
    .needs = {"LOOKUP"},
    .hints = {"Who has which frame right after the fork?",
              "Write down for each page who has which frame; only a write to "
              "a frame that two share makes a new one."},
    .on_kernel = true,
    .params_bytes = sizeof(struct cow_trace),
    .wrongs_needed = 3,
    .few = {20000},
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
