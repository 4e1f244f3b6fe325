/* RESTART told: registers, questions, the worked way. */
#include "problem/kind/restart.h"

#include "problem/bits.h"
#include "problem/say.h"

/* --- statement ---------------------------------------------------------- */

static const char *hex(struct arena *a, uint64_t va)
{
    return say_hex(a, va, INSN_VA_BITS);
}

static void ask_hex(struct prompt *out, const char *ask)
{
    prompt_ask_address(out, ask, 8);
}

static void ask_copy(const struct restart *r, struct prompt *out)
{
    struct arena *a = out->arena;
    uint64_t first = r->reg[REG_RDI] >> r->off;
    const char *pages = "";
    unsigned n = 0;

    for (unsigned i = 0;
         first + i <= (r->reg[REG_RDI] + r->bytes - 1) >> r->off; i++)
        if (r->pages >> i & 1)
            pages =
                arena_printf(a, "%s%s`%s`", pages, n++ > 0 ? ", " : "",
                             say_hex(a, first + i, INSN_VA_BITS - r->off));
    prompt_assume(out, "`rep movsb` copies the byte at rsi to rdi, adds 1 to "
                       "both and takes 1 from rcx, until rcx is 0; it can be "
                       "interrupted after every byte");
    prompt_assume(out, "The handler maps the one page that was missed, and "
                       "returns");
    prompt_say(
        out,
        "Pages are %s. `rep movsb` starts with `rcx` = %u, `rsi` = "
        "`%s` and `rdi` = `%s`. All pages are there but %s. How many page "
        "faults happen, what "
        "does the handler of the last one find, and what is in the "
        "registers when the copy is done?",
        say_size(a, two_to(r->off)), r->bytes, hex(a, r->reg[REG_RSI]),
        hex(a, r->reg[REG_RDI]),
        arena_printf(a,
                     n > 1 ? "those with the virtual page numbers %s"
                           : "the one with the virtual page number %s",
                     pages));
    prompt_ask_integer(out, "page faults");
    ask_hex(out, "address of the last fault");
    prompt_ask_integer(out, "rcx in the last handler");
    ask_hex(out, "rdi in the last handler");
    prompt_ask_integer(out, "rcx in the end");
    ask_hex(out, "rdi in the end");
}

static const char *missing(const struct restart *r)
{
    if (r->level == 4)
        return "None of its pages, of code or data, is in memory yet";
    if (r->level == 1)
        return "The page of the stack that it needs is not in memory yet";
    if (r->missing == SECOND)
        return "The page that it stores to is not in memory yet, all others "
               "are";
    return "The page that it loads from is not in memory yet, nor is the one "
           "that it stores to";
}

static void ask_states(const struct restart *r, struct prompt *out)
{
    const char *name = insn_register_name(restart_moved(r));
    struct arena *a = out->arena;

    if (r->level == 4)
        prompt_ask(out, (struct part){.ask = "addresses of the faults, in "
                                             "order",
                                      .kind = ASK_LIST,
                                      .base = 16,
                                      .digits = 8});
    ask_hex(out, "address to which the handler returns");
    ask_hex(out, arena_printf(a, "%s in the handler", name));
    ask_hex(out, arena_printf(a, "%s in the end", name));
    if (r->level < 4 && restart_stores(r))
        ask_hex(out, arena_printf(a, "the 8 bytes at %s in the end",
                                  hex(a, restart_target(r))));
    else if (r->level < 4)
        ask_hex(out,
                arena_printf(a, "%s in the end",
                             insn_register_name(restart_insn(r)->value)));
    prompt_ask_integer(out, "times that the instruction is started");
}

void restart_ask(const void *params, struct prompt *out)
{
    const struct restart *r = params;
    const struct insn *i = restart_insn(r);
    struct arena *a = out->arena;

    if (r->level == 3) {
        ask_copy(r, out);
        return;
    }
    prompt_assume(out, "Faults are precise: as on all processors of today");
    prompt_assume(out, "The handler maps the one page that was missed, and "
                       "returns; where nothing else is said it holds zeros");
    if (r->level == 4)
        prompt_assume(out, "The fault address is the first byte that is "
                           "missing; code is fetched first, then loads come, "
                           "then stores");
    prompt_say(out,
               "Pages are 4 KiB. The x86-64 instruction `%s`, %s of code at "
               "`%s`, starts with %s%s. ",
               i->text, say_count(a, i->length, "byte"), hex(a, r->rip),
               insn_registers(i, r->reg, a),
               r->insn == 11 ? ", and adds 8 to rsi and rdi" : "");
    if (i->data[0].access == ACCESS_LOAD && r->level < 4)
        prompt_say(out, "The 8 bytes that it loads are `%s`. ",
                   hex(a, r->memory));
    prompt_say(out, "%s. What %s, and how does it end?", missing(r),
               r->level == 4 ? "faults happen, what does the last handler "
                               "find"
                             : "does the handler find");
    ask_states(r, out);
}

/* --- solution ----------------------------------------------------------- */

static const char *say_faults(const struct run *run, struct arena *a)
{
    const char *text = "";

    for (unsigned i = 0; i < run->faults; i++)
        text = arena_printf(a, "%s%s`%s`", text, i > 0 ? ", " : "",
                            hex(a, run->fault[i]));
    return text;
}

static void explain_copy(const struct restart *r, struct solution *out)
{
    struct run run = restart_reckon(r);
    struct arena *a = out->arena;
    uint64_t last = run.fault[run.faults - 1];

    solution_step(out,
                  "The target is `%s` to `%s`. The first store to each "
                  "missing page faults, and later ones find the page: %s, "
                  "that is **%u**, the last one at **`%s`**.",
                  hex(a, r->reg[REG_RDI]),
                  hex(a, r->reg[REG_RDI] + r->bytes - 1), say_faults(&run, a),
                  run.faults, hex(a, last));
    solution_step(out,
                  "The bytes before were copied, and the registers say so: "
                  "%llu of %u. The byte that faulted left no effect. So the "
                  "handler finds rcx = %u - %llu = **%llu** and rdi = "
                  "**`%s`**.",
                  (unsigned long long)(last - r->reg[REG_RDI]), r->bytes,
                  r->bytes, (unsigned long long)(last - r->reg[REG_RDI]),
                  (unsigned long long)run.seen[REG_RCX], hex(a, last));
    solution_step(out,
                  "Started again, it goes on from there. In the end rcx is "
                  "**0** and rdi is `%s` + %u = **`%s`**, as without faults.",
                  hex(a, r->reg[REG_RDI]), r->bytes,
                  hex(a, run.reg[REG_RDI]));
}

void restart_explain(const void *params, struct solution *out)
{
    const struct restart *r = params;
    struct run run = restart_reckon(r);
    struct arena *a = out->arena;
    const char *name = insn_register_name(restart_moved(r));

    if (r->level == 3) {
        explain_copy(r, out);
        return;
    }
    solution_step(out,
                  "Each missing page is a fault of its own, for the "
                  "instruction starts again after each: %s%s%s.",
                  r->level == 4 ? "**" : "", say_faults(&run, a),
                  r->level == 4 ? "**" : "");
    solution_step(out,
                  "An instruction that faults leaves no effect. The handler "
                  "finds %s as it was, **`%s`**, and returns to the "
                  "instruction itself, at **`%s`**.",
                  name, hex(a, r->reg[restart_moved(r)]), hex(a, r->rip));
    solution_step(out,
                  "The last start gets through and does all of it, once: %s "
                  "is **`%s`**%s.",
                  name, hex(a, run.reg[restart_moved(r)]),
                  r->level == 4 ? ""
                                : arena_printf(a, ", and %s **`%s`**",
                                               restart_stores(r)
                                                   ? "the bytes stored are"
                                                   : "the register loaded is",
                                               hex(a, restart_value(r))));
    solution_step(out,
                  "%s that faulted and the one that got through: **%u**.",
                  say_count(a, run.faults, "start"), run.starts);
}
