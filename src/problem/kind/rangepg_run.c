/* RANGEPG solved: by page numbers, and by walking over the borders. */
#include "problem/kind/rangepg.h"
#include "problem/say.h"

/* The options in the page of the first address, by a cut at `off`. */
static void share(const struct rangepg *r, unsigned off, struct answers *out)
{
    uint64_t at[RANGEPG_OTHERS];
    unsigned n = 0;

    for (unsigned i = 0; i < r->others; i++)
        if (r->other[i] >> off == r->a[0] >> off)
            at[n++] = i;
    answer_set(out, at, n);
}

/* By page numbers from a cut at `off`: also what those get who cut wrong. */
bool rangepg_cut_at(const struct rangepg *r, unsigned off,
                    struct answers *out)
{
    uint64_t page = two_to(off), start = low(r->a[0], off), straddle = 0;

    if (r->level == 1) {
        share(r, off, out);
        return true;
    }
    answer_number(out, rangepg_pages(r->a[0], r->b[0], off));
    if (r->level == 2)
        answer_number(out, rangepg_pages(r->a[1], r->b[1], off));
    for (unsigned i = 0; i < r->count; i++) {
        uint64_t at = r->a[0] + (uint64_t)i * r->record;
        straddle += rangepg_pages(at, at + r->record - 1, off) > 1;
    }
    if (r->level == 3)
        answer_number(out, straddle);
    if (r->level == 4) {
        answer_number(out, page - start);
        answer_number(out, low(r->b[0], off) + 1);
        answer_number(out, r->a[0] - start);
    }
    return start != 0 || r->level < 4;
}

void rangepg_solve(const void *params, struct answers *out)
{
    const struct rangepg *r = params;
    static const uint8_t steps[] = {0, 3, 4, 5, 6};
    struct format f = say_linear(r->va_bits, r->va_bits, r->off);

    rangepg_cut_at(r, format_shift(&f, 0), out);
    out->steps = steps[r->level];
}

/* How many page borders there are in (a, b], walking over them. */
static uint64_t borders(uint64_t a, uint64_t b, uint64_t page)
{
    uint64_t n = 0;

    for (uint64_t at = a - a % page + page; at <= b; at += page)
        n++;
    return n;
}

/* Moves the range byte by byte in steps that do not pass a border, until it
 * touches a page less. */
static uint64_t move(const struct rangepg *r, uint64_t page, bool up)
{
    uint64_t a = r->a[0], b = r->b[0], n = borders(a, b, page), by = 0;

    while (borders(up ? a + by : a - by, up ? b + by : b - by, page) == n) {
        uint64_t a_left = up ? page - (a + by) % page : (a - by) % page + 1;
        uint64_t b_left = up ? page - (b + by) % page : (b - by) % page + 1;
        by += a_left < b_left ? a_left : b_left;
    }
    return by;
}

void rangepg_solve_again(const void *params, struct answers *out)
{
    const struct rangepg *r = params;
    uint64_t page = 1, at[RANGEPG_OTHERS], straddle = 0;
    unsigned n = 0;

    for (unsigned i = 0; i < r->off; i++)
        page *= 2;
    for (unsigned i = 0; i < r->others; i++)
        if (r->other[i] / page == r->a[0] / page)
            at[n++] = i;
    if (r->level == 1) {
        answer_set(out, at, n);
        return;
    }
    answer_number(out, borders(r->a[0], r->b[0], page) + 1);
    if (r->level == 2)
        answer_number(out, borders(r->a[1], r->b[1], page) + 1);
    for (unsigned i = 0; i < r->count; i++) {
        uint64_t from = r->a[0] + (uint64_t)i * r->record;
        straddle += from % page + r->record > page;
    }
    if (r->level == 3)
        answer_number(out, straddle);
    if (r->level == 4) {
        answer_number(out, move(r, page, true));
        answer_number(out, move(r, page, false));
        answer_number(out, r->a[0] / page * page);
    }
}

/* Level 4: any start from which as many bytes touch a page less. */
bool rangepg_works(const void *params, unsigned part,
                   const struct value *given)
{
    const struct rangepg *r = params;
    uint64_t start, len = r->b[0] - r->a[0];

    return r->level == 4 && part == 3 && given->kind == VALUE_NUMBER &&
           num_is_whole(given->number, &start) &&
           start <= two_to(r->va_bits) - 1 - len &&
           rangepg_pages(start, start + len, r->off) <
               rangepg_pages(r->a[0], r->b[0], r->off);
}
