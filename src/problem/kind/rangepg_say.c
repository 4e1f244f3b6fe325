/* RANGEPG told: statement and solution. */
#include "problem/kind/rangepg.h"
#include "problem/say.h"

static const char *address(const struct rangepg *r, struct arena *a,
                           uint64_t va)
{
    return r->level == 1 ? say_binary(a, va, r->va_bits)
                         : say_hex(a, va, r->va_bits);
}

static void ask_sharing(const struct rangepg *r, struct prompt *p)
{
    const char **options =
        arena_new_array(p->arena, RANGEPG_OTHERS, sizeof *options);

    for (unsigned i = 0; i < r->others; i++)
        options[i] =
            arena_printf(p->arena, "`%s`", address(r, p->arena, r->other[i]));
    prompt_say(p, "Which of these addresses are in the same page as `%s`?",
               address(r, p->arena, r->a[0]));
    prompt_ask(p, (struct part){.ask = "in the same page",
                                .kind = ASK_CHOICES,
                                .options = options,
                                .noptions = r->others});
}

void rangepg_ask(const void *params, struct prompt *p)
{
    const struct rangepg *r = params;
    struct arena *a = p->arena;

    prompt_say(p, "Pages are %s. ", say_size(a, two_to(r->off)));
    if (r->level == 1) {
        ask_sharing(r, p);
        return;
    }
    if (r->level != 3)
        prompt_assume(p, "Both ends of a range belong to it");
    switch (r->level) {
    case 2:
        prompt_say(p,
                   "How many pages does the range from `%s` to `%s` touch, "
                   "and how many the one from `%s` to `%s`?",
                   address(r, a, r->a[0]), address(r, a, r->b[0]),
                   address(r, a, r->a[1]), address(r, a, r->b[1]));
        prompt_ask_integer(p, "pages of the first");
        prompt_ask_integer(p, "pages of the second");
        break;
    case 3:
        prompt_say(p,
                   "An array of %u records of %u bytes each, without room "
                   "between them, begins at `%s`. How many pages does it "
                   "touch, and how many of its records lie in two pages?",
                   r->count, r->record, address(r, a, r->a[0]));
        prompt_ask_integer(p, "pages");
        prompt_ask_integer(p, "records in two pages");
        break;
    default:
        prompt_say(p,
                   "A buffer lies from `%s` to `%s`. How many pages does it "
                   "touch? By how many bytes, at least, must it be moved to "
                   "higher addresses to touch one page less, and by how many "
                   "to lower ones? Name any address at which it could begin "
                   "and touch fewer pages than now.",
                   address(r, a, r->a[0]), address(r, a, r->b[0]));
        prompt_ask_integer(p, "pages");
        prompt_ask_integer(p, "bytes up");
        prompt_ask_integer(p, "bytes down");
        prompt_ask(p, (struct part){.ask = "a better beginning",
                                    .kind = ASK_ADDRESS,
                                    .base = 16,
                                    .digits = (uint8_t)hex_digits(r->va_bits),
                                    .property = true});
    }
}

/* --- solution ----------------------------------------------------------- */

static const char *page_number(const struct rangepg *r, struct arena *a,
                               uint64_t va)
{
    unsigned bits = (unsigned)r->va_bits - r->off;

    return r->level == 1 ? say_binary(a, va >> r->off, bits)
                         : say_hex(a, va >> r->off, bits);
}

static void explain_range(const struct rangepg *r, unsigned i,
                          struct solution *out)
{
    struct arena *a = out->arena;

    solution_step(
        out,
        "`%s` is in page `%s` and `%s` in page `%s`. Both count, so from the "
        "one to the other there are `%s` - `%s` + 1 = **%llu**.",
        address(r, a, r->a[i]), page_number(r, a, r->a[i]),
        address(r, a, r->b[i]), page_number(r, a, r->b[i]),
        page_number(r, a, r->b[i]), page_number(r, a, r->a[i]),
        (unsigned long long)rangepg_pages(r->a[i], r->b[i], r->off));
}

static void explain_sharing(const struct rangepg *r, struct solution *out)
{
    struct arena *a = out->arena;
    const char *text = "", *same = "";

    for (unsigned i = 0; i < r->others; i++) {
        text = arena_printf(a, "%s%s(%c) `%s`", text, i > 0 ? ", " : "",
                            'a' + i, page_number(r, a, r->other[i]));
        if (r->other[i] >> r->off == r->a[0] >> r->off)
            same =
                arena_printf(a, "%s%s%c", same, *same ? ", " : "", 'a' + i);
    }
    solution_step(out,
                  "The other bits are the page number. That of `%s` is `%s`.",
                  address(r, a, r->a[0]), page_number(r, a, r->a[0]));
    solution_step(out,
                  "Those of the others: %s. How far apart two addresses are "
                  "says nothing. Those with the same page number: **%s**.",
                  text, same);
}

static void explain_records(const struct rangepg *r, struct solution *out)
{
    struct answers again = {.arena = out->arena};
    uint64_t page = two_to(r->off),
             n = rangepg_pages(r->a[0], r->b[0], r->off) - 1;
    uint64_t begin = 0;
    struct arena *a = out->arena;

    rangepg_solve_again(r, &again);
    for (uint64_t at = (r->a[0] >> r->off) + 1; at <= r->b[0] >> r->off; at++)
        begin += ((at << r->off) - r->a[0]) % r->record == 0;
    solution_step(
        out,
        "%u records of %u bytes are %llu bytes, so the last byte "
        "is at `%s` + %llu - 1 = `%s`.",
        r->count, r->record, (unsigned long long)r->count * r->record,
        address(r, a, r->a[0]), (unsigned long long)r->count * r->record,
        address(r, a, r->b[0]));
    explain_range(r, 0, out);
    solution_step(out,
                  "Between those pages there are %s, the first at `%s`. A "
                  "border cuts a record in two unless a record begins "
                  "there.",
                  say_count(a, n, "border"),
                  address(r, a, ((r->a[0] >> r->off) + 1) * page));
    solution_step(out,
                  "A record begins where the distance to `%s` is a multiple "
                  "of %u. That holds for %llu of the borders, which leaves "
                  "**%llu**.",
                  address(r, a, r->a[0]), r->record,
                  (unsigned long long)begin,
                  (unsigned long long)again.at[1].number.top);
}

static void explain_moves(const struct rangepg *r, struct solution *out)
{
    uint64_t page = two_to(r->off), len = r->b[0] - r->a[0] + 1;
    uint64_t start = low(r->a[0], r->off), end = low(r->b[0], r->off);
    uint64_t least = divide_up(len, page);
    struct arena *a = out->arena;

    explain_range(r, 0, out);
    solution_step(out,
                  "%llu bytes fit into %llu pages, but only if they begin "
                  "early enough in the first of them.",
                  (unsigned long long)len, (unsigned long long)least);
    solution_step(out,
                  "Going up, the first page is left when the buffer begins "
                  "where the next page does: %llu - %llu = **%llu** bytes.",
                  (unsigned long long)page, (unsigned long long)start,
                  (unsigned long long)(page - start));
    solution_step(out,
                  "Going down, the last page is left when the last byte, at "
                  "offset %llu in it, comes to the end of the page before: "
                  "**%llu** bytes.",
                  (unsigned long long)end, (unsigned long long)(end + 1));
    solution_step(out,
                  "So it may begin wherever a page does, at **`%s`** for "
                  "one, or up to %llu bytes behind.",
                  address(r, a, r->a[0] - start),
                  (unsigned long long)(least * page - len));
}

void rangepg_explain(const void *params, struct solution *out)
{
    const struct rangepg *r = params;

    solution_step(out, "%s is 2^%u bytes, so the low %u bits are the offset.",
                  say_size(out->arena, two_to(r->off)), r->off, r->off);
    if (r->level == 1) {
        explain_sharing(r, out);
    } else if (r->level == 2) {
        explain_range(r, 0, out);
        explain_range(r, 1, out);
    } else if (r->level == 3) {
        explain_records(r, out);
    } else {
        explain_moves(r, out);
    }
}
