/* WHICHPTE told: the instruction, its ranges and their pages. */
#include "problem/kind/whichpte.h"
#include "problem/say.h"

/* --- statement ---------------------------------------------------------- */

static const char *hex(struct arena *a, uint64_t va)
{
    return say_hex(a, va, INSN_VA_BITS);
}

void whichpte_ask(const void *params, struct prompt *out)
{
    const struct whichpte *w = params;
    const struct insn *i = whichpte_insn(w);
    struct arena *a = out->arena;

    prompt_assume(out, "The page table has one level, nothing is in a TLB, "
                       "and all pages are there");
    prompt_assume(out, "Only this one instruction counts: its own bytes are "
                       "fetched, those of the next one are not");
    prompt_say(
        out,
        "Pages are %s, virtual addresses have %u bits. The x86-64 "
        "instruction `%s`, %s of code at `%s`, loads or stores 8 bytes "
        "at a time. Registers: %s.",
        say_size(a, two_to(w->off)), INSN_VA_BITS, i->text,
        say_count(a, i->length, "byte"), hex(a, w->rip),
        insn_registers(i, w->reg, a));
    if (w->level == 4)
        prompt_say(out,
                   " The page table begins at physical address `%s`, and its "
                   "entries are %u bytes. From which physical addresses does "
                   "the processor read entries to run the instruction?",
                   hex(a, w->base), WHICH_ENTRY);
    else
        prompt_say(out, " Give the numbers of all virtual pages whose page "
                        "table entries the processor needs to run it, in "
                        "hex.");
    prompt_ask(
        out, (struct part){.ask = w->level == 4 ? "addresses of entries"
                                                : "virtual page numbers",
                           .kind = ASK_SET,
                           .base = 16,
                           .digits = (uint8_t)(w->level == 4
                                                   ? 8
                                                   : hex_digits(INSN_VA_BITS -
                                                                w->off))});
}

/* --- solution ----------------------------------------------------------- */

static const char *pages(const struct whichpte *w, struct arena *a,
                         struct insn_range r)
{
    uint64_t first = r.from >> w->off;
    const char *one = say_hex(a, first, INSN_VA_BITS - w->off);

    if (!whichpte_straddles(w, r))
        return arena_printf(a, "page `%s`", one);
    return arena_printf(a, "pages `%s` and `%s`", one,
                        say_hex(a, first + 1, INSN_VA_BITS - w->off));
}

/* "rsp - 8 = ": where a datum's address comes from. */
static const char *origin(struct arena *a, struct insn_data d)
{
    const char *name = insn_register_name(d.base);

    if (d.disp == 0)
        return arena_printf(a, "%s =", name);
    return arena_printf(a, "%s %c %d =", name, d.disp < 0 ? '-' : '+',
                        d.disp < 0 ? -d.disp : d.disp);
}

static const char *say_found(struct arena *a, const uint64_t *at, unsigned n,
                             unsigned bits)
{
    const char *text = "";

    for (unsigned i = 0; i < n; i++)
        text = arena_printf(a, "%s%s**`%s`**", text, i > 0 ? ", " : "",
                            say_hex(a, at[i], bits));
    return text;
}

/* The entries' addresses, or the pages, each named once. */
static void explain_found(const struct whichpte *w, struct solution *out)
{
    struct answers all = {.arena = out->arena};
    const struct value *set;

    whichpte_believe(w, 0, &all);
    set = &all.at[0];
    if (w->level == 4)
        solution_step(out, "The entry of page n is at `%s` + n x %u: %s.",
                      hex(out->arena, w->base), WHICH_ENTRY,
                      say_found(out->arena, set->at, set->n, INSN_VA_BITS));
    else
        solution_step(
            out, "Each page counts once: %s.",
            say_found(out->arena, set->at, set->n, INSN_VA_BITS - w->off));
}

void whichpte_explain(const void *params, struct solution *out)
{
    const struct whichpte *w = params;
    const struct insn *i = whichpte_insn(w);
    struct insn_range range[INSN_RANGES];
    struct arena *a = out->arena;
    const char *data = "";
    unsigned n = insn_ranges(i, w->reg, w->rip, range);

    solution_step(
        out,
        "The instruction itself has to be fetched: %s. %s is 2^%u "
        "bytes, so that is %s.",
        i->length == 1
            ? arena_printf(a, "its one byte is `%s`", hex(a, w->rip))
            : arena_printf(a, "its bytes are `%s` to `%s`", hex(a, w->rip),
                           hex(a, w->rip + i->length - 1)),
        say_size(a, two_to(w->off)), w->off, pages(w, a, range[0]));
    for (unsigned r = 1; r < n; r++)
        data = arena_printf(a, "%s%s%s 8 bytes at %s `%s`, that is %s.", data,
                            *data ? " " : "",
                            range[r].access == ACCESS_LOAD ? "It loads"
                                                           : "It stores",
                            origin(a, i->data[r - 1]), hex(a, range[r].from),
                            pages(w, a, range[r]));
    solution_step(out, "%s%s", data,
                  i->rsp < 0
                      ? " Pushing makes rsp smaller first, and stores then."
                      : "");
    explain_found(w, out);
}
