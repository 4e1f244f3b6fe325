/* COWVIEW - what parent and child see of their variables after a fork.
 *
 *     int g     an ordinary variable    each its own, from the first write on
 *     int *p    MAP_PRIVATE             the same
 *     int *s    MAP_SHARED              one for both
 *
 * The addresses are equal on both sides all the time; what stands behind them
 * is not. On level 4 nobody waits, so there are several right values. */
#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "vm/grid.h"

enum { G, P, S, VARIABLES };
enum { PARENT, CHILD, SIDES };
enum { ORDERS = 6 };

struct change {
    uint8_t op; /* '+', '*', '=', or 0: none */
    uint8_t arg;
};

struct view {
    uint8_t level;
    uint8_t first[VARIABLES]; /* values at the fork */
    struct change change[SIDES][VARIABLES];
};

static bool has(const struct view *v, unsigned variable)
{
    return variable != P || v->level == 3;
}

static bool is_free(const struct view *v)
{
    return v->level == 4;
}

static unsigned changed(struct change c, unsigned value)
{
    switch (c.op) {
    case '+':
        return value + c.arg;
    case '*':
        return value * c.arg;
    case '=':
        return c.arg;
    default:
        return value;
    }
}

/* --- the engine --------------------------------------------------------- */

/* Which side acts at each of the four moments: each first changes its
 * variables, then prints them. */
static const uint8_t orders[ORDERS][4] = {
    {CHILD, CHILD, PARENT, PARENT}, {CHILD, PARENT, CHILD, PARENT},
    {CHILD, PARENT, PARENT, CHILD}, {PARENT, CHILD, CHILD, PARENT},
    {PARENT, CHILD, PARENT, CHILD}, {PARENT, PARENT, CHILD, CHILD},
};

/* What the sides print, and which frames they have when the child prints. */
struct seen {
    unsigned printed[SIDES][VARIABLES];
    uint32_t forked[SIDES][VARIABLES], frame[SIDES][VARIABLES];
};

enum { PAGE_BITS = 8, VPN_BITS = 4, FRAMES = 32 };

static uint64_t va(unsigned variable)
{
    return (uint64_t)(variable + 1) << PAGE_BITS;
}

static void change_all(const struct view *v, struct computer *c,
                       struct process *p, unsigned side)
{
    for (unsigned i = 0; i < VARIABLES; i++) {
        struct change how = v->change[side][i];
        if (how.op == 0)
            continue;
        machine_store(
            &c->m, p, va(i),
            (uint8_t)changed(how,
                             (unsigned)machine_load(&c->m, p, va(i)).value));
    }
}

static void look(struct computer *c, struct process *const *process,
                 uint32_t frame[SIDES][VARIABLES])
{
    for (unsigned side = 0; side < SIDES; side++)
        for (unsigned i = 0; i < VARIABLES; i++)
            frame[side][i] = computer_frame(c, process[side], i + 1);
}

static void run(const struct view *v, const uint8_t order[4],
                struct seen *out)
{
    struct process *process[SIDES];
    bool acted[SIDES] = {false, false};
    struct computer c;

    computer_start(&c, PAGE_BITS, VPN_BITS, FRAMES, false);
    process[PARENT] = computer_spawn(&c);
    for (unsigned i = 0; i < VARIABLES; i++) {
        computer_map(&c, process[PARENT], i + 1, 1, i == S ? AREA_SHARED : 0);
        machine_store(&c.m, process[PARENT], va(i), v->first[i]);
    }
    process[CHILD] = computer_fork(&c, process[PARENT]);
    look(&c, process, out->forked);
    for (unsigned k = 0; k < 4; k++) {
        unsigned side = order[k];
        struct process *p = process[side];
        if (!acted[side]) {
            change_all(v, &c, p, side);
            acted[side] = true;
            continue;
        }
        for (unsigned i = 0; i < VARIABLES; i++)
            out->printed[side][i] =
                (unsigned)machine_load(&c.m, p, va(i)).value;
        if (side == CHILD)
            look(&c, process, out->frame);
    }
    computer_stop(&c);
}

/* Which side prints first in the list of questions. */
static const uint8_t sides[SIDES] = {CHILD, PARENT};

static void solve_free(const struct view *v, struct answers *out)
{
    struct seen seen[ORDERS];

    for (unsigned k = 0; k < ORDERS; k++)
        run(v, orders[k], &seen[k]);
    for (unsigned i = 0; i < SIDES; i++) {
        uint64_t values[ORDERS];
        for (unsigned k = 0; k < ORDERS; k++)
            values[k] = seen[k].printed[sides[i]][S];
        answer_number(out, seen[0].printed[sides[i]][G]);
        answer_set(out, values, ORDERS);
    }
    out->steps = ORDERS * 4;
}

static void solve(const void *params, struct answers *out)
{
    const struct view *v = params;
    struct seen seen;

    if (is_free(v)) {
        solve_free(v, out);
        return;
    }
    run(v, orders[0], &seen);
    for (unsigned i = 0; i < SIDES; i++)
        for (unsigned k = 0; k < VARIABLES; k++)
            if (has(v, k))
                answer_number(out, seen.printed[sides[i]][k]);
    out->steps = out->n;
    if (v->level != 3)
        return;
    answer_yes(out, true); /* the engine forks addresses as they are */
    answer_yes(out, seen.forked[PARENT][G] == seen.forked[CHILD][G]);
    answer_yes(out, seen.frame[PARENT][G] == seen.frame[CHILD][G]);
    answer_yes(out, seen.frame[PARENT][S] == seen.frame[CHILD][S]);
}

/* --- by hand, also as one who believes something else ------------------- */

enum belief {
    ALL_SHARED = 1,   /* private variables are shared */
    NONE_SHARED = 2,  /* the shared one is not */
    CHILD_FIRST = 4,  /* the child is through before the parent begins */
    VA_DIFFERS = 8,   /* the child has other addresses */
    FORK_COPIES = 16, /* every page is copied at the fork */
    SAME_PA = 32,     /* equal virtual addresses, equal physical ones */
    SWAPPED = 64,     /* the parent takes the branch of the child */
};

static bool is_shared(unsigned variable, unsigned beliefs)
{
    return variable == S ? !(beliefs & NONE_SHARED)
                         : (beliefs & ALL_SHARED) != 0;
}

/* What a side prints when the child is through before the parent begins. */
static unsigned in_turn(const struct view *v, unsigned side, unsigned i,
                        unsigned beliefs)
{
    unsigned by_child = changed(v->change[CHILD][i], v->first[i]);

    if (side == CHILD)
        return by_child;
    return changed(v->change[PARENT][i],
                   is_shared(i, beliefs) ? by_child : v->first[i]);
}

/* All that a side may print of the shared variable when nobody waits: the
 * other has done nothing yet, was first, or came in between. */
static void in_any_order(const struct view *v, unsigned side,
                         unsigned beliefs, struct answers *out)
{
    struct change mine = v->change[side][S];
    struct change other = v->change[side == CHILD ? PARENT : CHILD][S];
    uint64_t values[3];

    values[0] = changed(mine, v->first[S]);
    values[1] = changed(mine, changed(other, v->first[S]));
    values[2] = changed(other, changed(mine, v->first[S]));
    if (beliefs & CHILD_FIRST)
        values[0] = in_turn(v, side, S, beliefs);
    answer_set(out, values, beliefs & (CHILD_FIRST | NONE_SHARED) ? 1 : 3);
}

static bool believing(const struct view *v, unsigned beliefs,
                      struct answers *out)
{
    for (unsigned i = 0; i < SIDES; i++) {
        unsigned side = sides[beliefs & SWAPPED ? 1 - i : i];
        for (unsigned k = 0; k < VARIABLES; k++) {
            if (k == S && is_free(v))
                in_any_order(v, side, beliefs, out);
            else if (has(v, k))
                answer_number(out, in_turn(v, side, k, beliefs));
        }
    }
    if (v->level == 3) {
        answer_yes(out, !(beliefs & VA_DIFFERS));
        answer_yes(out, !(beliefs & FORK_COPIES));
        answer_yes(out, (beliefs & (SAME_PA | ALL_SHARED)) != 0);
        answer_yes(out, !(beliefs & NONE_SHARED));
    }
    return true;
}

static void solve_again(const void *params, struct answers *out)
{
    believing(params, 0, out);
}

static bool all_shared(const void *params, struct answers *out)
{
    return believing(params, ALL_SHARED, out);
}

static bool none_shared(const void *params, struct answers *out)
{
    return believing(params, NONE_SHARED, out);
}

static bool child_first(const void *params, struct answers *out)
{
    return believing(params, CHILD_FIRST, out);
}

static bool va_differs(const void *params, struct answers *out)
{
    return believing(params, VA_DIFFERS, out);
}

static bool fork_copies(const void *params, struct answers *out)
{
    return believing(params, FORK_COPIES, out);
}

static bool same_pa(const void *params, struct answers *out)
{
    return believing(params, SAME_PA, out);
}

static bool swapped(const void *params, struct answers *out)
{
    return believing(params, SWAPPED, out);
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
        if (!has(v, i))
            continue;
        v->first[i] = (uint8_t)rng_between(rng, 2, 20);
        v->change[CHILD][i] =
            draw_change(rng, level == 4 && i == S ? adds : assigns);
        v->change[PARENT][i] =
            draw_change(rng, level == 4 && i == S ? adds : keeps);
        if (changed(v->change[CHILD][i], v->first[i]) == v->first[i])
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
    if (has(v, P))
        prompt_say(p, "%sprintf(\"%%d %%d %%d\\n\", g, *p, *s);\n", indent);
    else
        prompt_say(p, "%sprintf(\"%%d %%d\\n\", g, *s);\n", indent);
}

static void say_mapping(const struct view *v, unsigned i, const char *flag,
                        struct prompt *p)
{
    if (has(v, i))
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
        if (has(v, i))
            prompt_say(p, "    %s = %u;\n", names[i], v->first[i]);
    prompt_say(p, "    if (fork() == 0) {\n");
    say_changes(v, CHILD, "        ", p);
    prompt_say(p, "        return 0;\n    }\n");
    if (!is_free(v))
        prompt_say(p, "    wait(NULL);\n");
    say_changes(v, PARENT, "    ", p);
    if (is_free(v))
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
    if (is_free(v))
        prompt_assume(p, "Each statement runs without being interrupted by "
                         "the other process; otherwise any order is "
                         "possible");
    prompt_say(p, "This program runs:\n\n");
    say_program(v, p);
    prompt_say(p, is_free(v)
                      ? "What do the two processes print? For `*s` give all "
                        "values that are possible."
                      : "What do the two processes print?");
    for (unsigned i = 0; i < SIDES; i++)
        for (unsigned k = 0; k < VARIABLES; k++) {
            const char *text = arena_printf(
                p->arena, "the %s prints for %s%s", side_names[sides[i]],
                names[k], k == S && is_free(v) ? ", all possible" : "");
            if (k == S && is_free(v))
                prompt_ask(p, (struct part){
                                  .ask = text, .kind = ASK_SET, .base = 10});
            else if (has(v, k))
                prompt_ask_integer(p, text);
        }
    if (v->level == 3)
        ask_addresses(p);
}

static void explain_private(const struct view *v, unsigned i,
                            struct solution *out)
{
    unsigned child = in_turn(v, CHILD, i, 0);
    unsigned parent = in_turn(v, PARENT, i, 0);

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
    unsigned child = in_turn(v, CHILD, S, 0);

    solution_step(out,
                  "`*s` is in shared memory, fork or not: the child makes "
                  "%u into **%u**. The parent has waited, finds %u and "
                  "prints **%u**.",
                  v->first[S], child, child, in_turn(v, PARENT, S, 0));
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
        run(v, orders[k], &seen);
        figure_grid_row(a, f,
                        (const char *const[]){
                            order_text(orders[k], a),
                            arena_printf(a, "%u", seen.printed[CHILD][S]),
                            arena_printf(a, "%u", seen.printed[PARENT][S])});
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
    if (has(v, P))
        explain_private(v, P, out);
    if (is_free(v))
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
    {M_SHAREDVAR, 2, 0, all_shared, NULL},
    {M_SHCOW, 3, LEVEL(2) | LEVEL(4), none_shared, NULL},
    {M_SHCOW, 4, LEVEL(3), none_shared, NULL},
    {M_FORKZERO, 1, 0, swapped, NULL},
    {M_VADIFF, 5, LEVEL(3), va_differs, NULL},
    {M_FORKCOPY, 5, LEVEL(3), fork_copies, NULL},
    {M_SAMEPA, 5, LEVEL(3), same_pa, NULL},
    {M_ONEORDER, 3, LEVEL(4), child_first, NULL},
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
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
