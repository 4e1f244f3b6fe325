#include "vm/second.h"

__extension__ typedef unsigned __int128 wide;

struct trip {
    const struct format *f;
    const struct phys *mem;
    wide va;
    enum access access;
    struct cpu cpu;
    bool read, write, exec, user; /* granted by the levels passed so far */
    struct second found;
};

static wide power(unsigned bits)
{
    wide n = 1;

    while (bits-- > 0)
        n *= 2;
    return n;
}

/* `bits` binary digits of a number, above its `low` lowest ones. */
static wide digits(wide number, unsigned low, unsigned bits)
{
    return number / power(low) % power(bits);
}

static bool has(uint64_t entry, uint64_t flag)
{
    return flag != 0 && (entry & flag) == flag;
}

/* The size of what one entry of that level covers. */
static wide cover(const struct format *f, unsigned level)
{
    wide size = power(f->page_bits);

    while (level-- > 0)
        size *= power(f->index_bits[level]);
    return size;
}

static bool address_exists(const struct format *f, wide va)
{
    wide half = power(f->va_bits - 1);

    if (f->high == HIGH_NONE)
        return va < 2 * half;
    return va < half || va >= power(64) - half;
}

static bool entry_is_there(const struct trip *t, wide at)
{
    return at + t->f->entry_bytes <= t->mem->bytes;
}

static uint64_t read_entry(const struct trip *t, wide at)
{
    wide value = 0;

    for (unsigned i = 0; i < t->f->entry_bytes; i++)
        value += phys_load(t->mem, (uint64_t)at + i, 1) * power(8 * i);
    return (uint64_t)value;
}

static bool names_page(const struct trip *t, unsigned level, uint64_t entry)
{
    const struct format *f = t->f;

    if (f->rules == RULES_RISCV)
        return has(entry, f->read) || has(entry, f->exec);
    if (level == 0)
        return true;
    if (f->large_switch && !t->cpu.large_pages)
        return false;
    return digits(f->large_at, level, 1) == 1 && has(entry, f->large);
}

static bool is_reserved(const struct trip *t, unsigned level, uint64_t entry)
{
    const struct format *f = t->f;
    bool page = names_page(t, level, entry);
    uint64_t must_be_zero =
        page ? f->reserved_leaf[level] : f->reserved_table[level];
    wide ppn = digits(entry, f->ppn_at, f->ppn_bits);

    if ((entry & must_be_zero) != 0)
        return true;
    if (f->rules == RULES_X86)
        return has(entry, f->no_exec) && !t->cpu.no_execute;
    if (page && ppn * power(f->page_bits) % cover(f, level) != 0)
        return true;
    if (f->rules == RULES_RISCV)
        return (has(entry, f->write) && !has(entry, f->read)) ||
               (!page && level == 0) ||
               (page && level > 0 && !digits(f->large_at, level, 1));
    return false;
}

static void grant(struct trip *t, uint64_t entry)
{
    const struct format *f = t->f;
    bool keep = f->rules == RULES_X86;

    t->read = (keep ? t->read : true) && (!f->read || has(entry, f->read));
    t->write =
        (keep ? t->write : true) && (!f->write || has(entry, f->write));
    t->user = (keep ? t->user : true) && (!f->user || has(entry, f->user));
    t->exec = (keep ? t->exec : true) && (!f->exec || has(entry, f->exec)) &&
              !has(entry, f->no_exec);
}

/* One line for each sentence of the manuals. */
static enum cause judge(const struct trip *t)
{
    bool x86 = t->f->rules == RULES_X86, riscv = t->f->rules == RULES_RISCV;
    bool kernel = !t->cpu.user;

    if (t->cpu.user && !t->user)
        return CAUSE_USER;
    if (riscv && kernel && t->f->user && t->user && t->access == ACCESS_FETCH)
        return CAUSE_SUPERVISOR;
    if (riscv && kernel && t->f->user && t->user && !t->cpu.user_memory)
        return CAUSE_SUPERVISOR;
    if (t->access == ACCESS_LOAD && !t->read &&
        !(riscv && t->cpu.exec_readable && t->exec))
        return CAUSE_READ;
    if (t->access == ACCESS_STORE && !t->write &&
        !(x86 && kernel && !t->cpu.write_protect))
        return CAUSE_WRITE;
    if (t->access == ACCESS_FETCH && !t->exec)
        return CAUSE_EXEC;
    return CAUSE_NONE;
}

static enum cause descend(struct trip *t, unsigned level, wide table)
{
    const struct format *f = t->f;
    wide size = cover(f, level), page;
    wide at =
        table + t->va / size % power(f->index_bits[level]) * f->entry_bytes;
    uint64_t entry;

    if (!entry_is_there(t, at))
        return CAUSE_NO_MEMORY;
    entry = read_entry(t, at);
    t->found.entries++;
    if (!has(entry, f->valid))
        return CAUSE_NOT_PRESENT;
    if (is_reserved(t, level, entry))
        return CAUSE_RESERVED;
    grant(t, entry);
    page = digits(entry, f->ppn_at, f->ppn_bits) * power(f->page_bits);
    if (!names_page(t, level, entry))
        return descend(t, level - 1, page);
    if (judge(t) != CAUSE_NONE)
        return judge(t);
    t->found.leaf_at = (uint64_t)at;
    t->found.bytes = (uint64_t)size;
    t->found.pa = (uint64_t)(page - page % size + t->va % size);
    return t->found.pa < t->mem->bytes ? CAUSE_NONE : CAUSE_NO_MEMORY;
}

struct second second_translate(const struct format *f, const struct phys *mem,
                               uint64_t root, uint64_t va, enum access access,
                               struct cpu cpu)
{
    struct trip t = {.f = f,
                     .mem = mem,
                     .va = va,
                     .access = access,
                     .cpu = cpu,
                     .read = true,
                     .write = true,
                     .exec = true,
                     .user = true};

    t.found.cause = address_exists(f, va) ? descend(&t, f->levels - 1u, root)
                                          : CAUSE_NON_CANONICAL;
    return t.found;
}

uint64_t second_mark(const struct format *f, uint64_t entry, bool leaf,
                     enum access access)
{
    if (!leaf)
        return f->rules == RULES_X86 ? entry | f->accessed : entry;
    if (access == ACCESS_STORE)
        entry |= f->dirty;
    return entry | f->accessed;
}

uint32_t second_error_code(const struct format *f, enum cause cause,
                           enum access access, struct cpu cpu)
{
    uint32_t code = 0;

    if (f->rules == RULES_RISCV)
        return (access == ACCESS_FETCH  ? 12u
                : access == ACCESS_LOAD ? 13u
                                        : 15u) -
               (cause != CAUSE_NO_MEMORY ? 0u
                : access == ACCESS_FETCH ? 11u
                                         : 8u);
    if (f->rules == RULES_X86 && cause == CAUSE_NON_CANONICAL)
        return 0;
    if (cause != CAUSE_NOT_PRESENT && cause != CAUSE_NON_CANONICAL)
        code += 1;
    if (access == ACCESS_STORE)
        code += 2;
    if (cpu.user)
        code += 4;
    if (f->rules == RULES_X86 && cause == CAUSE_RESERVED)
        code += 8;
    if (f->rules == RULES_X86 && access == ACCESS_FETCH && f->no_exec &&
        cpu.no_execute)
        code += 16;
    return code;
}
