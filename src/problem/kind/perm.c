/* PERM - which accesses succeed, and what kind of fault the others are.
 *
 *     valid?   no ──▶ not present
 *       │ yes
 *     U, R, W, X allow it?   no ──▶ protection
 *       │ yes
 *      ok
 *
 * Levels 1 and 2 ask for the pages where an access of user code succeeds,
 * level 3 for single accesses, of the kernel as well; at level 4 two levels
 * of tables must agree. */
#include "problem/kind/perm.h"

#include "problem/bits.h"

/* What a person gets wrong about it; 0: nothing. */
enum quirk {
    NO_VALID = 1,        /* does not look at the valid bit */
    NO_USER = 2,         /* ... at the user bit */
    NO_PERMS = 4,        /* ... at R, W and X */
    ZERO_ABSENT = 8,     /* takes page 0 for "not mapped" */
    X_FOR_DATA = 16,     /* wants X for loads and stores, R for fetches */
    ONLY_LOAD = 32,      /* of an access that loads and stores */
    ONLY_STORE = 64,     /* likewise */
    KERNEL_MAY = 128,    /* lets the kernel do anything */
    KINDS_SWAPPED = 256, /* calls each kind of fault by the other's name */
    ONE_SUFFICES = 512,  /* one level that allows is enough */
    LAST_COUNTS = 1024,  /* looks at the last level only */
    NX_IS_X = 2048,
};

/* --- sampling ----------------------------------------------------------- */

static struct row any_row(struct rng *rng)
{
    uint64_t bits = rng_next(rng);

    return (struct row){.valid = (bits & 7) != 0,
                        .r = (bits >> 3 & 3) != 0,
                        .w = bits >> 5 & 1,
                        .x = bits >> 6 & 1,
                        .u = (bits >> 7 & 3) != 0,
                        .ppn = (uint8_t)(1 + (bits >> 16) % 254)};
}

/* Rows that lack one thing each, rows that lack none, and others. */
static void draw_rows(struct rng *rng, struct perm *p)
{
    unsigned causes = p->level == 1 ? 3 : 4;

    for (unsigned i = 0; i < PAGES; i++) {
        struct row *row = &p->row[i];
        *row = any_row(rng);
        if (i >= causes + 2u)
            continue;
        row->valid = i != 0;
        row->u = i != 1;
        row->r = i != 2;
        row->w = i == 2 || p->level == 2 ? i != 3 : row->w;
    }
    p->row[causes].ppn = 0;
    for (unsigned i = PAGES; i > 1; i--) {
        uint64_t pick = rng_below(rng, i);
        struct row row = p->row[pick];
        p->row[pick] = p->row[i - 1];
        p->row[i - 1] = row;
    }
}

/* RISC-V knows no valid page that can neither be read nor executed, nor one
 * that can be written and not read. */
static void draw_tries(struct rng *rng, struct perm *p)
{
    p->riscv = (uint8_t)rng_below(rng, 2);
    for (unsigned i = 0; i < PAGES; i++) {
        struct row *row = &p->row[i];
        *row = any_row(rng);
        row->u = (uint8_t)rng_below(rng, 2);
        if (row->w || !row->x)
            row->r = 1;
    }
    p->row[rng_below(rng, PAGES)].ppn = 0;
    for (unsigned i = 0; i < TRIES; i++) {
        p->try[i] = (struct try){.page = (uint8_t)rng_below(rng, PAGES),
                                 .access = (uint8_t)((i + 2) % 3),
                                 .user = (uint8_t)(i < TRIES / 2)};
        for (unsigned k = 0; k < i; k++)
            if (p->try[k].page == p->try[i].page)
                p->try[i].page = (uint8_t)((p->try[k].page + 1) % PAGES);
    }
}

static void draw_levels(struct rng *rng, struct perm *p)
{
    for (unsigned i = 0; i < PAGES; i++) {
        p->row[i] = any_row(rng);
        p->row[i].r = 1;
    }
    for (unsigned i = 0; i < UPPER_ROWS; i++) {
        p->upper[i] = any_row(rng);
        p->upper[i].valid = p->upper[i].r = 1;
        p->upper[i].u = i == 0 || rng_below(rng, 2);
        p->upper[i].w = i == 0 ? (uint8_t)rng_below(rng, 2) : 1;
    }
    if (rng_below(rng, 2)) {
        struct row first = p->upper[0];
        p->upper[0] = p->upper[1];
        p->upper[1] = first;
    }
}

/* --- by hand ------------------------------------------------------------ */

static struct row both(struct row a, struct row b)
{
    a.valid &= b.valid;
    a.w &= b.w;
    a.x &= b.x;
    a.u &= b.u;
    return a;
}

static struct row either(struct row a, struct row b)
{
    a.w |= b.w;
    a.x |= b.x;
    a.u |= b.u;
    return a;
}

/* What a page's entries say together. */
static struct row rights(const struct perm *p, unsigned page, unsigned quirk)
{
    struct row row = p->row[page], upper;

    if (p->level < 4)
        return row;
    upper = p->upper[page / (PAGES / UPPER_ROWS)];
    if (quirk & NX_IS_X) {
        row.x = !row.x;
        upper.x = !upper.x;
    }
    if (quirk & ONE_SUFFICES)
        return either(row, upper);
    return quirk & LAST_COUNTS ? row : both(row, upper);
}

static bool allows(struct row row, enum access access, unsigned quirk)
{
    if (quirk & NO_PERMS)
        return true;
    if (access == ACCESS_FETCH)
        return quirk & X_FOR_DATA ? row.r : row.x;
    return (access == ACCESS_LOAD ? row.r : row.w) &&
           (!(quirk & X_FOR_DATA) || row.x);
}

static enum word judged(const struct perm *p, struct try t, unsigned quirk)
{
    struct row row = rights(p, t.page, quirk);
    enum word absent = WORD_NOT_PRESENT, forbidden = WORD_PROTECTION;

    if (quirk & KINDS_SWAPPED) {
        absent = WORD_PROTECTION;
        forbidden = WORD_NOT_PRESENT;
    }
    if ((!row.valid && !(quirk & NO_VALID)) ||
        (row.ppn == 0 && quirk & ZERO_ABSENT))
        return absent;
    if (!t.user && quirk & KERNEL_MAY)
        return WORD_OK;
    if (t.user ? !row.u && !(quirk & NO_USER)
               : p->riscv && row.u && !(quirk & NO_USER))
        return forbidden;
    return allows(row, t.access, quirk) ? WORD_OK : forbidden;
}

/* Whether user code gets through with that access; with `again`, with a store
 * as well. */
static bool succeeds(const struct perm *p, unsigned page, enum access access,
                     bool again, unsigned quirk)
{
    struct try t = {
        .page = (uint8_t)page, .access = (uint8_t)access, .user = 1};

    if (!again)
        return judged(p, t, quirk) == WORD_OK;
    return (quirk & ONLY_STORE || judged(p, t, quirk) == WORD_OK) &&
           (quirk & ONLY_LOAD ||
            succeeds(p, page, ACCESS_STORE, false, quirk));
}

struct row perm_rights(const struct perm *p, unsigned page)
{
    return rights(p, page, 0);
}

bool perm_succeeds(const struct perm *p, unsigned page, enum access access)
{
    return succeeds(p, page, access, p->level == 2, 0);
}

/* One set a question: level 4 has one for each access. */
static unsigned sets(const struct perm *p)
{
    return p->level == 4 ? 3 : 1;
}

static void answer(const struct perm *p, unsigned quirk, struct answers *out)
{
    uint64_t page[PAGES];

    if (p->level == 3) {
        for (unsigned i = 0; i < TRIES; i++)
            answer_word(out, judged(p, p->try[i], quirk));
        return;
    }
    for (unsigned s = 0; s < sets(p); s++) {
        unsigned n = 0;
        for (unsigned i = 0; i < PAGES; i++)
            if (succeeds(p, i, (enum access)s, p->level == 2, quirk))
                page[n++] = i;
        answer_set(out, page, n);
    }
}

static void solve_again(const void *params, struct answers *out)
{
    answer(params, 0, out);
}

/* So many of the answers to level 3 are that word. */
static unsigned count(const struct perm *p, enum word word)
{
    unsigned n = 0;

    for (unsigned i = 0; i < TRIES; i++)
        n += judged(p, p->try[i], 0) == word;
    return n;
}

static unsigned count_pages(const struct perm *p, enum access access)
{
    unsigned n = 0;

    for (unsigned i = 0; i < PAGES; i++)
        n += perm_succeeds(p, i, access);
    return n;
}

static bool sample(struct rng *rng, int level, void *params)
{
    struct perm *p = params;

    p->level = (uint8_t)level;
    if (level < 3) {
        draw_rows(rng, p);
        return count_pages(p, ACCESS_LOAD) < 6;
    }
    if (level == 3) {
        draw_tries(rng, p);
        return count(p, WORD_OK) >= 1 && count(p, WORD_NOT_PRESENT) >= 1 &&
               count(p, WORD_PROTECTION) >= 2;
    }
    draw_levels(rng, p);
    return count_pages(p, ACCESS_LOAD) >= 2 &&
           count_pages(p, ACCESS_LOAD) < 7 &&
           count_pages(p, ACCESS_STORE) >= 1 &&
           count_pages(p, ACCESS_FETCH) >= 1;
}

/* --- by the engine ------------------------------------------------------ */

enum { ROOT = 1 << 20 }; /* behind the pages; each table has a page */

static struct format machine(const struct perm *p)
{
    struct format f = {.va_bits = 15,
                       .pa_bits = 21,
                       .page_bits = 12,
                       .levels = 1,
                       .index_bits = {3},
                       .entry_bytes = 8,
                       .valid = two_to(63),
                       .read = two_to(62),
                       .write = two_to(61),
                       .exec = two_to(60),
                       .user = two_to(59),
                       .ppn_bits = 9};

    if (p->riscv)
        f.rules = RULES_RISCV;
    if (p->level == 4) {
        f.rules = RULES_X86;
        f.levels = 2;
        f.index_bits[0] = 2;
        f.index_bits[1] = 1;
        f.read = f.exec = 0;
        f.no_exec = two_to(58);
    }
    return f;
}

static uint64_t entry_of(const struct format *f, struct row row, uint64_t ppn)
{
    return (row.valid ? f->valid : 0) | (row.r ? f->read : 0) |
           (row.w ? f->write : 0) | (row.x ? f->exec : f->no_exec) |
           (row.u ? f->user : 0) | ppn;
}

static void store(const struct perm *p, const struct format *f,
                  struct phys *mem)
{
    unsigned each = p->level == 4 ? PAGES / UPPER_ROWS : PAGES;
    uint64_t table = p->level == 4 ? ROOT + 4096 : ROOT;

    phys_init(mem, two_to(21));
    for (unsigned i = 0; i < PAGES; i++)
        phys_store(mem, table + i / each * 4096u + i % each * 8u, 8,
                   entry_of(f, p->row[i], p->row[i].ppn));
    if (p->level == 4)
        for (unsigned i = 0; i < UPPER_ROWS; i++)
            phys_store(mem, ROOT + i * 8u, 8,
                       entry_of(f, p->upper[i], (table >> 12) + i));
}

static enum cause walk(const struct format *f, const struct phys *mem,
                       struct try t)
{
    struct walk walk;

    return walk_translate(f, mem, ROOT, (uint64_t)t.page << 12,
                          (enum access)t.access,
                          t.user ? cpu_user : cpu_kernel, &walk);
}

static void walk_set(const struct perm *p, const struct format *f,
                     const struct phys *mem, enum access access,
                     struct answers *out)
{
    uint64_t page[PAGES];
    unsigned n = 0;

    for (unsigned i = 0; i < PAGES; i++) {
        struct try t = {(uint8_t)i, (uint8_t)access, 1};
        struct try also = {(uint8_t)i, ACCESS_STORE, 1};
        if (walk(f, mem, t) == CAUSE_NONE &&
            (p->level != 2 || walk(f, mem, also) == CAUSE_NONE))
            page[n++] = i;
    }
    answer_set(out, page, n);
}

static void solve(const void *params, struct answers *out)
{
    static const uint8_t steps[] = {0, PAGES, 2 * PAGES, 3 * TRIES,
                                    3 * PAGES};
    const struct perm *p = params;
    struct format f = machine(p);
    struct phys mem;

    store(p, &f, &mem);
    if (p->level == 3) {
        for (unsigned i = 0; i < TRIES; i++) {
            enum cause cause = walk(&f, &mem, p->try[i]);
            answer_word(out, cause == CAUSE_NONE          ? WORD_OK
                             : cause == CAUSE_NOT_PRESENT ? WORD_NOT_PRESENT
                                                          : WORD_PROTECTION);
        }
    } else {
        for (unsigned s = 0; s < sets(p); s++)
            walk_set(p, &f, &mem, (enum access)s, out);
    }
    phys_release(&mem);
    out->steps = steps[p->level];
}

/* --- mistakes ----------------------------------------------------------- */

#define PERSON(name, quirk)                                   \
    static bool name(const void *params, struct answers *out) \
    {                                                         \
        answer(params, quirk, out);                           \
        return true;                                          \
    }

PERSON(ignores_valid, NO_VALID)
PERSON(ignores_user, NO_USER)
PERSON(ignores_perms, NO_PERMS)
PERSON(zero_absent, ZERO_ABSENT)
PERSON(x_for_data, X_FOR_DATA)
PERSON(only_load, ONLY_LOAD)
PERSON(only_store, ONLY_STORE)
PERSON(kernel_may, KERNEL_MAY)
PERSON(kinds_swapped, KINDS_SWAPPED)
PERSON(one_suffices, ONE_SUFFICES)
PERSON(last_counts, LAST_COUNTS)
PERSON(nx_is_x, NX_IS_X)

enum { SETS = LEVEL(1) | LEVEL(2) };

static const struct wrong_row wrongs[] = {
    {M_RMW, 5, LEVEL(2), .answer = only_load},
    {M_RMW, 4, LEVEL(2), .answer = only_store},
    {M_USERIGN, 3, SETS, .answer = ignores_user},
    {M_USERIGN, 1, LEVEL(3), .answer = ignores_user},
    {M_USERIGN, 2, LEVEL(4), .answer = ignores_user},
    {M_EXECDATA, 1, SETS | LEVEL(3), .answer = x_for_data},
    {M_ZEROPPN, 1, SETS | LEVEL(3), .answer = zero_absent},
    {M_VALIDIGN, 2, SETS | LEVEL(4), .answer = ignores_valid},
    {M_VALIDIGN, 1, LEVEL(3), .answer = ignores_valid},
    {M_PERMIGN, 4, SETS, .answer = ignores_perms},
    {M_PERMIGN, 1, LEVEL(3), .answer = ignores_perms},
    {M_KERNELALL, 1, LEVEL(3), .answer = kernel_may},
    {M_FAULTKIND, 1, LEVEL(3), .answer = kinds_swapped},
    {M_PERMOR, 1, LEVEL(4), .answer = one_suffices},
    {M_PERMOR, 1, LEVEL(4), .answer = last_counts},
    {M_NXISX, 4, LEVEL(4), .answer = nx_is_x},
};

const struct kind kind_perm = {
    .id = "PERM",
    .number = 11,
    .version = 1,
    .levels = ALL_LEVELS,
    .title = "What a page allows",
    .topic = "lookup",
    .blurb = "which accesses succeed, and what kind of fault the others are",
    .needs = {"LOOKUP"},
    .hints = {"Which bits must be 1 for this access? All of them, not one.",
              "Strike out the rows with valid 0, then those that lack U for "
              "user code, then those that lack R, W or X."},
    .params_bytes = sizeof(struct perm),
    .wrongs_needed = 3,
    .sample = sample,
    .solve = solve,
    .solve_again = solve_again,
    .wrongs = wrongs,
    .nwrongs = sizeof wrongs / sizeof *wrongs,
    .ask = perm_ask,
    .explain = perm_explain,
};
