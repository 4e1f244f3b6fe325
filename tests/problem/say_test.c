/* How problems write numbers. */
#include "problem/say.h"

#include "check.h"

static const struct hex_case {
    const char *name;
    uint64_t value;
    unsigned bits;
    const char *says;
} hex_cases[] = {
    {"nothing, in no bits", 0, 0, "0x0"},
    {"nothing, in a byte", 0, 8, "0x00"},
    {"nine bits fill three digits", 0x1f, 9, "0x01f"},
    {"eight bits fill two", 0x1f, 8, "0x1f"},
    {"a value that is wider than its bits", 0x12345, 8, "0x12345"},
    {"a value in no bits", 0xa0, 0, "0xa0"},
    {"all 64 bits", UINT64_MAX, 64, "0xffffffffffffffff"},
    {"the sixteen digits", 0x0123456789abcdef, 64, "0x0123456789abcdef"},
};

static void hex_has_the_digits_of_its_bits(void **state)
{
    const struct hex_case *c = *state;
    struct arena a = {0};

    assert_string_equal(say_hex(&a, c->value, c->bits), c->says);
    arena_release(&a);
}

static void a_size_has_the_largest_unit_that_divides_it(void **state)
{
    static const struct {
        uint64_t bytes;
        const char *says;
    } rows[] = {
        {0, "0 bytes"},
        {1, "1 byte"},
        {1023, "1023 bytes"},
        {1024, "1 KiB"},
        {1536, "1536 bytes"},
        {UINT64_C(3) << 20, "3 MiB"},
        {1025 << 10, "1025 KiB"},
        {UINT64_C(1) << 63, "8 EiB"},
        {UINT64_MAX, "18446744073709551615 bytes"},
    };
    struct arena a = {0};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(say_size(&a, rows[i].bytes), rows[i].says);
    arena_release(&a);
}

static void one_thing_has_no_s(void **state)
{
    struct arena a = {0};

    (void)state;
    assert_string_equal(say_count(&a, 0, "page"), "0 pages");
    assert_string_equal(say_count(&a, 1, "page"), "1 page");
    assert_string_equal(say_count(&a, 10, "full page"), "10 full pages");
    assert_string_equal(say_count(&a, UINT64_MAX, "frame"),
                        "18446744073709551615 frames");
    arena_release(&a);
}

static void a_number_is_decimal(void **state)
{
    struct arena a = {0};

    (void)state;
    assert_string_equal(say_number(&a, 0), "0");
    assert_string_equal(say_number(&a, 12288), "12288");
    assert_string_equal(say_number(&a, UINT64_MAX), "18446744073709551615");
    arena_release(&a);
}

static void bits_are_in_groups_of_four_from_the_right(void **state)
{
    struct arena a = {0};

    (void)state;
    assert_string_equal(say_binary(&a, 0xa4, 9), "0 1010 0100");
    assert_string_equal(say_binary(&a, 5, 3), "101");
    assert_string_equal(say_binary(&a, 0, 8), "0000 0000");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_has_the_largest_unit_that_divides_it),
        cmocka_unit_test(one_thing_has_no_s),
        cmocka_unit_test(a_number_is_decimal),
        cmocka_unit_test(bits_are_in_groups_of_four_from_the_right),
    };
    return RUN_CASES(hex_cases, hex_has_the_digits_of_its_bits) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
