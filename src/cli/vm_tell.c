/* A scenario as text:
 *
 *     B: write heap+0x10 43
 *         B writes 0x2b to 0x000000010010. From the root down ...
 *         Level 3: the entry at ...
 *         ...
 *     expect copy
 *         so it is                                                       */
#include "cli/vm_tell.h"

#include "vm/event_line.h"

enum { PAGE_COLUMNS = 78 };

void vm_teller_open(struct vm_teller *t, struct cli *cli,
                    struct vm_scene *scene)
{
    const struct script *script = &scene->script;

    *t = (struct vm_teller){.cli = cli, .scene = scene, .json = STR_EMPTY};
    t->told.text = STR_EMPTY;
    for (unsigned k = 0; k < SHARE_MACHINES; k++) {
        t->names[k] = run_names(scene->run, k, &t->store[k]);
        t->narrator[k] =
            narrator_new(script->format, &t->names[k], DETAIL_FULL);
    }
    if (!cli->args->json)
        return;
    t->w = json_to(&t->json);
    json_open_object(&t->w, NULL);
    json_put_text(&t->w, "file", slice_from(scene->path));
    json_put_text(&t->w, "format", slice_from(script->format->name));
    if (!script->raw)
        json_put_text(&t->w, "profile",
                      slice_from(scene->run->profile->name));
    json_open_array(&t->w, "statements");
}

void vm_teller_close(struct vm_teller *t)
{
    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        narrator_release(&t->narrator[k]);
    narration_release(&t->told);
    str_release(&t->json);
}

/* The machine on which it was done comes first. */
static unsigned in_order(const struct run *run, unsigned i)
{
    unsigned first = run->action.machine;

    return i == 0 ? first : i <= first ? i - 1 : i;
}

void vm_narrate(struct vm_teller *t)
{
    const struct run *run = t->scene->run;

    narration_clear(&t->told);
    for (unsigned i = 0; i < SHARE_MACHINES; i++) {
        unsigned k = in_order(run, i);
        t->machine_at[i] = t->told.n;
        narrate(&t->narrator[k], run->trace[k].at, run->trace[k].n, &t->told);
    }
}

/* --- as text -------------------------------------------------------------
 */

static void put_events(struct vm_teller *t)
{
    const struct run *run = t->scene->run;
    struct out *out = t->cli->out;
    struct str line = STR_EMPTY;

    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        for (size_t i = 0; i < run->trace[k].n; i++) {
            str_clear(&line);
            event_line(&line, run->trace[k].at[i]);
            out_puts(out, "    ");
            if (run->machines > 1)
                out_printf(out, "machine=%u ", k);
            out_put(out, str_slice(&line));
            out_puts(out, "\n");
        }
    str_release(&line);
}

/* Where there are several machines, which one the steps from here are of. */
static void put_machine(const struct vm_teller *t, struct lines *l, size_t i)
{
    const struct run *run = t->scene->run;

    for (unsigned k = 0; run->machines > 1 && k < run->machines; k++)
        if (t->machine_at[k] == i &&
            (k + 1 == SHARE_MACHINES || t->machine_at[k + 1] > i)) {
            lines_printf(l, style_of(ROLE_DIM),
                         "On machine %u:", in_order(run, k));
            lines_end(l);
        }
}

static enum role role_of(enum step_kind kind)
{
    return kind == STEP_FAULT || kind == STEP_SIGNAL ? ROLE_WARN : ROLE_PLAIN;
}

/* A translation for an access that was not made has no end but this. */
static void put_pa(const struct vm_teller *t, struct lines *l)
{
    const struct action *a = &t->scene->run->action;
    struct str text = STR_EMPTY;

    if (!a->translated || a->walk.cause != CAUSE_NONE ||
        a->request.access == ACCESS_LOAD)
        return;
    str_puts(&text, "The physical address is ");
    name_pa(&text, t->scene->script.format, a->walk.pa);
    lines_printf(l, style_of(ROLE_PLAIN), "%s.", text.at);
    lines_end(l);
    str_release(&text);
}

/* Each step is a line of its own. */
static void put_steps(struct vm_teller *t, struct lines *l)
{
    struct span blanks = span_of(ROLE_PLAIN, "    ");

    vm_narrate(t);
    lines_indent(l, blanks, blanks);
    for (size_t i = 0; i < t->told.n; i++) {
        put_machine(t, l, i);
        lines_text(l, style_of(role_of(t->told.step[i].kind)),
                   narration_text(&t->told, i));
        lines_end(l);
    }
    put_pa(t, l);
    lines_outdent(l);
}

static void put_verdict(struct lines *l, enum run_end end,
                        const struct err *err)
{
    struct span blanks = span_of(ROLE_PLAIN, "    ");

    lines_indent(l, blanks, blanks);
    if (end == RUN_UNMET) {
        lines_puts(l, style_of(ROLE_ERROR), "not so: ");
        lines_puts(l, style_of(ROLE_PLAIN), err->text);
    } else {
        lines_puts(l, style_of(ROLE_GOOD), "so it is");
    }
    lines_end(l);
    lines_outdent(l);
}

static void put_statement(struct lines *l, const struct statement *st)
{
    if (st->verb == VERB_SAY) {
        lines_text(l, style_of(ROLE_TITLE), st->data[0]);
        lines_end(l);
        return;
    }
    lines_text(l, style_of(ROLE_KEY), st->text);
    lines_end(l);
}

static struct lines page(const struct out *out, struct arena *arena)
{
    return lines_new(arena, out->columns > 0 && out->columns < PAGE_COLUMNS
                                ? out->columns
                                : PAGE_COLUMNS);
}

void vm_tell_steps(struct vm_teller *t)
{
    struct arena arena = {0};
    struct lines l = page(t->cli->out, &arena);

    put_steps(t, &l);
    out_drawing(t->cli->out, &l);
    lines_release(&l);
    arena_release(&arena);
}

static void tell_text(struct vm_teller *t, enum run_end end,
                      const struct err *err)
{
    const struct run *run = t->scene->run;
    const struct statement *st = run_last(run);
    struct arena arena = {0};
    struct lines l = page(t->cli->out, &arena);

    if (st->verb == VERB_SAY && t->told_any)
        out_puts(t->cli->out, "\n");
    t->told_any = true;
    put_statement(&l, st);
    if (st->verb == VERB_EXPECT && end != RUN_FAILED)
        put_verdict(&l, end, err);
    if (run_acted(run) && !t->cli->args->trace && !t->silent)
        put_steps(t, &l);
    out_drawing(t->cli->out, &l);
    lines_release(&l);
    arena_release(&arena);
    if (st->verb == VERB_SHOW)
        vm_show(t, (enum show)st->what, st->process);
    if (run_acted(run) && t->cli->args->trace)
        put_events(t);
}

void vm_tell(struct vm_teller *t, enum run_end end, const struct err *err)
{
    t->checks += run_last(t->scene->run)->verb == VERB_EXPECT;
    t->unmet += end == RUN_UNMET;
    if (t->cli->args->json) {
        vm_tell_json(t, end, err);
        out_json(t->cli->out, &t->json);
        str_clear(&t->json);
    } else {
        tell_text(t, end, err);
    }
}

void vm_tell_end(struct vm_teller *t)
{
    if (!t->cli->args->json)
        return;
    json_close(&t->w);
    json_put_int(&t->w, "expectations", (int64_t)t->checks);
    json_put_int(&t->w, "unmet", (int64_t)t->unmet);
    json_close(&t->w);
    out_json(t->cli->out, &t->json);
}
