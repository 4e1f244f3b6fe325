/* Statements, done by the functions of the machine. */
#include "base/mem.h"
#include "vm/script_run_inside.h"

/* --- processes -----------------------------------------------------------
 */

struct process *run_own(struct run *run, const struct statement *st,
                        struct machine **m, struct err *err)
{
    struct process *p = NULL;

    if (run_find(run, st->process, &p, m, err) < 0)
        return NULL;
    run->action.p = p;
    run->action.id = p->id;
    run->action.machine = run->process[st->process].machine;
    return p;
}

static int no_process(struct err *err)
{
    return err_set(err, ERR_NOTES,
                   "there can be %d processes, and no frame for another "
                   "page table may be left",
                   MACHINE_PROCESSES);
}

static int name_free(struct run *run, uint16_t name, struct err *err)
{
    if (run->process[name].alive)
        return err_set(err, ERR_NOTES, "%s runs already",
                       run->script->name[name].text.at);
    return 0;
}

/* The process made now has that name, and no regions yet. */
static void adopt(struct run *run, uint16_t name, unsigned machine,
                  struct process *p)
{
    struct run_process *rp = &run->process[name];

    rp->alive = true;
    rp->machine = (uint8_t)machine;
    rp->id = p->id;
    rp->n = 0;
    run->action.p = p;
    run->action.id = p->id;
    run->action.machine = machine;
}

static int spawn(struct run *run, const struct statement *st, struct err *err)
{
    struct process *p;

    if (name_free(run, st->name, err) < 0)
        return -1;
    p = process_spawn(&run->m[st->machine]);
    if (p == NULL)
        return no_process(err);
    adopt(run, st->name, st->machine, p);
    return 0;
}

void run_put_region(struct run_process *rp, uint16_t name, uint64_t va,
                    uint64_t bytes)
{
    struct run_region region = {name, va, bytes};

    for (size_t i = 0; i < rp->n; i++)
        if (rp->region[i].name == name) {
            rp->region[i] = region;
            return;
        }
    rp->region = mem_grow(rp->region, rp->n, &rp->cap, sizeof *rp->region);
    rp->region[rp->n++] = region;
}

static int fork_one(struct run *run, const struct statement *st,
                    struct err *err)
{
    struct machine *m;
    struct process *parent = run_own(run, st, &m, err), *child;
    unsigned machine = run->action.machine;

    if (parent == NULL || name_free(run, st->name, err) < 0)
        return -1;
    run->action.parent = parent->id;
    child = process_fork(m, parent);
    if (child == NULL)
        return no_process(err);
    adopt(run, st->name, machine, child);
    for (size_t i = 0; i < run->process[st->process].n; i++) {
        const struct run_region *r = &run->process[st->process].region[i];
        run_put_region(&run->process[st->name], r->name, r->va, r->bytes);
    }
    return 0;
}

/* Whether the process shares memory with other machines; which one it is to
 * them. */
bool run_is_sharing(const struct run *run, const struct process *p,
                    unsigned *node)
{
    for (*node = 0; run->shared && *node < run->share.n; ++*node)
        if (run->share.node[*node].p == p)
            return true;
    return false;
}

int run_must_not_share(const struct run *run, const struct process *p,
                       struct err *err)
{
    unsigned node;

    if (run_is_sharing(run, p, &node))
        return err_set(err, ERR_NOTES,
                       "a process that shares memory with other machines "
                       "can't do this here");
    return 0;
}

static int end(struct run *run, const struct statement *st, struct err *err)
{
    struct machine *m;
    struct process *p = run_own(run, st, &m, err);

    if (p == NULL || run_must_not_share(run, p, err) < 0)
        return -1;
    process_exit(m, p);
    run->process[st->process].alive = false;
    return 0;
}

static int switch_to(struct run *run, const struct statement *st,
                     struct err *err)
{
    struct machine *m;
    struct process *p = run_own(run, st, &m, err);

    if (p == NULL)
        return -1;
    process_switch(m, p);
    return 0;
}

/* --- files and programs --------------------------------------------------
 */

/* The object of a file or program on a machine; made when it is first used
 * there, as are its bytes. */
static int new_object(struct run *run, unsigned k, const struct statement *st,
                      uint32_t pages, struct err *err)
{
    const char *name = run->script->name[st->file].text.at;
    int object = object_new(&run->m[k], OBJECT_FILE, name, pages);

    if (object == NO_OBJECT)
        return err_set(err, ERR_NOTES,
                       "there can be %d files and shared memories at most",
                       MACHINE_OBJECTS);
    run->object[st->file][k] = object;
    run->action.object = object;
    object_at(&run->m[k], object)->notify = st->notify;
    return 0;
}

static void put_bytes(struct run *run, unsigned k, int object, uint64_t page,
                      struct slice text)
{
    struct object *o = object_at(&run->m[k], object);
    uint64_t at = page * run->m[k].page_bytes;

    for (size_t i = 0; i < text.len && i < run->m[k].page_bytes; i++)
        phys_store(&o->disk, at + i, 1, (unsigned char)text.at[i]);
}

static int new_file(struct run *run, const struct statement *st,
                    struct err *err)
{
    if (run->object[st->file][0] != NO_OBJECT)
        return err_set(err, ERR_NOTES, "there is a file %s already",
                       run->script->name[st->file].text.at);
    for (unsigned k = 0; k < run->machines; k++) {
        if (new_object(run, k, st, (uint32_t)st->bytes, err) < 0)
            return -1;
        for (size_t i = 0; i < st->ndata; i++)
            put_bytes(run, k, run->object[st->file][k], i, st->data[i]);
        if (st->cached)
            object_warm(&run->m[k], run->object[st->file][k]);
    }
    return 0;
}

/* What comes from a program's file can be told by its bytes. */
static void put_program(struct run *run, unsigned k,
                        const struct statement *st)
{
    static const char *const names[] = {"text", "rodata", "data"};
    uint32_t page = 0;

    for (int part = 0; part < 3; part++)
        for (uint32_t i = 0; i < st->pages[part]; i++)
            put_bytes(run, k, run->object[st->file][k], page++,
                      slice_from(names[part]));
}

static int new_program(struct run *run, const struct statement *st,
                       struct err *err)
{
    uint32_t pages = st->pages[0] + st->pages[1] + st->pages[2];

    if (run->object[st->file][0] != NO_OBJECT)
        return err_set(err, ERR_NOTES, "there is a program %s already",
                       run->script->name[st->file].text.at);
    if (pages == 0)
        return err_set(err, ERR_NOTES,
                       "a program needs text, rodata or data");
    for (unsigned k = 0; k < run->machines; k++) {
        if (new_object(run, k, st, pages, err) < 0)
            return -1;
        put_program(run, k, st);
        if (st->cached)
            object_warm(&run->m[k], run->object[st->file][k]);
    }
    return 0;
}

/* The regions of a program that was exec'd just now. */
static void name_parts(struct run_process *rp, const struct process *p)
{
    rp->n = 0;
    for (size_t i = 0; i < p->nareas; i++)
        if (p->areas[i].use != USE_NONE)
            run_put_region(rp, p->areas[i].use, p->areas[i].start,
                           p->areas[i].end - p->areas[i].start);
    run_put_region(rp, USE_HEAP, p->heap_start, 0);
}

static int exec(struct run *run, const struct statement *st, struct err *err)
{
    const struct statement *made =
        &run->script->at[run->script->name[st->file].file];
    struct machine *m;
    struct process *p = run_own(run, st, &m, err);
    struct image image;

    if (p == NULL || run_must_not_share(run, p, err) < 0)
        return -1;
    image =
        (struct image){.object = run->object[st->file][run->action.machine],
                       .base = made->value,
                       .text = made->pages[0],
                       .rodata = made->pages[1],
                       .data = made->pages[2],
                       .bss = made->pages[3],
                       .stack = made->pages[4]};
    if (exec_image(m, p, &image, err) < 0)
        return -1;
    name_parts(&run->process[st->process], p);
    return 0;
}

/* --- the table ------------------------------------------------------------
 */

int (*const script_actors[VERBS])(struct run *, const struct statement *,
                                  struct err *) = {
    [VERB_FILE] = new_file,
    [VERB_PROGRAM] = new_program,
    [VERB_PROCESS] = spawn,
    [VERB_FORK] = fork_one,
    [VERB_EXEC] = exec,
    [VERB_EXIT] = end,
    [VERB_SWITCH] = switch_to,
    [VERB_MAP] = act_map,
    [VERB_UNMAP] = act_unmap,
    [VERB_PROTECT] = act_protect,
    [VERB_DISCARD] = act_advise,
    [VERB_PAGEOUT] = act_advise,
    [VERB_SYNC] = act_sync,
    [VERB_GROW] = act_move_heap,
    [VERB_SHRINK] = act_move_heap,
    [VERB_READ] = act_access_all,
    [VERB_WRITE] = act_access_all,
    [VERB_FETCH] = act_access_all,
    [VERB_WATCH] = act_watch,
    [VERB_UNWATCH] = act_watch,
    [VERB_SAMPLE] = act_sample,
    [VERB_SHARE] = act_share,
    [VERB_TRANSLATE] = raw_translate,
    [VERB_CPU] = raw_cpu,
    [VERB_RAM] = raw_ram,
    [VERB_PTBR] = raw_ptbr,
    [VERB_MEMORY] = raw_memory,
    [VERB_ENTRIES] = raw_entries,
};
