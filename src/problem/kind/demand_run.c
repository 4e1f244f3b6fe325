#include "problem/kind/demand_run.h"

#include "problem/bits.h"
#include "problem/computer.h"

enum { FRAMES = 64 };

unsigned demand_pushes(const struct demand *d)
{
    return d->instructions / d->every;
}

struct range demand_code(const struct demand *d)
{
    return (struct range){
        d->code,
        d->code + (uint64_t)d->instructions * DEMAND_INSTRUCTION - 1};
}

struct range demand_stack(const struct demand *d)
{
    return (struct range){d->sp - (uint64_t)demand_pushes(d) * DEMAND_VALUE,
                          d->sp - 1};
}

struct range demand_array(const struct demand *d)
{
    return (struct range){d->array, d->array + d->bytes - 1};
}

bool demand_has_code(const struct demand *d)
{
    return d->level >= 2;
}

/* --- the engine --------------------------------------------------------- */

struct run {
    struct computer c;
    struct process *p;
    uint64_t fault[MEMBERS_MAX]; /* addresses, in order */
    unsigned faults;
};

static void map(struct run *r, const struct demand *d, struct range range)
{
    uint64_t first = range.first >> d->page_bits;
    uint64_t last = range.last >> d->page_bits;

    computer_map(&r->c, r->p, first, (unsigned)(last - first + 1), 0);
}

static void use(struct run *r, enum access access, uint64_t va,
                unsigned bytes)
{
    struct result got = machine_access(
        &r->c.m, r->p,
        (struct request){
            .access = access, .bytes = (uint8_t)bytes, .va = va});

    if (got.faults > 0 && r->faults < MEMBERS_MAX)
        r->fault[r->faults++] = got.fault_va;
}

static void begin(struct run *r, const struct demand *d)
{
    r->faults = 0;
    if (d->level == 4)
        computer_start_as(&r->c, "x86-32", FRAMES, false);
    else
        computer_start(&r->c, d->page_bits,
                       (unsigned)d->va_bits - d->page_bits, FRAMES, false);
    r->p = computer_spawn(&r->c);
    map(r, d, demand_stack(d));
    map(r, d, demand_code(d));
    if (d->level == 4)
        map(r, d, demand_array(d));
}

static void go(struct run *r, const struct demand *d)
{
    uint64_t sp = d->sp;

    begin(r, d);
    for (unsigned i = 0; i < d->instructions; i++) {
        if (demand_has_code(d))
            use(r, ACCESS_FETCH, d->code + i * DEMAND_INSTRUCTION,
                DEMAND_INSTRUCTION);
        if ((i + 1) % d->every == 0)
            use(r, ACCESS_STORE, sp -= DEMAND_VALUE, DEMAND_VALUE);
    }
    for (uint64_t i = 0; d->level == 4 && i < d->bytes; i += DEMAND_VALUE)
        use(r, ACCESS_STORE, d->array + i, DEMAND_VALUE);
}

/* But for the frame of zeros, which the machine has by itself. */
static unsigned frames_in_use(const struct run *r)
{
    return r->c.m.nframes - r->c.m.nfree - 1;
}

void demand_run(const struct demand *d, struct answers *out)
{
    struct run r;

    go(&r, d);
    answer_number(out, r.faults);
    out->steps = r.faults;
    if (d->level == 3)
        answer_list(out, r.fault, r.faults);
    if (d->level == 4) {
        answer_number(out, frames_in_use(&r));
        out->steps = frames_in_use(&r);
    }
    computer_stop(&r.c);
}

/* --- by reckoning ------------------------------------------------------- */

static unsigned pieces(struct range r, unsigned bits)
{
    return (unsigned)((r.last >> bits) - (r.first >> bits) + 1);
}

unsigned demand_pages(const struct demand *d, struct range r)
{
    return pieces(r, d->page_bits);
}

unsigned demand_all_pages(const struct demand *d)
{
    return demand_pages(d, demand_stack(d)) +
           (demand_has_code(d) ? demand_pages(d, demand_code(d)) : 0) +
           (d->level == 4 ? demand_pages(d, demand_array(d)) : 0);
}

/* Tables of the last level: the ranges, which lie in order of address, may
 * share one where one ends and the next begins. */
unsigned demand_tables(const struct demand *d)
{
    const struct range all[] = {demand_code(d), demand_array(d),
                                demand_stack(d)};
    unsigned bits = d->page_bits + DEMAND_TABLE_BITS, n = 0;

    for (unsigned i = 0; i < 3; i++) {
        n += pieces(all[i], bits);
        if (i > 0 && all[i - 1].last >> bits == all[i].first >> bits)
            n--;
    }
    return n;
}

/* The addresses of faults in order. Each new page is first touched at its
 * start by code, at its upper end by pushes; whichever instruction is first
 * comes first. With `stack_only` code costs nothing. */
unsigned demand_list(const struct demand *d, bool stack_only,
                     uint64_t out[MEMBERS_MAX])
{
    uint64_t bytes = two_to(d->page_bits);
    uint64_t pc = d->code, sp = d->sp - DEMAND_VALUE;
    unsigned n = 0;

    while (n < MEMBERS_MAX) {
        bool more_code = !stack_only && pc <= demand_code(d).last;
        bool more_stack = sp >= demand_stack(d).first;
        uint64_t fetch = (pc - d->code) / DEMAND_INSTRUCTION;
        uint64_t push = (d->sp - sp) / DEMAND_VALUE * d->every - 1;
        if (!more_code && !more_stack)
            break;
        if (more_code && (!more_stack || fetch <= push)) {
            out[n++] = pc;
            pc = (pc / bytes + 1) * bytes;
        } else {
            out[n++] = sp;
            sp = sp / bytes * bytes - DEMAND_VALUE;
        }
    }
    return n;
}

void demand_reckon(const struct demand *d, struct answers *out)
{
    uint64_t at[MEMBERS_MAX];

    answer_number(out, demand_all_pages(d));
    if (d->level == 3)
        answer_list(out, at, demand_list(d, false, at));
    if (d->level == 4)
        answer_number(out, demand_all_pages(d) + demand_tables(d) + 1);
}
