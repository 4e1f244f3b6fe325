/* SHFRAMES - how many frames it takes to run one program many times.
 *
 *     process 1   text ─┐  data ─┐ copies 1   heap 1   libc ─┐
 *     process 2   text ─┤  data ─┤ copies 2   heap 2   libc ─┤
 *                       ▼        ▼                           ▼
 *                      once     once                        once    */
#include "problem/kind/shframes.h"

#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { PAGE_BITS = 8, VPN_BITS = 7, FRAMES = 512 };

/* --- drawing ------------------------------------------------------------ */

static const struct shape {
    uint8_t least, most; /* processes of a program */
    uint8_t programs;
    bool libc, buffer;
} shapes[LEVELS + 1] = {
    {0},
    {2, 4, 1, false, false},
    {2, 6, 1, true, false},
    {3, 10, 1, true, true},
    {2, 5, 2, true, true},
};

static uint8_t some(struct rng *rng, int least, int most)
{
    return (uint8_t)rng_between(rng, least, most);
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct shframes *s = params;
    const struct shape *shape = &shapes[level];

    s->level = (uint8_t)level;
    s->programs = shape->programs;
    for (unsigned i = 0; i < s->programs; i++) {
        struct share_program *p = &s->program[i];
        p->processes = some(rng, shape->least, shape->most);
        p->text = some(rng, 2, 12);
        p->rodata = some(rng, 1, 6);
        p->data = some(rng, 2, 8);
        p->written = some(rng, 1, p->data - 1);
        p->heap = some(rng, 1, 8);
    }
    s->libc = shape->libc ? some(rng, 4, 14) : 0;
    s->buffer = shape->buffer ? some(rng, 2, 7) : 0;
    return true;
}

/* --- the engine --------------------------------------------------------- */

/* Maps a part, if it has pages; the page number behind it. */
static uint64_t map(struct computer *c, struct process *p, uint64_t vpn,
                    unsigned pages, unsigned flags, int object,
                    unsigned offset)
{
    struct mapping map = {.va = vpn << PAGE_BITS,
                          .bytes = (uint64_t)pages << PAGE_BITS,
                          .flags = flags,
                          .object = object,
                          .page_offset = offset};
    struct err err = {0};
    int done = pages > 0 ? map_area(&c->m, p, &map, NULL, &err) : 0;

    assert(done == 0);
    (void)done;
    return vpn + pages;
}

static void touch(struct computer *c, struct process *p, uint64_t vpn,
                  unsigned pages, bool write)
{
    for (unsigned i = 0; i < pages; i++)
        computer_touch(c, p, vpn + i, write);
}

/* One process of the program: everything mapped and touched. */
static void run_process(struct computer *c, const struct shframes *s,
                        const struct share_program *program, int file,
                        int libc, int buffer)
{
    struct process *p = computer_spawn(c);
    uint64_t data, heap, end;

    data = map(c, p, 1, program->text, PERM_R | PERM_X, file, 0);
    data = map(c, p, data, program->rodata, PERM_R, file, program->text);
    heap = map(c, p, data, program->data, PERM_R | PERM_W, file,
               (unsigned)program->text + program->rodata);
    end = map(c, p, heap, program->heap, PERM_R | PERM_W, NO_OBJECT, 0);
    touch(c, p, 1, (unsigned)(heap - 1), false);
    touch(c, p, data, program->written, true);
    touch(c, p, heap, program->heap, true);
    if (s->libc > 0) {
        uint64_t at = end + 1;
        end = map(c, p, at, s->libc, PERM_R | PERM_X, libc, 0);
        touch(c, p, at, s->libc, false);
    }
    if (s->buffer > 0) {
        map(c, p, end + 1, s->buffer, PERM_R | PERM_W | AREA_SHARED, buffer,
            0);
        touch(c, p, end + 1, s->buffer, true);
    }
}

static unsigned frames(const struct shframes *s)
{
    int libc = NO_OBJECT, buffer = NO_OBJECT;
    struct computer c;
    unsigned n;

    computer_start(&c, PAGE_BITS, VPN_BITS, FRAMES, false);
    if (s->libc > 0)
        libc = object_new(&c.m, OBJECT_FILE, "libc", s->libc);
    if (s->buffer > 0)
        buffer = object_new(&c.m, OBJECT_SHARED, "buffer", s->buffer);
    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        int file = object_new(&c.m, OBJECT_FILE, "program",
                              (uint32_t)p->text + p->rodata + p->data);
        for (unsigned k = 0; k < p->processes; k++)
            run_process(&c, s, p, file, libc, buffer);
    }
    n = computer_data_frames(&c);
    computer_stop(&c);
    return n;
}

/* The pages that all processes together see, each counted by itself. */
static unsigned pages_seen(const struct shframes *s)
{
    unsigned n = 0;

    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        n += p->processes * ((unsigned)p->text + p->rodata + p->data +
                             p->heap + s->libc + s->buffer);
    }
    return n;
}

static void give(const struct shframes *s, struct answers *out,
                 unsigned total)
{
    unsigned seen = pages_seen(s);

    answer_number(out, total);
    if (s->level > 1)
        answer_number(out, seen > total ? seen - total : 0);
}

static void solve(const void *params, struct answers *out)
{
    const struct shframes *s = params;

    give(s, out, frames(s));
    out->steps = 3u * s->programs + (s->libc > 0) + (s->buffer > 0);
}

/* --- by adding up ------------------------------------------------------- */

/* What somebody may believe; 0: how it is. */
enum belief {
    NOTHING_SHARED = 1, /* each process has frames of its own */
    DATA_SHARED = 2,    /* what one writes to .data all have */
    DATA_APART = 4,     /* a write copies all of .data */
    FILE_GONE = 8,      /* a page of the file that was copied is not kept */
    LIBC_EACH = 16,     /* one libc for each program, or each process */
    BUFFER_EACH = 32,   /* one buffer for each process */
};

static unsigned data_frames(const struct share_program *p, unsigned beliefs)
{
    unsigned copies = (unsigned)p->processes * p->written;

    if (beliefs & DATA_SHARED)
        return p->data;
    if (beliefs & DATA_APART)
        return (unsigned)p->processes * p->data;
    return beliefs & FILE_GONE ? p->data - p->written + copies
                               : p->data + copies;
}

static unsigned total(const struct shframes *s, unsigned beliefs)
{
    unsigned n = 0, processes = 0;

    if (beliefs & NOTHING_SHARED)
        return pages_seen(s);
    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        processes += p->processes;
        n += (unsigned)p->text + p->rodata + data_frames(p, beliefs) +
             (unsigned)p->processes * p->heap;
    }
    n += s->libc * (!(beliefs & LIBC_EACH) ? 1u
                    : s->programs > 1      ? s->programs
                                           : processes);
    return n + s->buffer * (beliefs & BUFFER_EACH ? processes : 1u);
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    give(params, out, total(params, beliefs));
    return true;
}

static void solve_again(const void *params, struct answers *out)
{
    believing(params, 0, out);
}

/* What is saved follows from the frames in all. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    unsigned seen = pages_seen(params);
    uint64_t frames;

    if (part != 1 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &frames) || frames > seen)
        return false;
    answer_number(out, seen - frames);
    return true;
}

/* --- telling ------------------------------------------------------------ */

static const char *const program_name[SHARE_PROGRAMS] = {"A", "B"};

static const char *number(struct arena *a, unsigned n)
{
    return arena_printf(a, "%u", n);
}

static void add_program(struct figure *f, struct arena *a,
                        const struct shframes *s, unsigned i)
{
    const struct share_program *p = &s->program[i];
    const char *of =
        s->programs == 1 ? "" : arena_printf(a, " of %s", program_name[i]);
    const struct {
        const char *what, *how;
        unsigned pages;
    } rows[] = {
        {"text", "r-xp, from the program's file", p->text},
        {"read-only data", "r--p, from the program's file", p->rodata},
        {".data",
         arena_printf(a, "rw-p, from the program's file; each writes %u",
                      p->written),
         p->data},
        {"heap", "rw-p, zeros; all written", p->heap},
    };

    for (unsigned k = 0; k < sizeof rows / sizeof *rows; k++)
        figure_grid_row(
            a, f,
            (const char *const[]){arena_printf(a, "%s%s", rows[k].what, of),
                                  number(a, rows[k].pages), rows[k].how});
}

static const struct figure *parts(const struct shframes *s, struct arena *a)
{
    static const char *const heads[] = {"part", "pages", "mapped"};
    struct figure *f =
        figure_grid_new(a, "What each process has mapped", heads, 3);

    for (unsigned i = 0; i < s->programs; i++)
        add_program(f, a, s, i);
    if (s->libc > 0)
        figure_grid_row(a, f,
                        (const char *const[]){"text of libc",
                                              number(a, s->libc),
                                              "r-xp, from libc's file"});
    if (s->buffer > 0)
        figure_grid_row(a, f,
                        (const char *const[]){"buffer", number(a, s->buffer),
                                              "rw-s, the same for all; all "
                                              "written"});
    return f;
}

static void ask(const void *params, struct prompt *p)
{
    const struct shframes *s = params;

    prompt_assume(p, "Frames of page tables, stacks and the kernel do not "
                     "count");
    prompt_assume(p, "A page of a file that was read stays in memory, even "
                     "when every process has a copy of its own");
    prompt_assume(p, "No process was forked by another of them: each was "
                     "started by itself");
    if (s->programs == 1)
        prompt_say(p, "%u processes run the same program",
                   s->program[0].processes);
    else
        prompt_say(p,
                   "%u processes run program A and %u processes run program "
                   "B; both programs use the same libc%s",
                   s->program[0].processes, s->program[1].processes,
                   s->buffer > 0 ? ", and all processes one buffer" : "");
    prompt_say(p, ". The figure says how many pages each part has. Every "
                  "page has been read, and written where it says so. How "
                  "many frames hold all of this");
    prompt_say(p, s->level > 1 ? ", and how many frames does sharing save?"
                               : "?");
    if (s->level > 1)
        prompt_say(p, " (Without sharing each process would have a frame for "
                      "each of its pages.)");
    prompt_show(p, parts(s, p->arena));
    prompt_ask_integer(p, "frames");
    if (s->level > 1)
        prompt_ask_integer(p, "frames saved");
}

/* "3 + 4"; of each program what `of` says. */
static const char *sum(struct arena *a, const struct shframes *s,
                       const char *(*of)(struct arena *,
                                         const struct share_program *))
{
    const char *text = of(a, &s->program[0]);

    return s->programs == 1
               ? text
               : arena_printf(a, "%s + %s", text, of(a, &s->program[1]));
}

static const char *read_only(struct arena *a, const struct share_program *p)
{
    return arena_printf(a, "%u + %u", p->text, p->rodata);
}

static const char *data_of(struct arena *a, const struct share_program *p)
{
    return arena_printf(a, "%u + %u x %u", p->data, p->processes, p->written);
}

static const char *heap_of(struct arena *a, const struct share_program *p)
{
    return arena_printf(a, "%u x %u", p->processes, p->heap);
}

static void explain(const void *params, struct solution *out)
{
    const struct shframes *s = params;
    unsigned once = 0, data = 0, heap = 0, all = total(s, 0);
    struct arena *a = out->arena;

    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        once += (unsigned)p->text + p->rodata;
        data += data_frames(p, 0);
        heap += (unsigned)p->processes * p->heap;
    }
    solution_step(out,
                  "Nobody writes to text and read-only data, so all "
                  "processes of a program have the same frames: %s = %u.",
                  sum(a, s, read_only), once);
    solution_step(out,
                  "The pages of .data are in memory once, as those of the "
                  "file. A process that writes to one gets a copy of that "
                  "page: %s = %u.",
                  sum(a, s, data_of), data);
    solution_step(out,
                  "A heap is private and has no file behind it, so each "
                  "process has its own: %s = %u.",
                  sum(a, s, heap_of), heap);
    if (s->libc > 0)
        solution_step(out,
                      "The text of libc is one file's, whoever uses it: %u.",
                      s->libc);
    if (s->buffer > 0)
        solution_step(out,
                      "What is mapped shared is there once for all, written "
                      "or not: %u.",
                      s->buffer);
    solution_step(out, "In all that is **%s**.", say_count(a, all, "frame"));
    if (s->level > 1)
        solution_step(out,
                      "Without sharing there would be a frame for each page "
                      "of each process, %u. Sharing saves %u - %u = **%u**.",
                      pages_seen(s), pages_seen(s), all, pages_seen(s) - all);
}

#define WITH_LIBC (LEVEL(2) | LEVEL(3) | LEVEL(4))
#define WITH_BUFFER (LEVEL(3) | LEVEL(4))

static const struct wrong_row wrongs[] = {
    {M_NOSHARING, 1, 0, .beliefs = NOTHING_SHARED},
    {M_SHAREDVAR, 2, 0, .beliefs = DATA_SHARED},
    {M_WHOLECOPY, 2, 0, .beliefs = DATA_APART},
    {M_FILEGONE, 2, 0, .beliefs = FILE_GONE},
    {M_LIBEACH, 4, WITH_LIBC, .beliefs = LIBC_EACH},
    {M_SHAREDEACH, 5, WITH_BUFFER, .beliefs = BUFFER_EACH},
};

const struct kind kind_shframes = {
    .id = "SHFRAMES",
    .number = 39,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Run a program many times",
    .topic = "mmap",
    .blurb = "frames that processes of the same program take together",
    .needs = {"LOOKUP"},
    .hints = {"Which pages are the same for everybody, and stay so?",
              "Count what is shared once, and what a process has written "
              "privately once for each process."},
    .params_bytes = sizeof(struct shframes),
    .wrongs_needed = 3,
    .few = {40000, 500000, 10000000},
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
    .follow = follow,
};
