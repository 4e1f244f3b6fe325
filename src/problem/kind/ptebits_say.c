/* PTEBITS told at levels 1 to 3: the layout, the bits of an entry. */
#include "problem/kind/ptebits.h"

#include <string.h>

static const struct figure *layout(const struct ptebits *p, struct arena *a)
{
    struct format f = ptebits_format(p, 1);
    struct figure *figure = arena_new(a, sizeof *figure);

    *figure = figure_entry(a, &f, 0, true, NULL);
    figure->title = SLICE("Layout of an entry");
    return figure;
}

/* --- statement ---------------------------------------------------------- */

static void ask_real(const struct ptebits *p, struct prompt *out)
{
    static const char *const asks[] = {"may user code read it",
                                       "may user code write it",
                                       "may user code execute it"};
    static const enum word words[] = {WORD_YES, WORD_NO};

    prompt_assume(out, "Tables above this entry allow everything, and the "
                       "hardware sets accessed and dirty bits by itself");
    if (ptebits_is_x86(p))
        prompt_assume(out, "The no-execute bit is in use, and 1 forbids");
    prompt_say(out,
               "%s has pages of 4 KiB and page table entries of %u bits, "
               "drawn below. An entry of the last table is `%s`. Which "
               "physical page does it name, where does that page begin, and "
               "what may user code do with it?",
               ptebits_machine_titles[p->real - 1], ptebits_width(p),
               say_hex(out->arena, p->entry, ptebits_width(p)));
    prompt_show(out, layout(p, out->arena));
    prompt_ask_address(out, "physical page number", 0);
    prompt_ask_address(out, "physical address of the page", 0);
    for (unsigned i = 0; i < 3; i++)
        prompt_ask_word(out, asks[i], words, 2);
}

void ptebits_ask(const void *params, struct prompt *out)
{
    static const char *const asks[FLAGS] = {
        "is it valid", "is R set", "is W set", "is X set", "is U set"};
    static const enum word words[] = {WORD_YES, WORD_NO};
    const struct ptebits *p = params;
    unsigned width = ptebits_width(p);

    if (p->level == 4) {
        ptebits_build_ask(p, out);
        return;
    }
    if (p->level == 3) {
        ask_real(p, out);
        return;
    }
    prompt_say(out,
               "Page table entries have %u bits, numbered from 0 at the "
               "right: a physical page number (PPN), flags (V: valid%s, W: "
               "may be written%s, U: for user code), and bits without a "
               "meaning. An entry is `%s`. What does it say?",
               width, p->level == 1 ? "" : ", R: may be read",
               p->level == 1 ? "" : ", X: may be executed",
               p->level == 1 ? say_binary(out->arena, p->entry, width)
                             : say_hex(out->arena, p->entry, width));
    prompt_show(out, layout(p, out->arena));
    prompt_ask_field(out, "physical page number", p->ppn_bits, p->level == 1);
    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            prompt_ask_word(out, asks[i], words, 2);
}

/* --- solution ----------------------------------------------------------- */

static const char *yes(bool is)
{
    return is ? "yes" : "no";
}

/* "V is bit 3, 1: **yes**; W is bit 0, 0: **no**". */
static const char *say_flags(const struct ptebits *p, struct arena *a)
{
    static const char names[] = "VRWXU";
    const char *text = "";

    for (unsigned i = 0; i < FLAGS; i++)
        if (p->flag[i] != NO_BIT)
            text = arena_printf(a, "%s%s%c is bit %u, which is %u: **%s**",
                                text, *text ? "; " : "", names[i], p->flag[i],
                                ptebits_bit(p->entry, p->flag[i]),
                                yes(ptebits_bit(p->entry, p->flag[i])));
    return text;
}

static void explain_real(const struct ptebits *p, struct solution *out)
{
    struct ptebits_rights is = ptebits_rights(p, p->entry);
    struct arena *a = out->arena;

    solution_step(out,
                  "The page number has 12 zeros behind it in an address, "
                  "for pages are 2^12 bytes: the page begins at **`%s`**.",
                  say_hex(a, ptebits_ppn(p) << 12, 0));
    if (ptebits_is_x86(p))
        solution_step(out,
                      "P is 1, W is %u, U is %u, NX is %u. A page that is "
                      "present can be read; NX forbids to execute it.",
                      is.w, is.u, !is.x);
    else
        solution_step(out, "V is 1, R is %u, W is %u, X is %u, U is %u.",
                      is.r, is.w, is.x, is.u);
    solution_step(out, "%s Read: **%s**, write: **%s**, execute: **%s**.",
                  is.u ? "U is set, so user code may do what the other bits "
                         "allow."
                       : "U is 0: user code may not use the page at all, "
                         "whatever the other bits say.",
                  yes(is.u && is.r), yes(is.u && is.w), yes(is.u && is.x));
}

void ptebits_explain(const void *params, struct solution *out)
{
    const struct ptebits *p = params;
    struct arena *a = out->arena;

    if (p->level == 4) {
        ptebits_build_explain(p, out);
        return;
    }
    if (p->level < 3)
        solution_step(out,
                      "In binary the entry is `%s`; bit 0 is at the "
                      "right.",
                      say_binary(a, p->entry, ptebits_width(p)));
    else
        solution_step(
            out,
            "The page number lies in bits %u to %u: shift the entry "
            "right by %u and keep %u bits.",
            p->ppn_at + p->ppn_bits - 1, p->ppn_at, p->ppn_at, p->ppn_bits);
    solution_step(
        out, "Bits %u to %u are `%s`: the page number is **`%s`**.",
        p->ppn_at + p->ppn_bits - 1, p->ppn_at,
        say_binary(a, ptebits_ppn(p), p->ppn_bits),
        say_hex(a, ptebits_ppn(p), p->level == 3 ? 0 : p->ppn_bits));
    if (p->level == 3)
        explain_real(p, out);
    else
        solution_step(out, "Each flag is one bit. %s.", say_flags(p, a));
}
