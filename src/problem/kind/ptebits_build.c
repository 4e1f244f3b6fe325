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

/* --- sampling ----------------------------------------------------------- */

enum meaning { PAGE, TABLE, RESERVED, ABSENT, MEANINGS };

static const enum word words[MEANINGS] = {WORD_PAGE, WORD_TABLE,
                                          WORD_RESERVED, WORD_NOT_PRESENT};

/* Flags that any entry may have, as noise. */
static uint64_t noise(struct rng *rng, const struct format *f)
{
    return rng_next(rng) & (f->user | f->accessed | f->dirty | f->global);
}

static uint64_t upper_x86(struct rng *rng, const struct format *f,
                          enum meaning meaning, uint64_t ppn)
{
    uint64_t flags = noise(rng, f);

    flags |= rng_next(rng) & f->write;
    if (meaning == TABLE)
        return f->valid | (flags & ~(f->dirty | f->global)) |
               ppn << f->ppn_at;
    ppn = ppn >> 9 << 9;
    if (meaning == RESERVED)
        ppn |= (uint64_t)rng_between(rng, 1, 255) << 1;
    return (meaning == ABSENT ? 0 : f->valid) | flags | f->large |
           ppn << f->ppn_at;
}

static uint64_t upper_riscv(struct rng *rng, const struct format *f,
                            enum meaning meaning, uint64_t ppn)
{
    uint64_t flags = noise(rng, f);

    switch (meaning) {
    case TABLE:
        return f->valid | ppn << f->ppn_at;
    case RESERVED:
        flags |= f->valid | f->write | (rng_next(rng) & f->exec);
        break;
    case PAGE:
        flags |= f->valid | f->read | (rng_next(rng) & (f->write | f->exec));
        break;
    default:
        flags |= f->read | (rng_next(rng) & (f->write | f->exec));
        break;
    }
    return flags | ppn >> f->index_bits[0] << f->index_bits[0] << f->ppn_at;
}

/* One that names a page or a table, and one of another meaning. */
static void draw_uppers(struct rng *rng, struct ptebits *p)
{
    struct format f = ptebits_format(p, 2);
    enum meaning meaning[UPPERS];
    uint64_t first = rng_below(rng, 2);

    meaning[first] = (enum meaning)rng_below(rng, 2);
    meaning[1 - first] =
        (enum meaning)((meaning[first] + 1 + rng_below(rng, 3)) % MEANINGS);
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
static enum meaning walked(const struct ptebits *p, uint64_t entry)
{
    struct format f = ptebits_format(p, 2);
    enum meaning meaning = PAGE;
    struct phys mem;
    struct walk walk;

    phys_init(&mem, two_to(f.pa_bits));
    phys_store(&mem, 0, f.entry_bytes, entry);
    walk_translate(&f, &mem, 0, 0, ACCESS_LOAD, cpu_user, &walk);
    if (walk.nsteps == 2)
        meaning = TABLE;
    else if (walk.cause == CAUSE_RESERVED)
        meaning = RESERVED;
    else if (walk.cause == CAUSE_NOT_PRESENT)
        meaning = ABSENT;
    phys_release(&mem);
    return meaning;
}

void ptebits_build_solve(const struct ptebits *p, struct answers *out)
{
    struct format f = ptebits_format(p, 1);

    answer_number(out, format_leaf(&f, p->pa >> 12, p->perms | PERM_U));
    for (unsigned i = 0; i < UPPERS; i++)
        answer_word(out, words[walked(p, p->upper[i])]);
    out->steps = 8;
}

/* The flags as the manuals number them. */
static uint64_t flags_of(const struct ptebits *p)
{
    bool w = p->perms & PERM_W, x = p->perms & PERM_X;

    if (ptebits_is_x86(p))
        return 1 | (w ? 2 : 0) | 4 | (x ? 0 : UINT64_C(1) << 63);
    return 1 | 2 | (w ? 4 : 0) | (x ? 8 : 0) | 16;
}

static uint64_t built(const struct ptebits *p)
{
    return p->pa / 4096 * (ptebits_is_x86(p) ? 4096 : 1024) + flags_of(p);
}

static enum meaning read_off(const struct ptebits *p, uint64_t entry)
{
    if (entry % 2 == 0)
        return ABSENT;
    if (ptebits_is_x86(p)) {
        if ((entry & 0x80) == 0)
            return TABLE;
        return entry & 0x1fe000 ? RESERVED : PAGE;
    }
    if ((entry & 0xe) == 0)
        return TABLE;
    return (entry & 6) == 4 ? RESERVED : PAGE;
}

/* With that entry, and everything else right. */
static bool give(const struct ptebits *p, uint64_t entry, struct answers *out)
{
    answer_number(out, entry);
    for (unsigned i = 0; i < UPPERS; i++)
        answer_word(out, words[read_off(p, p->upper[i])]);
    return true;
}

void ptebits_build_solve_again(const struct ptebits *p, struct answers *out)
{
    give(p, built(p), out);
}

/* --- mistakes ----------------------------------------------------------- */

bool ptebits_without_valid(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, built(p) & ~UINT64_C(1), out);
}

bool ptebits_without_user(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, built(p) & ~two_to(ptebits_is_x86(p) ? 2 : 4), out);
}

bool ptebits_not_shifted(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, p->pa >> 12 | flags_of(p), out);
}

bool ptebits_other_shift(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, p->pa >> 12 << (ptebits_is_x86(p) ? 10 : 12) | flags_of(p),
                out);
}

bool ptebits_nx_means_x(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return ptebits_is_x86(p) && give(p, built(p) ^ UINT64_C(1) << 63, out);
}

bool ptebits_write_only(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return !ptebits_is_x86(p) && p->perms & PERM_W &&
           give(p, built(p) & ~UINT64_C(2), out);
}

/* The whole address where the page number goes. */
bool ptebits_with_offset(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, p->pa << p->ppn_at | flags_of(p), out);
}

bool ptebits_own_page(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    return give(p, p->va >> 12 << p->ppn_at | flags_of(p), out);
}

bool ptebits_upper_like_last(const void *params, struct answers *out)
{
    const struct ptebits *p = params;

    answer_number(out, built(p));
    for (unsigned i = 0; i < UPPERS; i++)
        answer_word(out, p->upper[i] % 2 ? WORD_PAGE : WORD_NOT_PRESENT);
    return true;
}

/* --- statement ---------------------------------------------------------- */

static const char *allowed(const struct ptebits *p)
{
    switch (p->perms) {
    case PERM_R:
        return "read the page, but neither write nor execute it";
    case PERM_R | PERM_W:
        return "read and write the page, but not execute it";
    case PERM_R | PERM_X:
        return "read and execute the page, but not write it";
    default:
        return "read, write and execute the page";
    }
}

static void show(const struct ptebits *p, struct prompt *out, unsigned level,
                 bool leaf, const char *title)
{
    struct format f = ptebits_format(p, level + 1);
    struct figure *figure = arena_new(out->arena, sizeof *figure);

    *figure = figure_entry(out->arena, &f, level, leaf, NULL);
    figure->title = slice_from(title);
    prompt_show(out, figure);
}

static void assume(const struct ptebits *p, struct prompt *out)
{
    prompt_assume(out, "Tables above this entry allow everything, and the "
                       "hardware sets accessed and dirty bits by itself");
    if (ptebits_is_x86(p))
        prompt_assume(out, "The no-execute bit is in use, and 1 forbids; PS "
                           "set in an entry above the last table names a "
                           "large page; bits drawn as 0 are reserved");
    else
        prompt_assume(out, "R, W and X all 0 in an entry above the last "
                           "table name the next table; W without R is "
                           "reserved, as are bits drawn as 0");
}

void ptebits_build_ask(const struct ptebits *p, struct prompt *out)
{
    unsigned width = ptebits_width(p);
    struct arena *a = out->arena;

    assume(p, out);
    prompt_say(
        out,
        "%s: give an entry of the last table with which the virtual "
        "address `%s` leads to the physical address `%s`, and user "
        "code may %s. Any that does it is right.\n\n"
        "In the table above there are the entries `%s` and `%s`. What "
        "does each of them name: a large `page`, a `table`, or nothing "
        "because it is `reserved` or `not present`?",
        ptebits_machine_titles[p->real - 1], say_hex(a, p->va, 32),
        say_hex(a, p->pa, 32), allowed(p), say_hex(a, p->upper[0], width),
        say_hex(a, p->upper[1], width));
    show(p, out, 0, true, "Entry of the last table");
    show(p, out, 1, true, "Entry above it that names a large page");
    show(p, out, 1, false, "Entry above it that names a table");
    prompt_ask(out, (struct part){.ask = "entry of the last table",
                                  .kind = ASK_ADDRESS,
                                  .base = 16,
                                  .digits = (uint8_t)hex_digits(width),
                                  .property = true});
    prompt_ask_word(out, "what the first of the two names", words, MEANINGS);
    prompt_ask_word(out, "what the second names", words, MEANINGS);
}

/* --- solution ----------------------------------------------------------- */

static void explain_flags(const struct ptebits *p, struct solution *out)
{
    const char *w = p->perms & PERM_W ? "1" : "0";
    bool x = p->perms & PERM_X;

    if (ptebits_is_x86(p))
        solution_step(out,
                      "P (bit 0) is 1, W (bit 1) is %s, U (bit 2) is 1, and "
                      "NX (bit 63) is %s, for it forbids: `%s`.",
                      w, x ? "0" : "1", say_hex(out->arena, flags_of(p), 0));
    else
        solution_step(out,
                      "V (bit 0) is 1, R (bit 1) is 1, W (bit 2) is %s, X "
                      "(bit 3) is %s, U (bit 4) is 1: `%s`.",
                      w, x ? "1" : "0", say_hex(out->arena, flags_of(p), 0));
}

static const char *because(const struct ptebits *p, enum meaning meaning)
{
    static const char *const x86[MEANINGS] = {
        "P and PS are 1, and the bits that must be 0 are: a large **page**",
        "P is 1 and PS is 0: a **table**",
        ("P and PS are 1, but there are ones among bits 13 to 20, which must "
         "be 0: **reserved**"),
        "P is 0: **not present**, whatever the other bits are"};
    static const char *const riscv[MEANINGS] = {
        "V is 1 and so is R: a large **page**",
        "V is 1 and R, W and X are all 0: a **table**",
        "V and W are 1, but R is 0: **reserved**",
        "V is 0: **not present**, whatever the other bits are"};

    return (ptebits_is_x86(p) ? x86 : riscv)[meaning];
}

void ptebits_build_explain(const struct ptebits *p, struct solution *out)
{
    struct arena *a = out->arena;

    solution_step(out,
                  "The offset `%s` is the same on both sides. What the entry "
                  "holds is the rest of the physical address, its page "
                  "number: `%s`.",
                  say_hex(a, low(p->pa, 12), 12),
                  say_hex(a, p->pa >> 12, 20));
    solution_step(out,
                  "The page number begins at bit %u of the entry: `%s` << %u "
                  "= `%s`.",
                  p->ppn_at, say_hex(a, p->pa >> 12, 20), p->ppn_at,
                  say_hex(a, p->pa >> 12 << p->ppn_at, 0));
    explain_flags(p, out);
    solution_step(
        out,
        "Together: **`%s`**. The other flags and the bits without a "
        "name may be anything.",
        say_hex(a, built(p), ptebits_width(p)));
    for (unsigned i = 0; i < UPPERS; i++)
        solution_step(out, "`%s` ends in the byte `%s`, in binary `%s`. %s.",
                      say_hex(a, p->upper[i], ptebits_width(p)),
                      say_hex(a, low(p->upper[i], 8), 8),
                      say_binary(a, low(p->upper[i], 8), 8),
                      because(p, read_off(p, p->upper[i])));
}
