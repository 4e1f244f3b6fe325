#include "vm/geometry.h"

#include "check.h"

static unsigned below(struct rng *r, unsigned n)
{
    return (unsigned)rng_below(r, n);
}

static unsigned from_to(struct rng *r, unsigned lo, unsigned hi)
{
    return lo + below(r, hi - lo + 1);
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static uint64_t bits(unsigned at, unsigned n)
{
    return n == 0 ? 0 : UINT64_MAX >> (64 - n) << at;
}

/* An address is cut in at least one bit a level. */
static void cut(struct format *f, struct rng *r, unsigned va_max,
                unsigned page_max)
{
    unsigned rest;

    f->va_bits = (uint8_t)from_to(r, 1, va_max);
    f->levels = (uint8_t)from_to(r, 1, least(FORMAT_LEVELS, f->va_bits));
    f->page_bits = (uint8_t)below(
        r, least(page_max, (unsigned)(f->va_bits - f->levels)) + 1);
    rest = (unsigned)f->va_bits - f->page_bits - f->levels;
    for (unsigned l = 0; l < f->levels; l++) {
        unsigned more = l + 1 == f->levels ? rest : below(r, rest + 1);

        more = least(more, 59);
        f->index_bits[l] = (uint8_t)(1 + more);
        rest -= more;
    }
    f->va_bits = (uint8_t)(f->va_bits - rest);
    f->high = below(r, 2) ? HIGH_SIGN : HIGH_NONE;
}

/* A bit of the entry that has no meaning yet, or none. */
static uint64_t free_bit(const struct format *f, struct rng *r,
                         uint64_t *taken)
{
    for (int tries = 0; tries < 40; tries++) {
        uint64_t bit = UINT64_C(1) << below(r, 8u * f->entry_bytes);

        if (!(bit & *taken)) {
            *taken |= bit;
            return bit;
        }
    }
    return 0;
}

static void place_number(struct format *f, struct rng *r)
{
    unsigned width = 8u * f->entry_bytes;
    unsigned most =
        least(width - (f->rules == RULES_RISCV ? 3 : 1), 63u - f->page_bits);

    f->ppn_bits = (uint8_t)from_to(r, 1, most);
    f->ppn_at = (uint8_t)below(r, width - f->ppn_bits + 1);
    f->pa_bits = (uint8_t)(f->page_bits + f->ppn_bits);
}

static void place_flags(struct format *f, struct rng *r)
{
    uint64_t taken = bits(f->ppn_at, f->ppn_bits);
    uint64_t *const must[] = {&f->valid, &f->read, &f->exec};
    uint64_t *const may[] = {&f->read,    &f->write,  &f->exec,
                             &f->no_exec, &f->user,   &f->large,
                             &f->dirty,   &f->global, &f->accessed};
    size_t n = f->rules == RULES_RISCV ? 3 : 1;

    for (size_t i = 0; i < n; i++)
        while (*must[i] == 0)
            *must[i] = free_bit(f, r, &taken);
    for (size_t i = 0; i < COUNT(may); i++)
        if (*may[i] == 0 && below(r, 3) > 0 &&
            !(may[i] == &f->large && f->rules == RULES_RISCV))
            *may[i] = free_bit(f, r, &taken);
}

static void reserve(struct format *f, struct rng *r)
{
    if (f->large != 0 || f->rules == RULES_RISCV)
        f->large_at = (uint8_t)(below(r, 64) & ((1u << f->levels) - 2));
    f->large_switch = f->large != 0 && below(r, 8) == 0;
    for (unsigned l = 0; l < f->levels; l++) {
        uint64_t bit = UINT64_C(1) << below(r, 8u * f->entry_bytes);

        if (bit != f->valid && below(r, 4) == 0)
            f->reserved_leaf[l] = bit;
        if (bit != f->valid && below(r, 4) == 0)
            f->reserved_table[l] = bit;
    }
}

struct format geometry_random(struct rng *r, unsigned va_max,
                              unsigned page_max)
{
    struct format f = {.name = "random"};
    struct err err;

    cut(&f, r, va_max, page_max);
    f.entry_bytes = (uint8_t)from_to(r, 1, 8);
    f.rules = (enum format_rules)below(r, 3);
    place_number(&f, r);
    place_flags(&f, r);
    reserve(&f, r);
    if (format_check(&f, &err) < 0)
        fail_msg("a random format that is none: %s", err.text);
    return f;
}

struct cpu geometry_cpu(struct rng *r)
{
    return (struct cpu){
        .user = below(r, 2),
        .write_protect = below(r, 2),
        .no_execute = below(r, 2),
        .user_memory = below(r, 2),
        .exec_readable = below(r, 2),
        .large_pages = below(r, 2),
    };
}
