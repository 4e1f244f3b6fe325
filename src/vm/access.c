#include "vm/access.h"

#include "vm/apply.h"
#include "vm/watch.h"

/* The part of an access that lies in one page. */
struct piece {
    struct walk walk;
    unsigned bytes;
};

static void tell_walk(struct machine *m, const struct process *p,
                      const struct walk *w)
{
    for (unsigned i = 0; i < w->nsteps; i++)
        machine_tell(
            m, (struct event){.kind = EVENT_STEP,
                              .level = (uint8_t)(m->format->levels - 1 - i),
                              .process = p->id,
                              .x = (uint32_t)w->step[i].index,
                              .a = w->step[i].at,
                              .b = w->step[i].entry});
}

/* Translates piece after piece; returns how many, the last one of which may
 * have failed. */
static unsigned translate(struct machine *m, const struct process *p,
                          const struct request *q, struct cpu cpu,
                          struct piece *piece)
{
    unsigned n = 0, done = 0;

    while (done < q->bytes) {
        struct piece *at = &piece[n++];
        uint64_t va = q->va + done;
        uint64_t room = m->page_bytes - format_offset(m->format, va);

        walk_translate(m->format, &m->ram, p->root, va, q->access, cpu,
                       &at->walk);
        if (m->trace != NULL)
            tell_walk(m, p, &at->walk);
        if (at->walk.cause != CAUSE_NONE)
            break;
        at->bytes = room < q->bytes - done ? (unsigned)room : q->bytes - done;
        done += at->bytes;
    }
    return n;
}

/* The accessed and dirty bits that the hardware writes back. */
static void mark(struct machine *m, const struct process *p, struct walk *w,
                 enum access access)
{
    unsigned changed = walk_mark(m->format, w, access);

    for (unsigned i = 0; changed >> i != 0; i++)
        if (changed >> i & 1)
            machine_do(m, (struct event){
                              .kind = EVENT_ENTRY,
                              .level = (uint8_t)(m->format->levels - 1 - i),
                              .process = p->id,
                              .x = (uint32_t)w->step[i].index,
                              .a = w->step[i].at,
                              .b = w->step[i].entry});
}

static uint64_t low_bytes(uint64_t value, unsigned bytes)
{
    return bytes >= 8 ? value : value & ((UINT64_C(1) << 8 * bytes) - 1);
}

static uint64_t perform(struct machine *m, const struct process *p,
                        const struct request *q, struct piece *piece,
                        unsigned n)
{
    uint64_t value = 0;
    unsigned done = 0;

    for (unsigned i = 0; i < n; i++) {
        uint64_t pa = piece[i].walk.pa, part;
        mark(m, p, &piece[i].walk, q->access);
        if (q->access == ACCESS_STORE) {
            part = low_bytes(q->value >> 8 * done, piece[i].bytes);
            machine_do(m, (struct event){.kind = EVENT_STORE,
                                         .process = p->id,
                                         .x = piece[i].bytes,
                                         .a = pa,
                                         .b = part});
        } else {
            part = phys_load(&m->ram, pa, piece[i].bytes);
        }
        value |= part << 8 * done;
        done += piece[i].bytes;
    }
    return value;
}

static void succeed(struct machine *m, struct process *p,
                    const struct request *q, struct piece *piece, unsigned n,
                    struct result *r)
{
    r->outcome = OUTCOME_DONE;
    r->value = perform(m, p, q, piece, n);
    r->pa = piece[0].walk.pa;
    machine_tell(m, (struct event){.kind = EVENT_DONE,
                                   .level = (uint8_t)q->access,
                                   .process = p->id,
                                   .x = q->bytes,
                                   .a = r->pa,
                                   .b = r->value});
    if (q->access == ACCESS_STORE)
        watch_after_store(m, p, q->va, q->bytes, r->value);
}

/* True when the access is worth another try. */
static bool fault(struct machine *m, struct process *p,
                  const struct request *q, struct cpu cpu,
                  const struct walk *w, struct result *r)
{
    r->error_code = walk_error_code(m->format, w, q->access, cpu);
    machine_tell(m, (struct event){.kind = EVENT_FAULT,
                                   .level = (uint8_t)w->cause,
                                   .process = p->id,
                                   .x = r->error_code,
                                   .a = w->va,
                                   .b = q->access});
    r->outcome = fault_handle(m, p, w, q->access);
    if (r->outcome != OUTCOME_SEGV_GP)
        r->fault_va = w->va;
    if (r->outcome == OUTCOME_DONE) {
        r->faults++;
        machine_tell(m, (struct event){.kind = EVENT_RETRY,
                                       .process = p->id,
                                       .a = q->va});
        return true;
    }
    r->signal_va = r->outcome == OUTCOME_SEGV_GP ? 0 : w->va;
    machine_tell(m, (struct event){.kind = EVENT_SIGNAL,
                                   .level = (uint8_t)r->outcome,
                                   .process = p->id,
                                   .a = r->signal_va});
    return false;
}

struct result machine_access(struct machine *m, struct process *p,
                             struct request q)
{
    struct piece piece[ACCESS_BYTES];
    struct result r = {0};
    struct cpu cpu = m->cpu;

    cpu.user = !q.kernel;
    machine_tell(m, (struct event){.kind = EVENT_ACCESS,
                                   .level = (uint8_t)q.access,
                                   .process = p->id,
                                   .x = q.bytes,
                                   .a = q.va,
                                   .b = q.value});
    for (;;) {
        unsigned n = translate(m, p, &q, cpu, piece);
        const struct walk *last = &piece[n - 1].walk;
        if (last->cause == CAUSE_NONE) {
            succeed(m, p, &q, piece, n, &r);
            break;
        }
        if (!fault(m, p, &q, cpu, last, &r)) {
            watch_restore(m, p, q.va, q.bytes);
            break;
        }
    }
    machine_check(m);
    return r;
}

struct result machine_load(struct machine *m, struct process *p, uint64_t va)
{
    return machine_access(
        m, p, (struct request){.access = ACCESS_LOAD, .bytes = 1, .va = va});
}

struct result machine_store(struct machine *m, struct process *p, uint64_t va,
                            uint8_t value)
{
    return machine_access(
        m, p,
        (struct request){
            .access = ACCESS_STORE, .bytes = 1, .va = va, .value = value});
}

struct result machine_fetch(struct machine *m, struct process *p, uint64_t va)
{
    return machine_access(
        m, p, (struct request){.access = ACCESS_FETCH, .bytes = 1, .va = va});
}
