/* MPROTECT told: the calls, and the areas call by call. */
#include "problem/kind/mprotect.h"
#include "problem/say.h"
#include "vm/grid.h"

static const char *perms_code(unsigned perms)
{
    return perms == 0        ? "PROT_NONE"
           : perms == PERM_R ? "PROT_READ"
                             : "PROT_READ | PROT_WRITE";
}

/* "P", "3 * P". */
static const char *pages_code(struct arena *a, unsigned pages)
{
    return pages == 1 ? "P" : arena_printf(a, "%u * P", pages);
}

static const char *start_code(struct arena *a, const struct cut_call *c)
{
    return c->first == 0 ? "p"
                         : arena_printf(a, "p + %s", pages_code(a, c->first));
}

static const char *length_code(struct arena *a, const struct cut_call *c)
{
    return c->bytes % CUT_PAGE == 0 ? pages_code(a, c->bytes / CUT_PAGE)
                                    : say_number(a, c->bytes);
}

static const char *call_code(struct arena *a, const struct cut_call *c)
{
    const char *start = start_code(a, c), *length = length_code(a, c);

    switch (c->what) {
    case CUT_PROTECT:
        return arena_printf(a, "mprotect(%s, %s, %s);", start, length,
                            perms_code(c->perms));
    case CUT_UNMAP:
        return arena_printf(a, "munmap(%s, %s);", start, length);
    default:
        return arena_printf(a,
                            "mmap(%s, %s, %s,\n     MAP_PRIVATE | "
                            "MAP_ANONYMOUS | MAP_FIXED, -1, 0);",
                            start, length, perms_code(c->perms));
    }
}

void mprotect_ask(const void *params, struct prompt *p)
{
    const struct mprotect *m = params;

    prompt_assume(p, "Neighbouring areas that are alike are one area, and "
                     "one line of `/proc/self/maps`");
    if (m->level > 1)
        prompt_assume(p, "Nothing is swapped out");
    prompt_say(p,
               "Pages are P = 4096 bytes. `char *p` points to one private "
               "anonymous area of %u pages, `rw-p`, all of which have been "
               "written to; nothing else is mapped near it. Then the program "
               "calls\n\n```c\n",
               m->pages);
    for (unsigned i = 0; i < m->calls; i++)
        prompt_say(p, "%s\n", call_code(p->arena, &m->call[i]));
    prompt_say(p, "```\n\n%s\n\n",
               m->level == 1
                   ? "How many areas are there in the end, in place of the "
                     "one? And which of these accesses, each on its own, end "
                     "with SIGSEGV?"
                   : "How many areas are there after each call, in place of "
                     "the one? Which of these accesses after the last call, "
                     "each on its own, end with SIGSEGV? And how many frames "
                     "hold the pages before any of them?");
    for (unsigned i = 0; i < m->accesses; i++)
        prompt_say(p, "%u. a %s `p[%u]`\n", i + 1,
                   m->access[i].store ? "store to" : "load of",
                   m->access[i].at);
    for (unsigned i = 1; i <= m->calls; i++)
        if (m->level > 1 || i == m->calls)
            prompt_ask_integer(
                p, m->level == 1
                       ? "areas"
                       : arena_printf(p->arena, "areas after call %u", i));
    prompt_ask(p, (struct part){.ask = "accesses that end with SIGSEGV",
                                .kind = ASK_SET,
                                .base = 10});
    if (m->level > 1)
        prompt_ask_integer(p, "frames");
}

static const char *perms_text(unsigned perms)
{
    return perms == CUT_NOT_MAPPED ? "not mapped"
           : perms == 0            ? "---p"
           : perms == PERM_R       ? "r--p"
                                   : "rw-p";
}

/* "0-2 rw-p, 3 r--p, 4-7 rw-p". */
static const char *list(struct arena *a, const struct mprotect *m,
                        unsigned calls)
{
    const char *text = "";
    unsigned page = 0;

    while (page < m->pages) {
        unsigned now = cut_state(m, page * CUT_PAGE, calls, 0), first = page;
        while (page < m->pages &&
               cut_state(m, page * CUT_PAGE, calls, 0) == now)
            page++;
        if (now == CUT_NOT_MAPPED)
            continue;
        text = first + 1 == page
                   ? arena_printf(a, "%s%s%u %s", text,
                                  *text != '\0' ? ", " : "", first,
                                  perms_text(now))
                   : arena_printf(a, "%s%s%u-%u %s", text,
                                  *text != '\0' ? ", " : "", first, page - 1,
                                  perms_text(now));
    }
    return text;
}

static const struct figure *story(const struct mprotect *m, struct arena *a)
{
    static const char *const heads[] = {"after", "pages of each area",
                                        "areas"};
    struct figure *f =
        figure_grid_new(a, "The areas, call by call", heads, 3);

    for (unsigned i = 0; i <= m->calls; i++)
        figure_grid_row(
            a, f,
            (const char *const[]){
                i == 0 ? "the start" : arena_printf(a, "call %u", i),
                list(a, m, i), say_number(a, cut_areas(m, i, 0))});
    return f;
}

static const struct figure *accesses(const struct mprotect *m,
                                     struct arena *a)
{
    static const char *const heads[] = {"access", "page", "its area",
                                        "result"};
    struct figure *f = figure_grid_new(a, "The accesses", heads, 4);

    for (unsigned i = 0; i < m->accesses; i++) {
        const struct cut_access *x = &m->access[i];
        unsigned now = cut_state(m, x->at, m->calls, 0);
        figure_grid_row(
            a, f,
            (const char *const[]){
                arena_printf(a, "%u. %s", i + 1, x->store ? "store" : "load"),
                say_number(a, x->at / CUT_PAGE), perms_text(now),
                cut_allows(now, x->store, 0) ? "ok" : "SIGSEGV"});
    }
    return f;
}

void mprotect_explain(const void *params, struct solution *out)
{
    const struct mprotect *m = params;
    struct arena *a = out->arena;
    const char *faults = "";

    solution_step(out, "Each call works on whole pages: a length is rounded "
                       "up. It cuts areas where its range begins and where "
                       "it ends, if that is inside of one; the middle gets "
                       "the new permissions, or goes.");
    solution_step(out,
                  "Neighbours with the same permissions are joined "
                  "afterwards. That leaves **%s**.",
                  say_count(a, cut_areas(m, m->calls, 0), "area"));
    solution_show(out, story(m, a));
    for (unsigned i = 0; i < m->accesses; i++)
        if (!cut_allows(cut_state(m, m->access[i].at, m->calls, 0),
                        m->access[i].store, 0))
            faults = arena_printf(a, "%s%s%u", faults,
                                  *faults != '\0' ? ", " : "", i + 1);
    solution_step(out,
                  "A store needs `w`, a load `r`, and both an area. SIGSEGV "
                  "for: **%s**.",
                  *faults != '\0' ? faults : "none");
    solution_show(out, accesses(m, a));
    if (m->level > 1)
        solution_step(out,
                      "Permissions do not free memory, not even PROT_NONE: "
                      "the pages keep what they hold. Only `munmap` gives "
                      "frames back, and what `mmap` maps has none before its "
                      "first touch. So of %u frames **%u** are left.",
                      m->pages, cut_frames(m, 0));
}
