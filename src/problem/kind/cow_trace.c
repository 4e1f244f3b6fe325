#include "problem/kind/cow_trace.h"

#include "problem/say.h"
#include "vm/grid.h"

/* --- drawing ------------------------------------------------------------ */

static void add(struct cow_trace *t, enum cow_what what, unsigned who,
                unsigned page)
{
    t->at[t->n++] =
        (struct cow_event){(uint8_t)what, (uint8_t)who, (uint8_t)page};
}

static unsigned below(struct rng *rng, unsigned n)
{
    return (unsigned)rng_below(rng, n);
}

/* The events behind the first in any order. */
static void shuffle(struct cow_trace *t, struct rng *rng)
{
    for (unsigned i = t->n - 1u; i > 1; i--) {
        unsigned k = 1 + below(rng, i);
        struct cow_event e = t->at[i];
        t->at[i] = t->at[k];
        t->at[k] = e;
    }
}

/* One page written, other pages read. */
static void draw_one(struct cow_trace *t, struct rng *rng)
{
    unsigned page = below(rng, t->pages), who = below(rng, 2);

    for (unsigned i = 1 + below(rng, 3); i > 0; i--)
        add(t, COW_WRITE, who, page);
    for (unsigned i = 1 + below(rng, 3); i > 0; i--) {
        unsigned other = page + 1 + below(rng, t->pages - 1u);
        add(t, COW_READ, below(rng, 2), other % t->pages);
    }
}

/* The pages in a random order: what they are for, see draw_roles. */
static void deal(struct rng *rng, unsigned n, uint8_t page[COW_PAGES])
{
    for (unsigned i = 0; i < n; i++) {
        unsigned k = below(rng, i + 1);
        page[i] = page[k];
        page[k] = (uint8_t)i;
    }
}

/* page[0]: written by both. [1]: twice by one. [2]: read by the child only.
 * [3]: not touched. [4]: mapped shared, on level 4. */
static void draw_roles(struct cow_trace *t, struct rng *rng)
{
    uint8_t page[COW_PAGES] = {0};
    unsigned twice = below(rng, 2);

    deal(rng, t->pages, page);
    add(t, COW_WRITE, 0, page[0]);
    add(t, COW_WRITE, 1, page[0]);
    add(t, COW_WRITE, twice, page[1]);
    add(t, COW_WRITE, twice, page[1]);
    add(t, COW_READ, 1, page[2]);
    if (t->level == 4) {
        t->shared = (uint8_t)(1u << page[4]);
        add(t, COW_WRITE, below(rng, 2), page[4]);
    }
    for (unsigned more = 1 + below(rng, 3); more > 0; more--) {
        unsigned k = below(rng, t->pages - 2u), side = below(rng, 2);
        add(t, below(rng, 3) > 0 ? COW_WRITE : COW_READ, side,
            page[k < 2 ? k : k + 2]);
    }
    shuffle(t, rng);
}

/* Puts an event in at `place`. */
static void insert(struct cow_trace *t, unsigned place, struct cow_event e)
{
    for (unsigned i = t->n++; i > place; i--)
        t->at[i] = t->at[i - 1];
    t->at[place] = e;
}

/* The child exits: what it would have done afterwards the parent does. */
static void put_exit(struct cow_trace *t, unsigned place)
{
    insert(t, place, (struct cow_event){COW_EXIT, 1, 0});
    for (unsigned i = place + 1; i < t->n; i++)
        t->at[i].who = 0;
}

/* A third process, which does some of what comes afterwards. */
static void put_fork(struct cow_trace *t, struct rng *rng, unsigned place,
                     unsigned parent)
{
    insert(t, place, (struct cow_event){COW_FORK, (uint8_t)parent, 2});
    for (unsigned i = place + 1; i < t->n; i++)
        if (below(rng, 2) == 0)
            t->at[i].who = 2;
}

static unsigned touches(const struct cow_trace *t, enum cow_what what,
                        unsigned who, unsigned page)
{
    unsigned n = 0;

    for (unsigned i = 1; i < t->n; i++)
        n += t->at[i].what == what && t->at[i].who == who &&
             t->at[i].page == page;
    return n;
}

/* What has to be in a trace from level 2 on. */
static bool is_rich(const struct cow_trace *t)
{
    bool both = false, twice = false, read = false;

    for (unsigned page = 0; page < t->pages; page++) {
        unsigned writers = 0, writes = 0, readers = 0;
        if (t->shared >> page & 1)
            continue;
        for (unsigned q = 0; q < COW_PROCESSES; q++) {
            unsigned n = touches(t, COW_WRITE, q, page);
            writers += n > 0;
            writes += n;
            twice |= n > 1;
            readers += touches(t, COW_READ, q, page) > 0;
        }
        both |= writers > 1;
        read |=
            writes == 0 && readers == 1 && touches(t, COW_READ, 1, page) > 0;
    }
    return both && twice && read;
}

/* Whether the third process, if there is one, writes. */
static bool third_writes(const struct cow_trace *t)
{
    unsigned n = 0;

    for (unsigned page = 0; page < t->pages; page++)
        n += touches(t, COW_WRITE, 2, page);
    return n > 0;
}

bool cow_trace_draw(struct cow_trace *t, struct rng *rng, int level)
{
    unsigned place;

    t->level = (uint8_t)level;
    t->pages = (uint8_t)rng_between(rng,
                                    level == 1   ? 3
                                    : level == 4 ? 5
                                                 : 4,
                                    COW_PAGES);
    add(t, COW_FORK, 0, 1);
    if (level == 1) {
        draw_one(t, rng);
        shuffle(t, rng);
        return true;
    }
    draw_roles(t, rng);
    place = 2 + below(rng, t->n - 3u);
    if (level == 3 && below(rng, 2) == 0) {
        put_exit(t, place);
        return is_rich(t) && t->at[t->n - 1].what != COW_EXIT;
    }
    if (level >= 3) {
        put_fork(t, rng, place, level == 3 ? 0 : 1);
        return is_rich(t) && third_writes(t);
    }
    return is_rich(t);
}

/* --- telling ------------------------------------------------------------ */

const char *cow_name(unsigned process)
{
    static const char *const names[COW_PROCESSES] = {"P", "C", "D"};

    return names[process];
}

static const char *event_text(struct arena *a, const struct cow_event *e)
{
    switch (e->what) {
    case COW_FORK:
        return arena_printf(a, "%s forks; the child is %s", cow_name(e->who),
                            cow_name(e->page));
    case COW_EXIT:
        return arena_printf(a, "%s exits", cow_name(e->who));
    default:
        return arena_printf(a, "%s %s page %u", cow_name(e->who),
                            e->what == COW_READ ? "reads" : "writes",
                            e->page);
    }
}

/* The page that is mapped shared; there is one on level 4. */
static unsigned shared_page(const struct cow_trace *t)
{
    unsigned page = 0;

    while (!(t->shared >> page & 1))
        page++;
    return page;
}

static unsigned forks(const struct cow_trace *t)
{
    unsigned n = 0;

    for (unsigned i = 0; i < t->n; i++)
        n += t->at[i].what == COW_FORK;
    return n;
}

static bool has_exit(const struct cow_trace *t)
{
    for (unsigned i = 0; i < t->n; i++)
        if (t->at[i].what == COW_EXIT)
            return true;
    return false;
}

void cow_trace_ask(const struct cow_trace *t, struct prompt *p)
{
    prompt_assume(p, "Fork copies the page table and no page: parent and "
                     "child share the pages copy-on-write");
    prompt_assume(p, "A process that writes to a page which nobody shares "
                     "with it any more keeps the frame, without a copy");
    if (has_exit(t))
        prompt_assume(p, "An exit gives back what only that process had");
    prompt_say(p,
               "Process P has %u pages, 0 to %u, and has written to all of "
               "them. ",
               t->pages, t->pages - 1u);
    if (t->shared != 0)
        prompt_say(p,
                   "Page %u is mapped with `MAP_SHARED`, the others are "
                   "private. ",
                   shared_page(t));
    else
        prompt_say(p, "All are private. ");
    prompt_say(p, "Then this happens:\n\n");
    for (unsigned i = 0; i < t->n; i++)
        prompt_say(p, "%u. %s\n", i + 1, event_text(p->arena, &t->at[i]));
    prompt_say(p, "\n");
}

/* "C and D". */
static const char *names_of(struct arena *a, unsigned processes)
{
    const char *text = "";

    for (unsigned q = 0; q < COW_PROCESSES; q++)
        if (processes >> q & 1)
            text = *text == '\0'
                       ? cow_name(q)
                       : arena_printf(a, "%s and %s", text, cow_name(q));
    return text;
}

static const char *write_text(struct arena *a, const struct cow_trace *t,
                              const struct cow_event *e,
                              const struct cow_effect *f)
{
    if (t->shared >> e->page & 1)
        return "mapped shared: all see the write";
    if (!f->fault)
        return arena_printf(a, "%s has it writable already",
                            cow_name(e->who));
    if (f->copied)
        return arena_printf(a, "shared with %s: %s gets a copy",
                            names_of(a, f->sharers), cow_name(e->who));
    return arena_printf(a, "nobody else has it: writable again, no copy");
}

static const char *effect_text(struct arena *a, const struct cow_trace *t,
                               const struct cow_event *e,
                               const struct cow_effect *f)
{
    switch (e->what) {
    case COW_FORK:
        return "both have the same private pages, read-only";
    case COW_READ:
        return "a read changes nothing";
    case COW_EXIT:
        return arena_printf(a, "what only %s had is free", cow_name(e->who));
    default:
        return write_text(a, t, e, f);
    }
}

static const struct figure *story(const struct cow_trace *t, bool frames,
                                  struct arena *a)
{
    static const char *const with_frames[] = {"event", "what comes of it",
                                              "frames"};
    static const char *const with_faults[] = {"event", "what comes of it",
                                              "faults", "copies"};
    struct cow_effect effects[COW_EVENTS];
    struct figure *f =
        figure_grid_new(a, "What happens, one event after the other",
                        frames ? with_frames : with_faults, frames ? 3 : 4);

    cow_trace_run(t, effects);
    for (unsigned i = 0; i < t->n; i++)
        figure_grid_row(
            a, f,
            (const char *const[]){
                event_text(a, &t->at[i]),
                effect_text(a, t, &t->at[i], &effects[i]),
                say_number(a, frames ? effects[i].frames : effects[i].fault),
                say_number(a, effects[i].copied)});
    return f;
}

void cow_trace_explain(const struct cow_trace *t, bool frames,
                       struct solution *s)
{
    solution_step(
        s,
        "Fork copies page tables, not pages. P and C begin with the "
        "same %u frames, and all private pages are read-only on "
        "both sides.",
        t->pages);
    solution_step(s,
                  "Reads find what they need: they change nothing, whoever "
                  "reads.");
    solution_step(s,
                  "A write to a page that is still read-only faults. If "
                  "somebody else has the frame as well, the writer gets a "
                  "copy, and only the writer; else its entry just becomes "
                  "writable. Later writes of the same process to that page "
                  "find it writable%s.",
                  forks(t) > 1 ? ", until it forks again" : "");
    solution_show(s, story(t, frames, s->arena));
}
