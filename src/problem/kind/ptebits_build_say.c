/* Level 4 of PTEBITS told. */
#include "problem/kind/ptebits.h"

/* --- statement ---------------------------------------------------------- */

static const char *allowed(const struct ptebits *p)
{
    switch (p->perms) {
    case PERM_R:
        return "read the page, but neither write nor execute it";
    case PERM_R | PERM_W:
        return "read and write the page, but not execute it";
    case PERM_R | PERM_X:
        return "read and execute the page, but not write it";
    default:
        return "read, write and execute the page";
    }
}

static void show(const struct ptebits *p, struct prompt *out, unsigned level,
                 bool leaf, const char *title)
{
    struct format f = ptebits_format(p, level + 1);
    struct figure *figure = arena_new(out->arena, sizeof *figure);

    *figure = figure_entry(out->arena, &f, level, leaf, NULL);
    figure->title = slice_from(title);
    prompt_show(out, figure);
}

static void assume(const struct ptebits *p, struct prompt *out)
{
    prompt_assume(out, "Tables above this entry allow everything, and the "
                       "hardware sets accessed and dirty bits by itself");
    if (ptebits_is_x86(p))
        prompt_assume(out, "The no-execute bit is in use, and 1 forbids; PS "
                           "set in an entry above the last table names a "
                           "large page; bits drawn as 0 are reserved");
    else
        prompt_assume(out, "R, W and X all 0 in an entry above the last "
                           "table name the next table; W without R is "
                           "reserved, as are bits drawn as 0");
}

void ptebits_build_ask(const struct ptebits *p, struct prompt *out)
{
    unsigned width = ptebits_width(p);
    struct arena *a = out->arena;

    assume(p, out);
    prompt_say(
        out,
        "%s: give an entry of the last table with which the virtual "
        "address `%s` leads to the physical address `%s`, and user "
        "code may %s. Any that does it is right.\n\n"
        "In the table above there are the entries `%s` and `%s`. What "
        "does each of them name: a large `page`, a `table`, or nothing "
        "because it is `reserved` or `not present`?",
        ptebits_machine_titles[p->real - 1], say_hex(a, p->va, 32),
        say_hex(a, p->pa, 32), allowed(p), say_hex(a, p->upper[0], width),
        say_hex(a, p->upper[1], width));
    show(p, out, 0, true, "Entry of the last table");
    show(p, out, 1, true, "Entry above it that names a large page");
    show(p, out, 1, false, "Entry above it that names a table");
    prompt_ask(out, (struct part){.ask = "entry of the last table",
                                  .kind = ASK_ADDRESS,
                                  .base = 16,
                                  .digits = (uint8_t)hex_digits(width),
                                  .property = true});
    prompt_ask_word(out, "what the first of the two names",
                    ptebits_meaning_words, PTE_MEANINGS);
    prompt_ask_word(out, "what the second names", ptebits_meaning_words,
                    PTE_MEANINGS);
}

/* --- solution ----------------------------------------------------------- */

static void explain_flags(const struct ptebits *p, struct solution *out)
{
    const char *w = p->perms & PERM_W ? "1" : "0";
    bool x = p->perms & PERM_X;

    if (ptebits_is_x86(p))
        solution_step(out,
                      "P (bit 0) is 1, W (bit 1) is %s, U (bit 2) is 1, and "
                      "NX (bit 63) is %s, for it forbids: `%s`.",
                      w, x ? "0" : "1",
                      say_hex(out->arena, ptebits_build_flags(p), 0));
    else
        solution_step(out,
                      "V (bit 0) is 1, R (bit 1) is 1, W (bit 2) is %s, X "
                      "(bit 3) is %s, U (bit 4) is 1: `%s`.",
                      w, x ? "1" : "0",
                      say_hex(out->arena, ptebits_build_flags(p), 0));
}

static const char *because(const struct ptebits *p, uint64_t entry)
{
    enum ptebits_meaning meaning = ptebits_read_off(p, entry);
    static const char *const x86[PTE_MEANINGS] = {
        "P and PS are 1, and the bits that must be 0 are: a large **page**",
        "P is 1 and PS is 0: a **table**",
        ("P and PS are 1, but there are ones among bits 13 to 20, as if it "
         "began inside of a large page: **reserved**"),
        "P is 0: **not present**, whatever the other bits are"};
    static const char *const riscv[PTE_MEANINGS] = {
        ("V is 1 and so is R, and the bits that must be 0 are: a large "
         "**page**"),
        "V is 1 and R, W and X are all 0: a **table**",
        "V and W are 1, but R is 0: **reserved**",
        "V is 0: **not present**, whatever the other bits are"};

    if (!ptebits_is_x86(p) && meaning == PTE_RESERVED &&
        ptebits_is_unaligned(p, entry))
        return p->entry_bytes == 4
                   ? "V and R are 1, but there are ones among bits 10 to 19, "
                     "as if it began inside of a large page: **reserved**"
                   : "V and R are 1, but there are ones among bits 10 to 18, "
                     "as if it began inside of a large page: **reserved**";
    return (ptebits_is_x86(p) ? x86 : riscv)[meaning];
}

void ptebits_build_explain(const struct ptebits *p, struct solution *out)
{
    struct arena *a = out->arena;

    solution_step(out,
                  "The offset `%s` is the same on both sides. What the entry "
                  "holds is the rest of the physical address, its page "
                  "number: `%s`.",
                  say_hex(a, low(p->pa, 12), 12),
                  say_hex(a, p->pa >> 12, 20));
    solution_step(out,
                  "The page number begins at bit %u of the entry: `%s` << %u "
                  "= `%s`.",
                  p->ppn_at, say_hex(a, p->pa >> 12, 20), p->ppn_at,
                  say_hex(a, p->pa >> 12 << p->ppn_at, 0));
    explain_flags(p, out);
    solution_step(
        out,
        "Together: **`%s`**. The other flags and the bits without a "
        "name may be anything.",
        say_hex(a, ptebits_built(p), ptebits_width(p)));
    for (unsigned i = 0; i < UPPERS; i++)
        solution_step(out, "`%s` ends in the byte `%s`, in binary `%s`. %s.",
                      say_hex(a, p->upper[i], ptebits_width(p)),
                      say_hex(a, low(p->upper[i], 8), 8),
                      say_binary(a, low(p->upper[i], 8), 8),
                      because(p, p->upper[i]));
}
