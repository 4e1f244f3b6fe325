/* FAULTREG - what the hardware reports of a page fault.
 *
 *     | page that is fine   | page that refuses        |
 *               [ bytes of the access ]
 *                           ▲ the address that is reported
 *
 * Level 1 asks in words, level 2 for what x86 says, level 3 for RISC-V;
 * level 4 has no register: the address must be found from the instruction. */
#include "problem/kind/faultreg.h"

#include "problem/bits.h"
#include "problem/say.h"

unsigned faultreg_ranges(const struct faultreg *f,
                         struct insn_range out[INSN_RANGES])
{
    if (f->level == 4)
        return insn_ranges(&insns[f->insn], f->reg, f->rip, out);
    out[0] = (struct insn_range){(enum access)f->access, f->va, f->bytes};
    return 1;
}

const struct row *faultreg_row(const struct faultreg *f, uint64_t va)
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

    faultreg_ranges(f, range);
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
    faultreg_ranges(f, range);
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
    n = faultreg_ranges(f, range);
    victim = level == 4 ? 1 + (unsigned)rng_below(rng, n - 1) : 0;
    bad = aim(rng, f, victim);
    faultreg_ranges(f, range);
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
    struct format format = say_linear(INSN_VA_BITS, OFF + PPN_BITS, OFF);

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
    unsigned n = faultreg_ranges(f, range);

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

enum word faultreg_word(enum access access)
{
    static const enum word words[] = {WORD_READ, WORD_WRITE, WORD_FETCH};
    return words[access];
}

static void give_words(uint64_t address, enum access access, bool protection,
                       struct answers *out)
{
    answer_number(out, address);
    answer_word(out, faultreg_word(access));
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
const char *faultreg_refusal(const struct faultreg *f, const struct row *row,
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

struct report faultreg_report(const struct faultreg *f)
{
    struct insn_range range[INSN_RANGES];
    unsigned n = faultreg_ranges(f, range);

    for (unsigned r = 0; r < n; r++) {
        uint64_t end = range[r].from + range[r].bytes, at = range[r].from;
        for (; at < end; at = (at / 4096 + 1) * 4096) {
            const struct row *row = faultreg_row(f, at);
            if (faultreg_refusal(f, row, range[r].access) != NULL)
                return (struct report){at, range[r].access, f->user,
                                       row->valid};
        }
    }
    return (struct report){0};
}

unsigned faultreg_x86_code(struct report r)
{
    return (r.protection ? 1u : 0) + (r.access == ACCESS_STORE ? 2u : 0) +
           (r.user ? 4u : 0) + (r.access == ACCESS_FETCH ? 16u : 0);
}

unsigned faultreg_riscv_code(struct report r)
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
        answer_number(out, f->level == 2 ? faultreg_x86_code(r)
                                         : faultreg_riscv_code(r));
    }
}

static void solve_again(const void *params, struct answers *out)
{
    give(params, faultreg_report(params), out);
}

/* --- mistakes ------------------------------------------------------------
 */

static bool at_address(const struct faultreg *f, uint64_t address,
                       struct answers *out)
{
    struct report r = faultreg_report(f);

    r.address = address;
    give(f, r, out);
    return true;
}

static bool page_base(const void *params, struct answers *out)
{
    const struct faultreg *f = params;

    return at_address(f, faultreg_report(f).address >> OFF << OFF, out);
}

static bool of_instruction(const void *params, struct answers *out)
{
    const struct faultreg *f = params;

    return at_address(f, f->rip, out);
}

static bool physical(const void *params, struct answers *out)
{
    const struct faultreg *f = params;
    uint64_t va = faultreg_report(f).address;

    return at_address(
        f, (uint64_t)faultreg_row(f, va)->ppn << OFF | low(va, OFF), out);
}

/* The range that the fault is in. */
struct insn_range faultreg_faulting(const struct faultreg *f,
                                    unsigned *number)
{
    struct insn_range range[INSN_RANGES];
    uint64_t at = faultreg_report(f).address;

    faultreg_ranges(f, range);
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

    return at_address(f, faultreg_faulting(f, &number).from, out);
}

/* The register as it stands, without what is added to it. */
static bool no_displacement(const void *params, struct answers *out)
{
    const struct faultreg *f = params;
    unsigned number;

    faultreg_faulting(f, &number);
    return number > 0 &&
           at_address(f, f->reg[insns[f->insn].data[number - 1].base], out);
}

static bool other_kind(const void *params, struct answers *out)
{
    struct report r = faultreg_report(params);

    r.protection = !r.protection;
    give(params, r, out);
    return true;
}

static bool other_access(const void *params, struct answers *out)
{
    struct report r = faultreg_report(params);

    r.access = r.access == ACCESS_LOAD ? ACCESS_STORE : ACCESS_LOAD;
    give(params, r, out);
    return true;
}

static bool page_user(const void *params, struct answers *out)
{
    struct report r = faultreg_report(params);

    r.user = faultreg_row(params, r.address)->u;
    give(params, r, out);
    return true;
}

static bool other_machine(const void *params, struct answers *out)
{
    struct report r = faultreg_report(params);

    answer_number(out, r.address);
    answer_number(out, faultreg_x86_code(r));
    return true;
}

static const struct wrong_row wrongs[] = {
    {M_PAGEBASE, 3, 0, .answer = page_base},
    {M_FIRSTBYTE, 3, 0, .answer = first_byte},
    {M_PCADDR, 3, 0, .answer = of_instruction},
    {M_PAVAL, 3, 0, .answer = physical},
    {M_FAULTKIND, 2, LEVEL(1) | LEVEL(2) | LEVEL(4), .answer = other_kind},
    {M_ACCESSKIND, 4, 0, .answer = other_access},
    {M_PAGEUSER, 4, LEVEL(2), .answer = page_user},
    {M_OTHERCPU, 4, LEVEL(3), .answer = other_machine},
    {M_NODISP, 1, LEVEL(4), .answer = no_displacement},
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
    .ask = faultreg_ask,
    .explain = faultreg_explain,
};
