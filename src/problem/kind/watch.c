/* WATCH - a variable is watched by making its page read-only.
 *
 *     write to the page       fault; the debugger looks what was written
 *     ... to the variable     and it stops the program
 *     ... beside it           a false alarm: nobody but the debugger sees it
 *     read                    nothing, the page may be read
 *
 * Level 2 has writes that reach the variable with only some of their bytes,
 * level 3 two variables and a write that begins in the page before, and
 * level 4 stops only for changes. */
#include "problem/bits.h"
#include "problem/kind/kinds.h"
#include "problem/kind/watching.h"
#include "problem/say.h"
#include "vm/grid.h"

static bool sample(struct rng *rng, int level, void *params)
{
    return watching_draw(params, rng, level);
}

/* --- answers ------------------------------------------------------------ */

/* Faults, stops, false alarms. */
static void put(const struct watching *w, const struct watching_effect *e,
                struct answers *out)
{
    unsigned faults = 0, stops = 0, both = 0;

    for (unsigned i = 0; i < w->n; i++) {
        faults += e[i].fault;
        stops += e[i].stop;
        both += e[i].fault && e[i].stop;
    }
    answer_number(out, faults);
    answer_number(out, stops);
    answer_number(out, faults - both);
}

static void solve(const void *params, struct answers *out)
{
    const struct watching *w = params;
    struct watching_effect effects[WATCHING_ACCESSES];

    watching_run(w, effects);
    put(w, effects, out);
    out->steps = w->n * (w->changes ? 3u : 2u);
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    struct watching_effect effects[WATCHING_ACCESSES];

    watching_reckon(params, beliefs, effects);
    put(params, effects, out);
    return true;
}

/* The false alarms are what is left of the faults. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    uint64_t faults, stops;

    (void)params;
    if (part != 2 || given->at[0].kind != VALUE_NUMBER ||
        given->at[1].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &faults) ||
        !num_is_whole(given->at[1].number, &stops) || stops > faults)
        return false;
    answer_number(out, faults - stops);
    return true;
}

/* --- telling ------------------------------------------------------------ */

static const char *address(struct arena *a, uint64_t va)
{
    return say_hex(a, va, WATCHING_VA_BITS);
}

static const char *written(struct arena *a, const struct watching_access *at)
{
    return at->write ? say_hex(a, at->value, 8u * at->bytes) : "";
}

static const struct figure *accesses(const struct watching *w,
                                     struct arena *a)
{
    static const char *const heads[] = {"", "access", "bytes", "from",
                                        "value"};
    struct figure *f = figure_grid_new(a, "What the program does, in order",
                                       heads, w->changes ? 5 : 4);

    for (unsigned i = 0; i < w->n; i++) {
        const struct watching_access *at = &w->at[i];
        figure_grid_row(a, f,
                        (const char *const[]){say_number(a, i + 1),
                                              at->write ? "write" : "read",
                                              say_number(a, at->bytes),
                                              address(a, at->va),
                                              written(a, at)});
    }
    return f;
}

static void say_vars(const struct watching *w, struct prompt *p)
{
    if (w->vars == 2)
        prompt_say(p,
                   "A debugger watches two variables: `x`, %u bytes at `%s`, "
                   "and `y`, %u bytes at `%s`. ",
                   w->var[0].bytes, address(p->arena, w->var[0].va),
                   w->var[1].bytes, address(p->arena, w->var[1].va));
    else
        prompt_say(p, "A debugger watches a variable of %u bytes at `%s`. ",
                   w->var[0].bytes, address(p->arena, w->var[0].va));
    if (w->changes)
        prompt_say(p, "Its value is `%s` at first. ",
                   say_hex(p->arena, w->var[0].value, 8u * w->var[0].bytes));
}

static void ask(const void *params, struct prompt *p)
{
    const struct watching *w = params;

    prompt_assume(p, "All pages are in memory, and but for what the debugger "
                     "did the program may read and write them");
    prompt_assume(p, "A false alarm is a fault after which the debugger does "
                     "not stop");
    if (w->changes)
        prompt_assume(p, "Numbers are stored little-endian");
    say_vars(w, p);
    prompt_say(p,
               "It makes %s read-only; pages are 4 KiB. At a "
               "protection fault it makes the page writable, lets the "
               "processor execute that one instruction, makes the page "
               "read-only again, and stops the program to show it to the "
               "user if %s.\n\n"
               "How many protection faults does the program cause, how many "
               "times does the user see it stop, and how many faults are "
               "false alarms?",
               w->vars == 2 ? "the pages of both" : "the variable's page",
               w->changes     ? "the variable has another value than before"
               : w->vars == 2 ? "any byte of `x` or `y` was written"
                              : "any byte of the variable was written");
    prompt_show(p, accesses(w, p->arena));
    prompt_ask_integer(p, "protection faults");
    prompt_ask_integer(p, "stops");
    prompt_ask_integer(p, "false alarms");
}

static bool reaches(const struct watching *w, unsigned i,
                    bool (*what)(const struct watching_access *,
                                 const struct watching_var *))
{
    for (unsigned v = 0; v < w->vars; v++)
        if (what(&w->at[i], &w->var[v]))
            return true;
    return false;
}

static const char *reason(const struct watching *w, unsigned i,
                          const struct watching_effect *e)
{
    if (!reaches(w, i, watching_same_page))
        return "another page";
    if (!w->at[i].write)
        return "a read";
    if (!reaches(w, i, watching_overlap))
        return "beside the variable";
    if (!e->stop)
        return "the same value again";
    return w->changes ? "a new value" : "a watched byte";
}

static const struct figure *story(const struct watching *w,
                                  const struct watching_effect *effects,
                                  struct arena *a)
{
    static const char *const heads[] = {
        "",           "access", "first byte", "last byte",
        "what it is", "fault",  "stop"};
    struct figure *f =
        figure_grid_new(a, "What comes of each access", heads, 7);

    for (unsigned i = 0; i < w->n; i++) {
        const struct watching_access *at = &w->at[i];
        figure_grid_row(
            a, f,
            (const char *const[]){
                say_number(a, i + 1), at->write ? "write" : "read",
                address(a, at->va), address(a, at->va + at->bytes - 1u),
                reason(w, i, &effects[i]), effects[i].fault ? "yes" : "",
                effects[i].stop ? "yes" : ""});
    }
    return f;
}

static const char *var_page(struct arena *a, const struct watching_var *v)
{
    uint64_t page = (uint64_t)v->va >> WATCHING_PAGE_BITS
                                           << WATCHING_PAGE_BITS;

    return arena_printf(
        a, "bytes `%s` to `%s`, in the page from `%s` to `%s`",
        address(a, v->va), address(a, v->va + v->bytes - 1u),
        address(a, page), address(a, page + two_to(WATCHING_PAGE_BITS) - 1));
}

static void explain(const void *params, struct solution *out)
{
    const struct watching *w = params;
    struct watching_effect effects[WATCHING_ACCESSES];
    struct answers a = {.arena = out->arena};
    struct arena *arena = out->arena;

    watching_run(w, effects);
    put(w, effects, &a);
    if (w->vars == 2)
        solution_step(out, "`x` is %s; `y` is %s.",
                      var_page(arena, &w->var[0]),
                      var_page(arena, &w->var[1]));
    else
        solution_step(out, "The variable is %s.",
                      var_page(arena, &w->var[0]));
    solution_step(out,
                  "The page is readable, and protection goes by pages: every "
                  "write with a byte in it faults, each time, and no read "
                  "does. Protection faults: **%llu**.",
                  (unsigned long long)a.at[0].number.top);
    solution_show(out, story(w, effects, arena));
    solution_step(out,
                  "The program stops where %s, wherever the access begins: "
                  "**%llu** times.",
                  w->changes ? "a byte of the variable gets another value"
                             : "at least one watched byte is written",
                  (unsigned long long)a.at[1].number.top);
    solution_step(out,
                  "Faults without a stop are false alarms: %llu - %llu = "
                  "**%llu**.",
                  (unsigned long long)a.at[0].number.top,
                  (unsigned long long)a.at[1].number.top,
                  (unsigned long long)a.at[2].number.top);
}

static const struct wrong_row wrongs[] = {
    {M_TRUEHIT, 2, 0, .beliefs = WATCHING_TRUE_HITS},
    {M_READTRAP, 2, 0, .beliefs = WATCHING_READS},
    {M_ONCE, 2, 0, .beliefs = WATCHING_ONCE},
    {M_ANYPAGE, 1, 0, .beliefs = WATCHING_EVERYWHERE},
    {M_FIRSTONLY, 3, LEVEL(2) | LEVEL(4), .beliefs = WATCHING_FIRST_BYTE},
    {M_FIRSTONLY, 2, LEVEL(3), .beliefs = WATCHING_FIRST_BYTE},
    {M_SILENT, 3, LEVEL(4), .beliefs = WATCHING_SAME_VALUE},
    {M_SILENTFREE, 2, LEVEL(4), .beliefs = WATCHING_NO_SILENT},
};

const struct kind kind_watch = {
    .id = "WATCH",
    .number = 43,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Watch a variable",
    .topic = "tricks",
    .blurb = "faults, stops and false alarms of a debugger's watchpoint",
    .needs = {"PERM"},
    .hints = {"What can the hardware tell apart: bytes, or pages?",
              "Find the page's first and last address; then mark each write "
              "that has a byte between them."},
    .on_kernel = true,
    .params_bytes = sizeof(struct watching),
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
