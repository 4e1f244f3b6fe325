/* FAULTREG told: the access, the table, questions, the worked way. */
#include "problem/kind/faultreg.h"

#include "problem/say.h"
#include "vm/grid.h"

/* --- statement ---------------------------------------------------------- */

static const char *hex(struct arena *a, uint64_t va)
{
    return say_hex(a, va, INSN_VA_BITS);
}

static const char *bit(unsigned value)
{
    return value ? "1" : "0";
}

static const struct figure *table(const struct faultreg *f, struct arena *a)
{
    static const char *const all[] = {"VPN", "valid", "R",  "W",
                                      "X",   "U",     "PPN"};
    static const char *const x86[] = {"VPN", "P", "W", "NX", "U", "PPN"};
    struct figure *figure =
        figure_grid_new(a, "Page table, other pages left out",
                        f->level == 2 ? x86 : all, f->level == 2 ? 6 : 7);

    for (unsigned i = 0; i < f->rows; i++) {
        const struct row *r = &f->row[i];
        const char *vpn = say_hex(a, r->vpn, INSN_VA_BITS - OFF);
        const char *ppn = say_hex(a, r->ppn, PPN_BITS);
        if (f->level == 2)
            figure_grid_row(a, figure,
                            (const char *const[]){vpn, bit(r->valid),
                                                  bit(r->w), bit(!r->x),
                                                  bit(r->u), ppn});
        else
            figure_grid_row(a, figure,
                            (const char *const[]){vpn, bit(r->valid),
                                                  bit(r->r), bit(r->w),
                                                  bit(r->x), bit(r->u), ppn});
    }
    return figure;
}

static void say_access(const struct faultreg *f, struct prompt *out)
{
    const char *who = f->user ? "User code" : "The kernel";
    struct arena *a = out->arena;

    prompt_say(out, "Pages are 4 KiB. ");
    if (f->level == 4)
        prompt_say(
            out,
            "User code runs `%s`, an x86-64 instruction of %s at `%s` "
            "that accesses 8 bytes at a time. Registers: %s. ",
            insns[f->insn].text, say_count(a, insns[f->insn].length, "byte"),
            hex(a, f->rip), insn_registers(&insns[f->insn], f->reg, a));
    else if (f->access == ACCESS_FETCH)
        prompt_say(out, "%s comes to an instruction of %u bytes at `%s`. ",
                   who, f->bytes, hex(a, f->va));
    else
        prompt_say(out, "%s, with an instruction at `%s`, %s %s `%s`. ", who,
                   hex(a, f->rip),
                   f->access == ACCESS_LOAD ? "loads" : "stores",
                   arena_printf(a, "%s %s", say_count(a, f->bytes, "byte"),
                                f->access == ACCESS_LOAD ? "from" : "to"),
                   hex(a, f->va));
}

static void assume(const struct faultreg *f, struct prompt *out)
{
    prompt_assume(out, "The address reported is the first byte that can't be "
                       "accessed, also where an access lies in two pages");
    if (f->level == 2) {
        prompt_assume(out, "Error code: bit 0 protection (0: not present), 1 "
                           "write, 2 user mode, 3 reserved bit, 4 fetch");
        prompt_assume(out,
                      "In kernel mode U does not count, but W and NX do");
    } else if (f->level == 3) {
        prompt_assume(out,
                      "scause is 12 for a page fault of a fetch, 13 of a "
                      "load, 15 of a store");
        prompt_assume(out, "In kernel mode pages with U set can't be used "
                           "(SUM is 0)");
    } else if (f->level == 1) {
        prompt_assume(out, "In kernel mode U does not count, but R, W and X "
                           "do");
    }
}

static void ask_words(struct prompt *out)
{
    static const enum word accesses[] = {WORD_READ, WORD_WRITE, WORD_FETCH};
    static const enum word kinds_of[] = {WORD_NOT_PRESENT, WORD_PROTECTION};

    prompt_ask_word(out, "read, write or fetch", accesses, 3);
    prompt_ask_word(out, "not present or protection", kinds_of, 2);
}

void faultreg_ask(const void *params, struct prompt *out)
{
    const struct faultreg *f = params;

    assume(f, out);
    say_access(f, out);
    prompt_show(out, table(f, out->arena));
    if (f->level == 4) {
        prompt_say(out, "The page fault tells the handler no address. Which "
                        "one caused it, by what access, and of what kind is "
                        "the fault?");
        prompt_ask_address(out, "address", 8);
        ask_words(out);
    } else if (f->level == 1) {
        prompt_say(out,
                   "That is a page fault. What does the hardware report: "
                   "which address, what access, what kind of fault?");
        prompt_ask_address(out, "address reported", 8);
        ask_words(out);
    } else if (f->level == 2) {
        prompt_say(out,
                   "That is a page fault on an x86 processor. What is in "
                   "CR2, and what is the error code (in binary)?");
        prompt_ask_address(out, "CR2", 8);
        prompt_ask(out, (struct part){.ask = "error code",
                                      .kind = ASK_BITS,
                                      .base = 2,
                                      .digits = 5});
    } else {
        prompt_say(out, "That is a page fault on a RISC-V processor. What is "
                        "in stval, and what in scause (in decimal)?");
        prompt_ask_address(out, "stval", 8);
        prompt_ask_integer(out, "scause");
    }
}

/* --- solution ----------------------------------------------------------- */

static const char *does(enum access access)
{
    static const char *const does[] = {"loads from", "stores to", "fetches"};
    return does[access];
}

static const char *say_bytes(struct arena *a, struct insn_range range)
{
    const char *first = hex(a, range.from);

    return range.bytes == 1
               ? arena_printf(a, "the byte `%s`", first)
               : arena_printf(a, "the bytes `%s` to `%s`", first,
                              hex(a, range.from + range.bytes - 1));
}

static void explain_ranges(const struct faultreg *f, struct solution *out)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = faultreg_ranges(f, range);
    const char *text = "";

    for (unsigned r = 0; r < n; r++)
        text = arena_printf(out->arena, "%s%s %s %s", text,
                            r == 0       ? "The processor"
                            : r + 1 == n ? " and"
                                         : ",",
                            does(range[r].access),
                            say_bytes(out->arena, range[r]));
    solution_step(out, "%s%s.", text, n > 1 ? ", in this order" : "");
}

static const char *fetch_load_store(enum access access)
{
    static const char *const names[] = {"load", "store", "fetch"};
    return names[access];
}

static void explain_codes(const struct faultreg *f, struct report r,
                          struct solution *out)
{
    if (f->level == 3)
        solution_step(out, "It is a %s, so scause is **%u**.",
                      fetch_load_store(r.access), faultreg_riscv_code(r));
    else if (f->level == 2)
        solution_step(out,
                      "Bit 0 is %u (%s), bit 1 is %u (%s write), bit 2 is %u "
                      "(%s mode), bit 4 is %u (%s fetch): **`%s`**.",
                      r.protection, r.protection ? "protection" : "not there",
                      r.access == ACCESS_STORE,
                      r.access == ACCESS_STORE ? "a" : "no", r.user,
                      r.user ? "user" : "kernel", r.access == ACCESS_FETCH,
                      r.access == ACCESS_FETCH ? "a" : "no",
                      say_binary(out->arena, faultreg_x86_code(r), 5));
    else
        solution_step(out, "It is a **%s**, and the kind of fault is **%s**.",
                      word_rows[faultreg_word(r.access)].says,
                      r.protection ? "protection" : "not present");
}

void faultreg_explain(const void *params, struct solution *out)
{
    const struct faultreg *f = params;
    struct report r = faultreg_report(f);
    const struct row *row = faultreg_row(f, r.address);
    struct arena *a = out->arena;
    unsigned number;

    explain_ranges(f, out);
    solution_step(
        out,
        "The first page that does not allow it is `%s`: %s. That is "
        "%s.",
        say_hex(a, row->vpn, INSN_VA_BITS - OFF),
        faultreg_refusal(f, row, r.access),
        r.protection ? "a violation of protection"
                     : "a page that is not present");
    solution_step(
        out, "%s **`%s`**.%s There is no physical address.",
        faultreg_faulting(f, &number).from == r.address
            ? "The first byte that can't be accessed is the very "
              "address of the access,"
            : "The access begins in a page that is fine; the first "
              "byte that can't be accessed is the first of the next "
              "page,",
        hex(a, r.address),
        r.access == ACCESS_FETCH
            ? ""
            : " It does not matter where the instruction is.");
    explain_codes(f, r, out);
}
