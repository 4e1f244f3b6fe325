/* COWBITS - the entries of one page in each process, event by event.
 *
 *                     P: W PPN   C: W PPN
 *     before             1  4
 *     P forks C          0  4       0  4      both are read-only now
 *     C writes           0  4       1  7      only the writer's changes
 *     P writes           1  4       1  7      the last holder: no copy
 *
 * Level 3 has a page of code beside it, level 4 a third process. */
#include "problem/kind/cow_entries.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { ROW = 2 * COW_PROCESSES, FREE_SHOWN = 4 };

static void solve(const void *params, struct answers *out)
{
    const struct cow_entries *b = params;

    entries_run(b, out);
    out->steps = (b->n + 1u) * b->processes;
}

static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    return entries_follow(params, part, given, out);
}

/* A step a row; the code page has one of its own behind them. */
static unsigned step_of_part(const void *params, unsigned part)
{
    const struct cow_entries *b = params;
    unsigned row = part / (2u * b->processes);

    return (row <= b->n ? row : b->n + 1u) + 1;
}

/* --- drawing ------------------------------------------------------------ */

static uint8_t draw_ppn(struct rng *rng)
{
    return (uint8_t)rng_between(rng, 2, ENTRIES_PPNS - 1);
}

/* All page numbers differ. */
static bool draw_pages(struct rng *rng, struct cow_entries *b)
{
    uint64_t seen[ENTRIES_PPNS / 64] = {0};
    uint8_t *const all[] = {&b->ppn,     &b->code_ppn, &b->free[0],
                            &b->free[1], &b->free[2],  &b->free[3],
                            &b->free[4], &b->free[5]};

    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
        uint8_t ppn = *all[i] = draw_ppn(rng);
        if (seen[ppn / 64] >> ppn % 64 & 1)
            return false;
        seen[ppn / 64] |= UINT64_C(1) << ppn % 64;
    }
    b->page = (uint8_t)rng_between(rng, 16, 127);
    b->code = (uint8_t)rng_between(rng, 1, 15);
    return true;
}

/* How many of the events copy, reuse, and are reads. */
static bool is_rich(const struct cow_entries *b)
{
    struct arena scratch = {0};
    struct answers a = {.arena = &scratch};
    unsigned copies = 0, reuses = 0, reads = 0;

    entries_believing(b, 0, &a);
    for (unsigned i = 0; i < b->n; i++) {
        unsigned at = (i + 1u) * 2 * b->processes + 2u * b->who[i];
        unsigned before = at - 2u * b->processes;
        bool moved = !value_eq(&a.at[before + 1], &a.at[at + 1]);
        copies += moved;
        reuses += !moved && !value_eq(&a.at[before], &a.at[at]);
        reads += !b->write[i];
    }
    arena_release(&scratch);
    return copies >= (b->level == 4 ? 2u : 1u) &&
           (b->level != 3 || (reuses > 0 && reads > 0));
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct cow_entries *b = params;

    b->level = (uint8_t)level;
    b->processes = level == 4 ? 3 : 2;
    b->n = level == 2 ? 2 : level == 3 ? 4 : 3;
    b->parent = (uint8_t)rng_below(rng, 2);
    for (unsigned i = 0; i < b->n; i++) {
        b->who[i] = (uint8_t)rng_below(rng, b->processes);
        b->write[i] = rng_below(rng, 4) > 0;
    }
    return draw_pages(rng, b) && is_rich(b);
}

/* --- words -------------------------------------------------------------- */

static const char *say_ppn(struct arena *a, uint64_t ppn)
{
    return say_hex(a, ppn, 8);
}

static const char *event_text(const struct cow_entries *b, unsigned i,
                              struct arena *a)
{
    return arena_printf(a, "%s %s page %s", cow_name(b->who[i]),
                        b->write[i] ? "writes" : "reads",
                        say_hex(a, b->page, ENTRIES_VPN_BITS));
}

static const char *fork_text(const struct cow_entries *b, struct arena *a)
{
    if (b->processes == 2)
        return "P forks C";
    return arena_printf(a, "P forks C, then %s forks D", cow_name(b->parent));
}

static const char *row_text(const struct cow_entries *b, unsigned row,
                            struct arena *a)
{
    return row == 0 ? fork_text(b, a) : event_text(b, row - 1, a);
}

/* The table of all rows; with no answers the cells are asked for. */
static const struct figure *table(const struct cow_entries *b,
                                  const struct answers *known,
                                  struct arena *a)
{
    static const char *const heads[] = {"",       "P: W", "P: PPN", "C: W",
                                        "C: PPN", "D: W", "D: PPN"};
    unsigned columns = 2u * b->processes;
    struct figure *f =
        figure_grid_new(a, "Entries of the page", heads, columns + 1);
    const char *cell[ROW + 1] = {"before", "1", say_ppn(a, b->ppn), "-", "-",
                                 "-",      "-"};

    figure_grid_row(a, f, cell);
    for (unsigned row = 0; row <= b->n; row++) {
        struct figure_row *r;
        cell[0] = arena_printf(a, "(%u) %s", row + 1, row_text(b, row, a));
        for (unsigned i = 0; i < columns; i++) {
            uint64_t v = 0;
            if (known != NULL)
                num_is_whole(known->at[row * columns + i].number, &v);
            cell[1 + i] = known == NULL ? ""
                          : i % 2 == 0  ? (v ? "1" : "0")
                                        : say_ppn(a, v);
        }
        r = figure_grid_row(a, f, cell);
        for (unsigned i = 0; known == NULL && i < columns; i++)
            r->cell[1 + i].mark = FIGURE_ASKED;
    }
    return f;
}

static void ask_row(const struct cow_entries *b, unsigned row,
                    struct prompt *p)
{
    for (unsigned q = 0; q < b->processes; q++) {
        const char *name = cow_name(q);
        prompt_ask_integer(
            p, arena_printf(p->arena, "(%u) W of %s", row + 1, name));
        prompt_ask_address(
            p, arena_printf(p->arena, "(%u) PPN of %s", row + 1, name), 2);
    }
}

static void ask(const void *params, struct prompt *p)
{
    const struct cow_entries *b = params;
    struct arena *a = p->arena;
    const char *list = "";

    prompt_assume(p, "Fork copies the page table and no page: the processes "
                     "share the page copy-on-write");
    prompt_assume(p, "A process that writes to a page which nobody shares "
                     "with it any more keeps it, without a copy");
    prompt_assume(p, "All entries stay valid; W is the write bit");
    for (unsigned i = 0; i < FREE_SHOWN; i++)
        list = arena_printf(a, "%s%s`%s`", list, i > 0 ? ", " : "",
                            say_ppn(a, b->free[i]));
    prompt_say(p,
               "Virtual page `%s` of process P is private data, writable, "
               "and in physical page `%s`. Then %s. New physical pages are "
               "taken in this order: %s. ",
               say_hex(a, b->page, ENTRIES_VPN_BITS), say_ppn(a, b->ppn),
               fork_text(b, a), list);
    if (entries_have_code(b))
        prompt_say(p,
                   "Virtual page `%s` is code, `r-x`, in physical page "
                   "`%s`. ",
                   say_hex(a, b->code, ENTRIES_VPN_BITS),
                   say_ppn(a, b->code_ppn));
    prompt_say(p, "Fill in the entries of page `%s` after each event.",
               say_hex(a, b->page, ENTRIES_VPN_BITS));
    if (entries_have_code(b))
        prompt_say(p, " And what are the write bits of the code page's "
                      "entries in the end?");
    prompt_show(p, table(b, NULL, a));
    for (unsigned row = 0; row <= b->n; row++)
        ask_row(b, row, p);
    for (unsigned q = 0; entries_have_code(b) && q < b->processes; q++)
        prompt_ask_integer(
            p, arena_printf(a, "W of the code page in %s", cow_name(q)));
}

static void explain_event(const struct cow_entries *b, unsigned i,
                          const struct answers *key, struct solution *out)
{
    unsigned at = (i + 1u) * 2 * b->processes + 2u * b->who[i];
    unsigned before = at - 2u * b->processes;
    const char *what = event_text(b, i, out->arena);
    uint64_t ppn = 0;

    num_is_whole(key->at[at + 1].number, &ppn);
    if (!b->write[i])
        solution_step(out, "%s: reading is allowed, nothing changes.", what);
    else if (!value_eq(&key->at[before + 1], &key->at[at + 1]))
        solution_step(out,
                      "%s: W is 0, so it faults. Somebody else has the "
                      "physical page too: %s alone gets a copy, in **`%s`**, "
                      "with W **1**; the other entries stay as they are.",
                      what, cow_name(b->who[i]), say_ppn(out->arena, ppn));
    else if (!value_eq(&key->at[before], &key->at[at]))
        solution_step(out,
                      "%s: W is 0, so it faults. Nobody else has `%s` any "
                      "more: no copy, W becomes **1**.",
                      what, say_ppn(out->arena, ppn));
    else
        solution_step(out, "%s: W is 1 already, nothing changes.", what);
}

static void explain(const void *params, struct solution *out)
{
    const struct cow_entries *b = params;
    struct answers key = {.arena = out->arena};

    solve(b, &key);
    solution_step(out,
                  "%s: every process has the same physical page, **`%s`**, "
                  "and W is **0** everywhere, in the parent as well. That is "
                  "how the first write will be noticed.",
                  fork_text(b, out->arena), say_ppn(out->arena, b->ppn));
    for (unsigned i = 0; i < b->n; i++)
        explain_event(b, i, &key, out);
    if (entries_have_code(b))
        solution_step(out, "Code is shared as well, but its area does not "
                           "allow writing: W stays **0** for good, and a "
                           "write would be an error.");
    solution_show(out, table(b, &key, out->arena));
}

static const struct wrong_row wrongs[] = {
    {M_FORKCOPY, 0, 0, .beliefs = ENTRIES_FORK_COPIES},
    {M_CHILDONLY, 0, 0, .beliefs = ENTRIES_PARENT_STAYS},
    {M_OTHERRW, 0, 0, .beliefs = ENTRIES_BOTH_WRITE},
    {M_COPYOTHER, 0, 0, .beliefs = ENTRIES_OTHER_MOVES},
    {M_FAULTCOPY, 0, 0, .beliefs = ENTRIES_EVERY_FAULT},
    {M_READCOPY, 0, 0, .beliefs = ENTRIES_READ_COPIES},
    {M_WRITECOUNT, 0, 0, .beliefs = ENTRIES_EVERY_WRITE},
    {M_PERMIGN, 0, LEVEL(3), .beliefs = ENTRIES_CODE_WRITES},
};

const struct kind kind_cowbits = {
    .id = "COWBITS",
    .number = 31,
    .version = 1,
    .levels = LEVEL(2) | LEVEL(3) | LEVEL(4),
    .title = "Follow copy-on-write through the page tables",
    .topic = "cow",
    .blurb = "write bits and page numbers after a fork, event by event",
    .needs = {"COWFRAME"},
    .hints = {"What must a page table say so that the first write is "
              "noticed?",
              "A write with W 0 faults; it changes the writer's entry and no "
              "other."},
    .on_kernel = true,
    .params_bytes = sizeof(struct cow_entries),
    .wrongs_needed = 4,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = entries_believing,
    .step_of_part = step_of_part,
    .ask = ask,
    .explain = explain,
    .follow = follow,
};
