#include "vm/format.h"

#include "base/str.h"
#include "check.h"

static const struct format *named(const char *name)
{
    const struct format *f = format_find(slice_from(name));

    if (f == NULL)
        fail_msg("there is no format %s", name);
    return f;
}

static void every_format_of_the_table_is_sound(void **state)
{
    (void)state;
    for (size_t i = 0; i < nformats; i++) {
        struct err err;

        if (format_check(&formats[i], &err) < 0)
            fail_msg("%s: %s", formats[i].name, err.text);
        assert_ptr_equal(named(formats[i].name), &formats[i]);
        assert_true(strlen(formats[i].blurb) < 64);
    }
    assert_null(format_find(SLICE("sv")));
}

/* --- addresses -----------------------------------------------------------
 */

struct cut {
    const char *name, *format;
    uint64_t va, index[4], offset;
};

static const struct cut cuts[] = {
    {"the lecture's 0 0010 0100 is offset 24 of page 0",
     "toy",
     0x024,
     {0},
     0x24},
    {"the highest address of the toy", "toy", 0x1ff, {7}, 0x3f},
    {"0x12345678 is page 0x12345, offset 0x678",
     "linear-32",
     0x12345678,
     {0x12345},
     0x678},
    {"two levels cut 0x12345678 into 0x48, 0x345, 0x678",
     "x86-32",
     0x12345678,
     {0x345, 0x48},
     0x678},
    {"sv32 cuts it alike", "sv32", 0x12345678, {0x345, 0x48}, 0x678},
    {"the last page of x86-64",
     "x86-64",
     0xffffffffffffffff,
     {511, 511, 511, 511},
     0xfff},
    {"the first of the upper half",
     "x86-64",
     0xffff800000000000,
     {0, 0, 0, 256},
     0},
    {"the usual place of a program",
     "x86-64",
     0x0000555555554123,
     {0x154, 0xaa, 0x155, 0xaa},
     0x123},
    {"sv39 has three indices", "sv39", 0x3fc0201234, {1, 1, 255}, 0x234},
};

static void cut(void **state)
{
    const struct cut *c = *state;
    const struct format *f = named(c->format);

    for (unsigned l = 0; l < f->levels; l++)
        assert_int_equal(format_index(f, l, c->va), c->index[l]);
    assert_int_equal(format_offset(f, c->va), c->offset);
}

struct canonical {
    const char *name, *format;
    uint64_t va;
    bool ok;
};

static const struct canonical canonicals[] = {
    {"toy: nine bits", "toy", 0x1ff, true},
    {"toy: no tenth", "toy", 0x200, false},
    {"x86-64: end of the lower half", "x86-64", 0x00007fffffffffff, true},
    {"x86-64: one further", "x86-64", 0x0000800000000000, false},
    {"x86-64: start of the upper half", "x86-64", 0xffff800000000000, true},
    {"x86-64: one before", "x86-64", 0xffff7fffffffffff, false},
    {"x86-64: bit 63 alone", "x86-64", 0x8000000000000000, false},
    {"sv39: end of the lower half", "sv39", 0x3fffffffff, true},
    {"sv39: one further", "sv39", 0x4000000000, false},
    {"sv39: start of the upper half", "sv39", 0xffffffc000000000, true},
    {"sv32: 32 bits", "sv32", 0xffffffff, true},
    {"sv32: no more", "sv32", 0x100000000, false},
};

static void canonical(void **state)
{
    const struct canonical *c = *state;

    assert_int_equal(format_canonical(named(c->format), c->va), c->ok);
}

static void tables_have_the_sizes_of_the_textbooks(void **state)
{
    (void)state;
    assert_int_equal(format_table_bytes(named("toy"), 0), 8);
    assert_int_equal(format_table_bytes(named("linear-32"), 0), 4 << 20);
    assert_int_equal(format_table_bytes(named("x86-32"), 1), 4096);
    assert_int_equal(format_table_bytes(named("x86-64"), 3), 4096);
    assert_int_equal(format_page_bytes(named("toy")), 64);
    assert_int_equal(format_shift(named("x86-64"), 3), 39);
    assert_int_equal(format_shift(named("sv32"), 1), 22);
}

/* --- entries -------------------------------------------------------------
 */

struct entry {
    const char *name, *format;
    uint64_t ppn;
    unsigned perms;
    uint64_t leaf, table;
};

enum { R = PERM_R, W = PERM_W, X = PERM_X, U = PERM_U };

static const struct entry entries[] = {
    {"toy: permissions can't be said", "toy", 0xa, 0, 0x8a, 0x8a},
    {"x86-32: read only, kernel", "x86-32", 0x12345, R, 0x12345001,
     0x12345007},
    {"x86-32: all", "x86-32", 0x12345, R | W | X | U, 0x12345007, 0x12345007},
    {"x86-64: data of a user", "x86-64", 0x12345, R | W | U,
     0x8000000012345007, 0x12345007},
    {"x86-64: code of a user", "x86-64", 0x12345, R | X | U, 0x12345005,
     0x12345007},
    {"sv39: code of a user", "sv39", 0x80200, R | X | U, 0x2008001b,
     0x20080001},
    {"sv39: what is written is read", "sv39", 1, W, 0x407, 0x401},
    {"sv39: a page for nobody is one that can be read", "sv39", 1, 0, 0x403,
     0x401},
};

static void entry(void **state)
{
    const struct entry *e = *state;
    const struct format *f = named(e->format);

    assert_true(format_leaf(f, e->ppn, e->perms) == e->leaf);
    assert_true(format_table(f, e->ppn) == e->table);
    assert_true(format_ppn(f, e->leaf) == e->ppn);
    assert_true(format_is_leaf(f, 0, e->leaf));
    if (f->levels > 1)
        assert_false(format_is_leaf(f, 1, e->table));
}

static void perms_come_back_as_far_as_the_format_has_them(void **state)
{
    const struct format *sv = named("sv39"), *x = named("x86-64");

    (void)state;
    for (unsigned p = 0; p < 16; p++) {
        unsigned rv = p & W || !(p & X) ? p | R : p;

        assert_int_equal(format_perms(sv, format_leaf(sv, 1, p)), rv);
        assert_int_equal(format_perms(x, format_leaf(x, 1, p)), p | R);
    }
    assert_int_equal(format_perms(named("toy"), 0x80), R | W | X | U);
}

/* --- what people type wrong ----------------------------------------------
 */

struct mistake {
    const char *name;
    struct format f;
    const char *says;
};

#define TOY                                                   \
    .va_bits = 9, .pa_bits = 10, .page_bits = 6, .levels = 1, \
    .index_bits = {3}, .entry_bytes = 1, .valid = 0x80, .ppn_bits = 4

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
#ifdef __clang__
#pragma GCC diagnostic ignored "-Winitializer-overrides"
#endif
static const struct mistake mistakes[] = {
    {"an address of no bits",
     {TOY, .va_bits = 0},
     "a virtual address of 0 bits can't be: it may have 1 to 64"},
    {"a large page",
     {TOY, .page_bits = 31},
     "the offset in a page of 31 bits can't be: it may have 0 to 30"},
    {"no level",
     {TOY, .levels = 0},
     "0 levels of tables can't be: 1 to 6 can"},
    {"nine bytes",
     {TOY, .entry_bytes = 9},
     "an entry of 9 bytes can't be: it may have 1 to 8"},
    {"a cut that leaves bits over",
     {TOY, .va_bits = 10},
     "a virtual address has 10 bits, but its indices (3) and its offset (6) "
     "make 9"},
    {"an empty index",
     {TOY, .levels = 2},
     "an index of 0 bits on level 1 can't be: it may have 1 to 60"},
    {"a table without end",
     {TOY, .va_bits = 64, .page_bits = 0, .index_bits = {64}},
     "an index of 64 bits on level 0 can't be: it may have 1 to 60"},
    {"a page number that sticks out",
     {TOY, .ppn_at = 5},
     "a physical page number of 4 bits from bit 5 on sticks out of an entry "
     "of 8 bits"},
    {"a flag in the page number",
     {TOY, .write = 0x08},
     "the write flag lies on a bit that has another meaning"},
    {"two flags in one place",
     {TOY, .user = 0x40, .dirty = 0x40},
     "the dirty flag lies on a bit that has another meaning"},
    {"a flag of two bits",
     {TOY, .user = 0x60},
     "the user flag must be one bit, not several"},
    {"a flag outside",
     {TOY, .user = 0x100},
     "the user flag lies outside of an entry of 8 bits"},
    {"no valid flag",
     {TOY, .valid = 0},
     "an entry needs a valid flag: without one no page could be absent"},
    {"memory that no entry names",
     {TOY, .pa_bits = 11},
     "page numbers of 4 bits and offsets of 6 reach 10 bits, but a physical "
     "address has 11"},
    {"entries that name no memory",
     {TOY, .pa_bits = 9},
     "page numbers of 4 bits and offsets of 6 reach 10 bits, more than the 9 "
     "of a physical address, and those above are not reserved on level 0"},
    {"pages larger than memory",
     {TOY, .pa_bits = 6},
     "physical addresses of 6 bits leave no page number beside an offset "
     "of 6"},
    {"RISC-V without execute",
     {TOY, .rules = RULES_RISCV, .read = 0x40},
     "the RISC-V rules need a read and an execute flag: they tell a page "
     "from a table"},
    {"RISC-V with a large-page flag",
     {TOY, .rules = RULES_RISCV, .read = 0x40, .exec = 0x20, .large = 0x10},
     "the RISC-V rules know no large-page flag: a page on a higher level is "
     "one with a read or execute flag"},
    {"a large page on the last level",
     {TOY, .large = 0x40, .large_at = 1},
     "large pages can only be above level 0, on one of the 1 levels"},
    {"large pages without a mark",
     {TOY, .levels = 2, .index_bits = {2, 1}, .large_at = 2},
     "large pages need a large-page flag to be known by"},
    {"a switch for nothing",
     {TOY, .large_switch = true},
     "large pages can't be switched off where no flag tells them"},
    {"reserved bits outside",
     {TOY, .reserved_leaf = {0x100}},
     "reserved bits of level 0 lie outside of an entry of 8 bits"},
    {"valid and reserved",
     {TOY, .reserved_table = {0x80}},
     "the valid flag can't be reserved on level 0"},
};
#pragma GCC diagnostic pop

static void mistake(void **state)
{
    const struct mistake *m = *state;
    struct err err = {0};

    assert_int_equal(format_check(&m->f, &err), -1);
    assert_int_equal(err.kind, ERR_NOTES);
    assert_string_equal(err.text, m->says);
}

/* --- pictures ------------------------------------------------------------
 */

struct picture {
    const char *name, *format;
    unsigned level;
    bool leaf;
    const char *fields;
};

static const struct picture pictures[] = {
    {"toy", "toy", 0, true, "7:V 6-4: 3-0:PPN"},
    {"x86-32, a page", "x86-32", 0, true,
     "31-12:PPN 11-9: 8:G 7: 6:D 5:A 4-3: 2:U 1:W 0:P"},
    {"x86-32, a large page", "x86-32", 1, true,
     "31-22:PPN 21-13:0 12-9: 8:G 7:PS 6:D 5:A 4-3: 2:U 1:W 0:P"},
    {"x86-64, a page", "x86-64", 0, true,
     "63:NX 62-52: 51-12:PPN 11-9: 8:G 7: 6:D 5:A 4-3: 2:U 1:W 0:P"},
    {"x86-64, the root", "x86-64", 3, false,
     "63:NX 62-52: 51-12:PPN 11-8: 7:0 6: 5:A 4-3: 2:U 1:W 0:P"},
    {"sv39, a page", "sv39", 0, true,
     "63-54:0 53-10:PPN 9-8: 7:D 6:A 5:G 4:U 3:X 2:W 1:R 0:V"},
    {"sv39, a page of 2 MiB", "sv39", 1, true,
     "63-54:0 53-19:PPN 18-10:0 9-8: 7:D 6:A 5:G 4:U 3:X 2:W 1:R 0:V"},
    {"sv39, a table", "sv39", 2, false,
     "63-54:0 53-10:PPN 9-8: 7-6:0 5: 4:0 3:X 2:W 1:R 0:V"},
};

static void picture(void **state)
{
    const struct picture *p = *state;
    struct format_field field[64];
    size_t n = format_fields(named(p->format), p->level, p->leaf, field);
    struct str got = STR_EMPTY;

    for (size_t i = 0; i < n; i++) {
        str_printf(&got, "%s%u", i > 0 ? " " : "", field[i].hi);
        if (field[i].lo < field[i].hi)
            str_printf(&got, "-%u", field[i].lo);
        str_printf(&got, ":%s", field[i].name);
    }
    assert_string_equal(got.at, p->fields);
    str_release(&got);
}

static void
a_processor_with_fewer_address_bits_reserves_the_others(void **state)
{
    struct format f = *named("x86-64");
    struct err err;

    (void)state;
    format_narrow(&f, 40);
    assert_int_equal(format_check(&f, &err), 0);
    assert_int_equal(f.pa_bits, 40);
    assert_true(f.reserved_leaf[0] == 0x000fff0000000000);
    assert_true(f.reserved_table[3] == 0x000fff0000000080);
    assert_true(f.reserved_leaf[1] == 0x000fff00001fe000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_of_the_table_is_sound),
        cmocka_unit_test(tables_have_the_sizes_of_the_textbooks),
        cmocka_unit_test(perms_come_back_as_far_as_the_format_has_them),
        cmocka_unit_test(
            a_processor_with_fewer_address_bits_reserves_the_others),
    };
    return RUN_CASES(cuts, cut) + RUN_CASES(canonicals, canonical) +
           RUN_CASES(entries, entry) + RUN_CASES(mistakes, mistake) +
           RUN_CASES(pictures, picture) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
