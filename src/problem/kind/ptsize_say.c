/* PTSIZE told: statement and solution. */
#include "problem/kind/ptsize.h"
#include "problem/say.h"

static const char *const roundings[ROUNDINGS] = {
    [PACKED] = "Entries are packed bit to bit, without room between them",
    [TO_BYTES] = "An entry takes a whole number of bytes, as few as will do",
    [TO_POWER] = "An entry takes 1, 2, 4 or 8 bytes, as few as will do",
};

void ptsize_ask(const void *params, struct prompt *p)
{
    const struct ptsize *t = params;
    struct arena *a = p->arena;

    prompt_assume(p, "The page table has one level, with an entry for each "
                     "virtual page, mapped or not");
    if (t->level == 4) {
        prompt_say(p,
                   "Virtual addresses have %u bits and an entry takes %s. "
                   "Pages may have any power of two for a size. Which is the "
                   "smallest that lets the whole page table fit into one "
                   "page, and how many entries has the table then?",
                   t->va, say_size(a, t->entry));
        prompt_ask_size(p, "page size");
        prompt_ask_integer(p, "entries");
        return;
    }
    prompt_say(p,
               "Virtual addresses have %u bits, physical ones %u, pages are "
               "%s. ",
               t->va, t->pa, say_size(a, two_to(t->off)));
    if (t->entry > 0) {
        prompt_say(p, "An entry takes %s. ", say_size(a, t->entry));
    } else {
        prompt_assume(p, "%s", roundings[t->rounding]);
        prompt_say(p,
                   "An entry holds the physical page number, a valid bit%s. ",
                   t->flags == 1 ? " and nothing else"
                                 : arena_printf(a, " and %s",
                                                say_count(a, t->flags - 1u,
                                                          "permission bit")));
    }
    prompt_say(p,
               "How large is the page table of one process%s? Write the "
               "unit.",
               t->level == 3
                   ? arena_printf(a, ", and those of %u processes together",
                                  t->processes)
                   : "");
    prompt_ask_size(p, t->level == 3 ? "one table" : "size of the table");
    if (t->level == 3)
        prompt_ask_size(p, "all tables");
}

/* --- solution ----------------------------------------------------------- */

static void explain_page(const struct ptsize *t, struct solution *out)
{
    unsigned log = bits_for(t->entry), off = (t->va + log + 1) / 2;
    struct arena *a = out->arena;

    solution_step(out,
                  "Let a page have 2^n bytes. Then there are 2^(%u - n) "
                  "virtual pages, and as many entries.",
                  t->va);
    solution_step(out,
                  "An entry takes %u = 2^%u bytes, so the table takes "
                  "2^(%u - n + %u) bytes.",
                  t->entry, log, t->va, log);
    solution_step(out,
                  "It fits into a page when %u - n + %u is at most n: 2n is "
                  "at least %u.",
                  t->va, log, t->va + log);
    solution_step(out,
                  "The smallest such n is %u: pages of 2^%u bytes, **%s**.",
                  off, off, say_size(a, two_to(off)));
    solution_step(out,
                  "Then the table has 2^(%u - %u) = **%llu** entries and "
                  "takes %s.",
                  t->va, off, (unsigned long long)two_to(t->va - off),
                  say_size(a, two_to(t->va - off) * t->entry));
}

/* "23 bits, which is 3 bytes", "23 bits" */
static const char *room(const struct ptsize *t, struct arena *a)
{
    unsigned bits = (unsigned)t->pa - t->off + t->flags,
             all = ptsize_entry_bits(t);

    if (t->rounding == PACKED)
        return arena_printf(a, "**%u bits**, packed without a gap", bits);
    return arena_printf(a, "%u bits, which take **%s**", bits,
                        say_size(a, all / 8));
}

static void explain_entry(const struct ptsize *t, struct solution *out)
{
    if (t->entry > 0) {
        solution_step(out, "How large an entry is, is given: %s.",
                      say_size(out->arena, t->entry));
        return;
    }
    solution_step(out,
                  "A physical page number has %u - %u = %u bits. With the "
                  "valid bit%s an entry has %s.",
                  t->pa, t->off, t->pa - t->off,
                  t->flags == 1
                      ? ""
                      : arena_printf(out->arena, " and %s",
                                     say_count(out->arena, t->flags - 1u,
                                               "permission bit")),
                  room(t, out->arena));
}

static void explain_total(const struct ptsize *t, struct solution *out)
{
    unsigned n = (unsigned)t->va - t->off, bits = ptsize_entry_bits(t);
    uint64_t bytes = ptsize_bytes_of(n, bits);
    struct arena *a = out->arena;

    if (bits % 8 == 0)
        solution_step(out, "2^%u entries x %s = **%s**.", n,
                      say_size(a, bits / 8), say_size(a, bytes));
    else
        solution_step(out,
                      "2^%u entries x %u bits are 2^%u x %u bytes: **%s**.",
                      n, bits, n - 3, bits, say_size(a, bytes));
    if (t->level == 3)
        solution_step(out,
                      "Each process has a table of its own: %u x %s = "
                      "**%s**.",
                      t->processes, say_size(a, bytes),
                      say_size(a, bytes * t->processes));
}

void ptsize_explain(const void *params, struct solution *out)
{
    const struct ptsize *t = params;

    if (t->level == 4) {
        explain_page(t, out);
        return;
    }
    solution_step(out,
                  "The table has an entry for each virtual page. Pages are "
                  "2^%u bytes, so of the %u bits of a virtual address %u - "
                  "%u = %u are the page number: 2^%u entries.",
                  t->off, t->va, t->va, t->off, t->va - t->off,
                  t->va - t->off);
    explain_entry(t, out);
    explain_total(t, out);
}
