/* TRICKS told. */
#include "problem/kind/tricks.h"
#include "problem/say.h"
#include "vm/grid.h"

static const char *said(const struct tricks *t, unsigned i)
{
    return t->level == 4 ? trick_goals[t->at[i]].goal
                         : trick_rows[t->at[i]].situation;
}

static const enum word entries[] = {WORD_NOT_PRESENT, WORD_READ_ONLY,
                                    WORD_WRITABLE};
static const enum word faults[] = {WORD_ANY, WORD_WRITE, WORD_NONE};
static const enum word errors[] = {WORD_YES, WORD_NO};

static void ask_one(const struct tricks *t, unsigned i, struct prompt *p)
{
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

/* Level 2: the table with the wrong row. */
static void ask_wrong(const struct tricks *t, struct prompt *p)
{
    static const char *const heads[] = {"page", "its entry", "what faults",
                                        "an error?"};
    struct arena *a = p->arena;
    struct figure *f = figure_grid_new(a, "The table", heads, 4);

    for (unsigned i = 0; i < t->n; i++) {
        struct trick_says says = tricks_shown(t, i);
        figure_grid_row(a, f,
                        (const char *const[]){say_number(a, i + 1),
                                              word_rows[says.entry].says,
                                              word_rows[says.faults].says,
                                              says.error ? "yes" : "no"});
    }
    prompt_say(p, "\nSomebody has said of each of these pages what its entry "
                  "is, `not present`, `read-only` or `writable`, which "
                  "accesses fault, `any`, only a `write`, or `none`, and "
                  "whether a fault there is an error of the program or one "
                  "of the system's tricks. The row of one page is wrong. Of "
                  "which, and what should it say?");
    prompt_show(p, f);
    prompt_ask_integer(p, "page whose row is wrong");
    prompt_ask_word(p, "its entry", entries, 3);
    prompt_ask_word(p, "what faults there", faults, 3);
    prompt_ask_word(p, "is it an error there", errors, 2);
}

void tricks_ask(const void *params, struct prompt *p)
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
    if (t->level == 2) {
        ask_wrong(t, p);
        return;
    }
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
    unsigned bits = trick_goals[t->at[i]].bits;

    if (bits == 0)
        solution_step(
            out,
            "Entry %u: everything must fault, so V is 0: **`0000`**, or "
            "anything else with V 0.",
            i + 1);
    else
        solution_step(
            out, "Entry %u: V is 1, and what may pass is %s%s%s: **`%s`**.",
            i + 1, bits & 4 ? "reads" : "", bits & 2 ? " and writes" : "",
            bits & 1 ? (bits & 4 ? " and fetches" : "fetches") : "",
            say_binary(out->arena, bits, 4));
}

void tricks_explain(const void *params, struct solution *out)
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
                          i + 1, trick_rows[k].why,
                          word_rows[trick_rows[k].says.entry].says,
                          word_rows[trick_rows[k].says.faults].says,
                          t->level == 1              ? ""
                          : trick_rows[k].says.error ? "; an error: **yes**"
                                                     : "; an error: **no**");
    }
    if (t->level == 2)
        solution_step(out,
                      "So it is page **%u**: its row says %s, and that %s "
                      "faults.",
                      t->wrong + 1u,
                      word_rows[tricks_shown(t, t->wrong).entry].says,
                      t->state == 0   ? "any access"
                      : t->state == 1 ? "only a write"
                                      : "nothing");
}
