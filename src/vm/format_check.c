/* What a descriptor must obey before the walker may trust it, and how that is
 * said to whoever typed it into a script. */
#include "vm/format.h"

enum {
    PAGE_BITS_MAX = 30,
    INDEX_BITS_MAX = 60, /* a table's last byte still has an address */
    PA_BITS_MAX = 63,
};

/* A number that must lie in a range. */
struct range {
    const char *what;
    unsigned value, lo, hi;
};

static int check_ranges(const struct format *f, struct err *err)
{
    const struct range ranges[] = {
        {"a virtual address", f->va_bits, 1, 64},
        {"a physical address", f->pa_bits, 1, PA_BITS_MAX},
        {"the offset in a page", f->page_bits, 0, PAGE_BITS_MAX},
        {"a physical page number", f->ppn_bits, 1, PA_BITS_MAX},
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].value < ranges[i].lo || ranges[i].value > ranges[i].hi)
            return err_set(err, ERR_NOTES,
                           "%s of %u bits can't be: it may have %u to %u",
                           ranges[i].what, ranges[i].value, ranges[i].lo,
                           ranges[i].hi);
    if (f->levels < 1 || f->levels > FORMAT_LEVELS)
        return err_set(err, ERR_NOTES,
                       "%u levels of tables can't be: 1 to %d can", f->levels,
                       FORMAT_LEVELS);
    if (f->entry_bytes < 1 || f->entry_bytes > 8)
        return err_set(err, ERR_NOTES,
                       "an entry of %u bytes can't be: it may have 1 to 8",
                       f->entry_bytes);
    return 0;
}

/* | index | ... | index | offset | must be the whole address. */
static int check_cut(const struct format *f, struct err *err)
{
    unsigned sum = 0;

    for (unsigned l = 0; l < f->levels; l++) {
        unsigned bits = f->index_bits[l];

        if (bits < 1 || bits > INDEX_BITS_MAX)
            return err_set(err, ERR_NOTES,
                           "an index of %u bits on level %u can't be: it may "
                           "have 1 to %d",
                           bits, l, INDEX_BITS_MAX);
        sum += bits;
    }
    if (sum + f->page_bits != f->va_bits)
        return err_set(err, ERR_NOTES,
                       "a virtual address has %u bits, but its indices (%u) "
                       "and its offset (%u) make %u",
                       f->va_bits, sum, f->page_bits, sum + f->page_bits);
    return 0;
}

/* Bits hi .. lo; nothing if hi < lo. */
static uint64_t bits(unsigned hi, unsigned lo)
{
    return hi < lo ? 0 : UINT64_MAX >> (63 - hi) & UINT64_MAX << lo;
}

static uint64_t entry_mask(const struct format *f)
{
    return bits(8u * f->entry_bytes - 1, 0);
}

static uint64_t ppn_mask(const struct format *f)
{
    return bits(f->ppn_at + f->ppn_bits - 1u, f->ppn_at);
}

static int check_flag(const struct format *f, const char *name, uint64_t mask,
                      uint64_t *taken, struct err *err)
{
    if (mask & (mask - 1))
        return err_set(err, ERR_NOTES,
                       "the %s flag must be one bit, not several", name);
    if (mask & ~entry_mask(f))
        return err_set(err, ERR_NOTES,
                       "the %s flag lies outside of an entry of %u bits",
                       name, 8u * f->entry_bytes);
    if (mask & *taken)
        return err_set(err, ERR_NOTES,
                       "the %s flag lies on a bit that has another meaning",
                       name);
    *taken |= mask;
    return 0;
}

static int check_entry(const struct format *f, struct err *err)
{
    const struct {
        const char *name;
        uint64_t mask;
    } flags[] = {
        {"valid", f->valid},   {"read", f->read},
        {"write", f->write},   {"execute", f->exec},
        {"user", f->user},     {"no-execute", f->no_exec},
        {"dirty", f->dirty},   {"accessed", f->accessed},
        {"global", f->global}, {"large-page", f->large},
    };
    uint64_t taken;

    if (f->ppn_at + f->ppn_bits > 8u * f->entry_bytes)
        return err_set(err, ERR_NOTES,
                       "a physical page number of %u bits from bit %u on "
                       "sticks out of an entry of %u bits",
                       f->ppn_bits, f->ppn_at, 8u * f->entry_bytes);
    taken = ppn_mask(f);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (check_flag(f, flags[i].name, flags[i].mask, &taken, err) < 0)
            return -1;
    if (f->valid == 0)
        return err_set(err, ERR_NOTES,
                       "an entry needs a valid flag: without one no page "
                       "could be absent");
    if (f->rules == RULES_RISCV && (f->read == 0 || f->exec == 0))
        return err_set(err, ERR_NOTES,
                       "the RISC-V rules need a read and an execute flag: "
                       "they tell a page from a table");
    if (f->rules == RULES_RISCV && f->large != 0)
        return err_set(
            err, ERR_NOTES,
            "the RISC-V rules know no large-page flag: a page "
            "on a higher level is one with a read or execute flag");
    return 0;
}

/* Every frame number that is not reserved must be an address. */
static int check_reach(const struct format *f, struct err *err)
{
    unsigned reach = f->ppn_bits + f->page_bits, used;
    uint64_t beyond = ppn_mask(f);

    if (f->pa_bits <= f->page_bits)
        return err_set(err, ERR_NOTES,
                       "physical addresses of %u bits leave no page number "
                       "beside an offset of %u",
                       f->pa_bits, f->page_bits);
    if (reach < f->pa_bits)
        return err_set(err, ERR_NOTES,
                       "page numbers of %u bits and offsets of %u reach %u "
                       "bits, but a physical address has %u",
                       f->ppn_bits, f->page_bits, reach, f->pa_bits);
    used = (unsigned)f->pa_bits - f->page_bits;
    beyond &= ~bits(f->ppn_at + used - 1, f->ppn_at);
    for (unsigned l = 0; l < f->levels; l++)
        if (beyond & ~(f->reserved_table[l] & f->reserved_leaf[l]))
            return err_set(err, ERR_NOTES,
                           "page numbers of %u bits and offsets of %u reach "
                           "%u bits, more than the %u of a physical address, "
                           "and those above are not reserved on level %u",
                           f->ppn_bits, f->page_bits, reach, f->pa_bits, l);
    return 0;
}

static int check_levels(const struct format *f, struct err *err)
{
    if (f->large_at & ~((1u << f->levels) - 2))
        return err_set(err, ERR_NOTES,
                       "large pages can only be above level 0, on one of "
                       "the %u levels",
                       f->levels);
    if (f->large_at != 0 && f->large == 0 && f->rules != RULES_RISCV)
        return err_set(err, ERR_NOTES,
                       "large pages need a large-page flag to be known by");
    if (f->large_switch && f->large == 0)
        return err_set(err, ERR_NOTES,
                       "large pages can't be switched off where no flag "
                       "tells them");
    for (unsigned l = 0; l < f->levels; l++) {
        uint64_t zero = f->reserved_table[l] | f->reserved_leaf[l];

        if (zero & ~entry_mask(f))
            return err_set(err, ERR_NOTES,
                           "reserved bits of level %u lie outside of an "
                           "entry of %u bits",
                           l, 8u * f->entry_bytes);
        if (zero & f->valid)
            return err_set(err, ERR_NOTES,
                           "the valid flag can't be reserved on level %u", l);
    }
    return 0;
}

int format_check(const struct format *f, struct err *err)
{
    if (check_ranges(f, err) < 0 || check_cut(f, err) < 0 ||
        check_entry(f, err) < 0 || check_levels(f, err) < 0)
        return -1;
    return check_reach(f, err);
}
