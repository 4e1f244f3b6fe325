/* LOADBYTE told: statement and solution. */
#include "problem/kind/loadbyte.h"
#include "problem/say.h"

/* --- statement ---------------------------------------------------------- */

static const struct figure *dump(const struct loadbyte *l, struct arena *a)
{
    struct figure *f = arena_new(a, sizeof *f);

    f->shape = FIGURE_BYTES;
    f->title = slice_from("Physical memory");
    f->bytes = (struct figure_bytes){
        .n = loadbyte_memory_bytes(l), .at = l->byte, .digits = 2};
    return f;
}

void loadbyte_ask(const void *params, struct prompt *p)
{
    static const enum word words[] = {WORD_FAULT};
    const struct loadbyte *l = params;
    const char *va = linear_say(&l->table, p->arena, l->va, l->table.va_bits);

    linear_say_measures(&l->table, p);
    if (l->width == 1) {
        prompt_say(p, "What byte does a load from virtual address `%s` give?",
                   va);
    } else {
        prompt_assume(p, "Numbers are little-endian: the lowest address "
                         "holds the lowest byte");
        prompt_say(p,
                   "What number does a load of %u bytes from virtual address "
                   "`%s` give?",
                   l->width, va);
    }
    prompt_say(p, " Answer in hex, or write `fault`.");
    prompt_show(p, linear_figure(&l->table, p->arena, "Page table"));
    prompt_show(p, dump(l, p->arena));
    prompt_ask(p, (struct part){.ask = l->width == 1 ? "byte" : "number",
                                .kind = ASK_ADDRESS,
                                .base = 16,
                                .digits = (uint8_t)(2 * l->width),
                                .words = words,
                                .nwords = 1});
}

/* --- solution ----------------------------------------------------------- */

/* "`3f 07`": the bytes of memory from there on. */
static const char *bytes(const struct loadbyte *l, struct arena *a,
                         uint64_t pa, unsigned n)
{
    const char *text = "";

    for (unsigned i = 0; i < n; i++)
        text = arena_printf(a, "%s%s%02x", text, i > 0 ? " " : "",
                            l->byte[pa + i]);
    return text;
}

/* One page: its row, and where that leads. */
static void explain_page(const struct loadbyte *l, uint64_t va, unsigned n,
                         struct solution *out)
{
    const struct linear *t = &l->table;
    struct arena *a = out->arena;
    uint64_t vpn = va >> t->off, offset = low(va, t->off);
    const char *row = linear_say(t, a, vpn, linear_vpn_bits(t));
    uint64_t pa;

    if (!linear_maps(t, vpn)) {
        solution_step(out,
                      "The row of page `%s` has valid 0: nothing is mapped "
                      "there, and the load is a page **fault**.",
                      row);
        return;
    }
    pa = linear_pa(t, vpn, offset);
    solution_step(out,
                  "The row of page `%s` is valid, with PPN `%s`. In front of "
                  "the offset that is `%s`, physical address `%s`; there "
                  "memory holds `%s`.",
                  row, linear_say(t, a, t->ppn[vpn], linear_ppn_bits(t)),
                  say_binary(a, pa, t->pa_bits), say_hex(a, pa, t->pa_bits),
                  bytes(l, a, pa, n));
}

static void explain_value(const struct loadbyte *l, struct solution *out)
{
    struct answers again = {.arena = out->arena};
    uint64_t value;

    loadbyte_solve_again(l, &again);
    if (again.at[0].kind != VALUE_NUMBER) {
        solution_step(out, "%s",
                      loadbyte_crosses(l)
                          ? "A load happens as a whole or not at all: "
                            "it is enough that one of its pages is "
                            "missing. The answer is **fault**."
                          : "Nothing is loaded: the answer is "
                            "**fault**.");
        return;
    }
    value = again.at[0].number.top;
    if (l->width == 1)
        solution_step(out, "So the load gives **`%s`**.",
                      say_hex(out->arena, value, 8));
    else
        solution_step(out,
                      "Little-endian: the byte of the lowest address is the "
                      "lowest, the last one comes first in the number: "
                      "**`%s`**.",
                      say_hex(out->arena, value, 8u * l->width));
}

void loadbyte_explain(const void *params, struct solution *out)
{
    const struct loadbyte *l = params;
    const struct linear *t = &l->table;
    struct arena *a = out->arena;

    solution_step(
        out,
        "%s is 2^%u bytes, so the offset has %u bits. `%s` is `%s` in "
        "binary: page `%s`, offset `%s`.%s",
        say_size(a, two_to(t->off)), t->off, t->off,
        say_hex(a, l->va, t->va_bits), say_binary(a, l->va, t->va_bits),
        say_binary(a, loadbyte_vpn_of(l), linear_vpn_bits(t)),
        say_binary(a, low(l->va, t->off), t->off),
        loadbyte_crosses(l)
            ? arena_printf(
                  a,
                  " Only %s left in this page, so the load goes on "
                  "at offset 0 of page `%s`.",
                  loadbyte_in_first(l) == 1
                      ? "1 byte is"
                      : arena_printf(a, "%u bytes are", loadbyte_in_first(l)),
                  linear_say(t, a, loadbyte_vpn_of(l) + 1,
                             linear_vpn_bits(t)))
            : "");
    explain_page(l, l->va, loadbyte_in_first(l), out);
    if (loadbyte_crosses(l))
        explain_page(l, l->va + loadbyte_in_first(l),
                     l->width - loadbyte_in_first(l), out);
    explain_value(l, out);
}
