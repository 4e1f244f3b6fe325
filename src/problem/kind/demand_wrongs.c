/* What people answer who make a known mistake. */
#include "problem/bits.h"
#include "problem/kind/demand_run.h"

/* So many pages of data; the tables and the rest are right. */
static bool instead(const struct demand *d, unsigned n, struct answers *out)
{
    answer_number(out, n);
    if (d->level == 4)
        answer_number(out, n + demand_tables(d) + 1);
    return true;
}

static bool no_code(const void *params, struct answers *out)
{
    const struct demand *d = params;
    uint64_t at[MEMBERS_MAX];

    instead(d, demand_all_pages(d) - demand_pages(d, demand_code(d)), out);
    if (d->level == 3)
        answer_list(out, at, demand_list(d, true, at));
    return true;
}

static bool per_access(const void *params, struct answers *out)
{
    const struct demand *d = params;

    return d->level != 3 &&
           instead(d,
                   demand_pushes(d) +
                       (demand_has_code(d) ? d->instructions : 0u) +
                       (unsigned)(d->bytes / DEMAND_VALUE),
                   out);
}

static bool one_each(const void *params, struct answers *out)
{
    const struct demand *d = params;
    const uint64_t at[] = {d->code, d->sp - DEMAND_VALUE};

    instead(d, d->level == 1 ? 1 : d->level == 4 ? 3 : 2, out);
    if (d->level == 3)
        answer_list(out, at, 2);
    return true;
}

/* Sizes divided by the page size: rounded up, and down. */
static unsigned divided(const struct demand *d, bool up)
{
    const uint64_t sizes[] = {(uint64_t)demand_pushes(d) * DEMAND_VALUE,
                              demand_has_code(d) ? (uint64_t)d->instructions *
                                                       DEMAND_INSTRUCTION
                                                 : 0,
                              d->bytes};
    uint64_t n = 0;

    for (unsigned i = 0; i < 3; i++)
        n += up ? divide_up(sizes[i], two_to(d->page_bits))
                : sizes[i] >> d->page_bits;
    return (unsigned)n;
}

static bool aligned(const void *params, struct answers *out)
{
    return instead(params, divided(params, true), out);
}

static bool floored(const void *params, struct answers *out)
{
    return instead(params, divided(params, false), out);
}

/* The page that sp points into before anything is pushed counts as well. */
static bool end_counts(const void *params, struct answers *out)
{
    const struct demand *d = params;

    return instead(
        d,
        demand_all_pages(d) - demand_pages(d, demand_stack(d)) +
            demand_pages(d, (struct range){demand_stack(d).first, d->sp}),
        out);
}

static bool upwards(const void *params, struct answers *out)
{
    const struct demand *d = params;
    struct range up = {d->sp,
                       d->sp + (uint64_t)demand_pushes(d) * DEMAND_VALUE - 1};

    return instead(d,
                   demand_all_pages(d) - demand_pages(d, demand_stack(d)) +
                       demand_pages(d, up),
                   out);
}

static bool page_bases(const void *params, struct answers *out)
{
    const struct demand *d = params;
    uint64_t at[MEMBERS_MAX];
    unsigned n = demand_list(d, false, at);

    for (unsigned i = 0; i < n; i++)
        at[i] -= low(at[i], d->page_bits);
    answer_number(out, n);
    answer_list(out, at, n);
    return true;
}

/* The address of the instruction, for pushes too. */
static bool instructions(const void *params, struct answers *out)
{
    const struct demand *d = params;
    uint64_t at[MEMBERS_MAX];
    unsigned n = demand_list(d, false, at);

    for (unsigned i = 0; i < n; i++)
        if (at[i] >= demand_stack(d).first)
            at[i] =
                d->code + ((d->sp - at[i]) / DEMAND_VALUE * d->every - 1) *
                              DEMAND_INSTRUCTION;
    answer_number(out, n);
    answer_list(out, at, n);
    return true;
}

static bool with_tables(const struct demand *d, uint64_t n,
                        struct answers *out)
{
    answer_number(out, demand_all_pages(d));
    answer_number(out, demand_all_pages(d) + n);
    return true;
}

static bool no_tables(const void *params, struct answers *out)
{
    return with_tables(params, 0, out);
}

static bool no_root(const void *params, struct answers *out)
{
    return with_tables(params, demand_tables(params), out);
}

static bool table_a_range(const void *params, struct answers *out)
{
    return with_tables(params, 3 + 1, out);
}

static bool flat(const void *params, struct answers *out)
{
    return with_tables(params, two_to(DEMAND_TABLE_BITS), out);
}

const struct wrong_row demand_wrongs[DEMAND_WRONGS] = {
    {M_NOCODE, 2, LEVEL(2) | LEVEL(3) | LEVEL(4), .answer = no_code},
    {M_PERACCESS, 1, 0, .answer = per_access},
    {M_WHOLEREG, 1, 0, .answer = one_each},
    {M_ALIGN, 1, LEVEL(1) | LEVEL(2) | LEVEL(4), .answer = aligned},
    {M_FLOOR, 1, LEVEL(1) | LEVEL(2), .answer = floored},
    {M_STACKUP, 1, LEVEL(1) | LEVEL(2), .answer = upwards},
    {M_ENDINCL, 1, LEVEL(1) | LEVEL(2), .answer = end_counts},
    {M_PAGEBASE, 4, LEVEL(3), .answer = page_bases},
    {M_PCADDR, 4, LEVEL(3), .answer = instructions},
    {M_NOTABLES, 6, LEVEL(4), .answer = no_tables},
    {M_NOTOP, 6, LEVEL(4), .answer = no_root},
    {M_PERREG, 5, LEVEL(4), .answer = table_a_range},
    {M_FLAT, 5, LEVEL(4), .answer = flat},
};
