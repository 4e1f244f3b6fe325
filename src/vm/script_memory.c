/* Statements about memory, done by the functions of the machine: mappings,
 * accesses, and the tricks that are made of them. */
#include "base/mem.h"
#include "vm/script_run_inside.h"
#include "vm/watch.h"

/* --- memory --------------------------------------------------------------
 */

int act_map(struct run *run, const struct statement *st, struct err *err)
{
    struct action *a = &run->action;
    struct machine *m;
    struct process *p = run_own(run, st, &m, err);

    if (p == NULL)
        return -1;
    a->map = (struct mapping){.va = st->place.offset,
                              .bytes = st->bytes,
                              .flags = st->flags,
                              .use = run->script->name[st->name].use,
                              .object = NO_OBJECT,
                              .page_offset = st->value};
    if (st->file != NO_NAME)
        a->map.object = run->object[st->file][a->machine];
    if (map_area(m, p, &a->map, &a->va, err) < 0)
        return -1;
    a->map.va = a->va;
    a->bytes = (st->bytes + m->page_bytes - 1) & ~(m->page_bytes - 1);
    run_put_region(&run->process[st->process], st->name, a->va, a->bytes);
    return 0;
}

/* The process and range of a statement about a range. */
static struct process *ranged(struct run *run, const struct statement *st,
                              struct machine **m, struct err *err)
{
    struct process *p = run_own(run, st, m, err);
    struct action *a = &run->action;

    if (p == NULL ||
        run_locate(run, st->process, &st->place, &a->va, &a->bytes, err) < 0)
        return NULL;
    if (st->bytes > 0)
        a->bytes = st->bytes;
    return p;
}

int act_unmap(struct run *run, const struct statement *st, struct err *err)
{
    struct machine *m;
    struct process *p = ranged(run, st, &m, err);

    if (p == NULL || run_must_not_share(run, p, err) < 0)
        return -1;
    return map_remove(m, p, run->action.va, run->action.bytes, err);
}

int act_protect(struct run *run, const struct statement *st, struct err *err)
{
    struct machine *m;
    struct process *p = ranged(run, st, &m, err);

    if (p == NULL || run_must_not_share(run, p, err) < 0)
        return -1;
    return map_protect(m, p, run->action.va, run->action.bytes, st->flags,
                       err);
}

int act_advise(struct run *run, const struct statement *st, struct err *err)
{
    struct machine *m;
    struct process *p = ranged(run, st, &m, err);

    if (p == NULL || run_must_not_share(run, p, err) < 0)
        return -1;
    return map_advise(m, p, run->action.va, run->action.bytes,
                      st->verb == VERB_DISCARD ? ADVICE_DISCARD
                                               : ADVICE_PAGE_OUT,
                      &run->action.sample.accessed, err);
}

int act_sync(struct run *run, const struct statement *st, struct err *err)
{
    struct machine *m;
    struct process *p = ranged(run, st, &m, err);

    if (p == NULL)
        return -1;
    return map_sync(m, p, run->action.va, run->action.bytes, err);
}

int act_sample(struct run *run, const struct statement *st, struct err *err)
{
    struct machine *m;
    struct process *p = ranged(run, st, &m, err);

    if (p == NULL)
        return -1;
    run->action.sample = sample_take(m, p, run->action.va, run->action.bytes);
    return 0;
}

int act_move_heap(struct run *run, const struct statement *st,
                  struct err *err)
{
    struct action *a = &run->action;
    struct machine *m;
    struct process *p = run_own(run, st, &m, err);

    if (p == NULL)
        return -1;
    if (p->heap_start == 0)
        return err_set(err, ERR_NOTES,
                       "only a program that was exec'd has a heap that "
                       "grows; others map theirs");
    a->from = p->heap_end;
    if (st->bytes > (st->verb == VERB_GROW ? m->va_top - a->from
                                           : a->from - p->heap_start))
        return err_set(err, ERR_NOTES, "the heap can't end there");
    a->to = st->verb == VERB_GROW ? a->from + st->bytes : a->from - st->bytes;
    return map_brk(m, p, a->to, err);
}

/* --- accesses ------------------------------------------------------------
 */

static int access_one(struct run *run, struct machine *m, struct process *p,
                      struct err *err)
{
    struct action *a = &run->action;
    unsigned node;

    if (run_step(run, err) < 0)
        return -1;
    if (run_is_sharing(run, p, &node))
        a->result = share_access(&run->share, node, a->request);
    else
        a->result = machine_access(m, p, a->request);
    a->accessed = true;
    run->done =
        mem_grow(run->done, run->ndone, &run->done_cap, sizeof *run->done);
    run->done[run->ndone++] = (struct run_access){a->request, a->result};
    return 0;
}

/* One access, or one of each page. */
int act_access_all(struct run *run, const struct statement *st,
                   struct err *err)
{
    struct action *a = &run->action;
    struct machine *m;
    struct process *p = run_own(run, st, &m, err);
    uint64_t pages;

    if (p == NULL ||
        run_locate(run, st->process, &st->place, &a->va, &a->bytes, err) < 0)
        return -1;
    a->request = (struct request){.access = st->access,
                                  .kernel = st->kernel,
                                  .bytes = (uint8_t)st->bytes,
                                  .va = a->va,
                                  .value = st->value};
    pages = st->place.whole ? 1 : a->bytes / m->page_bytes;
    a->bytes = st->bytes;
    do {
        if (access_one(run, m, p, err) < 0)
            return -1;
        a->request.va += m->page_bytes;
    } while (pages-- > 1);
    a->request.va -= m->page_bytes;
    return 0;
}

int act_watch(struct run *run, const struct statement *st, struct err *err)
{
    struct action *a = &run->action;
    struct machine *m;
    struct process *p = run_own(run, st, &m, err);

    if (p == NULL || run_must_not_share(run, p, err) < 0 ||
        run_locate(run, st->process, &st->place, &a->va, &a->bytes, err) < 0)
        return -1;
    a->bytes = st->bytes;
    if (st->verb == VERB_UNWATCH)
        return watch_remove(m, p, a->va, err);
    return watch_add(m, p, a->va, (uint32_t)st->bytes, err);
}

int act_share(struct run *run, const struct statement *st, struct err *err)
{
    struct share_node nodes[SHARE_MACHINES];
    bool seen[SHARE_MACHINES] = {false};

    if (run->shared)
        return err_set(err, ERR_NOTES, "one region can be shared at most");
    for (size_t i = 0; i < st->nwho; i++) {
        unsigned k = run->process[st->who[i]].machine;
        if (run_find(run, st->who[i], &nodes[i].p, &nodes[i].m, err) < 0)
            return -1;
        if (seen[k])
            return err_set(err, ERR_NOTES,
                           "each process must be on a machine of its own, "
                           "and two are on machine %u",
                           k);
        seen[k] = true;
    }
    if (share_init(&run->share, nodes, (unsigned)st->nwho, st->place.offset,
                   (unsigned)st->bytes, err) < 0)
        return -1;
    run->shared = true;
    for (size_t i = 0; i < st->nwho; i++)
        run_put_region(&run->process[st->who[i]], st->name, st->place.offset,
                       st->bytes * run->share.page_bytes);
    return 0;
}
