/* COWVIEW - what parent and child see of their variables after a fork.
 *
 *     int g     an ordinary variable    each its own, from the first write on
 *     int *p    MAP_PRIVATE             the same
 *     int *s    MAP_SHARED              one for both
 *
 * The addresses are equal on both sides all the time; what stands behind them
 * is not. On level 4 nobody waits, so there are several right values. */
#include "problem/kind/cowview_run.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

static void solve(const void *params, struct answers *out)
{
    view_solve(params, out);
}

/* --- drawing ------------------------------------------------------------ */

static struct change draw_change(struct rng *rng, const char *ops)
{
    struct change c = {.op = (uint8_t)ops[rng_below(rng, 3)]};

    if (c.op == '*')
        c.arg = (uint8_t)rng_between(rng, 2, 3);
    else if (c.op != 0)
        c.arg = (uint8_t)rng_between(rng, 1, 19);
    return c;
}

static bool sample(struct rng *rng, int level, void *params)
{
    static const char assigns[] = {'+', '*', '='}, keeps[] = {'+', '*', 0},
                      adds[] = {'+', '*', '+'};
    struct view *v = params;

    v->level = (uint8_t)level;
    for (unsigned i = 0; i < VARIABLES; i++) {
        if (!view_has(v, i))
            continue;
        v->first[i] = (uint8_t)rng_between(rng, 2, 20);
        v->change[CHILD][i] =
            draw_change(rng, level == 4 && i == S ? adds : assigns);
        v->change[PARENT][i] =
            draw_change(rng, level == 4 && i == S ? adds : keeps);
        if (view_changed(v->change[CHILD][i], v->first[i]) == v->first[i])
            return false;
    }
    return level != 4 || v->change[CHILD][S].op != v->change[PARENT][S].op;
}

/* --- words -------------------------------------------------------------- */

static const char *const names[VARIABLES] = {"g", "*p", "*s"};
static const char *const side_names[SIDES] = {"parent", "child"};

static void say_changes(const struct view *v, unsigned side,
                        const char *indent, struct prompt *p)
{
    for (unsigned i = 0; i < VARIABLES; i++) {
        struct change c = v->change[side][i];
        if (c.op == '=')
            prompt_say(p, "%s%s = %u;\n", indent, names[i], c.arg);
        else if (c.op != 0)
            prompt_say(p, "%s%s %c= %u;\n", indent, names[i], c.op, c.arg);
    }
    if (view_has(v, P))
        prompt_say(p, "%sprintf(\"%%d %%d %%d\\n\", g, *p, *s);\n", indent);
    else
        prompt_say(p, "%sprintf(\"%%d %%d\\n\", g, *s);\n", indent);
}

static void say_mapping(const struct view *v, unsigned i, const char *flag,
                        struct prompt *p)
{
    if (view_has(v, i))
        prompt_say(p,
                   "    int %s = mmap(NULL, 4096, PROT_READ | PROT_WRITE,\n"
                   "                  %s | MAP_ANONYMOUS, -1, 0);\n",
                   names[i], flag);
}

static void say_program(const struct view *v, struct prompt *p)
{
    prompt_say(p, "```c\nint g = %u;\n\nint main(void)\n{\n", v->first[G]);
    say_mapping(v, P, "MAP_PRIVATE", p);
    say_mapping(v, S, "MAP_SHARED", p);
    for (unsigned i = P; i < VARIABLES; i++)
        if (view_has(v, i))
            prompt_say(p, "    %s = %u;\n", names[i], v->first[i]);
    prompt_say(p, "    if (fork() == 0) {\n");
    say_changes(v, CHILD, "        ", p);
    prompt_say(p, "        return 0;\n    }\n");
    if (!view_is_free(v))
        prompt_say(p, "    wait(NULL);\n");
    say_changes(v, PARENT, "    ", p);
    if (view_is_free(v))
        prompt_say(p, "    wait(NULL);\n");
    prompt_say(p, "    return 0;\n}\n```\n\n");
}

static void ask_addresses(struct prompt *p)
{
    static const enum word words[] = {WORD_YES, WORD_NO};
    static const char *const asks[] = {
        "Is &g the same virtual address in both processes?",
        "Is it the same physical address right after the fork?",
        "Is it the same physical address when the child prints?",
        "Has *s the same physical address then?"};

    for (unsigned i = 0; i < sizeof asks / sizeof *asks; i++)
        prompt_ask_word(p, asks[i], words, 2);
}

static void ask(const void *params, struct prompt *p)
{
    const struct view *v = params;

    prompt_assume(p, "No call fails, and `fork` shares private pages "
                     "copy-on-write");
    if (view_is_free(v))
        prompt_assume(p, "Each statement runs without being interrupted by "
                         "the other process; otherwise any order is "
                         "possible");
    prompt_say(p, "This program runs:\n\n");
    say_program(v, p);
    prompt_say(p, view_is_free(v)
                      ? "What do the two processes print? For `*s` give all "
                        "values that are possible."
                  : v->level == 3
                      ? "What do the two processes print? And where are "
                        "`g` and `*s`?"
                      : "What do the two processes print?");
    for (unsigned i = 0; i < SIDES; i++)
        for (unsigned k = 0; k < VARIABLES; k++) {
            const char *text = arena_printf(
                p->arena, "the %s prints for %s%s", side_names[view_sides[i]],
                names[k], k == S && view_is_free(v) ? ", all possible" : "");
            if (k == S && view_is_free(v))
                prompt_ask(p, (struct part){
                                  .ask = text, .kind = ASK_SET, .base = 10});
            else if (view_has(v, k))
                prompt_ask_integer(p, text);
        }
    if (v->level == 3)
        ask_addresses(p);
}

static void explain_private(const struct view *v, unsigned i,
                            struct solution *out)
{
    unsigned child = view_in_turn(v, CHILD, i, 0);
    unsigned parent = view_in_turn(v, PARENT, i, 0);

    solution_step(out,
                  "`%s` is private. The child's first write copies its page: "
                  "%u becomes **%u** there, and the parent does not see it. "
                  "The parent %s %u and prints **%u**.",
                  names[i], v->first[i], child,
                  v->change[PARENT][i].op != 0 ? "goes on from" : "still has",
                  v->first[i], parent);
}

static void explain_shared(const struct view *v, struct solution *out)
{
    unsigned child = view_in_turn(v, CHILD, S, 0);

    solution_step(out,
                  "`*s` is in shared memory, fork or not: the child makes "
                  "%u into **%u**. The parent has waited, finds %u and "
                  "prints **%u**.",
                  v->first[S], child, child, view_in_turn(v, PARENT, S, 0));
}

static const char *order_text(const uint8_t order[4], struct arena *a)
{
    bool acted[SIDES] = {false, false};
    const char *text = "";

    for (unsigned k = 0; k < 4; k++) {
        text = arena_printf(a, "%s%s%s %s", text, k > 0 ? ", " : "",
                            side_names[order[k]],
                            acted[order[k]] ? "prints" : "changes");
        acted[order[k]] = true;
    }
    return text;
}

static void explain_free(const struct view *v, struct solution *out)
{
    static const char *const heads[] = {"order", "child prints",
                                        "parent prints"};
    struct arena *a = out->arena;
    struct figure *f = figure_grid_new(a, "All orders, for *s", heads, 3);

    for (unsigned k = 0; k < ORDERS; k++) {
        struct seen seen;
        view_run(v, view_orders[k], &seen);
        figure_grid_row(
            a, f,
            (const char *const[]){order_text(view_orders[k], a),
                                  say_number(a, seen.printed[CHILD][S]),
                                  say_number(a, seen.printed[PARENT][S])});
    }
    solution_step(out, "`*s` is in shared memory, and nothing says who comes "
                       "first. Each process changes it, then prints it; that "
                       "makes six orders. What is printed in any of them is "
                       "possible.");
    solution_show(out, f);
}

static void explain(const void *params, struct solution *out)
{
    const struct view *v = params;

    solution_step(out,
                  "After the fork both processes have the same variables "
                  "at the same virtual addresses, with the same values. "
                  "`fork` returns 0 in the child, which runs the block; "
                  "the parent runs what comes after it.");
    explain_private(v, G, out);
    if (view_has(v, P))
        explain_private(v, P, out);
    if (view_is_free(v))
        explain_free(v, out);
    else
        explain_shared(v, out);
    if (v->level == 3)
        solution_step(
            out, "Virtual addresses stay equal: **yes**. Right after the "
                 "fork both page tables name the same frame: **yes**. "
                 "The child's write to `g` has moved it to a copy: "
                 "**no**. Shared memory is never copied: **yes** for "
                 "`*s`.");
}

static const struct wrong_row wrongs[] = {
    {M_SHAREDVAR, 2, 0, .beliefs = VIEW_ALL_SHARED},
    {M_SHCOW, 3, LEVEL(2) | LEVEL(4), .beliefs = VIEW_NONE_SHARED},
    {M_SHCOW, 4, LEVEL(3), .beliefs = VIEW_NONE_SHARED},
    {M_FORKZERO, 1, 0, .beliefs = VIEW_SWAPPED},
    {M_VADIFF, 5, LEVEL(3), .beliefs = VIEW_VA_DIFFERS},
    {M_FORKCOPY, 5, LEVEL(3), .beliefs = VIEW_FORK_COPIES},
    {M_SAMEPA, 5, LEVEL(3), .beliefs = VIEW_SAME_PA},
    {M_ONEORDER, 3, LEVEL(4), .beliefs = VIEW_CHILD_FIRST},
};

const struct kind kind_cowview = {
    .id = "COWVIEW",
    .number = 32,
    .version = 1,
    .levels = LEVEL(2) | LEVEL(3) | LEVEL(4),
    .title = "See what parent and child see",
    .topic = "cow",
    .blurb = "what two processes print after a fork, and where it is",
    .needs = {"COWFRAME"},
    .hints = {"Which of the variables are private, which are shared?",
              "Go through one variable at a time: whose write can the other "
              "process see?"},
    .on_kernel = true,
    .params_bytes = sizeof(struct view),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = view_believing,
    .ask = ask,
    .explain = explain,
};
