/* Figures of bits: addresses and entries taken apart. */
#include "vm/figure_make.h"

/* Bits hi to lo of the number, each by itself or in hex. */
static struct slice value(struct arena *a, uint64_t number, unsigned hi,
                          unsigned lo, bool as_bits)
{
    unsigned each = as_bits ? 1 : 4, n = (hi - lo + each) / each;
    uint64_t bits = number >> lo & UINT64_MAX >> (63 - (hi - lo));
    char *text = arena_new(a, n + 3), *to = text;

    if (!as_bits)
        *to++ = '0', *to++ = 'x';
    for (unsigned i = n; i-- > 0;)
        *to++ = "0123456789abcdef"[bits >> each * i & ((1u << each) - 1)];
    return slice_from(text);
}

static void add(struct arena *a, struct figure_bits *b, const char *name,
                unsigned hi, unsigned lo, bool as_bits)
{
    b->field[b->n++] = (struct figure_field){
        .name = arena_copy(a, slice_from(name)),
        .value = b->shown ? value(a, b->number, hi, lo, as_bits) : SLICE(""),
        .hi = (uint8_t)hi,
        .lo = (uint8_t)lo,
    };
}

static struct figure new_bits(struct arena *a, unsigned width,
                              uint64_t number, bool shown, size_t fields,
                              struct str *title)
{
    struct figure f = {.shape = FIGURE_BITS};

    f.title = figure_text(a, title);
    str_release(title);
    f.bits = (struct figure_bits){
        .width = width,
        .number = number,
        .shown = shown,
        .field = arena_new_array(a, fields, sizeof *f.bits.field)};
    return f;
}

struct figure figure_split(struct arena *a, const struct format *f,
                           uint64_t va, bool as_bits)
{
    bool high = f->va_bits < 64 && va >> f->va_bits != 0;
    struct str title = STR_EMPTY;
    struct figure figure;

    str_puts(&title, "Virtual address ");
    name_va(&title, f, va);
    figure = new_bits(a, high ? 64 : f->va_bits, va, true, FORMAT_LEVELS + 2,
                      &title);
    if (high)
        add(a, &figure.bits, f->high == HIGH_SIGN ? "sign" : "beyond", 63,
            f->va_bits, as_bits);
    for (unsigned level = f->levels; level-- > 0;) {
        unsigned lo = format_shift(f, level);
        char name[16] = "VPN";

        if (f->levels > 1)
            name[3] = '[', name[4] = (char)('0' + level), name[5] = ']';
        add(a, &figure.bits, name, lo + f->index_bits[level] - 1u, lo,
            as_bits);
    }
    if (f->page_bits > 0)
        add(a, &figure.bits, "offset", f->page_bits - 1u, 0, as_bits);
    return figure;
}

struct figure figure_split_pa(struct arena *a, const struct format *f,
                              uint64_t pa, bool as_bits)
{
    struct str title = STR_EMPTY;
    struct figure figure;

    str_puts(&title, "Physical address ");
    name_pa(&title, f, pa);
    figure = new_bits(a, f->pa_bits, pa, true, 2, &title);
    if (f->pa_bits > f->page_bits)
        add(a, &figure.bits, "PPN", f->pa_bits - 1u, f->page_bits, as_bits);
    if (f->page_bits > 0)
        add(a, &figure.bits, "offset", f->page_bits - 1u, 0, as_bits);
    return figure;
}

struct figure figure_entry(struct arena *a, const struct format *f,
                           unsigned level, bool leaf, const uint64_t *entry)
{
    struct format_field fields[64];
    size_t n = format_fields(f, level, leaf, fields);
    struct str title = STR_EMPTY;
    struct figure figure;

    str_puts(&title,
             leaf ? "Entry that names a page" : "Entry that names a table");
    if (entry != NULL) {
        str_puts(&title, ", ");
        name_entry(&title, f, *entry);
    }
    figure = new_bits(a, 8u * f->entry_bytes, entry != NULL ? *entry : 0,
                      entry != NULL, n, &title);
    for (size_t i = 0; i < n; i++) {
        add(a, &figure.bits, fields[i].name, fields[i].hi, fields[i].lo,
            fields[i].hi == fields[i].lo);
        if (fields[i].kind == FIELD_RESERVED ||
            fields[i].kind == FIELD_IGNORED)
            figure.bits.field[i].mark = FIGURE_DIM;
    }
    return figure;
}
