/* LOOKUP told: the table, the accesses, and each on its way through it. */
#include "problem/kind/lookup.h"
#include "problem/say.h"

static const char *address(const struct lookup *l, struct arena *a,
                           unsigned i)
{
    return linear_say(&l->table, a, l->va[i], l->table.va_bits);
}

void lookup_ask(const void *params, struct prompt *p)
{
    static const char *const of_all[LOOKUP_ASKED] = {
        "of the first", "of the second", "of the load's first byte",
        "of the load's last byte"};
    static const char *const of_two[] = {"of the load", "of the store"};
    const struct lookup *l = params;

    if (l->level == 3)
        prompt_assume(p, "A store to a page needs W, a load does not");
    linear_say_measures(&l->table, p);
    if (l->level == 4)
        prompt_say(p,
                   "To which physical addresses do `%s` and `%s` translate, "
                   "and the first and the last byte of a 4-byte load from "
                   "`%s`? ",
                   address(l, p->arena, 0), address(l, p->arena, 1),
                   address(l, p->arena, 2));
    else if (l->level == 3)
        prompt_say(p,
                   "To which physical addresses do a load from `%s` and a "
                   "store to `%s` go? ",
                   address(l, p->arena, 0), address(l, p->arena, 1));
    else
        prompt_say(p, "Translate the virtual address `%s`. ",
                   address(l, p->arena, 0));
    prompt_say(p, "Answer in hex, or write `fault`.");
    prompt_show(p, linear_figure(&l->table, p->arena, "Page table"));
    for (unsigned i = 0; i < l->asked; i++)
        linear_ask_pa(&l->table, p,
                      l->asked == 1   ? "physical address"
                      : l->asked == 2 ? of_two[i]
                                      : of_all[i]);
}

/* What the row says of the access: ", and W 1, which a store needs". */
static const char *guard(const struct lookup *l, unsigned i, struct arena *a)
{
    unsigned w = l->table.writable[lookup_vpn(l, i)];

    if (!l->table.guarded)
        return "";
    return arena_printf(a, ", and W %u, %s", w,
                        !lookup_is_store(l, i) ? "which a load does not ask"
                        : w                    ? "which a store needs"
                                               : "but a store needs 1");
}

static void explain_one(const struct lookup *l, unsigned i,
                        struct solution *out)
{
    static const char *const whose[LOOKUP_ASKED] = {
        "", "",
        ("The load begins in one page and ends in another. Its first "
         "byte: "),
        "Its last byte, 3 behind the first: "};
    const struct linear *t = &l->table;
    struct arena *a = out->arena;
    uint64_t vpn = lookup_vpn(l, i), offset = low(l->va[i], t->off);
    const char *row = linear_say(t, a, vpn, linear_vpn_bits(t));
    uint64_t pa = linear_pa(t, vpn, offset);

    solution_step(
        out, "%s`%s` is `%s` in binary: page number `%s`, offset `%s`.",
        whose[l->asked == 1 ? 0 : i], say_hex(a, l->va[i], t->va_bits),
        say_binary(a, l->va[i], t->va_bits),
        say_binary(a, vpn, linear_vpn_bits(t)),
        say_binary(a, offset, t->off));
    if (t->valid[vpn])
        solution_step(out, "The row of page `%s` is valid, with PPN `%s`%s.",
                      row, linear_say(t, a, t->ppn[vpn], linear_ppn_bits(t)),
                      guard(l, i, a));
    else
        solution_step(out,
                      "The row of page `%s` has valid 0: nothing is mapped "
                      "there%s.",
                      row, t->stale ? ", whatever its PPN says" : "");
    if (linear_allows(t, vpn, lookup_is_store(l, i)))
        solution_step(
            out, "The PPN in front of the offset is `%s`: **`%s`**.",
            say_binary(a, pa, t->pa_bits), say_hex(a, pa, t->pa_bits));
    else
        solution_step(out, "So the access is a page **fault**.");
}

void lookup_explain(const void *params, struct solution *out)
{
    const struct lookup *l = params;
    unsigned off = l->table.off;

    solution_step(out, "%s is 2^%u bytes, so the offset has %u bits.",
                  say_size(out->arena, two_to(off)), off, off);
    for (unsigned i = 0; i < l->asked; i++)
        explain_one(l, i, out);
}
