/* The machines of a run, its names, and one statement after the other. */
#include "vm/script_run.h"

#include <stdlib.h>

#include "base/mem.h"
#include "vm/script_run_inside.h"

/* --- the machines --------------------------------------------------------
 */

enum { FRAMES = 256 }; /* unless the script says */

/* As many frames as an entry can name, but not too many. */
static uint32_t frames_of(const struct format *f)
{
    unsigned bits =
        f->pa_bits > f->page_bits ? (unsigned)f->pa_bits - f->page_bits : 0;

    if (f->ppn_bits < bits)
        bits = f->ppn_bits;
    return bits >= 8 ? FRAMES : 1u << bits;
}

static int start_machines(struct run *run, struct err *err)
{
    struct machine_config config = run->script->config;

    config.format = run->script->format;
    config.profile = run->profile;
    if (config.frames == 0)
        config.frames = frames_of(config.format);
    for (unsigned k = 0; k < run->script->machines; k++) {
        if (machine_init(&run->m[k], &config, err) < 0)
            return -1;
        run->m[k].trace = &run->trace[k];
        run->machines++;
    }
    return 0;
}

static void start_raw(struct run *run)
{
    const struct format *f = run->script->format;

    phys_init(&run->ram, UINT64_C(1) << f->pa_bits);
    run->cpu = cpu_user;
    run->cpu.large_pages = true;
}

struct run *run_new(const struct script *script,
                    const struct profile *profile, struct err *err)
{
    struct run *run = mem_new(sizeof *run);

    run->script = script;
    run->profile = profile != NULL ? profile : script->profile;
    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        trace_init(&run->trace[k], TRACE_LIMIT);
    for (size_t i = 0; i < SCRIPT_NAMES; i++)
        for (unsigned k = 0; k < SHARE_MACHINES; k++)
            run->object[i][k] = NO_OBJECT;
    if (script->raw)
        start_raw(run);
    else if (start_machines(run, err) < 0) {
        run_free(run);
        return NULL;
    }
    return run;
}

void run_free(struct run *run)
{
    if (run == NULL)
        return;
    for (size_t i = 0; i < SCRIPT_NAMES; i++)
        free(run->process[i].region);
    for (unsigned k = 0; k < run->machines; k++)
        machine_release(&run->m[k]);
    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        trace_release(&run->trace[k]);
    phys_release(&run->ram);
    free(run->done);
    free(run);
}

/* --- names ---------------------------------------------------------------
 */

uint16_t run_process_name(const struct run *run, unsigned machine,
                          unsigned id)
{
    uint16_t found = NO_NAME;

    for (size_t i = 0; i < run->script->nnames; i++) {
        const struct run_process *p = &run->process[i];
        if (p->n == 0 && !p->alive)
            continue;
        if (p->machine == machine && p->id == id &&
            (p->alive || found == NO_NAME))
            found = (uint16_t)i;
    }
    return found;
}

static void put_name(struct str *out, const struct run *run, uint16_t name)
{
    if (name != NO_NAME)
        str_put(out, run->script->name[name].text);
}

static void process_name(void *at, struct str *out, unsigned process)
{
    const struct run_names *n = at;

    if (n->run->script->raw)
        str_puts(out, "The CPU");
    put_name(out, n->run, run_process_name(n->run, n->machine, process));
}

static void object_name(void *at, struct str *out, unsigned object)
{
    const struct run_names *n = at;

    for (size_t i = 0; i < n->run->script->nnames; i++)
        if (n->run->object[i][n->machine] == (int)object) {
            put_name(out, n->run, (uint16_t)i);
            return;
        }
}

static void area_name(void *at, struct str *out, unsigned process,
                      uint64_t start)
{
    const struct run_names *n = at;
    uint16_t who = run_process_name(n->run, n->machine, process);

    for (size_t i = 0; who != NO_NAME && i < n->run->process[who].n; i++) {
        const struct run_region *r = &n->run->process[who].region[i];
        if (r->va <= start && start - r->va < r->bytes) {
            put_name(out, n->run, r->name);
            return;
        }
    }
}

struct names run_names(const struct run *run, unsigned machine,
                       struct run_names *store)
{
    *store = (struct run_names){run, machine};
    return (struct names){.at = store,
                          .process = process_name,
                          .object = object_name,
                          .area = area_name};
}

/* --- looking up ----------------------------------------------------------
 */

int run_find(struct run *run, uint16_t name, struct process **out,
             struct machine **m, struct err *err)
{
    struct run_process *p = &run->process[name];

    if (!p->alive)
        return err_set(err, ERR_NOTES, "%s does not run now",
                       run->script->name[name].text.at);
    *m = &run->m[p->machine];
    *out = process_at(*m, p->id);
    return 0;
}

/* The heap of a program moves its end. */
static bool is_heap(const struct run_region *r, const struct process *p)
{
    return r->name == USE_HEAP && p->heap_start != 0 &&
           r->va == p->heap_start;
}

static int locate_region(struct run *run, uint16_t who, uint16_t name,
                         uint64_t *va, uint64_t *bytes, struct err *err)
{
    const struct run_process *rp = &run->process[who];
    struct process *p = NULL;
    struct machine *m = NULL;

    if (run_find(run, who, &p, &m, err) < 0)
        return -1;
    if (name == NAME_KERNEL) {
        *va = m->kernel_va;
        *bytes = m->kernel_pages * m->page_bytes;
        return 0;
    }
    for (size_t i = 0; i < rp->n; i++)
        if (rp->region[i].name == name) {
            *va = rp->region[i].va;
            *bytes = is_heap(&rp->region[i], p) ? p->heap_end - p->heap_start
                                                : rp->region[i].bytes;
            return 0;
        }
    return err_set(err, ERR_NOTES, "%s has no region %s",
                   run->script->name[who].text.at,
                   run->script->name[name].text.at);
}

int run_locate(struct run *run, uint16_t process, const struct place *place,
               uint64_t *va, uint64_t *bytes, struct err *err)
{
    *va = 0;
    *bytes = 0;
    if (place->region != NO_NAME &&
        locate_region(run, process, place->region, va, bytes, err) < 0)
        return -1;
    *va += place->offset;
    if (!place->whole)
        *bytes = place->bytes;
    return 0;
}

int run_step(struct run *run, struct err *err)
{
    if (run->steps == SCRIPT_STEPS)
        return err_set(err, ERR_NOTES,
                       "a script can make %d accesses and translations at "
                       "most",
                       SCRIPT_STEPS);
    run->steps++;
    return 0;
}

/* --- statements ----------------------------------------------------------
 */

const struct statement *run_last(const struct run *run)
{
    return run->last;
}

static bool acts(enum verb verb)
{
    return verb != VERB_EXPECT && verb != VERB_SHOW && verb != VERB_SAY;
}

bool run_acted(const struct run *run)
{
    return run->last != NULL && acts(run->last->verb);
}

static int within_limits(struct run *run, const struct statement *st,
                         struct err *err)
{
    if (st->verb == VERB_SHOW)
        run->events += (uint64_t)SCRIPT_DRAWN * run->machines *
                       (run->machines > 0 ? run->m[0].nframes : 0);
    if (run->events <= SCRIPT_EVENTS)
        return 0;
    return err_set(err, ERR_NOTES,
                   "this script is too much work: more than %d events",
                   SCRIPT_EVENTS);
}

static void begin(struct run *run, const struct statement *st)
{
    run->counted = false;
    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        trace_clear(&run->trace[k]);
    run->action = (struct action){.st = st, .object = NO_OBJECT};
    run->ndone = 0;
}

static int act(struct run *run, const struct statement *st, struct err *err)
{
    int rc;

    if (!acts(st->verb))
        return 0;
    begin(run, st);
    if (script_actors[st->verb] == NULL)
        return 0;
    rc = script_actors[st->verb](run, st, err);
    for (unsigned k = 0; k < SHARE_MACHINES; k++)
        run->events += run->trace[k].n + run->trace[k].lost;
    return rc;
}

enum run_end run_next(struct run *run, struct err *err)
{
    const struct statement *st;
    int rc;

    if (run->next == run->script->n)
        return RUN_END;
    st = &run->script->at[run->next++];
    run->last = st;
    if (st->verb == VERB_EXPECT) {
        rc = run_judge(run, &st->check, err);
        return rc > 0 ? RUN_OK : rc == 0 ? RUN_UNMET : RUN_FAILED;
    }
    if (within_limits(run, st, err) == 0 && act(run, st, err) == 0)
        return RUN_OK;
    run->next = run->script->n;
    return RUN_FAILED;
}
