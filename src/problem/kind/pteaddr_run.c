/* PTEADDR solved: by the engine's walk, and by division and multiplication. */
#include "problem/kind/pteaddr.h"
#include "problem/say.h"
#include "vm/walk.h"

void pteaddr_give(const struct pteaddr *p, uint64_t entry, uint64_t in_table,
                  struct answers *out)
{
    answer_number(out, entry);
    if (p->level == 4) {
        answer_number(out, in_table >> p->off);
        answer_number(out, entry >> p->off);
    }
}

static struct format machine(const struct pteaddr *p)
{
    struct format f = say_linear(p->va_bits, p->pa_bits, p->off);

    f.entry_bytes = p->entry_bytes;
    f.valid = two_to(8u * p->entry_bytes - 1);
    return f;
}

/* Where the engine's walk reads, and what it makes of it. */
void pteaddr_solve(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    struct format f = machine(p);
    struct walk walk;
    struct phys mem;

    phys_init(&mem, two_to(p->pa_bits));
    if (p->level == 3)
        phys_store(&mem, p->entry, p->entry_bytes,
                   format_leaf(&f, p->pa >> p->off, PERM_R));
    walk_translate(&f, &mem, p->base, p->va, ACCESS_LOAD, cpu_user, &walk);
    if (p->level != 3) {
        pteaddr_give(p, walk.step[0].at, walk.step[0].at - p->base, out);
    } else if (walk.cause == CAUSE_NONE && walk.pa == p->pa) {
        answer_number(out, format_ppn(&f, walk.step[0].entry));
        answer_number(out, walk.va);
    }
    phys_release(&mem);
    out->steps = p->level == 1 ? 2 : p->level == 4 ? 5 : 1u + p->level;
}

/* By division and multiplication. */
void pteaddr_solve_again(const void *params, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t page = 1, at;

    for (unsigned i = 0; i < p->off; i++)
        page *= 2;
    if (p->level == 3) {
        uint64_t vpn = (p->entry - p->base) / p->entry_bytes;
        answer_number(out, p->pa / page);
        answer_number(out, vpn * page + p->pa % page);
        return;
    }
    at = p->va / page * p->entry_bytes + p->base;
    answer_number(out, at);
    if (p->level == 4) {
        answer_number(out, (at - p->base) / page);
        answer_number(out, at / page);
    }
}

/* Both pages follow from the address that a person found. */
bool pteaddr_follow(const void *params, unsigned part,
                    const struct answers *given, struct answers *out)
{
    const struct pteaddr *p = params;
    uint64_t at;

    if (p->level != 4 || part == 0 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &at) || at < p->base)
        return false;
    answer_number(out, (part == 1 ? at - p->base : at) >> p->off);
    return true;
}
