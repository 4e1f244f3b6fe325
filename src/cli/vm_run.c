/* pagein vm run: a scenario, told. */
#include "cli/vm_work.h"
#include "vm/event_line.h"

/* --- what a statement came to, in a line ---------------------------------
 */

/* What the system did, by counters that are not 0. */
static void put_counts(struct str *out, const struct run *run)
{
    struct counts c = {0};

    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        count_events(&c, run->trace[k].at, run->trace[k].n);
    for (int i = COUNT_GROWN; i <= COUNT_WATCHED; i++) {
        if (c.of[i] > 0)
            str_printf(out, ", %s", counters[i].name);
        if (c.of[i] > 1)
            str_printf(out, " x %llu", (unsigned long long)c.of[i]);
    }
}

static void put_access(struct str *out, const struct run *run)
{
    const struct format *f = run->script->format;
    const struct result *r = &run->action.result;

    if (r->outcome == OUTCOME_DONE) {
        name_hex(out, r->value);
        str_puts(out, run->action.st->verb == VERB_WRITE ? " stored at "
                                                         : " from ");
        name_pa(out, f, r->pa);
    } else {
        str_puts(out, outcome_name(r->outcome));
        str_puts(out, " at ");
        name_va(out, f, r->fault_va);
    }
    put_counts(out, run);
}

static void put_walk(struct str *out, const struct run *run)
{
    const struct walk *w = &run->action.walk;

    name_va(out, run->script->format, w->va);
    if (w->cause == CAUSE_NONE) {
        str_puts(out, " is ");
        name_pa(out, run->script->format, w->pa);
        str_puts(out, " in memory");
    } else {
        str_printf(out, " faults: %s", cause_name(w->cause));
    }
}

static void put_result(struct str *out, const struct run *run)
{
    const struct action *a = &run->action;

    if (a->accessed)
        put_access(out, run);
    else if (a->translated)
        put_walk(out, run);
}

/* --- as text -------------------------------------------------------------
 */

static void put_trace(struct out *out, const struct run *run)
{
    struct str line = STR_EMPTY;

    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        for (size_t i = 0; i < run->trace[k].n; i++) {
            str_clear(&line);
            event_line(&line, run->trace[k].at[i]);
            out_puts(out, "    ");
            if (run->machines > 1)
                out_printf(out, "%u: ", k + 1);
            out_put(out, str_slice(&line));
            out_puts(out, "\n");
        }
    str_release(&line);
}

static void put_step(struct cli *cli, const struct run *run)
{
    const struct statement *st = run_last(run);
    struct str text = STR_EMPTY;

    out_style(cli->out, ROLE_KEY);
    out_put(cli->out, st->text);
    out_style(cli->out, ROLE_PLAIN);
    out_puts(cli->out, "\n");
    if (!run_acted(run))
        return;
    if (cli->args->trace)
        put_trace(cli->out, run);
    put_result(&text, run);
    if (text.len > 0) {
        out_puts(cli->out, "    ");
        out_put(cli->out, str_slice(&text));
        out_puts(cli->out, "\n");
    }
    str_release(&text);
}

static int run_scene(struct cli *cli, struct vm_scene *scene)
{
    size_t checks = 0, unmet = 0;
    enum run_end end;
    struct err err;

    while ((end = run_next(scene->run, &err)) != RUN_END) {
        checks += run_last(scene->run)->verb == VERB_EXPECT;
        put_step(cli, scene->run);
        if (end == RUN_FAILED) {
            out_flush(cli->out);
            vm_tell_failure(cli, scene, &err);
            return STATUS_NOTES;
        }
        if (end == RUN_UNMET) {
            out_styled(cli->out, ROLE_ERROR, "    not so: ");
            out_put(cli->out, slice_from(err.text));
            out_puts(cli->out, "\n");
            unmet++;
        }
    }
    if (unmet == 0)
        return STATUS_DONE;
    out_flush(cli->out);
    out_printf(cli->say, "%zu of ", unmet);
    out_count(cli->say, checks, "expectation");
    out_puts(cli->say, unmet == 1 ? " does not hold.\n" : " do not hold.\n");
    return STATUS_FOUND;
}

int vm_work_run(struct cli *cli, struct err *err)
{
    struct vm_scene scene;
    int rc;

    if (cli->args->noperands != 2)
        return err_set(err, ERR_USAGE, "pagein vm run takes one FILE.");
    rc = vm_open(cli, cli->args->operands[1], &scene, err);
    if (rc == 0)
        rc = run_scene(cli, &scene);
    vm_close(&scene);
    return rc;
}
