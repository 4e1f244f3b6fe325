/* A machine without a system: memory by its bytes, and translations. A
 * process' addresses are translated here as well: the hardware's part, with
 * nothing mended. */
#include "vm/numeral.h"
#include "vm/script_run_inside.h"

int raw_cpu(struct run *run, const struct statement *st, struct err *err)
{
    bool *const switches[] = {&run->cpu.write_protect, &run->cpu.no_execute,
                              &run->cpu.user_memory, &run->cpu.exec_readable,
                              &run->cpu.large_pages};

    (void)err;
    *switches[st->what] = st->value != 0;
    return 0;
}

int raw_ram(struct run *run, const struct statement *st, struct err *err)
{
    if (run->ram.chunks > 0)
        return err_set(err, ERR_NOTES,
                       "the size of memory has to be said before its bytes");
    phys_release(&run->ram);
    phys_init(&run->ram, st->value);
    return 0;
}

int raw_ptbr(struct run *run, const struct statement *st, struct err *err)
{
    (void)err;
    run->ptbr = st->value;
    return 0;
}

static uint64_t hex(struct slice digits)
{
    uint64_t value = 0;

    for (size_t i = 0; i < digits.len; i++)
        value = value << 4 | (unsigned)numeral_digit(digits.at[i]);
    return value;
}

static int store(struct run *run, const struct statement *st, unsigned bytes,
                 struct err *err)
{
    if (!phys_has(&run->ram, st->value, st->ndata * bytes))
        return err_set(err, ERR_NOTES,
                       "memory ends at 0x%llx; this would reach behind it",
                       (unsigned long long)run->ram.bytes);
    for (size_t i = 0; i < st->ndata; i++)
        phys_store(&run->ram, st->value + i * bytes, bytes, hex(st->data[i]));
    return 0;
}

int raw_memory(struct run *run, const struct statement *st, struct err *err)
{
    return store(run, st, 1, err);
}

int raw_entries(struct run *run, const struct statement *st, struct err *err)
{
    return store(run, st, run->script->format->entry_bytes, err);
}

/* --- translation ---------------------------------------------------------
 */

static void tell(struct trace *t, enum event_kind kind, unsigned level,
                 unsigned process, uint32_t x, uint64_t a, uint64_t b)
{
    trace_put(t, (struct event){.kind = (uint8_t)kind,
                                .level = (uint8_t)level,
                                .process = (uint16_t)process,
                                .x = x,
                                .a = a,
                                .b = b});
}

/* As the machine records an access. Only a load is told to its end: the
 * others change something, and here nothing is. */
static void record(struct trace *t, const struct format *f,
                   const struct phys *mem, const struct walk *w,
                   enum access access, struct cpu cpu, unsigned process)
{
    tell(t, EVENT_ACCESS, access, process, 1, w->va, 0);
    for (unsigned i = 0; i < w->nsteps; i++)
        tell(t, EVENT_STEP, f->levels - 1u - i, process,
             (uint32_t)w->step[i].index, w->step[i].at, w->step[i].entry);
    if (w->cause != CAUSE_NONE)
        tell(t, EVENT_FAULT, w->cause, process,
             walk_error_code(f, w, access, cpu), w->va, access);
    else if (access == ACCESS_LOAD)
        tell(t, EVENT_DONE, access, process, 1, w->pa,
             phys_load(mem, w->pa, 1));
}

int raw_translate(struct run *run, const struct statement *st,
                  struct err *err)
{
    const struct format *f = run->script->format;
    struct action *a = &run->action;
    const struct phys *mem = &run->ram;
    struct cpu cpu = run->cpu;
    uint64_t root = run->ptbr;
    struct machine *m;

    if (run_step(run, err) < 0)
        return -1;
    a->va = st->place.offset;
    if (st->process != NO_NAME) {
        if (run_find(run, st->process, &a->p, &m, err) < 0 ||
            run_locate(run, st->process, &st->place, &a->va, &a->bytes, err) <
                0)
            return -1;
        a->machine = run->process[st->process].machine;
        a->id = a->p->id;
        mem = &m->ram;
        root = a->p->root;
        cpu = m->cpu;
    }
    cpu.user = !st->kernel;
    walk_translate(f, mem, root, a->va, st->access, cpu, &a->walk);
    a->translated = true;
    a->request.access = st->access;
    a->result.error_code = walk_error_code(f, &a->walk, st->access, cpu);
    record(&run->trace[a->machine], f, mem, &a->walk, st->access, cpu, a->id);
    return 0;
}
