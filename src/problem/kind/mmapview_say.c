/* MMAPVIEW told: what happens, and step by step which page it happens to. */
#include "problem/kind/mmapview.h"
#include "problem/say.h"
#include "vm/grid.h"

static const char *const process_name[VIEW_MAPS] = {"A", "B", "C"};
static const char *const pointer[VIEW_MAPS] = {"p", "q", "r"};

/* What happens at a step; `tick` stands around code. */
static const char *step_text(struct arena *a, const struct view *v,
                             const struct view_step *s, const char *tick)
{
    const char *who = process_name[s->who], *p = pointer[s->who];
    unsigned at = v->at[s->place];

    switch (s->what) {
    case VIEW_LOAD:
        return arena_printf(a, "%s loads %s%s[%u]%s", who, tick, p, at, tick);
    case VIEW_STORE:
        return arena_printf(a, "%s stores %s%s[%u] = %u%s", who, tick, p, at,
                            s->value, tick);
    case VIEW_PREAD:
        return arena_printf(a, "%s reads byte %u of the file with %spread%s",
                            who, at, tick, tick);
    default:
        return arena_printf(a,
                            "%s writes %u to byte %u of the file with "
                            "%spwrite%s",
                            who, s->value, at, tick, tick);
    }
}

static const struct figure *mappings(const struct view *v, struct arena *a)
{
    static const char *const heads[] = {"process", "pointer", "address",
                                        "flags"};
    struct figure *f =
        figure_grid_new(a, "Who has mapped the file, from its start", heads,
                        sizeof heads / sizeof *heads);

    for (unsigned i = 0; i < v->maps; i++)
        figure_grid_row(
            a, f,
            (const char *const[]){
                process_name[i], pointer[i],
                say_hex(a, (uint64_t)v->vpn[i] << VIEW_PAGE_BITS, 20),
                view_is_shared(v, i) ? "MAP_SHARED" : "MAP_PRIVATE"});
    return f;
}

void mmapview_ask(const void *params, struct prompt *p)
{
    const struct view *v = params;

    prompt_assume(p, "As on Linux, a private page that its process has not "
                     "stored to yet shows the file as it is now");
    prompt_assume(p, "The processes run one step at a time, and no compiler "
                     "or processor reorders or omits one");
    prompt_say(p,
               "A file is %s long, and every byte of it is %u. Pages are "
               "4 KiB. %s processes have mapped all of the file, to be read "
               "and written, through pointers to bytes: `p[i]` is where "
               "byte i is mapped. None has touched it yet. Then this "
               "happens:\n\n",
               say_size(p->arena, (uint64_t)v->pages << VIEW_PAGE_BITS),
               v->initial, v->maps == 2 ? "Two" : "Three");
    for (unsigned i = 0; i < v->n; i++)
        prompt_say(p, "%u. %s\n", i + 1,
                   step_text(p->arena, v, &v->step[i], "`"));
    prompt_say(p, "\nWhich value does each load and each `pread` give?");
    prompt_show(p, mappings(v, p->arena));
    for (unsigned i = 0; i < v->n; i++)
        if (view_reads(&v->step[i]))
            prompt_ask_integer(
                p, arena_printf(p->arena, "value of step %u", i + 1));
}

static const char *where(struct arena *a, const struct view *v,
                         const struct view_step *s,
                         const struct view_effect *e)
{
    const char *who = process_name[s->who];

    if (s->what == VIEW_PREAD || s->what == VIEW_PWRITE)
        return "the file's page, as system calls do";
    if (view_is_shared(v, s->who))
        return "the file's page: mapped shared";
    if (e->copied)
        return arena_printf(a, "page %u is copied for %s first",
                            view_page_of(v, s->place), who);
    if (e->own)
        return arena_printf(a, "%s's own copy of page %u", who,
                            view_page_of(v, s->place));
    return arena_printf(a, "the file's page: %s has no copy yet", who);
}

static const struct figure *story(const struct view *v,
                                  const struct view_effect *effects,
                                  struct arena *a)
{
    static const char *const heads[] = {"step", "which page", "value"};
    struct figure *f = figure_grid_new(a, "Step by step", heads, 3);

    for (unsigned i = 0; i < v->n; i++)
        figure_grid_row(a, f,
                        (const char *const[]){
                            arena_printf(a, "%u. %s", i + 1,
                                         step_text(a, v, &v->step[i], "")),
                            where(a, v, &v->step[i], &effects[i]),
                            say_number(a, effects[i].value)});
    return f;
}

void mmapview_explain(const void *params, struct solution *out)
{
    const struct view *v = params;
    struct arena *a = out->arena;
    struct view_effect effects[VIEW_STEPS];
    const char *list = "";

    mmapview_run(v, effects);
    solution_step(out,
                  "Memory holds one copy of each page of the file. `pread`, "
                  "`pwrite` and every shared mapping use that one, at "
                  "whatever address it is mapped, so each sees at once what "
                  "another did.");
    solution_step(out,
                  "A private mapping shows the same page until its process "
                  "stores to it. That store copies the page first. From then "
                  "on this process alone uses the copy: the file never sees "
                  "what is stored there, and the copy never sees what "
                  "happens to the file.");
    solution_step(out, "A copy is of a whole page, so its other bytes stay "
                       "as they were then, too. Go through the steps and ask "
                       "of each which page it goes to.");
    solution_show(out, story(v, effects, a));
    for (unsigned i = 0; i < v->n; i++)
        if (view_reads(&v->step[i]))
            list = arena_printf(a, "%s%sstep %u gives **%u**", list,
                                *list != '\0' ? ", " : "", i + 1,
                                effects[i].value);
    solution_step(out, "So %s.", list);
}
