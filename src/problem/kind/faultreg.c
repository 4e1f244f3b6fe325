/* FAULTREG - what the hardware reports of a page fault.
 *
 *     | page that is fine   | page that refuses        |
 *               [ bytes of the access ]
 *                           ▲ the address that is reported
 *
 * Level 1 asks in words, level 2 for what x86 says, level 3 for RISC-V;
 * level 4 has no register: the address must be found from the instruction. */
#include "problem/bits.h"
#include "problem/insn.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"
#include "vm/walk.h"

enum { ROWS = 6, OFF = 12, VA_BITS = 32, PPN_BITS = 16 };

struct row {
    uint32_t vpn;
    uint16_t ppn;
    uint8_t valid, r, w, x, u;
};

struct faultreg {
    uint8_t level;
    uint8_t access, bytes, user; /* levels 1 to 3 */
    uint8_t insn;                /* level 4 */
    uint8_t rows;
    uint64_t rip, va, reg[REGS];
    struct row row[ROWS]; /* by page number */
};

/* What is reported. */
struct report {
    uint64_t address;
    enum access access;
    bool user, protection;
};

static unsigned ranges(const struct faultreg *f,
                       struct insn_range out[INSN_RANGES])
{
    if (f->level == 4)
        return insn_ranges(&insns[f->insn], f->reg, f->rip, out);
    out[0] = (struct insn_range){(enum access)f->access, f->va, f->bytes};
    return 1;
}

static const struct row *row_of(const struct faultreg *f, uint64_t va)
{
    unsigned i = 0;

    while (f->row[i].vpn != va >> OFF)
        i++;
    return &f->row[i];
}

/* --- sampling ------------------------------------------------------------
 */

/* A row for the page, in order; one that was there stays. */
static struct row *add_row(struct faultreg *f, struct rng *rng, uint64_t va)
{
    uint64_t bits = rng_next(rng);
    unsigned at = f->rows;

    for (unsigned i = 0; i < f->rows; i++)
        if (f->row[i].vpn == va >> OFF)
            return &f->row[i];
    for (; at > 0 && f->row[at - 1].vpn > va >> OFF; at--)
        f->row[at] = f->row[at - 1];
    f->row[at] = (struct row){.vpn = (uint32_t)(va >> OFF),
                              .ppn = (uint16_t)(bits >> 40),
                              .valid = 1,
                              .r = 1,
                              .w = bits & 1,
                              .x = bits >> 1 & 1,
                              .u = f->user || (f->level != 3 && bits & 4)};
    f->rows++;
    return &f->row[at];
}

/* Makes the page allow it. */
static void allow(const struct faultreg *f, struct row *row,
                  enum access access)
{
    row->valid = row->r = 1;
    row->w |= access == ACCESS_STORE;
    row->x |= access == ACCESS_FETCH;
    if (f->level == 3)
        row->u = f->user;
    else
        row->u |= f->user;
}

/* Makes the page refuse it, in one way. */
static void refuse(const struct faultreg *f, struct rng *rng, struct row *row,
                   enum access access)
{
    uint64_t how = rng_below(rng, 4);

    if (how < 2)
        row->valid = 0;
    else if (how == 2 && (f->user || f->level == 3))
        row->u = !row->u;
    else if (access == ACCESS_STORE)
        row->w = 0;
    else if (access == ACCESS_FETCH)
        row->x = 0;
    else if (f->level == 2)
        row->valid = 0;
    else if (f->level == 3)
        row->r = row->w = 0, row->x = 1;
    else
        row->r = 0;
}

static uint64_t word_at(struct rng *rng, uint64_t from, uint64_t bytes)
{
    return (from + rng_below(rng, bytes)) & ~UINT64_C(7);
}

static void draw_registers(struct rng *rng, struct faultreg *f)
{
    f->rip = 0x401000 + rng_below(rng, 0x80000);
    f->reg[REG_RAX] = 0x1000 + rng_below(rng, 0x3fffff);
    f->reg[REG_RBX] = 0x1000 + rng_below(rng, 0x3fffff);
    f->reg[REG_RCX] = word_at(rng, 0x600000, 0x900000);
    f->reg[REG_RSI] = word_at(rng, 0x1000000, 0xff0000);
    f->reg[REG_RDI] = word_at(rng, 0x2000000, 0xff0000);
    f->reg[REG_RSP] = word_at(rng, 0x7ff00000, 0xf0000);
}

static void draw_access(struct rng *rng, struct faultreg *f)
{
    static const uint8_t widths[] = {1, 2, 4, 8};

    f->user = rng_below(rng, 5) > 0;
    f->access = (uint8_t)rng_below(rng, 3);
    f->bytes = widths[rng_below(rng, 4)];
    f->va = 0x600000 + rng_below(rng, 0x7000000);
    f->va -= f->va % f->bytes;
    if (f->access == ACCESS_FETCH) {
        f->bytes = f->level == 3 ? 4 : (uint8_t)rng_between(rng, 2, 7);
        if (f->level == 3) /* halves of an instruction are aligned */
            f->rip &= ~UINT64_C(1);
        f->va = f->rip;
    }
}

/* Which bytes of the range the page that refuses begins with. */
static uint64_t aim(struct rng *rng, struct faultreg *f, unsigned victim)
{
    struct insn_range range[INSN_RANGES];
    bool straddle = rng_below(rng, 10) < 3;
    uint64_t *base = &f->va, by;

    ranges(f, range);
    if (f->level == 4)
        base = victim == 0 ? &f->rip
                           : &f->reg[insns[f->insn].data[victim - 1].base];
    if (straddle && range[victim].bytes > 1) {
        by = two_to(OFF) - low(range[victim].from, OFF);
        *base += by - (uint64_t)rng_between(rng, 1,
                                            (int64_t)range[victim].bytes - 1);
    }
    if (f->level == 3 && f->access == ACCESS_FETCH)
        f->va &= ~UINT64_C(1);
    if (f->level < 4 && f->access == ACCESS_FETCH)
        f->rip = f->va;
    ranges(f, range);
    return range[victim].from + range[victim].bytes - 1;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct faultreg *f = params;
    struct insn_range range[INSN_RANGES];
    unsigned n, victim;
    uint64_t bad;

    f->level = (uint8_t)level;
    f->user = 1;
    draw_registers(rng, f);
    if (level == 4) /* all but the one that reads and writes one place */
        do
            f->insn = (uint8_t)rng_below(rng, INSNS);
        while (f->insn == INSN_STACK - 1);
    else
        draw_access(rng, f);
    n = ranges(f, range);
    victim = level == 4 ? 1 + (unsigned)rng_below(rng, n - 1) : 0;
    bad = aim(rng, f, victim);
    ranges(f, range);
    allow(f, add_row(f, rng, f->rip), ACCESS_FETCH);
    allow(f, add_row(f, rng, f->rip + 8), ACCESS_FETCH);
    for (unsigned i = 0; i < n; i++) {
        uint64_t last = range[i].from + range[i].bytes - 1;
        allow(f, add_row(f, rng, range[i].from), range[i].access);
        allow(f, add_row(f, rng, last), range[i].access);
    }
    refuse(f, rng, add_row(f, rng, bad), range[victim].access);
    return low(range[victim].from, OFF) != 0;
}

/* --- by the engine -------------------------------------------------------
 */

static struct format machine(const struct faultreg *f)
{
    struct format format = say_linear(VA_BITS, OFF + PPN_BITS, OFF);

    format.read = two_to(62);
    format.write = two_to(61);
    format.exec = two_to(60);
    format.user = two_to(59);
    if (f->level == 3)
        format.rules = RULES_RISCV;
    if (f->level == 2) {
        format.rules = RULES_X86;
        format.read = format.exec = 0;
        format.no_exec = two_to(58);
    }
    return format;
}

static uint64_t entry_of(const struct format *f, const struct row *row)
{
    return (row->valid ? f->valid : 0) | (row->r ? f->read : 0) |
           (row->w ? f->write : 0) | (row->x ? f->exec : f->no_exec) |
           (row->u ? f->user : 0) | row->ppn;
}

enum { ROOT = 1 << 29 };

/* The first byte that the walk can't reach; false when it reaches all. */
static bool first_fault(const struct faultreg *f, const struct format *format,
                        const struct phys *mem, struct walk *walk,
                        enum access *access)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = ranges(f, range);

    for (unsigned r = 0; r < n; r++)
        for (uint64_t i = 0; i < range[r].bytes; i++) {
            *access = range[r].access;
            if (walk_translate(format, mem, ROOT, range[r].from + i, *access,
                               f->user ? cpu_user : cpu_kernel,
                               walk) != CAUSE_NONE)
                return true;
        }
    return false;
}

static enum word access_word(enum access access)
{
    static const enum word words[] = {WORD_READ, WORD_WRITE, WORD_FETCH};
    return words[access];
}

static void give_words(uint64_t address, enum access access, bool protection,
                       struct answers *out)
{
    answer_number(out, address);
    answer_word(out, access_word(access));
    answer_word(out, protection ? WORD_PROTECTION : WORD_NOT_PRESENT);
}

static void solve(const void *params, struct answers *out)
{
    static const uint8_t steps[] = {0, 3, 5, 4, 8};
    const struct faultreg *f = params;
    struct format format = machine(f);
    enum access access;
    struct walk walk;
    struct phys mem;

    phys_init(&mem, two_to(30));
    for (unsigned i = 0; i < f->rows; i++)
        phys_store(&mem, ROOT + (uint64_t)f->row[i].vpn * 8, 8,
                   entry_of(&format, &f->row[i]));
    if (first_fault(f, &format, &mem, &walk, &access)) {
        if (f->level == 1 || f->level == 4) {
            give_words(walk.va, access, walk.cause != CAUSE_NOT_PRESENT, out);
        } else {
            answer_number(out, walk.va);
            answer_number(out,
                          walk_error_code(&format, &walk, access,
                                          f->user ? cpu_user : cpu_kernel));
        }
    }
    phys_release(&mem);
    out->steps = steps[f->level];
}

/* --- by hand -------------------------------------------------------------
 */

/* Why the page refuses; NULL: it allows it. */
static const char *refusal(const struct faultreg *f, const struct row *row,
                           enum access access)
{
    if (!row->valid)
        return "its valid bit is 0";
    if (f->user && !row->u)
        return "U is 0, and it is user code";
    if (f->level == 3 && !f->user && row->u)
        return "U is 1, and it is the kernel";
    if (access == ACCESS_LOAD)
        return row->r || f->level == 2 ? NULL : "R is 0";
    if (access == ACCESS_STORE)
        return row->w ? NULL : "W is 0";
    return row->x ? NULL : f->level == 2 ? "NX is 1" : "X is 0";
}

static struct report report(const struct faultreg *f)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = ranges(f, range);

    for (unsigned r = 0; r < n; r++) {
        uint64_t end = range[r].from + range[r].bytes, at = range[r].from;
        for (; at < end; at = (at / 4096 + 1) * 4096) {
            const struct row *row = row_of(f, at);
            if (refusal(f, row, range[r].access) != NULL)
                return (struct report){at, range[r].access, f->user,
                                       row->valid};
        }
    }
    return (struct report){0};
}

static unsigned x86_code(struct report r)
{
    return (r.protection ? 1u : 0) + (r.access == ACCESS_STORE ? 2u : 0) +
           (r.user ? 4u : 0) + (r.access == ACCESS_FETCH ? 16u : 0);
}

static unsigned riscv_code(struct report r)
{
    return r.access == ACCESS_FETCH ? 12 : r.access == ACCESS_LOAD ? 13 : 15;
}

static void give(const struct faultreg *f, struct report r,
                 struct answers *out)
{
    if (f->level == 1 || f->level == 4) {
        give_words(r.address, r.access, r.protection, out);
    } else {
        answer_number(out, r.address);
        answer_number(out, f->level == 2 ? x86_code(r) : riscv_code(r));
    }
}

static void solve_again(const void *params, struct answers *out)
{
    give(params, report(params), out);
}

/* --- mistakes ------------------------------------------------------------
 */

static bool at_address(const struct faultreg *f, uint64_t address,
                       struct answers *out)
{
    struct report r = report(f);

    r.address = address;
    give(f, r, out);
    return true;
}

static bool page_base(const void *params, struct answers *out)
{
    const struct faultreg *f = params;

    return at_address(f, report(f).address >> OFF << OFF, out);
}

static bool of_instruction(const void *params, struct answers *out)
{
    const struct faultreg *f = params;

    return at_address(f, f->rip, out);
}

static bool physical(const void *params, struct answers *out)
{
    const struct faultreg *f = params;
    uint64_t va = report(f).address;

    return at_address(f, (uint64_t)row_of(f, va)->ppn << OFF | low(va, OFF),
                      out);
}

/* The range that the fault is in. */
static struct insn_range faulting(const struct faultreg *f, unsigned *number)
{
    struct insn_range range[INSN_RANGES];
    uint64_t at = report(f).address;

    ranges(f, range);
    *number = 0;
    while (at < range[*number].from ||
           at - range[*number].from >= range[*number].bytes)
        ++*number;
    return range[*number];
}

static bool first_byte(const void *params, struct answers *out)
{
    const struct faultreg *f = params;
    unsigned number;

    return at_address(f, faulting(f, &number).from, out);
}

/* The register as it stands, without what is added to it. */
static bool no_displacement(const void *params, struct answers *out)
{
    const struct faultreg *f = params;
    unsigned number;

    faulting(f, &number);
    return number > 0 &&
           at_address(f, f->reg[insns[f->insn].data[number - 1].base], out);
}

static bool other_kind(const void *params, struct answers *out)
{
    struct report r = report(params);

    r.protection = !r.protection;
    give(params, r, out);
    return true;
}

static bool other_access(const void *params, struct answers *out)
{
    struct report r = report(params);

    r.access = r.access == ACCESS_LOAD ? ACCESS_STORE : ACCESS_LOAD;
    give(params, r, out);
    return true;
}

static bool page_user(const void *params, struct answers *out)
{
    struct report r = report(params);

    r.user = row_of(params, r.address)->u;
    give(params, r, out);
    return true;
}

static bool other_machine(const void *params, struct answers *out)
{
    struct report r = report(params);

    answer_number(out, r.address);
    answer_number(out, x86_code(r));
    return true;
}

/* --- statement -----------------------------------------------------------
 */

static const char *hex(struct arena *a, uint64_t va)
{
    return say_hex(a, va, VA_BITS);
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
        const char *vpn = say_hex(a, r->vpn, VA_BITS - OFF);
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
                       "accessed, where an access lies in two pages too");
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

static void ask(const void *params, struct prompt *out)
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

/* --- solution ------------------------------------------------------------
 */

static const char *does(enum access access)
{
    static const char *const does[] = {"loads from", "stores to", "fetches"};
    return does[access];
}

static void explain_ranges(const struct faultreg *f, struct solution *out)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = ranges(f, range);
    const char *text = "";

    for (unsigned r = 0; r < n; r++)
        text = arena_printf(
            out->arena, "%s%s %s the bytes `%s` to `%s`", text,
            r == 0       ? "The processor"
            : r + 1 == n ? " and"
                         : ",",
            does(range[r].access), hex(out->arena, range[r].from),
            hex(out->arena, range[r].from + range[r].bytes - 1));
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
                      fetch_load_store(r.access), riscv_code(r));
    else if (f->level == 2)
        solution_step(out,
                      "Bit 0 is %u (%s), bit 1 is %u (%s write), bit 2 is %u "
                      "(%s mode), bit 4 is %u (%s fetch): **`%s`**.",
                      r.protection, r.protection ? "protection" : "not there",
                      r.access == ACCESS_STORE,
                      r.access == ACCESS_STORE ? "a" : "no", r.user,
                      r.user ? "user" : "kernel", r.access == ACCESS_FETCH,
                      r.access == ACCESS_FETCH ? "a" : "no",
                      say_binary(out->arena, x86_code(r), 5));
    else
        solution_step(out, "It is a **%s**, and the kind of fault is **%s**.",
                      word_rows[access_word(r.access)].says,
                      r.protection ? "protection" : "not present");
}

static void explain(const void *params, struct solution *out)
{
    const struct faultreg *f = params;
    struct report r = report(f);
    const struct row *row = row_of(f, r.address);
    struct arena *a = out->arena;
    unsigned number;

    explain_ranges(f, out);
    solution_step(
        out,
        "The first page that does not allow it is `%s`: %s. That is "
        "%s.",
        say_hex(a, row->vpn, VA_BITS - OFF), refusal(f, row, r.access),
        r.protection ? "a violation of protection"
                     : "a page that is not present");
    solution_step(
        out, "%s **`%s`**.%s There is no physical address.",
        faulting(f, &number).from == r.address
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

static const struct wrong_row wrongs[] = {
    {M_PAGEBASE, 3, 0, page_base, NULL},
    {M_FIRSTBYTE, 3, 0, first_byte, NULL},
    {M_PCADDR, 3, 0, of_instruction, NULL},
    {M_PAVAL, 3, 0, physical, NULL},
    {M_FAULTKIND, 2, LEVEL(1) | LEVEL(2) | LEVEL(4), other_kind, NULL},
    {M_ACCESSKIND, 4, 0, other_access, NULL},
    {M_PAGEUSER, 4, LEVEL(2), page_user, NULL},
    {M_OTHERCPU, 4, LEVEL(3), other_machine, NULL},
    {M_NODISP, 1, LEVEL(4), no_displacement, NULL},
};

const struct kind kind_faultreg = {
    .id = "FAULTREG",
    .number = 47,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "What a fault reports",
    .topic = "hardware",
    .blurb = "the address and the cause that the hardware reports of a fault",
    .needs = {"PERM"},
    .hints = {"Which byte is the first that the processor can't get at?",
              "List the pages of the access in order and look for the first "
              "that refuses."},
    .params_bytes = sizeof(struct faultreg),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = ask,
    .explain = explain,
};
