/* `format`: how a machine writes its page tables, by name or field by field.
 *
 *     format sv39
 *     format mine linear va 9 pa 10 page 64 entry 1 valid 7 ppn 3..0
 *     format two levels 5 5 pa 12 page 32 entry 1 valid 7 ppn 6..0
 *
 * What is not said follows: va from the levels and the page, one level's bits
 * from va and page. Bits of the page number above pa must be 0. */
#include "base/str.h"
#include "vm/script_inside.h"

/* The members that are one bit of an entry. */
static const struct {
    const char *word;
    size_t at;
} flags[] = {
    {"valid", offsetof(struct format, valid)},
    {"read", offsetof(struct format, read)},
    {"write", offsetof(struct format, write)},
    {"exec", offsetof(struct format, exec)},
    {"nx", offsetof(struct format, no_exec)},
    {"user", offsetof(struct format, user)},
    {"accessed", offsetof(struct format, accessed)},
    {"dirty", offsetof(struct format, dirty)},
    {"global", offsetof(struct format, global)},
    {"large", offsetof(struct format, large)},
};

/* Members that are a number. */
static const struct {
    const char *word;
    const char *what;
    size_t at;
    uint8_t lo, hi;
} numbers[] = {
    {"va", "the bits of a virtual address", offsetof(struct format, va_bits),
     1, 64},
    {"pa", "the bits of a physical address", offsetof(struct format, pa_bits),
     1, 63},
    {"entry", "the bytes of an entry", offsetof(struct format, entry_bytes),
     1, 8},
};

static const char *const rules[] = {
    [RULES_PLAIN] = "plain", [RULES_X86] = "x86", [RULES_RISCV] = "riscv"};

static bool page_size(struct parser *p, struct format *f)
{
    size_t at = p->now.at;
    uint64_t bytes;

    if (!words_number(p, "the bytes of a page", 1, 1 << 30, &bytes))
        return false;
    if (bytes & (bytes - 1))
        return words_fail(p, at, "format",
                          "the size of a page is a power of two");
    for (f->page_bits = 0; bytes >> f->page_bits > 1; f->page_bits++)
        ;
    return true;
}

/* "levels 9 9 9": the bits of each index, the root's first. */
static bool levels(struct parser *p, struct format *f)
{
    uint8_t bits[FORMAT_LEVELS];
    unsigned n = 0;
    uint64_t one;

    do {
        if (n == FORMAT_LEVELS)
            return words_fail(p, p->now.at, "format",
                              "a format can have %d levels at most",
                              FORMAT_LEVELS);
        if (!words_number(p, "the bits of an index", 1, 60, &one))
            return false;
        bits[n++] = (uint8_t)one;
    } while (p->now.kind == TOKEN_NUMBER);
    f->levels = (uint8_t)n;
    for (unsigned i = 0; i < n; i++)
        f->index_bits[n - 1 - i] = bits[i];
    return true;
}

/* "3..0" */
static bool page_number(struct parser *p, struct format *f)
{
    uint64_t hi, lo;

    if (!words_number(p, "the highest bit", 0, 63, &hi) ||
        !words_need(p, "..") ||
        !words_number(p, "the lowest bit", 0, hi, &lo))
        return false;
    f->ppn_at = (uint8_t)lo;
    f->ppn_bits = (uint8_t)(hi - lo + 1);
    return true;
}

/* "large 7 on 1 2": the flag, and the levels that may hold large pages; with
 * the rules of RISC-V "large on 1 2", since no flag tells them. */
static bool large_levels(struct parser *p, struct format *f)
{
    uint64_t level;

    do {
        if (!words_number(p, "a level", 1, FORMAT_LEVELS - 1, &level))
            return false;
        f->large_at |= (uint8_t)(1u << level);
    } while (p->now.kind == TOKEN_NUMBER);
    return true;
}

static bool flag(struct parser *p, struct format *f, int row)
{
    uint64_t *mask = (uint64_t *)(void *)((char *)f + flags[row].at), bit;
    bool large = mask == &f->large;

    if (large && words_take(p, "on"))
        return large_levels(p, f);
    if (!words_number(p, "a bit's number", 0, 63, &bit))
        return false;
    *mask = UINT64_C(1) << bit;
    return !large || !words_take(p, "on") || large_levels(p, f);
}

static bool rule(struct parser *p, struct format *f)
{
    int row = words_row(p, rules, 3, sizeof *rules);

    if (row < 0)
        return words_expected(p, "plain, x86 or riscv");
    f->rules = (enum format_rules)row;
    return true;
}

static bool number(struct parser *p, struct format *f, int row)
{
    uint64_t n;

    if (!words_number(p, numbers[row].what, numbers[row].lo, numbers[row].hi,
                      &n))
        return false;
    *((uint8_t *)f + numbers[row].at) = (uint8_t)n;
    return true;
}

static bool part(struct parser *p, struct format *f)
{
    int row;

    if ((row = words_row(p, flags, sizeof flags / sizeof *flags,
                         sizeof *flags)) >= 0)
        return flag(p, f, row);
    if ((row = words_row(p, numbers, sizeof numbers / sizeof *numbers,
                         sizeof *numbers)) >= 0)
        return number(p, f, row);
    if (words_take(p, "page"))
        return page_size(p, f);
    if (words_take(p, "levels"))
        return levels(p, f);
    if (words_take(p, "ppn"))
        return page_number(p, f);
    if (words_take(p, "rules"))
        return rule(p, f);
    if (words_take(p, "linear")) {
        f->levels = 1;
        return true;
    }
    if (words_take(p, "canonical")) {
        f->high = HIGH_SIGN;
        return true;
    }
    return words_expected(p, "a part of the format, such as va 9, page 64 or "
                             "valid 7,");
}

/* What follows from the rest. */
static void complete(struct format *f)
{
    unsigned sum = f->page_bits, reach, beyond;

    if (f->levels == 0)
        f->levels = 1;
    if (f->index_bits[0] == 0 && f->levels == 1 && f->va_bits > f->page_bits)
        f->index_bits[0] = (uint8_t)(f->va_bits - f->page_bits);
    for (unsigned l = 0; l < f->levels; l++)
        sum += f->index_bits[l];
    if (f->va_bits == 0 && sum <= 64)
        f->va_bits = (uint8_t)sum;
    reach = f->ppn_bits + (unsigned)f->page_bits;
    if (f->pa_bits == 0 && reach < 64)
        f->pa_bits = (uint8_t)reach;
    beyond = reach > f->pa_bits ? reach - f->pa_bits : 0;
    for (unsigned l = 0; l < f->levels && beyond < f->ppn_bits; l++)
        for (unsigned i = 0; i < beyond; i++) {
            unsigned bit = f->ppn_at + f->ppn_bits - 1u - i;
            f->reserved_table[l] |= UINT64_C(1) << bit;
            f->reserved_leaf[l] |= UINT64_C(1) << bit;
        }
}

/* Whether the line goes on with parts, the name aside. */
static bool is_part(const struct parser *p)
{
    struct parser look = *p;
    static const char *const words[] = {"page",  "levels", "ppn",
                                        "rules", "linear", "canonical"};

    return words_row(&look, flags, sizeof flags / sizeof *flags,
                     sizeof *flags) >= 0 ||
           words_row(&look, numbers, sizeof numbers / sizeof *numbers,
                     sizeof *numbers) >= 0 ||
           words_row(&look, words, 6, sizeof *words) >= 0;
}

static bool own_format(struct parser *p, struct slice name, size_t at)
{
    struct format *f = arena_new(&p->script->arena, sizeof *f);
    struct err err;

    f->name = arena_copy(&p->script->arena, name).at;
    f->blurb = "a format of this script";
    while (!words_are_over(p))
        if (!part(p, f))
            return false;
    complete(f);
    if (format_check(f, &err) < 0)
        return words_fail(p, at, "format", "%s", err.text);
    p->script->format = f;
    return true;
}

bool parse_format(struct parser *p)
{
    struct slice name = SLICE("mine");
    size_t at = p->now.at;

    if (p->script->raw || p->script->machine_line != 0)
        return words_fail(p, p->st.col - 1, "format",
                          "a format has to be said before anything is done "
                          "with it");
    if (words_are_over(p))
        return words_expected(p, "a format");
    if (!is_part(p) && !words_bare(p, "the name of a format", &name))
        return false;
    if (words_are_over(p)) {
        p->script->format = format_find(name);
        if (p->script->format == NULL) {
            p->script->format = &formats[0];
            return words_fail(p, at, "format",
                              "there is no format \"%.*s\"; pagein vm "
                              "formats lists them",
                              SLICE_FMT(name));
        }
    } else if (format_find(name) != NULL) {
        return words_fail(p, at, "format",
                          "\"%.*s\" is a format already; give yours another "
                          "name",
                          SLICE_FMT(name));
    } else if (!own_format(p, name, at)) {
        return false;
    }
    p->page_bytes = format_page_bytes(p->script->format);
    return true;
}
