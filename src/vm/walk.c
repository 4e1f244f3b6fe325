/*  A walk of three levels. Each level's part of the address picks an entry of
 *  a table; the entry names the next table, the last one the page:
 *
 *      va   | index 2 | index 1 | index 0 |  offset  |
 *               |         |         |          |
 *      root -> [ ] ----> [ ] ----> [ ] ----> page -+-> pa
 *             step 0    step 1    step 2
 *
 *  On every level, in this order: is there memory to read the entry from? Is
 *  the entry valid? Are the bits zero that must be? Is it a leaf? Permissions
 *  are looked at in the end, when all levels have had their say. */
#include "vm/walk.h"

const struct cpu cpu_user = {.user = true,
                             .write_protect = true,
                             .no_execute = true,
                             .large_pages = true};
const struct cpu cpu_kernel = {
    .write_protect = true, .no_execute = true, .large_pages = true};

/* --- one entry -----------------------------------------------------------
 */

static bool is_leaf(const struct format *f, unsigned level, uint64_t entry,
                    struct cpu cpu)
{
    if (f->large_switch && !cpu.large_pages)
        return level == 0;
    return format_is_leaf(f, level, entry);
}

/* RISC-V: W without R says nothing yet; neither does a table below the last
 * level, or a page on a level that has none. */
static bool meaningless(const struct format *f, unsigned level, bool leaf,
                        uint64_t entry)
{
    bool page_here = level == 0 || f->large_at >> level & 1;

    return (leaf ? !page_here : level == 0) ||
           (entry & f->write && !(entry & f->read));
}

/* Whether a page of 2^shift bytes starts where none may: at a multiple of
 * less than its size. On x86 the bits of its number that would say so are
 * either reserved or, like the PAT bit, something else. */
static bool misaligned(const struct format *f, unsigned shift, uint64_t entry)
{
    uint64_t below = (UINT64_C(1) << (shift - f->page_bits)) - 1;

    return f->rules != RULES_X86 && format_ppn(f, entry) & below;
}

/* Bits that must be zero on every level. */
static uint64_t always_zero(const struct format *f, struct cpu cpu)
{
    return f->rules == RULES_X86 && !cpu.no_execute ? f->no_exec : 0;
}

/* Whether a bit is set that must be zero, or bits stand together that may
 * not. */
static bool reserved(const struct format *f, unsigned level, unsigned shift,
                     bool leaf, uint64_t entry, uint64_t zero)
{
    zero |= leaf ? f->reserved_leaf[level] : f->reserved_table[level];
    if (entry & zero)
        return true;
    if (f->rules == RULES_RISCV && meaningless(f, level, leaf, entry))
        return true;
    return leaf && misaligned(f, shift, entry);
}

/* An entry that allows what both allow, and nothing else. */
static uint64_t both(const struct format *f, uint64_t upper, uint64_t entry)
{
    return (upper & entry) | ((upper | entry) & f->no_exec);
}

/* --- the page ------------------------------------------------------------
 */

static enum cause forbidden(const struct format *f, unsigned perms,
                            enum access access, struct cpu cpu)
{
    bool x86 = f->rules == RULES_X86, riscv = f->rules == RULES_RISCV;

    if (cpu.user && !(perms & PERM_U))
        return CAUSE_USER;
    if (riscv && f->user != 0 && !cpu.user && perms & PERM_U &&
        (access == ACCESS_FETCH || !cpu.user_memory))
        return CAUSE_SUPERVISOR;
    switch (access) {
    case ACCESS_LOAD:
        if (riscv && cpu.exec_readable && perms & PERM_X)
            return CAUSE_NONE;
        return perms & PERM_R ? CAUSE_NONE : CAUSE_READ;
    case ACCESS_STORE:
        if (x86 && !cpu.user && !cpu.write_protect)
            return CAUSE_NONE;
        return perms & PERM_W ? CAUSE_NONE : CAUSE_WRITE;
    default:
        return perms & PERM_X ? CAUSE_NONE : CAUSE_EXEC;
    }
}

/* The entry names a page of 2^shift bytes; `allowing` is what it and those
 * above it allow. */
static enum cause reach(const struct format *f, const struct phys *mem,
                        uint64_t entry, uint64_t allowing, unsigned shift,
                        enum access access, struct cpu cpu, struct walk *out)
{
    uint64_t offset = (UINT64_C(1) << shift) - 1;
    unsigned perms = format_perms(f, allowing);
    enum cause cause = forbidden(f, perms, access, cpu);

    out->perms = (uint8_t)perms;
    if (cause != CAUSE_NONE)
        return cause;
    out->pa =
        (format_ppn(f, entry) << f->page_bits & ~offset) | (out->va & offset);
    out->bytes = offset + 1;
    return phys_has(mem, out->pa, 1) ? CAUSE_NONE : CAUSE_NO_MEMORY;
}

/* --- the walk ------------------------------------------------------------
 */

/* Reads the entry of the address in a table on that level; false where there
 * is no memory to read. */
static bool read_entry(const struct format *f, const struct phys *mem,
                       uint64_t table, unsigned level, unsigned shift,
                       struct walk *out)
{
    unsigned n = f->levels - 1u - level;
    struct walk_step *step = &out->step[n];

    step->index = format_cut(out->va, shift, f->index_bits[level]);
    step->at = table + step->index * f->entry_bytes;
    if (!phys_has(mem, step->at, f->entry_bytes)) {
        out->pa = step->at;
        return false;
    }
    step->entry = phys_load(mem, step->at, f->entry_bytes);
    out->nsteps = (uint8_t)(n + 1);
    out->level = (uint8_t)level;
    return true;
}

static enum cause translate(const struct format *f, const struct phys *mem,
                            uint64_t table, enum access access,
                            struct cpu cpu, struct walk *out)
{
    unsigned shift = f->va_bits;
    uint64_t allowing = ~f->no_exec, zero = always_zero(f, cpu);

    for (unsigned level = f->levels; level-- > 0;) {
        uint64_t entry;
        bool leaf;

        shift -= f->index_bits[level];
        if (!read_entry(f, mem, table, level, shift, out))
            return CAUSE_NO_MEMORY;
        entry = out->step[out->nsteps - 1].entry;
        if (!(entry & f->valid))
            return CAUSE_NOT_PRESENT;
        leaf = is_leaf(f, level, entry, cpu);
        if (reserved(f, level, shift, leaf, entry, zero))
            return CAUSE_RESERVED;
        allowing = f->rules == RULES_X86 ? both(f, allowing, entry) : entry;
        if (leaf)
            return reach(f, mem, entry, allowing, shift, access, cpu, out);
        table = format_ppn(f, entry) << f->page_bits;
    }
    return CAUSE_RESERVED; /* not reached: level 0 names pages */
}

enum cause walk_translate(const struct format *f, const struct phys *mem,
                          uint64_t root, uint64_t va, enum access access,
                          struct cpu cpu, struct walk *out)
{
    out->nsteps = 0;
    out->level = (uint8_t)(f->levels - 1);
    out->perms = 0;
    out->va = va;
    out->pa = out->bytes = 0;
    out->cause = format_canonical(f, va)
                     ? translate(f, mem, root, access, cpu, out)
                     : CAUSE_NON_CANONICAL;
    return out->cause;
}

/* --- what comes of it ----------------------------------------------------
 */

unsigned walk_mark(const struct format *f, struct walk *w, enum access access)
{
    unsigned last = w->nsteps - 1u, changed = 0;

    for (unsigned i = f->rules == RULES_X86 ? 0 : last; i <= last; i++) {
        uint64_t entry = w->step[i].entry | f->accessed;

        if (i == last && access == ACCESS_STORE)
            entry |= f->dirty;
        changed |= (unsigned)(entry != w->step[i].entry) << i;
        w->step[i].entry = entry;
    }
    return changed;
}

/*  x86:  4    3     2     1     0
 *       I/D  RSVD  U/S   W/R    P     of the access, but P and RSVD */
uint32_t walk_error_code(const struct format *f, const struct walk *w,
                         enum access access, struct cpu cpu)
{
    static const uint32_t page_fault[] = {13, 15, 12};
    static const uint32_t access_fault[] = {5, 7, 1};
    bool x86 = f->rules == RULES_X86;
    bool fetch =
        x86 && f->no_exec != 0 && cpu.no_execute && access == ACCESS_FETCH;

    if (f->rules == RULES_RISCV)
        return w->cause == CAUSE_NO_MEMORY ? access_fault[access]
                                           : page_fault[access];
    if (x86 && w->cause == CAUSE_NON_CANONICAL)
        return 0;
    return (uint32_t)(w->cause != CAUSE_NOT_PRESENT &&
                      w->cause != CAUSE_NON_CANONICAL) |
           (uint32_t)(access == ACCESS_STORE) << 1 | (uint32_t)cpu.user << 2 |
           (uint32_t)(x86 && w->cause == CAUSE_RESERVED) << 3 |
           (uint32_t)fetch << 4;
}

const char *cause_name(enum cause cause)
{
    static const char *const names[] = {
        [CAUSE_NONE] = "no fault",
        [CAUSE_NOT_PRESENT] = "not present",
        [CAUSE_READ] = "may not be read",
        [CAUSE_WRITE] = "may not be written",
        [CAUSE_EXEC] = "may not be executed",
        [CAUSE_USER] = "not for user mode",
        [CAUSE_SUPERVISOR] = "not for the kernel",
        [CAUSE_RESERVED] = "reserved bit set",
        [CAUSE_NON_CANONICAL] = "no such virtual address",
        [CAUSE_NO_MEMORY] = "no memory there",
    };
    return names[cause];
}
