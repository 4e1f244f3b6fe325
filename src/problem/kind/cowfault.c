/* COWFAULT - copy-on-write: faults are one thing, copies another.
 *
 *     P writes   shared with C: fault and copy
 *     C writes   the last who has it: fault, no copy
 *     C writes   its own and writable: no fault */
#include "problem/kind/cow_trace.h"
#include "problem/kind/kinds.h"

static unsigned faults(const struct cow_counts *c)
{
    return (unsigned)c->faults[0] + c->faults[1] + c->faults[2];
}

/* A last holder must write, or faults and copies are the same. */
static bool sample(struct rng *rng, int level, void *params)
{
    struct cow_counts c;

    if (!cow_trace_draw(params, rng, level))
        return false;
    c = cow_trace_count(params, 0);
    return faults(&c) > c.copies;
}

static bool has_third(const struct cow_trace *t)
{
    for (unsigned i = 1; i < t->n; i++)
        if (t->at[i].what == COW_FORK)
            return true;
    return false;
}

static unsigned processes(const struct cow_trace *t)
{
    return has_third(t) ? 3 : 2;
}

/* The faults of each process, but of all in one on level 2; the copies. */
static void put(const struct cow_trace *t, struct cow_counts c,
                struct answers *out)
{
    if (t->level == 2)
        answer_number(out, faults(&c));
    else
        for (unsigned q = 0; q < processes(t); q++)
            answer_number(out, c.faults[q]);
    answer_number(out, c.copies);
}

static void solve(const void *params, struct answers *out)
{
    const struct cow_trace *t = params;

    put(t, cow_trace_run(t, NULL), out);
    out->steps = t->n;
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    put(params, cow_trace_count(params, beliefs), out);
    return true;
}

static void ask(const void *params, struct prompt *p)
{
    static const char *const asks[COW_PROCESSES] = {
        "page faults of P", "page faults of C", "page faults of D"};
    const struct cow_trace *t = params;

    cow_trace_ask(t, p);
    if (t->shared != 0)
        prompt_assume(p, "Fork copies the entry of a shared page too, so "
                         "that a child finds it there");
    prompt_say(p,
               "How many page faults do the reads and writes after the "
               "first fork cause%s, and how many pages are copied?",
               t->level == 2 ? " in all" : " in each process");
    if (t->level == 2)
        prompt_ask_integer(p, "page faults");
    else
        for (unsigned q = 0; q < processes(t); q++)
            prompt_ask_integer(p, asks[q]);
    prompt_ask_integer(p, "pages copied");
}

static void explain(const void *params, struct solution *out)
{
    const struct cow_trace *t = params;
    struct cow_counts c = cow_trace_run(t, NULL);
    const char *list = "";

    cow_trace_explain(t, false, out);
    for (unsigned q = 0; q < processes(t); q++)
        list = arena_printf(out->arena, "%s%s%u of %s", list,
                            q > 0 ? ", " : "", c.faults[q], cow_name(q));
    solution_step(out, "That makes **%u** faults (%s) and **%u** copies%s.",
                  faults(&c), list, c.copies,
                  faults(&c) > c.copies
                      ? ": the rest were faults of a last holder, which "
                        "needs no copy"
                      : "");
}

static const struct wrong_row wrongs[] = {
    {M_FORKCOPY, 1, 0, .beliefs = COW_FORK_COPIES},
    {M_READCOPY, 2, 0, .beliefs = COW_READ_COPIES},
    {M_FAULTCOPY, 3, 0, .beliefs = COW_EVERY_FAULT},
    {M_NOFAULTLAST, 3, 0, .beliefs = COW_LAST_FREE},
    {M_CHILDONLY, 3, 0, .beliefs = COW_CHILD_ONLY},
    {M_WRITECOUNT, 3, 0, .beliefs = COW_EVERY_WRITE},
    {M_SHCOW, 3, LEVEL(4), .beliefs = COW_SHARED_TOO},
};

const struct kind kind_cowfault = {
    .id = "COWFAULT",
    .number = 30,
    .version = 1,
    .levels = LEVEL(2) | LEVEL(3) | LEVEL(4),
    .title = "Tell faults from copies",
    .topic = "cow",
    .blurb = "page faults and copies after a fork",
    .needs = {"COWFRAME"},
    .hints = {"Which entries are read-only after the fork, and when do they "
              "become writable?",
              "The first write of each process to each page faults; whether "
              "it copies depends on who else has the frame then."},
    .on_kernel = true,
    .params_bytes = sizeof(struct cow_trace),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
};
