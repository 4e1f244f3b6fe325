/* PERM solved: by hand, also as one who believes this or that, and by walks of
 * the engine. */
#include "problem/bits.h"
#include "problem/kind/perm.h"

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
static struct row rights(const struct perm *p, unsigned page,
                         unsigned beliefs)
{
    struct row row = p->row[page], upper;

    if (p->level < 4)
        return row;
    upper = p->upper[page / (PAGES / UPPER_ROWS)];
    if (beliefs & PERM_NX_IS_X) {
        row.x = !row.x;
        upper.x = !upper.x;
    }
    if (beliefs & PERM_ONE_SUFFICES)
        return either(row, upper);
    return beliefs & PERM_LAST_COUNTS ? row : both(row, upper);
}

static bool allows(struct row row, enum access access, unsigned beliefs)
{
    if (beliefs & PERM_NO_PERMS)
        return true;
    if (access == ACCESS_FETCH)
        return beliefs & PERM_X_FOR_DATA ? row.r : row.x;
    return (access == ACCESS_LOAD ? row.r : row.w) &&
           (!(beliefs & PERM_X_FOR_DATA) || row.x);
}

enum word perm_judged(const struct perm *p, struct attempt t,
                      unsigned beliefs)
{
    struct row row = rights(p, t.page, beliefs);
    enum word absent = WORD_NOT_PRESENT, forbidden = WORD_PROTECTION;

    if (beliefs & PERM_KINDS_SWAPPED) {
        absent = WORD_PROTECTION;
        forbidden = WORD_NOT_PRESENT;
    }
    if ((!row.valid && !(beliefs & PERM_NO_VALID)) ||
        (row.ppn == 0 && beliefs & PERM_ZERO_ABSENT))
        return absent;
    if (!t.user && beliefs & PERM_KERNEL_MAY)
        return WORD_OK;
    if (t.user ? !row.u && !(beliefs & PERM_NO_USER)
               : p->riscv && row.u && !(beliefs & PERM_NO_USER))
        return forbidden;
    return allows(row, t.access, beliefs) ? WORD_OK : forbidden;
}

/* Whether user code gets through with that access; with `again`, with a store
 * as well. */
static bool succeeds(const struct perm *p, unsigned page, enum access access,
                     bool again, unsigned beliefs)
{
    struct attempt t = {
        .page = (uint8_t)page, .access = (uint8_t)access, .user = 1};

    if (!again)
        return perm_judged(p, t, beliefs) == WORD_OK;
    return (beliefs & PERM_ONLY_STORE ||
            perm_judged(p, t, beliefs) == WORD_OK) &&
           (beliefs & PERM_ONLY_LOAD ||
            succeeds(p, page, ACCESS_STORE, false, beliefs));
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

bool perm_believe(const void *params, unsigned beliefs, struct answers *out)
{
    const struct perm *p = params;
    uint64_t page[PAGES];

    if (p->level == 3) {
        for (unsigned i = 0; i < TRIES; i++)
            answer_word(out, perm_judged(p, p->attempt[i], beliefs));
        return true;
    }
    for (unsigned s = 0; s < sets(p); s++) {
        unsigned n = 0;
        for (unsigned i = 0; i < PAGES; i++)
            if (succeeds(p, i, (enum access)s, p->level == 2, beliefs))
                page[n++] = i;
        answer_set(out, page, n);
    }
    return true;
}

/* --- the engine --------------------------------------------------------- */

/* Each table has a page, from the bottom of memory on: nothing is stored in
 * the pages that they name. */
enum { ROOT = 0 };

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
                       struct attempt t)
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
        struct attempt t = {(uint8_t)i, (uint8_t)access, 1};
        struct attempt also = {(uint8_t)i, ACCESS_STORE, 1};
        if (walk(f, mem, t) == CAUSE_NONE &&
            (p->level != 2 || walk(f, mem, also) == CAUSE_NONE))
            page[n++] = i;
    }
    answer_set(out, page, n);
}

void perm_solve(const void *params, struct answers *out)
{
    static const uint8_t steps[] = {0, PAGES, 2 * PAGES, 3 * TRIES,
                                    3 * PAGES};
    const struct perm *p = params;
    struct format f = machine(p);
    struct phys mem;

    store(p, &f, &mem);
    if (p->level == 3) {
        for (unsigned i = 0; i < TRIES; i++) {
            enum cause cause = walk(&f, &mem, p->attempt[i]);
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
