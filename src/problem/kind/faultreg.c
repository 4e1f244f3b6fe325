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

/* --- drawing ------------------------------------------------------------ */

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

/* --- mistakes ----------------------------------------------------------- */

static bool at_address(const struct faultreg *f, uint64_t address,
                       struct answers *out)
{
    struct report r = faultreg_report(f);

    r.address = address;
    faultreg_give(f, r, out);
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
    faultreg_give(params, r, out);
    return true;
}

static bool other_access(const void *params, struct answers *out)
{
    struct report r = faultreg_report(params);

    r.access = r.access == ACCESS_LOAD ? ACCESS_STORE : ACCESS_LOAD;
    faultreg_give(params, r, out);
    return true;
}

static bool page_user(const void *params, struct answers *out)
{
    struct report r = faultreg_report(params);

    r.user = faultreg_row(params, r.address)->u;
    faultreg_give(params, r, out);
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
    .solve = faultreg_solve,
    .solve_again = faultreg_solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = faultreg_ask,
    .explain = faultreg_explain,
};
