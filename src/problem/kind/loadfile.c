/* LOADFILE - a program's pages come from its file when they are touched.
 *
 *              in memory already     not yet
 *     text     minor                 major       and shared by all who run it
 *     data     minor                 major       a write copies it first
 *     bss      minor                 minor       zeros: no file behind it
 *
 * Process A has run for a while; B has just been started from the same file.
 * Major is a fault that waits for the disk. */
#include <string.h>

#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/exec.h"
#include "vm/grid.h"

enum { A, B, PROCESSES };
enum { PAGES = 16, ACCESSES = 8, BASE = 16, PAGE_BITS = 8, FRAMES = 128 };

enum section { TEXT, DATA, BSS, SECTIONS };

enum touch { NEVER, READS, WRITES };

struct loadfile {
    uint8_t level;
    uint8_t pages[SECTIONS];
    uint8_t before[PAGES]; /* enum touch, by A; what A used is in memory */
    uint8_t n;
    uint8_t who[ACCESSES], page[ACCESSES], write[ACCESSES];
};

static unsigned file_pages(const struct loadfile *l)
{
    return l->pages[TEXT] + (unsigned)l->pages[DATA];
}

static unsigned all_pages(const struct loadfile *l)
{
    return file_pages(l) + l->pages[BSS];
}

static enum section section_of(const struct loadfile *l, unsigned page)
{
    return page < l->pages[TEXT] ? TEXT : page < file_pages(l) ? DATA : BSS;
}

static bool asks_more(const struct loadfile *l)
{
    return l->level >= 3;
}

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *process[PROCESSES];
    int file;
};

static unsigned use(struct run *r, unsigned who, unsigned page, bool write)
{
    return computer_touch(&r->c, r->process[who], BASE + page, write);
}

static void begin(struct run *r, const struct loadfile *l)
{
    struct err err = {0};

    computer_start(&r->c, PAGE_BITS, 8, FRAMES, true);
    r->file = object_new(&r->c.m, OBJECT_FILE, "program", file_pages(l));
    for (unsigned q = 0; q < PROCESSES; q++) {
        r->process[q] = computer_spawn(&r->c);
        exec_image(&r->c.m, r->process[q],
                   &(struct image){.object = r->file,
                                   .base = (uint64_t)BASE << PAGE_BITS,
                                   .text = l->pages[TEXT],
                                   .data = l->pages[DATA],
                                   .bss = l->pages[BSS],
                                   .stack = 1},
                   &err);
    }
    for (unsigned page = 0; page < all_pages(l); page++)
        if (l->before[page] != NEVER)
            use(r, A, page, l->before[page] == WRITES);
}

/* Frames that both processes have, but for the page of zeros. */
static unsigned shared(struct run *r, const struct loadfile *l)
{
    unsigned n = 0;

    for (unsigned page = 0; page < all_pages(l); page++) {
        uint32_t f = computer_frame(&r->c, r->process[A], BASE + page);
        n += f != NO_FRAME && f != r->c.m.zero &&
             f == computer_frame(&r->c, r->process[B], BASE + page);
    }
    return n;
}

static void solve(const void *params, struct answers *out)
{
    const struct loadfile *l = params;
    struct run r;

    begin(&r, l);
    for (unsigned i = 0; i < l->n; i++) {
        bool absent =
            l->page[i] < file_pages(l) &&
            object_frame(&r.c.m, r.file, l->page[i], false) == NO_FRAME;
        unsigned faults = use(&r, l->who[i], l->page[i], l->write[i]);
        answer_word(out, faults == 0 ? WORD_NO_FAULT
                         : absent    ? WORD_MAJOR
                                     : WORD_MINOR);
    }
    if (asks_more(l))
        answer_number(out, shared(&r, l));
    computer_stop(&r.c);
    out->steps = l->n;
}

/* --- by hand, also as one who believes something else ------------------- */

enum belief {
    OWN_DISK = 1,     /* what another process has read must be read again */
    BSS_DISK = 2,     /* bss is in the file */
    AT_EXEC = 4,      /* all is loaded when the program is started */
    WRITE_FREE = 8,   /* a page that was read is written without a fault */
    SECTIONS_IN = 16, /* a fault brings in the whole section */
    REFAULTS = 32,    /* every touch faults */
    DATA_SHARED = 64, /* written data stays shared */
};

/* A page in a process: nothing, the file's (or the page of zeros), a copy of
 * its own. */
enum { NOTHING, COMMON, OWN };

struct hand {
    const struct loadfile *l;
    unsigned beliefs;
    uint8_t has[PROCESSES][PAGES];
    bool cached[PROCESSES][PAGES]; /* in memory, as each believes */
};

static void cache(struct hand *h, unsigned who, unsigned page)
{
    h->cached[who][page] = true;
    if (!(h->beliefs & OWN_DISK))
        h->cached[1 - who][page] = true;
}

static enum word touch(struct hand *h, unsigned who, unsigned page,
                       bool write)
{
    enum section section = section_of(h->l, page);
    uint8_t *has = &h->has[who][page], was = *has;
    bool in_file = section != BSS || (h->beliefs & BSS_DISK) != 0;
    bool major = was == NOTHING && in_file && !h->cached[who][page];

    if (write && !(h->beliefs & DATA_SHARED))
        *has = OWN;
    else if (was == NOTHING)
        *has = COMMON;
    cache(h, who, page);
    if (h->beliefs & SECTIONS_IN && was == NOTHING)
        for (unsigned i = 0; i < all_pages(h->l); i++)
            if (section_of(h->l, i) == section && h->has[who][i] == NOTHING) {
                h->has[who][i] = COMMON;
                cache(h, who, i);
            }
    if (was == OWN || (was == COMMON && (!write || h->beliefs & WRITE_FREE)))
        return h->beliefs & REFAULTS ? WORD_MINOR : WORD_NO_FAULT;
    return major ? WORD_MAJOR : WORD_MINOR;
}

/* As it is when the accesses begin. */
static struct hand start(const struct loadfile *l, unsigned beliefs)
{
    struct hand h = {.l = l, .beliefs = beliefs};

    if (beliefs & AT_EXEC)
        memset(h.has, COMMON, sizeof h.has);
    for (unsigned page = 0; page < all_pages(l); page++)
        if (l->before[page] != NEVER)
            touch(&h, A, page, l->before[page] == WRITES);
    return h;
}

static bool believing(const struct loadfile *l, unsigned beliefs,
                      struct answers *out)
{
    struct hand h = start(l, beliefs);
    unsigned n = 0;

    for (unsigned i = 0; i < l->n; i++)
        answer_word(out, touch(&h, l->who[i], l->page[i], l->write[i]));
    for (unsigned page = 0; page < file_pages(l); page++)
        n += h.has[A][page] == COMMON && h.has[B][page] == COMMON;
    if (asks_more(l))
        answer_number(out, n);
    return true;
}

static void solve_again(const void *params, struct answers *out)
{
    believing(params, 0, out);
}

#define BELIEF(name, beliefs)                                 \
    static bool name(const void *params, struct answers *out) \
    {                                                         \
        return believing(params, beliefs, out);               \
    }

BELIEF(own_disk, OWN_DISK)
BELIEF(bss_disk, BSS_DISK)
BELIEF(at_exec, AT_EXEC)
BELIEF(write_free, WRITE_FREE)
BELIEF(sections_in, SECTIONS_IN)
BELIEF(refaults, REFAULTS)
BELIEF(data_shared, DATA_SHARED)

/* --- drawing ------------------------------------------------------------ */

static unsigned between(struct rng *rng, unsigned lo, unsigned hi)
{
    return (unsigned)rng_between(rng, lo, hi);
}

static void draw_before(struct rng *rng, struct loadfile *l)
{
    for (unsigned page = 0; page < all_pages(l); page++) {
        unsigned k = between(rng, 0, 3);
        l->before[page] = k < 2                             ? NEVER
                          : page < l->pages[TEXT] || k == 2 ? READS
                                                            : WRITES;
    }
}

static void draw_access(struct rng *rng, struct loadfile *l, unsigned i)
{
    unsigned page = between(rng, 0, all_pages(l) - 1);

    if (i > 0 && between(rng, 0, 2) == 0)
        page = l->page[between(rng, 0, i - 1)];
    l->who[i] = l->level > 2 && between(rng, 0, 3) == 0 ? A : B;
    l->page[i] = (uint8_t)page;
    l->write[i] = section_of(l, page) != TEXT && between(rng, 0, 2) > 0;
}

/* Every answer occurs, and every section is touched. */
static bool is_rich(const struct loadfile *l)
{
    struct hand h = start(l, 0);
    bool words[WORDS] = {false}, sections[SECTIONS] = {false};

    for (unsigned i = 0; i < l->n; i++) {
        words[touch(&h, l->who[i], l->page[i], l->write[i])] = true;
        sections[section_of(l, l->page[i])] = true;
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

static const char *const process_names[PROCESSES] = {"A", "B"};
static const char *const section_names[SECTIONS] = {"text", "data", "bss"};

static const struct figure *image(const struct loadfile *l, struct arena *a)
{
    static const char *const heads[] = {"page", "section", "of the file",
                                        "A has"};
    static const char *const did[] = {"not touched it", "read it",
                                      "written to it"};
    struct figure *f = figure_grid_new(a, "The program", heads, 4);

    for (unsigned page = 0; page < all_pages(l); page++) {
        enum section s = section_of(l, page);
        figure_grid_row(a, f,
                        (const char *const[]){
                            arena_printf(a, "%u", page), section_names[s],
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
    prompt_say(p, "Process A has run this program for a while. Process B has "
                  "just been started from the same file. All its pages are "
                  "mapped privately, text is read-only. Now:\n\n");
    for (unsigned i = 0; i < l->n; i++)
        prompt_say(p, "%u. %s\n", i + 1, access_text(l, i, p->arena));
    prompt_say(p,
               "\nIs each of these accesses a `major` fault, a `minor` "
               "one, or `no fault`?%s",
               asks_more(l) ? " And how many of the program's pages are in a "
                              "frame that both processes use, in the end?"
                            : "");
    prompt_show(p, image(l, p->arena));
    for (unsigned i = 0; i < l->n; i++)
        prompt_ask_word(p,
                        arena_printf(p->arena, "(%u) %s", i + 1,
                                     access_text(l, i, p->arena)),
                        words, 3);
    if (asks_more(l))
        prompt_ask_integer(p, "pages in frames of both");
}

static const char *why(const struct loadfile *l, const struct hand *before,
                       unsigned i)
{
    unsigned page = l->page[i], was = before->has[l->who[i]][page];
    bool bss = section_of(l, page) == BSS, write = l->write[i];

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
    struct hand h = start(l, 0);

    for (unsigned i = 0; i < l->n; i++) {
        const char *reason = why(l, &h, i);
        enum word w = touch(&h, l->who[i], l->page[i], l->write[i]);
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
    if (!asks_more(l))
        return;
    num_is_whole(key.at[l->n].number, &n);
    solution_step(out,
                  "Both use a frame where both have touched a page of the "
                  "file and neither has written to it: **%llu**. Written "
                  "pages are private, and the file stays as it is.",
                  (unsigned long long)n);
}

static const struct wrong_row wrongs[] = {
    {M_OWNDISK, 1, 0, own_disk, NULL},
    {M_BSSFILE, 1, 0, bss_disk, NULL},
    {M_EXECLOADS, 1, 0, at_exec, NULL},
    {M_ZEROWRITE, 2, 0, write_free, NULL},
    {M_WHOLEREG, 1, 0, sections_in, NULL},
    {M_REFAULT, 2, 0, refaults, NULL},
    {M_DATASHARED, 2, 0, data_shared, NULL},
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
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
