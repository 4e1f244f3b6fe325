/* numeral_test.c - numbers as people write them. */
#include "vm/numeral.h"

#include "check.h"

struct written {
    const char *name; /* the text */
    size_t used;      /* bytes of it; 0: it is none */
    uint64_t value;
};

static const struct written numerals[] = {
    {"0", 1, 0},
    {"42", 2, 42},
    {"0x24", 4, 0x24},
    {"0XfF", 4, 0xff},
    {"0x1_0000'0000", 13, UINT64_C(0x100000000)},
    {"18446744073709551615", 20, UINT64_MAX},
    {"18446744073709551616", 0, 0},
    {"0xffffffffffffffff", 18, UINT64_MAX},
    {"0x10000000000000000", 0, 0},
    {"0b101", 5, 5},
    {"0b 0 0010 0100", 14, 0x24},
    {"0b000 100100", 12, 0x24},
    {"0b 00001 00011 01010", 20, 0x46a},
    {"0b1 1 byte", 3, 1},
    {"0b1 0100x", 3, 1},
    {"0b2", 0, 0},
    {"0b", 0, 0},
    {"0x", 0, 0},
    {"2^20", 4, 1 << 20},
    {"2^63", 4, UINT64_C(1) << 63},
    {"2^64", 0, 0},
    {"0^63", 4, 0},
    {"10^3", 4, 1000},
    {"4K", 2, 4096},
    {"4KiB", 4, 4096},
    {"2MB", 3, 2 << 20},
    {"1G", 2, 1 << 30},
    {"17179869184G", 0, 0},
    {"2^4K", 4, 16384},
    {"12ab", 0, 0},
    {"12_", 0, 0},
    {"1__2", 0, 0},
    {"12+3", 2, 12},
    {"12 34", 2, 12},
    {"", 0, 0},
    {"-1", 0, 0},
};

static void is_read(void **state)
{
    const struct written *row = *state;
    const char *why = NULL;
    uint64_t value = 0;
    size_t used = numeral_read(slice_from(row->name), &value, &why);

    assert_int_equal(used, row->used);
    assert_int_equal(value, row->value);
    assert_true((why == NULL) == (used > 0));
}

static void the_whole_text_is_one_number_or_none(void **state)
{
    const char *why;
    uint64_t value;

    (void)state;
    assert_true(numeral_is(SLICE(" 0x10 "), &value, &why));
    assert_int_equal(value, 16);
    assert_false(numeral_is(SLICE("1 2"), &value, &why));
    assert_false(numeral_is(SLICE(""), &value, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_text_is_one_number_or_none),
    };

    return RUN_CASES(numerals, is_read) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
