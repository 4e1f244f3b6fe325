/* MMAPOFF told: the call and the places, and where each part of the mapping
 * ends. */
#include "problem/kind/mmapoff.h"
#include "problem/say.h"
#include "vm/grid.h"

static const enum word yes_no[] = {WORD_YES, WORD_NO};

static void ask_places(const struct mmapoff *m, struct prompt *p)
{
    static const enum word words[] = {WORD_FILE_DATA, WORD_ZERO, WORD_SIGBUS,
                                      WORD_SIGSEGV};

    for (unsigned i = 1; i < m->places; i++)
        prompt_ask_word(p, arena_printf(p->arena, "load of p[%u]", m->at[i]),
                        words, 4);
}

static void say_loads(const struct mmapoff *m, struct prompt *p)
{
    prompt_say(p, "What does a load of ");
    for (unsigned i = 1; i < m->places; i++)
        prompt_say(p, "%s`p[%u]`",
                   i == 1               ? ""
                   : i + 1u < m->places ? ", "
                                        : " or ",
                   m->at[i]);
    prompt_say(p, " find: `file data` (a byte of the file), `zero` (a byte "
                  "that is not of the file), `SIGBUS` or `SIGSEGV`?");
}

static void ask_call(const struct mmapoff *m, struct prompt *p)
{
    prompt_say(p,
               "A program wants to see bytes %u to %u of the file, both "
               "included, through\n\n```c\nchar *p = mmap(NULL, length, "
               "PROT_READ, MAP_SHARED, fd, offset);\n```\n\nWith the largest "
               "`offset` that will do and a `length` that ends with the last "
               "of them: what are they, for which i is `p[i]` byte %u of the "
               "file, and how many pages does the call map? ",
               m->offset + m->lead, m->offset + m->length - 1,
               m->offset + m->lead);
    say_loads(m, p);
    prompt_ask_integer(p, "offset");
    prompt_ask_integer(p, "length");
    prompt_ask_integer(p, "i");
    prompt_ask_integer(p, "pages mapped");
    ask_places(m, p);
}

static void ask_bytes(const struct mmapoff *m, struct prompt *p)
{
    prompt_say(p,
               "After\n\n```c\nchar *p = mmap(NULL, %u, PROT_READ | "
               "PROT_WRITE,\n               MAP_SHARED, fd, %u);\n```\n\n"
               "`p` is `%s`. ",
               m->length, m->offset,
               say_hex(p->arena, (uint64_t)m->vpn << m->page_bits,
                       m->page_bits + OFF_VPN_BITS));
    if (m->level == 2)
        prompt_say(p, "How many pages are mapped? ");
    prompt_say(p, "Which byte of the file, counted from 0, is `p[%u]`? ",
               m->at[0]);
    say_loads(m, p);
    if (m->level == 3)
        prompt_say(
            p,
            " How long is the file after a store to `p[%u]`? And would "
            "the call work with the offset %u as well?",
            m->at[1], m->trial);
    if (m->level == 2)
        prompt_ask_integer(p, "pages mapped");
    prompt_ask_integer(p, arena_printf(p->arena, "byte of p[%u]", m->at[0]));
    ask_places(m, p);
    if (m->level == 3) {
        prompt_ask_integer(p, "length of the file");
        prompt_ask_word(p, "works with the other offset", yes_no, 2);
    }
}

void mmapoff_ask(const void *params, struct prompt *p)
{
    const struct mmapoff *m = params;

    prompt_assume(p, "Nothing is mapped right behind the mapping");
    prompt_say(p, "Pages are %u bytes. A file is %u bytes long. ",
               off_page_bytes(m), m->size);
    if (m->level == 4)
        ask_call(m, p);
    else
        ask_bytes(m, p);
}

/* A row for the places [from, end), if there are any. */
static void row(struct figure *f, struct arena *a, uint64_t from,
                uint64_t end, const char *finds)
{
    if (from < end)
        figure_grid_row(
            a, f,
            (const char *const[]){arena_printf(a, "p[%llu] to p[%llu]",
                                               (unsigned long long)from,
                                               (unsigned long long)end - 1),
                                  finds});
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Where each part of the mapping ends. */
static const struct figure *parts(const struct mmapoff *m, struct arena *a)
{
    static const char *const heads[] = {"places", "what a load finds"};
    struct figure *f = figure_grid_new(a, "The mapping", heads, 2);
    uint64_t end = (uint64_t)off_pages_of(m, m->length) * off_page_bytes(m);
    uint64_t file = smaller(m->size - m->offset, end);
    uint64_t filled = smaller(
        (uint64_t)off_pages_of(m, m->size) * off_page_bytes(m) - m->offset,
        end);

    row(f, a, 0, file, "file data");
    row(f, a, file, filled, "zero");
    row(f, a, filled, end, "SIGBUS");
    figure_grid_row(
        a, f,
        (const char *const[]){
            arena_printf(a, "from p[%llu] on", (unsigned long long)end),
            "SIGSEGV"});
    return f;
}

static void explain_pages(const struct mmapoff *m, struct solution *out)
{
    unsigned pages = off_pages_of(m, m->length);

    solution_step(
        out,
        "Whole pages are mapped: %u bytes are %s and a part of one, "
        "so **%s**, `p[0]` to `p[%u]`.",
        m->length,
        say_count(out->arena, m->length / off_page_bytes(m), "full page"),
        say_count(out->arena, pages, "page"), pages * off_page_bytes(m) - 1);
}

static void explain_places(const struct mmapoff *m, struct solution *out)
{
    struct arena *a = out->arena;
    const char *list = "";
    struct computer c;
    struct process *p = off_start(&c, m);
    uint64_t byte;

    solution_step(
        out,
        "The last byte of the file is byte %u, in its page %u, both "
        "counted from 0. The rest of that page is filled with "
        "zeros. A mapped page of which the file has nothing is "
        "SIGBUS; what is not mapped is SIGSEGV.",
        m->size - 1, (m->size - 1) / off_page_bytes(m));
    solution_show(out, parts(m, a));
    for (unsigned i = 1; i < m->places; i++)
        list = arena_printf(
            a, "%s%s`p[%u]` **%s**", list, i > 1 ? ", " : "", m->at[i],
            word_rows[off_load(&c, p, m, m->at[i], &byte)].says);
    solution_step(out, "So loads find: %s.", list);
    computer_stop(&c);
}

static void explain_call(const struct mmapoff *m, struct solution *out)
{
    unsigned first = m->offset + m->lead;

    solution_step(
        out,
        "The offset must be a multiple of %u. The largest up to byte "
        "%u is %u x %u = **%u**.",
        off_page_bytes(m), first, first / off_page_bytes(m),
        off_page_bytes(m), m->offset);
    solution_step(out,
                  "So the byte is `p[%u - %u]`, i = **%u**, and to have byte "
                  "%u as well the length is %u - %u + 1 = **%u**.",
                  first, m->offset, m->lead, m->offset + m->length - 1,
                  m->offset + m->length - 1, m->offset, m->length);
}

void mmapoff_explain(const void *params, struct solution *out)
{
    const struct mmapoff *m = params;

    if (m->level == 4) {
        explain_call(m, out);
        explain_pages(m, out);
        explain_places(m, out);
        return;
    }
    solution_step(out,
                  "`p[0]` is the byte at the offset, so `p[%u]` is byte %u + "
                  "%u = **%u** of the file.",
                  m->at[0], m->offset, m->at[0], m->offset + m->at[0]);
    explain_pages(m, out);
    explain_places(m, out);
    if (m->level < 3)
        return;
    solution_step(out,
                  "A store behind the end changes memory and not the file, "
                  "which is still **%u** bytes long.",
                  m->size);
    solution_step(
        out,
        "An offset must be a multiple of the page size: %u is %u x "
        "%u%s, so that call %s.",
        m->trial, m->trial / off_page_bytes(m), off_page_bytes(m),
        m->trial % off_page_bytes(m) == 0
            ? ""
            : arena_printf(out->arena, " + %u", m->trial % off_page_bytes(m)),
        m->trial % off_page_bytes(m) == 0 ? "**works**"
                                          : "does **not** work (EINVAL)");
}
