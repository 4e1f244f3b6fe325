/* pagein vm run --on kernel: each statement is done by the engine and then by
 * real processes; what came of it stands side by side.
 *
 *     B: write heap[0] 9
 *         engine 1 fault, frame 7, 1 entry    kernel 1 fault, frame 11b0f, 1 entry  =
 */
#include <sys/sysinfo.h>

#include "cli/vm_tell.h"
#include "kernel/compare.h"
#include "vm/table.h"

enum {
    DIFFERENCES = 32,
    SIDE_COLUMNS = 46, /* of what one side says */
    WIDE_COLUMNS = 2 * SIDE_COLUMNS + 24,
};

struct follower {
    struct vm_teller *t;
    struct run *run;
    struct live *live;
    struct compare *compare;
    struct observer seen;
    struct difference found[DIFFERENCES];
    size_t nfound;             /* by the last statement */
    size_t different;          /* statements so far */
    struct live_result result; /* of the last access */
};

/* --- what can be followed ------------------------------------------------
 */

/* Why a statement can't be done by real processes; NULL when it can. */
static const char *why_not(const struct statement *st)
{
    struct sysinfo info = {0};

    switch (st->verb) {
    case VERB_WATCH:
    case VERB_UNWATCH:
        return "a watchpoint changes page tables behind the kernel's back";
    case VERB_SHARE:
        return "it takes several machines";
    case VERB_PAGEOUT:
        sysinfo(&info);
        return info.totalswap == 0 ? "this machine has no swap area" : NULL;
    case VERB_READ:
    case VERB_WRITE:
    case VERB_FETCH:
        return st->kernel ? "no program can access memory as the kernel"
                          : NULL;
    default:
        return NULL;
    }
}

static int check(const struct vm_scene *scene, struct err *err)
{
    const struct script *script = &scene->script;

    if (script->raw)
        return err_set(err, ERR_USAGE,
                       "%s is about a raw machine; the kernel has no part in "
                       "it.",
                       scene->path);
    for (size_t i = 0; i < script->n; i++) {
        const char *why = why_not(&script->at[i]);
        if (why != NULL)
            return err_set(err, ERR_USAGE,
                           "%s:%zu can't be done on the kernel: %s.",
                           scene->path, script->at[i].line, why);
    }
    return 0;
}

/* --- the same on the kernel ----------------------------------------------
 */

static int follow_heap(struct follower *f, const struct action *a,
                       struct err *err)
{
    return live_brk(f->live, a->id, a->from, a->to, err);
}

static void note(struct follower *f, size_t n)
{
    f->nfound += n;
    if (f->nfound > DIFFERENCES)
        f->nfound = DIFFERENCES;
}

static void compare_all(struct follower *f)
{
    note(f, compare_state(f->compare, f->found + f->nfound,
                          DIFFERENCES - f->nfound));
}

static int follow_accesses(struct follower *f, const struct action *a,
                           struct err *err)
{
    for (size_t i = 0; i < f->run->ndone; i++) {
        const struct run_access *one = &f->run->done[i];
        if (live_access(f->live, a->id, one->request, &f->result, err) < 0)
            return -1;
        note(f, compare_access(f->compare, a->id, &one->request, &one->result,
                               &f->result, f->found + f->nfound,
                               DIFFERENCES - f->nfound));
    }
    return 0;
}

static int follow(struct follower *f, struct err *err)
{
    const struct action *a = &f->run->action;
    unsigned id = a->id;

    switch (a->st->verb) {
    case VERB_FILE:
    case VERB_PROGRAM:
        return live_file(f->live, &f->run->m[0], a->object, err);
    case VERB_PROCESS:
        return live_spawn(f->live, id, err);
    case VERB_FORK:
        return live_fork(f->live, a->parent, id, err);
    case VERB_EXEC:
        return live_exec(f->live, a->p, err);
    case VERB_EXIT:
        return live_exit(f->live, id, err);
    case VERB_MAP:
        return live_map(f->live, id, &a->map, err);
    case VERB_UNMAP:
        return live_remove(f->live, id, a->va, a->bytes, err);
    case VERB_PROTECT:
        return live_protect(f->live, id, a->va, a->bytes, a->st->flags, err);
    case VERB_DISCARD:
        return live_advise(f->live, id, a->va, a->bytes, ADVICE_DISCARD, err);
    case VERB_PAGEOUT:
        return live_advise(f->live, id, a->va, a->bytes, ADVICE_PAGE_OUT,
                           err);
    case VERB_SYNC:
        return live_sync(f->live, id, a->va, a->bytes, err);
    case VERB_GROW:
    case VERB_SHRINK:
        return follow_heap(f, a, err);
    default:
        return follow_accesses(f, a, err);
    }
}

/* --- side by side --------------------------------------------------------
 */

static void put_faults(struct str *out, uint32_t faults)
{
    if (faults > 0)
        str_printf(out, ", %u fault%s", faults, faults == 1 ? "" : "s");
}

static void put_entries(struct str *out, uint64_t n)
{
    str_printf(out, ", %llu entr%s", (unsigned long long)n,
               n == 1 ? "y" : "ies");
}

static void put_engine_access(struct str *out, const struct follower *f)
{
    const struct action *a = &f->run->action;
    const struct result *r = &a->result;
    struct machine *m = &f->run->m[0];
    uint32_t frame;

    if (r->outcome != OUTCOME_DONE) {
        str_puts(out, outcome_name(r->outcome));
        str_printf(out, ", error code 0x%x", r->error_code);
        return;
    }
    name_hex(out, r->value);
    put_faults(out, r->faults);
    frame = table_frame_of(m, a->p, a->request.va);
    if (frame == NO_FRAME || !f->seen.sees_frames)
        return;
    if (frame == m->zero) {
        str_puts(out, ", page of zeros");
        return;
    }
    str_printf(out, ", frame %x", frame);
    put_entries(out, m->frame[frame].refs);
}

static void put_kernel_access(struct str *out, struct follower *f)
{
    const struct action *a = &f->run->action;
    const struct live_result *r = &f->result;
    struct sight sight;

    if (r->outcome != OUTCOME_DONE) {
        str_puts(out, outcome_name(r->outcome));
        str_printf(out, ", error code 0x%x", r->error_code);
        return;
    }
    name_hex(out, r->value);
    put_faults(out, r->faults);
    if (!f->seen.sees_frames ||
        !observe_pages(&f->seen, a->id,
                       machine_page(&f->run->m[0], a->request.va), 1,
                       &sight) ||
        !sight.present)
        return;
    if (sight.zero) {
        str_puts(out, ", page of zeros");
        return;
    }
    str_printf(out, ", frame %llx", (unsigned long long)sight.pfn);
    put_entries(out, sight.mapcount);
}

static void put_areas(struct str *out, int n)
{
    str_printf(out, "%d area%s", n, n == 1 ? "" : "s");
}

/* Both sides of the last statement. */
static void put_sides(struct follower *f, struct str *engine,
                      struct str *kernel)
{
    const struct action *a = &f->run->action;
    struct seen_area areas[1];

    if (a->accessed) {
        put_engine_access(engine, f);
        put_kernel_access(kernel, f);
    } else if (a->p != NULL && a->p->alive) {
        put_areas(engine, (int)a->p->nareas);
        put_areas(kernel, observe_areas(&f->seen, a->id, areas, 1));
    } else {
        str_puts(engine, "done");
        str_puts(kernel, "done");
    }
}

/* "process 1, 0x601000: ..." with the name that the script gives. */
static void put_difference(struct follower *f, const struct difference *d)
{
    uint16_t name = run_process_name(f->run, 0, d->process);
    struct out *out = f->t->cli->out;
    struct str text = STR_EMPTY;
    size_t comma;

    difference_say(d, &text);
    comma = slice_find(str_slice(&text), 0, SLICE(","));
    out_styled(out, ROLE_ERROR, "    ≠ ");
    if (name != NO_NAME) {
        out_put(out, f->run->script->name[name].text);
        out_put(out, slice_skip(str_slice(&text), comma));
    } else {
        out_put(out, str_slice(&text));
    }
    out_puts(out, "\n");
    str_release(&text);
}

static void put_comparison(struct follower *f)
{
    struct str engine = STR_EMPTY, kernel = STR_EMPTY;
    struct out *out = f->t->cli->out;
    bool wide = out->columns == 0 || out->columns >= WIDE_COLUMNS;

    put_sides(f, &engine, &kernel);
    out_puts(out, "    engine ");
    out_cell(out, str_slice(&engine), wide ? SIDE_COLUMNS : 0, wide);
    out_puts(out, wide ? " kernel " : "\n    kernel ");
    out_cell(out, str_slice(&kernel), wide ? SIDE_COLUMNS : 0, wide);
    if (f->nfound == 0)
        out_styled(out, ROLE_GOOD, " =");
    out_puts(out, "\n");
    for (size_t i = 0; i < f->nfound; i++)
        put_difference(f, &f->found[i]);
    str_release(&engine);
    str_release(&kernel);
}

/* --- from the first statement to the last --------------------------------
 */

/* Statements that leave the kernel alone. */
static bool is_followed(const struct statement *st)
{
    return st->verb != VERB_MACHINE && st->verb != VERB_FORMAT &&
           st->verb != VERB_SWITCH && st->verb != VERB_SAMPLE &&
           st->verb != VERB_TRANSLATE;
}

static int step(struct follower *f, enum run_end end, const struct err *why,
                struct err *err)
{
    vm_tell(f->t, end, why);
    if (end == RUN_FAILED || !run_acted(f->run) ||
        !is_followed(run_last(f->run)))
        return 0;
    f->nfound = 0;
    if (follow(f, err) < 0)
        return -1;
    compare_all(f);
    put_comparison(f);
    f->different += f->nfound > 0;
    return 0;
}

static int run_all(struct follower *f, struct err *err)
{
    enum run_end end = RUN_OK;
    struct err why = {ERR_NONE, ""};

    while (end != RUN_FAILED && out_ok(f->t->cli->out) &&
           (end = run_next(f->run, &why)) != RUN_END)
        if (step(f, end, &why, err) < 0)
            return -1;
    out_flush(f->t->cli->out);
    if (end == RUN_FAILED) {
        vm_tell_failure(f->t->cli, f->t->scene, &why);
        return STATUS_NOTES;
    }
    return f->different > 0 || f->t->unmet > 0 ? STATUS_FOUND : STATUS_DONE;
}

static void sum_up(struct follower *f)
{
    struct out *say = f->t->cli->say;

    if (f->t->cli->args->quiet)
        return;
    if (f->different == 0)
        out_puts(say, "Engine and kernel agree.\n");
    else {
        out_puts(say, "Engine and kernel differ in ");
        out_count(say, f->different, "statement");
        out_puts(say, ".\n");
    }
    if (compare_blind(f->compare) != NULL) {
        out_put(say, slice_from(compare_blind(f->compare)));
        out_puts(say, "\n");
    }
}

int vm_run_on_kernel(struct cli *cli, struct vm_scene *scene, struct err *err)
{
    struct follower f = {.run = scene->run};
    struct vm_teller teller;
    int rc = -1;

    if (check(scene, err) < 0)
        return -1;
    f.live = live_open(&scene->run->m[0], err);
    if (f.live == NULL)
        return -1;
    vm_teller_open(&teller, cli, scene);
    teller.silent = true;
    f.t = &teller;
    f.compare = compare_new(&scene->run->m[0], f.live);
    observer_open(&f.seen, f.live);
    rc = run_all(&f, err);
    if (rc >= 0)
        sum_up(&f);
    observer_close(&f.seen);
    compare_free(f.compare);
    vm_teller_close(&teller);
    live_close(f.live);
    return rc;
}
