/* PTEBITS solved at levels 1 to 3: by the engine's fields and its walk, and by
 * division, with the flags as the manuals number them. */
#include "problem/kind/ptebits.h"

/* --- the engine --------------------------------------------------------- */

/* What user code may do, by the engine's walk over this one entry. */
static void solve_real(const struct ptebits *p, struct answers *out)
{
    static const enum access all[] = {ACCESS_LOAD, ACCESS_STORE,
                                      ACCESS_FETCH};
    struct format f = ptebits_format(p, 1);
    struct phys mem;
    struct walk walk;

    phys_init(&mem, two_to(f.pa_bits));
    phys_store(&mem, 0, f.entry_bytes, p->entry);
    answer_number(out, format_ppn(&f, p->entry));
    answer_number(out, format_ppn(&f, p->entry) << f.page_bits);
    for (unsigned i = 0; i < 3; i++)
        answer_yes(out, walk_translate(&f, &mem, 0, 0, all[i], cpu_user,
                                       &walk) == CAUSE_NONE);
    phys_release(&mem);
    out->steps = 6;
}

void ptebits_solve(const void *params, struct answers *out)
{
    const struct ptebits *p = params;
    struct format f = ptebits_format(p, 1);

    if (p->level == 4) {
        ptebits_build_solve(p, out);
        return;
    }
    if (p->level == 3) {
        solve_real(p, out);
        return;
    }
    answer_number(out, format_ppn(&f, p->entry));
    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            answer_yes(out, format_has(p->entry, ptebits_flag(p, i)));
    out->steps = out->n;
}

/* --- by division -------------------------------------------------------- */

bool ptebits_bit(uint64_t entry, unsigned at)
{
    while (at-- > 0)
        entry /= 2;
    return entry % 2 == 1;
}

uint64_t ptebits_bits(uint64_t entry, unsigned at, unsigned n)
{
    uint64_t value = 0, place = 1;

    for (; at > 0; at--)
        entry /= 2;
    for (; n > 0; n--) {
        value += entry % 2 * place;
        entry /= 2;
        place *= 2;
    }
    return value;
}

/* The answers of someone who finds that page number and these flags. */
void ptebits_give_flags(const struct ptebits *p, uint64_t ppn, uint64_t entry,
                        struct answers *out)
{
    answer_number(out, ppn);
    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            answer_yes(out, ptebits_bit(entry, p->flag[i]));
}

/* What the bits say, as the manuals number them. */
struct ptebits_rights ptebits_rights(const struct ptebits *p, uint64_t entry)
{
    if (ptebits_is_x86(p))
        return (struct ptebits_rights){true, ptebits_bit(entry, 1),
                                       !ptebits_bit(entry, 63),
                                       ptebits_bit(entry, 2)};
    return (struct ptebits_rights){
        ptebits_bit(entry, 1), ptebits_bit(entry, 2), ptebits_bit(entry, 3),
        ptebits_bit(entry, 4)};
}

void ptebits_give_rights(uint64_t ppn, uint64_t base,
                         struct ptebits_rights rights, struct answers *out)
{
    answer_number(out, ppn);
    answer_number(out, base);
    answer_yes(out, rights.r && rights.u);
    answer_yes(out, rights.w && rights.u);
    answer_yes(out, rights.x && rights.u);
}

uint64_t ptebits_ppn(const struct ptebits *p)
{
    return ptebits_bits(p->entry, p->ppn_at, p->ppn_bits);
}

void ptebits_solve_again(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    if (p->level == 4)
        ptebits_build_solve_again(p, out);
    else if (p->level == 3)
        ptebits_give_rights(ptebits_ppn(p), ptebits_ppn(p) * 4096,
                            ptebits_rights(p, p->entry), out);
    else
        ptebits_give_flags(p, ptebits_ppn(p), p->entry, out);
}

/* The page begins where the number that was found says. */
bool ptebits_follow(const void *params, unsigned part,
                    const struct answers *given, struct answers *out)
{
    const struct ptebits *p = params;
    uint64_t ppn;

    if (p->level != 3 || part != 1 || given->at[0].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[0].number, &ppn) || ppn >= two_to(52))
        return false;
    answer_number(out, ppn << 12);
    return true;
}
