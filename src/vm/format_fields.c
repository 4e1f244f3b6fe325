/*  An entry as a drawing, field by field from the highest bit down:
 *
 *      sv32, a leaf   31     10  9 8   7   6   5   4   3   2   1   0
 *                    |   PPN   |     | D | A | G | U | X | W | R | V |  */
#include "vm/format.h"

#include <string.h>

#define BIT(n) (UINT64_C(1) << (n))

enum where { ON_ANY, ON_LEAF, ON_LARGE };

struct flag {
    const char *name;
    uint64_t mask;
    enum where where; /* the entries on which the bit has its meaning */
};

enum { FLAGS = 10 };

/* The bits of an entry by their names in the manuals. */
static void name_flags(const struct format *f, struct flag out[FLAGS])
{
    enum where levels = f->rules == RULES_X86 ? ON_ANY : ON_LEAF;
    enum where tells = f->rules == RULES_RISCV ? ON_ANY : levels;
    const struct flag flags[FLAGS] = {
        {f->rules == RULES_X86 ? "P" : "V", f->valid, ON_ANY},
        {"R", f->read, tells},
        {"W", f->write, tells},
        {"X", f->exec, tells},
        {"NX", f->no_exec, levels},
        {"U", f->user, levels},
        {"A", f->accessed, levels},
        {"D", f->dirty, ON_LEAF},
        {"PS", f->large, ON_LARGE},
        {"G", f->global, ON_LEAF},
    };
    memcpy(out, flags, sizeof flags);
}

static bool means(const struct format *f, const struct flag *flag,
                  unsigned level, bool leaf)
{
    return flag->where == ON_ANY || (flag->where == ON_LEAF && leaf) ||
           (flag->where == ON_LARGE && f->large_at >> level & 1);
}

static bool is_ppn(const struct format *f, unsigned bit)
{
    return bit >= f->ppn_at && bit - f->ppn_at < f->ppn_bits;
}

/* A bit of a large page's number that would only tell where inside of such a
 * page it starts. */
static bool is_inside(const struct format *f, unsigned level, bool leaf,
                      unsigned bit)
{
    unsigned inside = format_shift(f, level) - f->page_bits;

    return leaf && is_ppn(f, bit) && bit - f->ppn_at < inside;
}

static bool must_be_zero(const struct format *f, unsigned level, bool leaf,
                         unsigned bit)
{
    uint64_t zero = leaf ? f->reserved_leaf[level] : f->reserved_table[level];

    return zero & BIT(bit) ||
           (f->rules != RULES_X86 && is_inside(f, level, leaf, bit));
}

/* The name of a flag on that bit, or NULL. */
static const char *flag_name(const struct format *f, unsigned level,
                             bool leaf, unsigned bit)
{
    struct flag flags[FLAGS];

    name_flags(f, flags);
    for (size_t i = 0; i < FLAGS; i++)
        if (flags[i].mask & BIT(bit) && means(f, &flags[i], level, leaf))
            return flags[i].name;
    return NULL;
}

/* What a bit is in an entry of that kind. */
static struct format_field field_of(const struct format *f, unsigned level,
                                    bool leaf, unsigned bit)
{
    uint8_t at = (uint8_t)bit;
    const char *name;

    if (must_be_zero(f, level, leaf, bit))
        return (struct format_field){"0", FIELD_RESERVED, at, at};
    if (is_ppn(f, bit) && !is_inside(f, level, leaf, bit))
        return (struct format_field){"PPN", FIELD_PPN, at, at};
    name = flag_name(f, level, leaf, bit);
    if (name != NULL)
        return (struct format_field){name, FIELD_FLAG, at, at};
    return (struct format_field){"", FIELD_IGNORED, at, at};
}

size_t format_fields(const struct format *f, unsigned level, bool leaf,
                     struct format_field out[64])
{
    size_t n = 0;

    for (unsigned bit = 8u * f->entry_bytes; bit-- > 0;) {
        struct format_field field = field_of(f, level, leaf, bit);

        if (n > 0 && field.kind != FIELD_FLAG &&
            out[n - 1].kind == field.kind)
            out[n - 1].lo = field.lo;
        else
            out[n++] = field;
    }
    return n;
}
