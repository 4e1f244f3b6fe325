/* TRICKS told. */
#include "problem/kind/tricks.h"
#include "problem/say.h"

static const char *said(const struct tricks *t, unsigned i)
{
    return t->level == 4 ? trick_goals[t->at[i]].goal
                         : trick_rows[t->at[i]].situation;
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
                          word_rows[trick_rows[k].entry].says,
                          word_rows[trick_rows[k].faults].says,
                          t->level == 1         ? ""
                          : trick_rows[k].error ? "; an error: **yes**"
                                                : "; an error: **no**");
    }
}
