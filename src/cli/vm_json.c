/* A scenario as one JSON document: an object a statement. */
#include "cli/vm_tell.h"
#include "vm/event_line.h"

void vm_json_hex(struct json *w, const char *key, uint64_t value)
{
    struct str text = STR_EMPTY;

    name_hex(&text, value);
    json_put_text(w, key, str_slice(&text));
    str_release(&text);
}

static void put_access(struct json *w, const struct action *a)
{
    const struct result *r = &a->result;

    json_put_text(w, "outcome", slice_from(outcome_name(r->outcome)));
    json_put_int(w, "faults", r->faults);
    if (r->outcome == OUTCOME_DONE) {
        vm_json_hex(w, "value", r->value);
        vm_json_hex(w, "pa", r->pa);
    } else {
        vm_json_hex(w, "fault_va", r->fault_va);
        vm_json_hex(w, "error_code", r->error_code);
    }
}

static void put_walk(struct json *w, const struct action *a,
                     const struct format *f)
{
    vm_json_hex(w, "va", a->walk.va);
    json_open_array(w, "steps");
    for (unsigned i = 0; i < a->walk.nsteps; i++) {
        json_open_object(w, NULL);
        json_put_int(w, "level", f->levels - 1 - (int)i);
        vm_json_hex(w, "index", a->walk.step[i].index);
        vm_json_hex(w, "at", a->walk.step[i].at);
        vm_json_hex(w, "entry", a->walk.step[i].entry);
        json_close(w);
    }
    json_close(w);
    if (a->walk.cause == CAUSE_NONE) {
        vm_json_hex(w, "pa", a->walk.pa);
    } else {
        json_put_text(w, "fault", slice_from(cause_name(a->walk.cause)));
        vm_json_hex(w, "error_code", a->result.error_code);
    }
}

static void put_events(struct json *w, const struct run *run)
{
    struct str line = STR_EMPTY;

    for (unsigned k = 0; k < SHARE_MACHINES; k++) {
        if (run->trace[k].n == 0)
            continue;
        json_open_object(w, NULL);
        json_put_int(w, "machine", k);
        json_open_array(w, "events");
        for (size_t i = 0; i < run->trace[k].n; i++) {
            str_clear(&line);
            event_line(&line, run->trace[k].at[i]);
            json_put_text(w, NULL, str_slice(&line));
        }
        json_close(w);
        json_close(w);
    }
    str_release(&line);
}

/* What happened: the walk, the events by machine, and in sentences. */
static void put_action(struct vm_teller *t)
{
    const struct run *run = t->scene->run;
    struct json *w = &t->w;

    if (run->action.accessed)
        put_access(w, &run->action);
    if (run->action.translated)
        put_walk(w, &run->action, run->script->format);
    json_open_array(w, "trace");
    put_events(w, run);
    json_close(w);
    vm_narrate(t);
    json_open_array(w, "told");
    for (size_t i = 0; i < t->told.n; i++)
        json_put_text(w, NULL, narration_text(&t->told, i));
    json_close(w);
}

void vm_tell_json(struct vm_teller *t, enum run_end end,
                  const struct err *err)
{
    const struct statement *st = run_last(t->scene->run);
    struct json *w = &t->w;

    json_open_object(w, NULL);
    json_put_int(w, "line", (int64_t)st->line);
    json_put_text(w, "text", st->text);
    if (st->verb == VERB_EXPECT)
        json_put_bool(w, "holds", end == RUN_OK);
    if (end != RUN_OK)
        json_put_text(w, "because", slice_from(err->text));
    if (run_acted(t->scene->run))
        put_action(t);
    json_close(w);
}
