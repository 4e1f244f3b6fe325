/* Level 4 of PTEBITS: an entry that does what is asked for, and what two
 * entries of the table above mean.
 *
 *     entry = PPN << where it lies | V | U | what is allowed
 *
 * Any entry with which the engine's walk ends as it should is right: free
 * bits may be what they like. */
#include "problem/kind/ptebits.h"

static const enum access accesses[] = {ACCESS_LOAD, ACCESS_STORE,
                                       ACCESS_FETCH};
static const unsigned needs[] = {PERM_R, PERM_W, PERM_X};

/* --- drawing ------------------------------------------------------------ */

const enum word ptebits_meaning_words[PTE_MEANINGS] = {
    WORD_PAGE, WORD_TABLE, WORD_RESERVED, WORD_NOT_PRESENT};

/* Flags that any entry may have, as noise. */
static uint64_t noise(struct rng *rng, const struct format *f)
{
    return rng_next(rng) & (f->user | f->accessed | f->dirty | f->global);
}

static uint64_t upper_x86(struct rng *rng, const struct format *f,
                          enum ptebits_meaning meaning, uint64_t ppn)
{
    uint64_t flags = noise(rng, f);

    flags |= rng_next(rng) & f->write;
    if (meaning == PTE_TABLE)
        return f->valid | (flags & ~(f->dirty | f->global)) |
               ppn << f->ppn_at;
    ppn = ppn >> 9 << 9;
    if (meaning == PTE_RESERVED)
        ppn |= (uint64_t)rng_between(rng, 1, 255) << 1;
    return (meaning == PTE_ABSENT ? 0 : f->valid) | flags | f->large |
           ppn << f->ppn_at;
}

/* What is reserved is W without R, or a large page that begins elsewhere than
 * at a multiple of its size. */
static uint64_t upper_riscv(struct rng *rng, const struct format *f,
                            enum ptebits_meaning meaning, uint64_t ppn)
{
    bool unaligned = meaning == PTE_RESERVED && rng_below(rng, 2) == 0;
    uint64_t flags = noise(rng, f);

    if (meaning == PTE_TABLE)
        return f->valid | ppn << f->ppn_at;
    ppn = ppn >> f->index_bits[0] << f->index_bits[0];
    if (unaligned)
        ppn |= (uint64_t)rng_between(rng, 1, (1 << f->index_bits[0]) - 1);
    if (meaning == PTE_RESERVED && !unaligned)
        flags |= f->write | (rng_next(rng) & f->exec);
    else
        flags |= f->read | (rng_next(rng) & (f->write | f->exec));
    return (meaning == PTE_ABSENT ? 0 : f->valid) | flags | ppn << f->ppn_at;
}

/* One that names a page or a table, and one of another meaning. */
static void draw_uppers(struct rng *rng, struct ptebits *p)
{
    struct format f = ptebits_format(p, 2);
    enum ptebits_meaning meaning[UPPERS];
    uint64_t first = rng_below(rng, 2);

    meaning[first] = (enum ptebits_meaning)rng_below(rng, 2);
    meaning[1 - first] = (enum ptebits_meaning)(
        (meaning[first] + 1 + rng_below(rng, 3)) % PTE_MEANINGS);
    for (unsigned i = 0; i < UPPERS; i++) {
        uint64_t ppn = (uint64_t)rng_between(rng, 1, 511) << 11;
        ppn |= rng_below(rng, 2048);
        p->upper[i] = ptebits_is_x86(p)
                          ? upper_x86(rng, &f, meaning[i], ppn)
                          : upper_riscv(rng, &f, meaning[i], ppn);
    }
}

bool ptebits_build_sample(struct rng *rng, struct ptebits *p)
{
    static const uint8_t perms[] = {PERM_R, PERM_R | PERM_W, PERM_R | PERM_X,
                                    PERM_R | PERM_W | PERM_X};

    ptebits_draw_machine(rng, p);
    p->pa = low(rng_next(rng), 32);
    p->va = low(rng_next(rng), 20) << 12 | low(p->pa, 12);
    p->perms = perms[rng_below(rng, sizeof perms)];
    draw_uppers(rng, p);
    return p->pa >> 28 != 0 && p->va >> 12 != p->pa >> 12 &&
           low(p->pa, 12) != 0;
}

/* --- the answer --------------------------------------------------------- */

/* Whether the walk through that entry of the last table ends where it should,
 * for every kind of access. */
static bool does_it(const struct ptebits *p, uint64_t entry)
{
    struct format f = ptebits_format(p, 1);
    struct phys mem;
    struct walk walk;
    bool good = true;

    phys_init(&mem, two_to(f.pa_bits));
    phys_store(&mem, 0, f.entry_bytes, entry);
    for (unsigned i = 0; i < 3; i++) {
        bool there = walk_translate(&f, &mem, 0, low(p->va, 12), accesses[i],
                                    cpu_user, &walk) == CAUSE_NONE;
        good = good && there == ((p->perms & needs[i]) != 0) &&
               (!there || walk.pa == p->pa);
    }
    phys_release(&mem);
    return good;
}

bool ptebits_build_works(const void *params, unsigned part,
                         const struct value *given)
{
    const struct ptebits *p = params;
    uint64_t entry;

    return p->level == 4 && part == 0 && given->kind == VALUE_NUMBER &&
           num_is_whole(given->number, &entry) &&
           (p->entry_bytes == 8 || entry >> ptebits_width(p) == 0) &&
           does_it(p, entry);
}

/* What the engine makes of an entry of the table above the last. */
static enum ptebits_meaning walked(const struct ptebits *p, uint64_t entry)
{
    struct format f = ptebits_format(p, 2);
    enum ptebits_meaning meaning = PTE_PAGE;
    struct phys mem;
    struct walk walk;

    phys_init(&mem, two_to(f.pa_bits));
    phys_store(&mem, 0, f.entry_bytes, entry);
    walk_translate(&f, &mem, 0, 0, ACCESS_LOAD, cpu_user, &walk);
    if (walk.nsteps == 2)
        meaning = PTE_TABLE;
    else if (walk.cause == CAUSE_RESERVED)
        meaning = PTE_RESERVED;
    else if (walk.cause == CAUSE_NOT_PRESENT)
        meaning = PTE_ABSENT;
    phys_release(&mem);
    return meaning;
}

void ptebits_build_solve(const struct ptebits *p, struct answers *out)
{
    struct format f = ptebits_format(p, 1);

    answer_number(out, format_leaf(&f, p->pa >> 12, p->perms | PERM_U));
    for (unsigned i = 0; i < UPPERS; i++)
        answer_word(out, ptebits_meaning_words[walked(p, p->upper[i])]);
    out->steps = 8;
}

/* The flags as the manuals number them. */
uint64_t ptebits_build_flags(const struct ptebits *p)
{
    bool w = p->perms & PERM_W, x = p->perms & PERM_X;

    if (ptebits_is_x86(p))
        return 1 | (w ? 2 : 0) | 4 | (x ? 0 : UINT64_C(1) << 63);
    return 1 | 2 | (w ? 4 : 0) | (x ? 8 : 0) | 16;
}

uint64_t ptebits_built(const struct ptebits *p)
{
    return p->pa / 4096 * (ptebits_is_x86(p) ? 4096 : 1024) +
           ptebits_build_flags(p);
}

/* The bits that would say where inside of a large page it begins. */
static uint64_t inside_large(const struct ptebits *p)
{
    return ptebits_is_x86(p)     ? 0x1fe000
           : p->entry_bytes == 4 ? 0xffc00
                                 : 0x7fc00;
}

bool ptebits_is_unaligned(const struct ptebits *p, uint64_t entry)
{
    return (entry & inside_large(p)) != 0;
}

enum ptebits_meaning ptebits_read_off(const struct ptebits *p, uint64_t entry)
{
    if (entry % 2 == 0)
        return PTE_ABSENT;
    if (ptebits_is_x86(p)) {
        if ((entry & 0x80) == 0)
            return PTE_TABLE;
    } else {
        if ((entry & 0xe) == 0)
            return PTE_TABLE;
        if ((entry & 6) == 4)
            return PTE_RESERVED;
    }
    return ptebits_is_unaligned(p, entry) ? PTE_RESERVED : PTE_PAGE;
}

/* With that entry, and everything else right. */
static bool give(const struct ptebits *p, uint64_t entry, struct answers *out)
{
    answer_number(out, entry);
    for (unsigned i = 0; i < UPPERS; i++)
        answer_word(out,
                    ptebits_meaning_words[ptebits_read_off(p, p->upper[i])]);
    return true;
}

void ptebits_build_solve_again(const struct ptebits *p, struct answers *out)
{
    give(p, ptebits_built(p), out);
}

/* --- mistakes ----------------------------------------------------------- */

bool ptebits_without_valid(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, ptebits_built(p) & ~UINT64_C(1), out);
}

bool ptebits_without_user(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, ptebits_built(p) & ~two_to(ptebits_is_x86(p) ? 2 : 4),
                out);
}

bool ptebits_not_shifted(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, p->pa >> 12 | ptebits_build_flags(p), out);
}

bool ptebits_other_shift(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p,
                p->pa >> 12 << (ptebits_is_x86(p) ? 10 : 12) |
                    ptebits_build_flags(p),
                out);
}

bool ptebits_nx_means_x(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return ptebits_is_x86(p) &&
           give(p, ptebits_built(p) ^ UINT64_C(1) << 63, out);
}

bool ptebits_write_only(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return !ptebits_is_x86(p) && p->perms & PERM_W &&
           give(p, ptebits_built(p) & ~UINT64_C(2), out);
}

/* The whole address where the page number goes. */
bool ptebits_with_offset(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, p->pa << p->ppn_at | ptebits_build_flags(p), out);
}

bool ptebits_own_page(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, p->va >> 12 << p->ppn_at | ptebits_build_flags(p), out);
}

bool ptebits_any_base(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    answer_number(out, ptebits_built(p));
    for (unsigned i = 0; i < UPPERS; i++)
        answer_word(out, ptebits_meaning_words[ptebits_read_off(
                             p, p->upper[i] & ~inside_large(p))]);
    return true;
}

bool ptebits_upper_like_last(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    answer_number(out, ptebits_built(p));
    for (unsigned i = 0; i < UPPERS; i++)
        answer_word(out, p->upper[i] % 2 ? WORD_PAGE : WORD_NOT_PRESENT);
    return true;
}
