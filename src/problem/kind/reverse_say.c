/* REVERSE told: statement and solution. */
#include "problem/kind/reverse.h"
#include "problem/say.h"

/* --- statement ---------------------------------------------------------- */

static const char *title(const struct reverse *r, unsigned t)
{
    return r->tables == 1 ? "Page table"
           : t == 0       ? "Page table of A"
                          : "Page table of B";
}

static void ask_for(const struct reverse *r, struct prompt *p,
                    const char *text)
{
    static const enum word words[] = {WORD_NONE};

    prompt_ask(
        p, (struct part){.ask = text,
                         .kind = r->level == 3 ? ASK_ADDRESS : ASK_SET,
                         .base = 16,
                         .digits = (uint8_t)hex_digits(r->table[0].va_bits),
                         .property = r->level == 3,
                         .words = words,
                         .nwords = r->level == 3});
}

void reverse_ask(const void *params, struct prompt *p)
{
    const struct reverse *r = params;
    const struct linear *l = &r->table[0];
    const char *pa = linear_say(l, p->arena, r->pa, l->pa_bits);

    linear_say_measures(l, p);
    if (r->level == 3)
        prompt_say(p,
                   "Give a virtual address that leads to the physical "
                   "address `%s`; any will do.",
                   pa);
    else if (r->level == 4)
        prompt_say(p,
                   "Two processes, A and B, have a page table each. Which of "
                   "their virtual addresses lead to the physical address "
                   "`%s`? Give all of each in hex, or `none`.",
                   pa);
    else
        prompt_say(p,
                   "Which virtual addresses lead to the physical address "
                   "`%s`? Give all of them in hex, or `none`.",
                   pa);
    for (unsigned t = 0; t < r->tables; t++)
        prompt_show(p, linear_figure(&r->table[t], p->arena, title(r, t)));
    if (r->level == 3) {
        ask_for(r, p, "virtual address");
    } else if (r->level == 4) {
        ask_for(r, p, "virtual addresses of A");
        ask_for(r, p, "virtual addresses of B");
    } else {
        ask_for(r, p, "virtual addresses");
    }
}

/* "0x1, 0x6", "none": the rows with the PPN, valid ones or others. */
static const char *rows(const struct reverse *r, const struct linear *l,
                        struct arena *a, bool valid)
{
    const char *text = NULL;

    for (unsigned i = 0; i < l->rows; i++) {
        const char *row = linear_say(l, a, i, linear_vpn_bits(l));
        if (l->ppn[i] != reverse_ppn_of(r) || (l->valid[i] != 0) != valid)
            continue;
        text = text == NULL ? arena_printf(a, "`%s`", row)
                            : arena_printf(a, "%s, `%s`", text, row);
    }
    return text == NULL ? "none" : text;
}

static const char *addresses(const struct reverse *r, const struct linear *l,
                             struct arena *a)
{
    const char *text = "";

    for (unsigned i = 0; i < l->rows; i++)
        if (linear_maps(l, i) && l->ppn[i] == reverse_ppn_of(r))
            text = arena_printf(
                a, "%s%s**`%s`**", text, *text ? ", " : "",
                say_hex(a, (uint64_t)i << l->off | reverse_offset_of(r),
                        l->va_bits));
    return *text ? text : "**none**";
}

static void explain_table(const struct reverse *r, unsigned t,
                          struct solution *out)
{
    const struct linear *l = &r->table[t];
    struct arena *a = out->arena;
    const char *of = r->tables == 1 ? "" : t == 0 ? " of A" : " of B";

    solution_step(out,
                  "Search the PPN column%s for `%s`, and keep the rows that "
                  "are valid: %s.",
                  of, linear_say(l, a, reverse_ppn_of(r), linear_ppn_bits(l)),
                  rows(r, l, a, true));
    solution_step(out,
                  "With valid 0 a row maps nothing, so what it holds does "
                  "not count: %s.",
                  rows(r, l, a, false));
    solution_step(out, "Each row's VPN in front of the offset `%s`: %s.%s",
                  linear_say(l, a, reverse_offset_of(r), l->off),
                  addresses(r, l, a),
                  r->level == 3 ? " Any one of them is right." : "");
}

void reverse_explain(const void *params, struct solution *out)
{
    const struct reverse *r = params;
    const struct linear *l = &r->table[0];
    struct arena *a = out->arena;

    solution_step(
        out,
        "%s is 2^%u bytes, so the offset has %u bits. `%s` is `%s` in "
        "binary: PPN `%s`%s, offset `%s`. The offset stays as it is.",
        say_size(a, two_to(l->off)), l->off, l->off,
        say_hex(a, r->pa, l->pa_bits), say_binary(a, r->pa, l->pa_bits),
        say_binary(a, reverse_ppn_of(r), linear_ppn_bits(l)),
        l->binary
            ? ""
            : arena_printf(a, " = `%s`",
                           say_hex(a, reverse_ppn_of(r), linear_ppn_bits(l))),
        say_binary(a, reverse_offset_of(r), l->off));
    for (unsigned t = 0; t < r->tables; t++)
        explain_table(r, t, out);
}
