/* MMAPOFF - which byte of the file an address is, and what is behind its end.
 *
 *     file    |....page....|....page....|..__________|
 *                          ^ offset        ^ size
 *     mapping              |....page....|..0000000000|!!!!!!!!!!!!|
 *                          ^ p           file  zeros    SIGBUS     SIGSEGV
 *
 * Level 4 asks for the call: which offset and length show these bytes? */
#include "problem/kind/mmapoff.h"

#include "problem/bits.h"
#include "problem/computer.h"
#include "problem/kind/kinds.h"
#include "problem/say.h"
#include "vm/grid.h"

enum { VPN_BITS = 6 };

static uint32_t page_bytes(const struct mmapoff *m)
{
    return UINT32_C(1) << m->page_bits;
}

static uint32_t pages_of(const struct mmapoff *m, uint32_t bytes)
{
    return (uint32_t)divide_up(bytes, page_bytes(m));
}

/* --- drawing ------------------------------------------------------------ */

/* A number strictly between two, 0 when there is none. */
static uint32_t between(struct rng *rng, uint32_t low, uint32_t high)
{
    return low + 1 < high
               ? (uint32_t)rng_between(rng, (int64_t)low + 1, high - 1)
               : 0;
}

/* Some bytes of a page, not all and not none. */
static uint32_t some(struct rng *rng, const struct mmapoff *m)
{
    return (uint32_t)rng_between(rng, 2, page_bytes(m) - 2);
}

static void draw_call(struct mmapoff *m, struct rng *rng)
{
    uint32_t file = (uint32_t)rng_between(rng, 2, m->level == 1 ? 3 : 6);
    uint32_t first = (uint32_t)rng_between(rng, 1, file - 1);
    uint32_t mapped = file - first + (uint32_t)rng_below(rng, 3);

    m->size = (file - 1) * page_bytes(m) + some(rng, m);
    m->offset = first * page_bytes(m);
    m->length = (mapped - 1) * page_bytes(m) + some(rng, m);
    if (m->level == 4)
        m->length = m->size - m->offset - (uint32_t)rng_between(rng, 1, 999);
}

/* A place in one of the four parts: file, zeros, SIGBUS, SIGSEGV. 0 when the
 * mapping has no such part. */
static uint32_t draw_place(const struct mmapoff *m, struct rng *rng,
                           unsigned part)
{
    uint32_t mapped = pages_of(m, m->length) * page_bytes(m);
    uint32_t file = m->size - m->offset;
    uint32_t filled = pages_of(m, m->size) * page_bytes(m) - m->offset;

    switch (part) {
    case 0:
        return between(rng, 0, file);
    case 1:
        return between(rng, file, filled);
    case 2:
        return mapped > filled ? between(rng, filled, mapped) : 0;
    default:
        return between(rng, mapped, mapped + 2 * page_bytes(m));
    }
}

/* The second place is in another part at each level; on level 3 behind the
 * end of the file, to be stored to. */
static bool draw_places(struct mmapoff *m, struct rng *rng)
{
    unsigned part = 1 + (unsigned)rng_below(rng, 3);

    m->places = m->level == 1 || m->level == 4 ? 3 : 4;
    m->at[0] = draw_place(m, rng, 0);
    if (m->level == 3)
        part = 1;
    for (unsigned i = 1; i < m->places; i++) {
        m->at[i] = draw_place(m, rng, part);
        if (m->at[i] == 0)
            return false;
        part = part % 3 + 1;
    }
    return true;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct mmapoff *m = params;

    m->level = (uint8_t)level;
    m->page_bits = level == 1 ? (uint8_t)rng_between(rng, 6, 10) : 12;
    m->vpn = (uint8_t)rng_between(rng, 0x8, 0x2f);
    draw_call(m, rng);
    if (level == 3)
        m->trial = rng_below(rng, 3) == 0
                       ? (uint32_t)rng_below(rng, 4) * page_bytes(m)
                       : (uint32_t)rng_between(rng, 1, 127) * 128;
    if (level == 4) {
        m->lead = some(rng, m);
        if (m->size - m->offset < 1000 || low(m->length, m->page_bits) == 0 ||
            m->lead >= m->length - 1)
            return false;
    }
    return m->trial != m->offset && draw_places(m, rng);
}

/* --- the engine --------------------------------------------------------- */

static struct process *start(struct computer *c, const struct mmapoff *m)
{
    struct mapping map = {.va = (uint64_t)m->vpn << m->page_bits,
                          .bytes = m->length,
                          .flags = PERM_R | PERM_W | AREA_SHARED,
                          .page_offset = m->offset >> m->page_bits};
    struct process *p;
    struct err err = {0};
    int done;

    computer_start(c, m->page_bits, VPN_BITS, 48, false);
    map.object = object_new(&c->m, OBJECT_FILE, "file", pages_of(m, m->size));
    p = computer_spawn(c);
    done = map_area(&c->m, p, &map, NULL, &err);
    assert(done == 0);
    (void)done;
    return p;
}

/* Loads p[i]: *byte gets which byte of the file is there, counted on behind
 * its end. */
static enum word load(struct computer *c, struct process *p,
                      const struct mmapoff *m, uint32_t i, uint64_t *byte)
{
    struct result r =
        machine_load(&c->m, p, ((uint64_t)m->vpn << m->page_bits) + i);

    if (r.outcome == OUTCOME_BUS)
        return WORD_SIGBUS;
    if (r.outcome != OUTCOME_DONE)
        return WORD_SIGSEGV;
    *byte =
        ((uint64_t)c->m.frame[r.pa >> m->page_bits].page << m->page_bits) +
        low(r.pa, m->page_bits);
    return *byte < m->size ? WORD_FILE_DATA : WORD_ZERO;
}

/* How many pages the process has mapped. */
static uint64_t mapped_pages(const struct mmapoff *m, const struct process *p)
{
    return (p->areas[0].end - p->areas[0].start) >> m->page_bits;
}

static void solve(const void *params, struct answers *out)
{
    const struct mmapoff *m = params;
    struct computer c;
    struct process *p = start(&c, m);
    uint64_t byte = 0;

    if (m->level == 4) {
        answer_number(out, m->offset);
        answer_number(out, m->length);
        answer_number(out, m->lead);
    }
    if (m->level == 2 || m->level == 4)
        answer_number(out, mapped_pages(m, p));
    load(&c, p, m, m->at[0], &byte);
    if (m->level < 4)
        answer_number(out, byte);
    for (unsigned i = 1; i < m->places; i++)
        answer_word(out, load(&c, p, m, m->at[i], &byte));
    if (m->level == 3) {
        answer_number(out, m->size);
        answer_yes(out, low(m->trial, m->page_bits) == 0);
    }
    out->steps = out->n;
    computer_stop(&c);
}

/* --- by arithmetic ------------------------------------------------------ */

/* What somebody may believe; 0: how it is. */
enum belief {
    ENDS_AT_LENGTH = 1, /* the mapping ends at byte `length` */
    ENDS_EARLY = 2,     /* a part of a page is not mapped */
    EOF_SEGV = 4,       /* SIGSEGV right behind the file's end */
    EOF_BUS = 8,        /* SIGBUS right behind it */
    EOF_ZERO = 16,      /* zeros as far as the mapping goes */
    IN_PAGES = 32,      /* the offset is a number of pages */
    NO_OFFSET = 64,     /* p[0] is the file's first byte */
    GROWS = 128,        /* a store behind the end makes the file longer */
    ANY_OFFSET = 256,   /* an offset may be inside of a page */
    LAST_OUT = 512,     /* the last byte wanted is not counted */
};

/* The call as somebody would make it. */
struct asked_call {
    uint64_t offset, length, lead, pages;
};

static struct asked_call call(const struct mmapoff *m, unsigned beliefs)
{
    uint64_t first = (uint64_t)m->offset + m->lead;
    uint64_t last = (uint64_t)m->offset + m->length - 1;
    struct asked_call c = {.lead = first % page_bytes(m)};

    if (m->level == 4 && (beliefs & ANY_OFFSET))
        c.lead = 0;
    c.offset = first - c.lead;
    c.length = last - c.offset + (beliefs & LAST_OUT ? 0 : 1);
    c.pages = c.length / page_bytes(m);
    if (c.length % page_bytes(m) != 0 && !(beliefs & ENDS_EARLY))
        c.pages++;
    return c;
}

static uint64_t byte_of(const struct mmapoff *m, const struct asked_call *c,
                        uint32_t i, unsigned beliefs)
{
    if (beliefs & NO_OFFSET)
        return i;
    return (beliefs & IN_PAGES ? c->offset / page_bytes(m) : c->offset) + i;
}

static enum word class_of(const struct mmapoff *m, const struct asked_call *c,
                          uint32_t i, unsigned beliefs)
{
    uint64_t byte = byte_of(m, c, i, beliefs);
    uint64_t end = c->pages * page_bytes(m);

    if (i >= (beliefs & ENDS_AT_LENGTH ? c->length : end))
        return WORD_SIGSEGV;
    if (byte < m->size)
        return WORD_FILE_DATA;
    if (beliefs & EOF_SEGV)
        return WORD_SIGSEGV;
    if (beliefs & EOF_BUS)
        return WORD_SIGBUS;
    if (beliefs & EOF_ZERO)
        return WORD_ZERO;
    return byte / page_bytes(m) > (m->size - 1) / page_bytes(m) ? WORD_SIGBUS
                                                                : WORD_ZERO;
}

static bool believing(const void *params, unsigned beliefs,
                      struct answers *out)
{
    const struct mmapoff *m = params;
    struct asked_call c = call(m, beliefs);

    if (m->level == 4) {
        answer_number(out, beliefs & IN_PAGES ? c.offset / page_bytes(m)
                                              : c.offset);
        answer_number(out, c.length);
        answer_number(out, c.lead);
    }
    if (m->level == 2 || m->level == 4)
        answer_number(out, c.pages);
    if (m->level < 4)
        answer_number(out, byte_of(m, &c, m->at[0], beliefs));
    for (unsigned i = 1; i < m->places; i++)
        answer_word(out, class_of(m, &c, m->at[i], beliefs));
    if (m->level == 3) {
        answer_number(out, beliefs & GROWS ? byte_of(m, &c, m->at[1], 0) + 1
                                           : m->size);
        answer_yes(out, m->trial % page_bytes(m) == 0 ||
                            (beliefs & ANY_OFFSET) != 0);
    }
    return true;
}

static void solve_again(const void *params, struct answers *out)
{
    believing(params, 0, out);
}

/* Length, index and pages follow from the offset and length before them. */
static bool follow(const void *params, unsigned part,
                   const struct answers *given, struct answers *out)
{
    const struct mmapoff *m = params;
    uint64_t first = (uint64_t)m->offset + m->lead, from;
    uint64_t behind = (uint64_t)m->offset + m->length;

    if (m->level != 4 || part < 1 || part > 3 ||
        given->at[part == 3].kind != VALUE_NUMBER ||
        !num_is_whole(given->at[part == 3].number, &from))
        return false;
    if (part == 3)
        answer_number(out, divide_up(from, page_bytes(m)));
    else if (from > first)
        return false;
    else
        answer_number(out, part == 1 ? behind - from : first - from);
    return true;
}

/* --- telling ------------------------------------------------------------ */

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
               "`offset` that will do and the smallest `length` for it: what "
               "are they, for which i is `p[i]` byte %u of the file, and how "
               "many pages does the call map? ",
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
                       m->page_bits + VPN_BITS));
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

static void ask(const void *params, struct prompt *p)
{
    const struct mmapoff *m = params;

    prompt_assume(p, "Nothing is mapped right behind the mapping");
    prompt_say(p, "Pages are %u bytes. A file is %u bytes long. ",
               page_bytes(m), m->size);
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
    uint64_t end = (uint64_t)pages_of(m, m->length) * page_bytes(m);
    uint64_t file = smaller(m->size - m->offset, end);
    uint64_t filled = smaller(
        (uint64_t)pages_of(m, m->size) * page_bytes(m) - m->offset, end);

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
    unsigned pages = pages_of(m, m->length);

    solution_step(
        out,
        "Whole pages are mapped: %u bytes are %s and a part of one, "
        "so **%s**, `p[0]` to `p[%u]`.",
        m->length,
        say_count(out->arena, m->length / page_bytes(m), "full page"),
        say_count(out->arena, pages, "page"), pages * page_bytes(m) - 1);
}

static void explain_places(const struct mmapoff *m, struct solution *out)
{
    struct arena *a = out->arena;
    const char *list = "";
    struct computer c;
    struct process *p = start(&c, m);
    uint64_t byte;

    solution_step(out,
                  "The file ends in its page %u, at byte %u. The rest of "
                  "that page is filled with zeros. A mapped page of which "
                  "the file has nothing is SIGBUS; what is not mapped is "
                  "SIGSEGV.",
                  m->size / page_bytes(m), m->size);
    solution_show(out, parts(m, a));
    for (unsigned i = 1; i < m->places; i++)
        list = arena_printf(a, "%s%s`p[%u]` **%s**", list, i > 1 ? ", " : "",
                            m->at[i],
                            word_rows[load(&c, p, m, m->at[i], &byte)].says);
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
        page_bytes(m), first, first / page_bytes(m), page_bytes(m),
        m->offset);
    solution_step(out,
                  "So the byte is `p[%u - %u]`, i = **%u**, and to have byte "
                  "%u as well the length is %u - %u + 1 = **%u**.",
                  first, m->offset, m->lead, m->offset + m->length - 1,
                  m->offset + m->length - 1, m->offset, m->length);
}

static void explain(const void *params, struct solution *out)
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
        m->trial, m->trial / page_bytes(m), page_bytes(m),
        m->trial % page_bytes(m) == 0
            ? ""
            : arena_printf(out->arena, " + %u", m->trial % page_bytes(m)),
        m->trial % page_bytes(m) == 0 ? "**works**"
                                      : "does **not** work (EINVAL)");
}

#define L123 (LEVEL(1) | LEVEL(2) | LEVEL(3))

static const struct wrong_row wrongs[] = {
    {M_OFFUNIT, 1, 0, .beliefs = IN_PAGES},
    {M_NOFILEOFF, 1, L123, .beliefs = NO_OFFSET},
    {M_BYTELEN, 2, L123, .beliefs = ENDS_AT_LENGTH},
    {M_BYTELEN, 3, LEVEL(4), .beliefs = ENDS_AT_LENGTH},
    {M_FLOOR, 2, L123, .beliefs = ENDS_EARLY},
    {M_FLOOR, 3, LEVEL(4), .beliefs = ENDS_EARLY},
    {M_EOFSEGV, 3, L123, .beliefs = EOF_SEGV},
    {M_EOFSEGV, 3, L123, .beliefs = EOF_BUS},
    {M_EOFSEGV, 3, L123, .beliefs = EOF_ZERO},
    {M_EOFSEGV, 4, LEVEL(4), .beliefs = EOF_BUS},
    {M_EOFGROWS, 5, LEVEL(3), .beliefs = GROWS},
    {M_OFFALIGN, 6, LEVEL(3), .beliefs = ANY_OFFSET},
    {M_OFFALIGN, 1, LEVEL(4), .beliefs = ANY_OFFSET},
    {M_ENDINCL, 2, LEVEL(4), .beliefs = LAST_OUT},
};

const struct kind kind_mmapoff = {
    .id = "MMAPOFF",
    .number = 34,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "Find a byte of a mapped file",
    .topic = "mmap",
    .blurb = "file offsets of a mapping, and what is behind the file's end",
    .needs = {"SPLIT"},
    .hints = {"Three ends count: of the file, of its last page, of the "
              "mapping.",
              "p[i] is byte offset + i of the file. Round the mapping's "
              "length and the file's size up to whole pages."},
    .on_kernel = true,
    .params_bytes = sizeof(struct mmapoff),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .believe = believing,
    .ask = ask,
    .explain = explain,
    .follow = follow,
};
