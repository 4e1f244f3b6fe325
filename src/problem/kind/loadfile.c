/* LOADFILE - a program's pages come from its file when they are touched.
 *
 *              in memory already     not yet
 *     text     minor                 major       and shared by all who run it
 *     data     minor                 major       a write copies it first
 *     bss      minor                 minor       zeros: no file behind it
 *
 * Process A has run for a while; B has just been started from the same file.
 * Major is a fault that waits for the disk. */
#include "problem/kind/kinds.h"
#include "problem/kind/loadfile_run.h"
#include "problem/say.h"
#include "vm/grid.h"

static void solve(const void *params, struct answers *out)
{
    load_run(params, out);
}

/* --- drawing ------------------------------------------------------------ */

static unsigned between(struct rng *rng, unsigned lo, unsigned hi)
{
    return (unsigned)rng_between(rng, lo, hi);
}

static void draw_before(struct rng *rng, struct loadfile *l)
{
    for (unsigned page = 0; page < load_all_pages(l); page++) {
        unsigned k = between(rng, 0, 3);
        l->before[page] = k < 2                             ? NEVER
                          : page < l->pages[TEXT] || k == 2 ? READS
                                                            : WRITES;
    }
}

static void draw_access(struct rng *rng, struct loadfile *l, unsigned i)
{
    unsigned page = between(rng, 0, load_all_pages(l) - 1);

    if (i > 0 && between(rng, 0, 2) == 0)
        page = l->page[between(rng, 0, i - 1)];
    l->who[i] = l->level > 2 && between(rng, 0, 3) == 0 ? A : B;
    l->page[i] = (uint8_t)page;
    l->write[i] = load_section_of(l, page) != TEXT && between(rng, 0, 2) > 0;
}

/* Every answer occurs, and every section is touched. */
static bool is_rich(const struct loadfile *l)
{
    struct load_hand h = load_start(l, 0);
    bool words[WORDS] = {false}, sections[SECTIONS] = {false};

    for (unsigned i = 0; i < l->n; i++) {
        words[load_touch(&h, l->who[i], l->page[i], l->write[i])] = true;
        sections[load_section_of(l, l->page[i])] = true;
    }
    return words[WORD_MAJOR] && words[WORD_MINOR] && words[WORD_NO_FAULT] &&
           sections[TEXT] && sections[DATA] && sections[BSS];
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct loadfile *l = params;

    l->level = (uint8_t)level;
    l->pages[TEXT] = (uint8_t)between(rng, 2, 6);
    l->pages[DATA] = (uint8_t)between(rng, 2, 5);
    l->pages[BSS] = (uint8_t)between(rng, 1, 4);
    l->n = (uint8_t)(2 * level);
    draw_before(rng, l);
    for (unsigned i = 0; i < l->n; i++)
        draw_access(rng, l, i);
    return is_rich(l);
}

/* --- words -------------------------------------------------------------- */

static const char *const process_names[LOAD_PROCESSES] = {"A", "B"};
static const char *const section_names[SECTIONS] = {"text", "data", "bss"};

static const struct figure *image(const struct loadfile *l, struct arena *a)
{
    static const char *const heads[] = {"page", "section", "of the file",
                                        "A has"};
    static const char *const did[] = {"not touched it", "read it",
                                      "written to it"};
    struct figure *f = figure_grid_new(a, "The program", heads, 4);

    for (unsigned page = 0; page < load_all_pages(l); page++) {
        enum section s = load_section_of(l, page);
        figure_grid_row(a, f,
                        (const char *const[]){
                            say_number(a, page), section_names[s],
                            s == BSS ? "no" : "yes", did[l->before[page]]});
    }
    return f;
}

static const char *access_text(const struct loadfile *l, unsigned i,
                               struct arena *a)
{
    return arena_printf(a, "%s %s page %u", process_names[l->who[i]],
                        l->write[i] ? "writes" : "reads", l->page[i]);
}

static void ask(const void *params, struct prompt *p)
{
    static const enum word words[] = {WORD_MAJOR, WORD_MINOR, WORD_NO_FAULT};
    const struct loadfile *l = params;

    prompt_assume(p, "Each fault maps one page; fault-around and read-ahead "
                     "are off");
    prompt_assume(p, "Pages of the file that A has touched are in memory, no "
                     "other page of the file is");
    prompt_assume(p, "A major fault waits for the disk, a minor one does "
                     "not; a read of an untouched bss page maps the page of "
                     "zeros");
    if (l->level > 2)
        prompt_assume(p, "The page of zeros does not count as a frame that "
                         "both use");
    prompt_say(p, "Process A has run this program for a while. Process B has "
                  "just been started from the same file. All its pages are "
                  "mapped privately, text is read-only. Now:\n\n");
    for (unsigned i = 0; i < l->n; i++)
        prompt_say(p, "%u. %s\n", i + 1, access_text(l, i, p->arena));
    prompt_say(p,
               "\nIs each of these accesses a `major` fault, a `minor` "
               "one, or `no fault`?%s",
               load_asks_more(l)
                   ? " And how many of the program's pages are in a "
                     "frame that both processes use, in the end?"
                   : "");
    prompt_show(p, image(l, p->arena));
    for (unsigned i = 0; i < l->n; i++)
        prompt_ask_word(p,
                        arena_printf(p->arena, "(%u) %s", i + 1,
                                     access_text(l, i, p->arena)),
                        words, 3);
    if (load_asks_more(l))
        prompt_ask_integer(p, "pages in frames of both");
}

static const char *why(const struct loadfile *l,
                       const struct load_hand *before, unsigned i)
{
    unsigned page = l->page[i], was = before->has[l->who[i]][page];
    bool bss = load_section_of(l, page) == BSS, write = l->write[i];

    if (was == OWN)
        return "has a page of its own there";
    if (was == COMMON)
        return !write ? "has it mapped"
               : bss  ? "has the page of zeros, read-only: a frame of its own"
                      : "has the file's page, read-only: gets a copy";
    if (bss)
        return write ? "untouched, not in the file: a new frame of zeros"
                     : "untouched, not in the file: the page of zeros";
    if (before->cached[l->who[i]][page])
        return write ? "the file's page is in memory: gets a copy of it"
                     : "the file's page is in memory: only mapped";
    return write ? "nobody has read it yet: from disk, then a copy"
                 : "nobody has read it yet: from disk, then mapped";
}

static const struct figure *story(const struct loadfile *l, struct arena *a)
{
    static const char *const heads[] = {"access", "why", "fault"};
    struct figure *f = figure_grid_new(a, "Access by access", heads, 3);
    struct load_hand h = load_start(l, 0);

    for (unsigned i = 0; i < l->n; i++) {
        const char *reason = why(l, &h, i);
        enum word w = load_touch(&h, l->who[i], l->page[i], l->write[i]);
        figure_grid_row(a, f,
                        (const char *const[]){access_text(l, i, a), reason,
                                              word_rows[w].says});
    }
    return f;
}

static void explain(const void *params, struct solution *out)
{
    const struct loadfile *l = params;
    struct answers key = {.arena = out->arena};
    uint64_t n = 0;

    solve(l, &key);
    solution_step(out, "A process maps a page of the file when it touches it "
                       "first. If any process has touched that page of the "
                       "file, it is in memory: **minor**. Else it comes from "
                       "disk: **major**. Pages of bss are not in the file.");
    solution_step(out, "The file's pages, and the page of zeros, are mapped "
                       "read-only. So the first write faults, even after a "
                       "read, and gives the process a page of its own; that "
                       "needs no disk if the page is in memory.");
    solution_show(out, story(l, out->arena));
    if (!load_asks_more(l))
        return;
    num_is_whole(key.at[l->n].number, &n);
    solution_step(out,
                  "Both use a frame where both have touched a page of the "
                  "file and neither has written to it: **%llu**. Written "
                  "pages are private, and the file stays as it is.",
                  (unsigned long long)n);
}

static const struct wrong_row wrongs[] = {
    {M_OWNDISK, 1, 0, .beliefs = LOAD_OWN_DISK},
    {M_BSSFILE, 1, 0, .beliefs = LOAD_BSS_DISK},
    {M_EXECLOADS, 1, 0, .beliefs = LOAD_AT_EXEC},
    {M_ZEROWRITE, 2, 0, .beliefs = LOAD_WRITE_FREE},
    {M_WHOLEREG, 1, 0, .beliefs = LOAD_SECTIONS_IN},
    {M_REFAULT, 2, 0, .beliefs = LOAD_REFAULTS},
    {M_DATASHARED, 2, 0, .beliefs = LOAD_DATA_SHARED},
};

const struct kind kind_loadfile = {
    .id = "LOADFILE",
    .number = 28,
    .version = 1,
    .levels = LEVEL(2) | LEVEL(3) | LEVEL(4),
    .title = "Load a program as it runs",
    .topic = "demand",
    .blurb = "major and minor faults of a program that another runs already",
    .needs = {"DEMAND"},
    .hints = {"Has anybody touched that page of the file before?",
              "For each access: does the process have the page, does memory "
              "have it, and is it a write to a page that is not its own?"},
    .params_bytes = sizeof(struct loadfile),
    .wrongs_needed = 4,
    .sample = sample,
    .solve = solve,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = load_believing,
    .ask = ask,
    .explain = explain,
};
