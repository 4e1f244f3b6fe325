/* SHFRAMES told: what each process has mapped, and what is shared of it. */
#include "problem/kind/shframes.h"
#include "problem/say.h"
#include "vm/grid.h"

static const char *const program_name[SHARE_PROGRAMS] = {"A", "B"};

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
                                  say_number(a, rows[k].pages), rows[k].how});
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
                                              say_number(a, s->libc),
                                              "r-xp, from libc's file"});
    if (s->buffer > 0)
        figure_grid_row(a, f,
                        (const char *const[]){"buffer",
                                              say_number(a, s->buffer),
                                              "rw-s, the same for all; all "
                                              "written"});
    return f;
}

void shframes_ask(const void *params, struct prompt *p)
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

void shframes_explain(const void *params, struct solution *out)
{
    const struct shframes *s = params;
    unsigned once = 0, data = 0, heap = 0, all = share_frames(s, 0);
    struct arena *a = out->arena;

    for (unsigned i = 0; i < s->programs; i++) {
        const struct share_program *p = &s->program[i];
        once += (unsigned)p->text + p->rodata;
        data += share_data_frames(p, 0);
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
                      share_pages_seen(s), share_pages_seen(s), all,
                      share_pages_seen(s) - all);
}
