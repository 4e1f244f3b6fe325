/* WHICHPTE solved: page by page of each range, also as one who believes this
 * or that, and byte by byte by the engine. */
#include "problem/kind/whichpte.h"
#include "problem/say.h"

/* --- by hand ------------------------------------------------------------ */

/* Page by page of each range. */
static unsigned find(const struct whichpte *w, unsigned off, unsigned beliefs,
                     uint64_t found[WHICH_FOUND])
{
    const struct insn *i = whichpte_insn(w);
    struct insn_range range[INSN_RANGES];
    uint64_t reg[REGS];
    unsigned n, many = 0;

    for (unsigned r = 0; r < REGS; r++)
        reg[r] = w->reg[r];
    if (beliefs & WHICH_OLD_RSP)
        reg[REG_RSP] += i->rsp < 0 ? 8 : UINT64_MAX - 7;
    n = insn_ranges(i, reg, w->rip, range);
    for (unsigned r = beliefs & WHICH_NO_CODE ? 1 : 0; r < n; r++) {
        uint64_t first = range[r].from >> off;
        uint64_t last = (range[r].from + range[r].bytes - 1) >> off;
        if (beliefs & WHICH_ONE_PAGE)
            last = first;
        for (uint64_t vpn = first; vpn <= last; vpn++)
            found[many++] = beliefs & WHICH_ADDRESS ? range[r].from : vpn;
    }
    if (beliefs & WHICH_VALUE)
        found[many++] = reg[i->value] >> off;
    return many;
}

static void give(const struct whichpte *w, uint64_t found[WHICH_FOUND],
                 unsigned n, unsigned beliefs, struct answers *out)
{
    for (unsigned i = 0; w->level == 4 && i < n; i++)
        found[i] = found[i] * (beliefs & WHICH_NO_SIZE ? 1 : WHICH_ENTRY) +
                   (beliefs & WHICH_NO_BASE ? 0 : w->base);
    answer_set(out, found, n);
}

bool whichpte_believe(const void *params, unsigned beliefs,
                      struct answers *out)
{
    const struct whichpte *w = params;
    unsigned off = w->off;
    uint64_t found[WHICH_FOUND];

    if ((beliefs & WHICH_OLD_RSP && whichpte_insn(w)->rsp == 0) ||
        (beliefs & WHICH_VALUE && !whichpte_insn(w)->has_value))
        return false;
    off -= (beliefs & WHICH_BIT_LOW) != 0;
    off += (beliefs & WHICH_BIT_HIGH) != 0;
    give(w, found, find(w, off, beliefs, found), beliefs, out);
    return true;
}

/* --- the engine --------------------------------------------------------- */

/* Every byte goes through the engine's walk, which tells the entry it read. */
void whichpte_solve(const void *params, struct answers *out)
{
    const struct whichpte *w = params;
    struct format f = say_linear(INSN_VA_BITS, INSN_VA_BITS, w->off);
    struct insn_range range[INSN_RANGES];
    unsigned n = insn_ranges(whichpte_insn(w), w->reg, w->rip, range),
             many = 0;
    uint64_t found[WHICH_FOUND];
    struct walk walk;
    struct phys mem;

    phys_init(&mem, two_to(40));
    for (unsigned r = 0; r < n; r++) {
        for (uint64_t i = 0; i < range[r].bytes; i++) {
            uint64_t entry;
            walk_translate(&f, &mem, w->base, range[r].from + i,
                           range[r].access, cpu_user, &walk);
            entry = w->level == 4 ? walk.step[0].at : walk.step[0].index;
            if (i == 0 || found[many - 1] != entry)
                found[many++] = entry;
        }
    }
    phys_release(&mem);
    answer_set(out, found, many);
    out->steps = 1 + many + (w->level == 4 ? 2 * many : 0);
}
