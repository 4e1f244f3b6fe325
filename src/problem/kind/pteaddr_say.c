/* PTEADDR told: the table, its index, its bytes. */
#include "problem/kind/pteaddr.h"
#include "problem/say.h"

/* --- statement ---------------------------------------------------------- */

static const char *hex(const struct pteaddr *p, struct arena *a, uint64_t pa)
{
    return say_hex(a, pa, p->pa_bits);
}

static void ask_back(const struct pteaddr *p, struct prompt *out)
{
    struct arena *a = out->arena;

    prompt_say(out,
               "To translate an address the processor reads the entry at "
               "physical address `%s`, and goes on to physical address `%s`. "
               "Which physical page number does the entry hold, and what is "
               "the virtual address?",
               hex(p, a, p->entry), hex(p, a, p->pa));
    prompt_ask_address(out, "physical page number",
                       hex_digits((unsigned)p->pa_bits - p->off));
    prompt_ask_address(out, "virtual address", hex_digits(p->va_bits));
}

void pteaddr_ask(const void *params, struct prompt *out)
{
    const struct pteaddr *p = params;
    struct arena *a = out->arena;

    prompt_assume(out,
                  "The page table has one level, and its entries lie one "
                  "behind the other from page 0 on");
    prompt_say(out, "Pages are %s, page table entries %s. ",
               say_size(a, two_to(p->off)), say_size(a, p->entry_bytes));
    if (p->level == 4)
        prompt_say(out, "Virtual addresses have %u bits. ", p->va_bits);
    prompt_say(out,
               "The page table base register holds the physical address "
               "`%s`. ",
               hex(p, a, p->base));
    if (p->level == 3) {
        ask_back(p, out);
        return;
    }
    if (p->level == 1)
        prompt_say(out,
                   "From which physical address does the processor read the "
                   "entry of virtual page `%s`?",
                   say_hex(a, pteaddr_vpn(p), pteaddr_vpn_bits(p)));
    else
        prompt_say(out,
                   "From which physical address does the processor read the "
                   "entry for the virtual address `%s`?",
                   say_hex(a, p->va, p->va_bits));
    prompt_ask_address(out, "address of the entry", hex_digits(p->pa_bits));
    if (p->level < 4)
        return;
    prompt_say(out, " The table is larger than a page: in which of its pages "
                    "is the entry, the first being page 0, and what is that "
                    "page's physical page number?");
    prompt_ask_integer(out, "page of the table");
    prompt_ask_address(out, "physical page number",
                       hex_digits((unsigned)p->pa_bits - p->off));
}

/* --- solution ----------------------------------------------------------- */

static void explain_back(const struct pteaddr *p, struct solution *out)
{
    struct arena *a = out->arena;
    unsigned ppn_bits = (unsigned)p->pa_bits - p->off;

    solution_step(out,
                  "The entry is `%s` - `%s` = `%s` bytes behind the start of "
                  "the table.",
                  hex(p, a, p->entry), hex(p, a, p->base),
                  say_hex(a, p->entry - p->base, 0));
    solution_step(out,
                  "Entries are %u bytes, so it is number `%s` / %u = `%s`, "
                  "counted from 0. That is the virtual page number.",
                  p->entry_bytes, say_hex(a, p->entry - p->base, 0),
                  p->entry_bytes,
                  say_hex(a, pteaddr_vpn(p), pteaddr_vpn_bits(p)));
    solution_step(
        out,
        "%s is 2^%u bytes, so the offset has %u bits. The physical address "
        "`%s` is `%s` in binary: page number `%s` = **`%s`**, offset `%s`.",
        say_size(a, two_to(p->off)), p->off, p->off, hex(p, a, p->pa),
        say_binary(a, p->pa, p->pa_bits),
        say_binary(a, p->pa >> p->off, ppn_bits),
        say_hex(a, p->pa >> p->off, ppn_bits),
        say_binary(a, low(p->pa, p->off), p->off));
    solution_step(out,
                  "The offset is the same on both sides. Behind the virtual "
                  "page number it makes `%s`: **`%s`**.",
                  say_binary(a, p->va, p->va_bits),
                  say_hex(a, p->va, p->va_bits));
}

static void explain_pages(const struct pteaddr *p, struct solution *out)
{
    struct arena *a = out->arena;
    uint64_t bytes = p->entry - p->base;
    const char *page = say_size(a, two_to(p->off));

    solution_step(out,
                  "A page holds %llu entries: the entry is in page `%s` / %s "
                  "= **%llu** of the table.",
                  (unsigned long long)(two_to(p->off) / p->entry_bytes),
                  say_hex(a, bytes, 0), page,
                  (unsigned long long)(bytes >> p->off));
    solution_step(
        out,
        "The entry's own address without the %u bits of the offset is the "
        "physical page number: **`%s`**.",
        p->off,
        say_hex(a, p->entry >> p->off, (unsigned)p->pa_bits - p->off));
}

void pteaddr_explain(const void *params, struct solution *out)
{
    const struct pteaddr *p = params;
    struct arena *a = out->arena;
    const char *vpn = say_hex(a, pteaddr_vpn(p), pteaddr_vpn_bits(p));
    uint64_t bytes = p->entry - p->base;

    if (p->level == 3) {
        explain_back(p, out);
        return;
    }
    if (p->level == 1)
        solution_step(out, "The virtual page number is the index: `%s`.",
                      vpn);
    else
        solution_step(
            out,
            "%s is 2^%u bytes, so the offset has %u bits. `%s` is `%s` in "
            "binary: page number `%s` = `%s`. That is the index.",
            say_size(a, two_to(p->off)), p->off, p->off,
            say_hex(a, p->va, p->va_bits), say_binary(a, p->va, p->va_bits),
            say_binary(a, pteaddr_vpn(p), pteaddr_vpn_bits(p)), vpn);
    solution_step(out,
                  "`%s` entries lie before it, %u bytes each: `%s` x %u = "
                  "`%s` bytes.",
                  vpn, p->entry_bytes, vpn, p->entry_bytes,
                  say_hex(a, bytes, 0));
    solution_step(out,
                  "They are counted from the start of the table: `%s` + `%s` "
                  "= **`%s`**.",
                  hex(p, a, p->base), say_hex(a, bytes, 0),
                  hex(p, a, p->entry));
    if (p->level == 4)
        explain_pages(p, out);
}
