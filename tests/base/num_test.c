/* num_test.c - exact numbers. */
#include "base/num.h"

#include "base/rng.h"
#include "check.h"

static struct num whole(int64_t n)
{
    return n < 0 ? num_negate(num_of((uint64_t)-n)) : num_of((uint64_t)n);
}

static struct num ratio(int64_t top, uint64_t bottom)
{
    struct num n = num_ratio((uint64_t)(top < 0 ? -top : top), bottom);

    return top < 0 ? num_negate(n) : n;
}

static void assert_num(struct num n, const char *text)
{
    struct str s = STR_EMPTY;

    num_put(&s, n);
    assert_string_equal(s.len > 0 ? s.at : "", text);
    str_release(&s);
}

static void a_fraction_is_in_lowest_terms(void **state)
{
    (void)state;
    assert_true(num_eq(num_ratio(6, 4), num_ratio(3, 2)));
    assert_int_equal(num_ratio(6, 4).top, 3);
    assert_int_equal(num_ratio(0, 7).bottom, 1);
    assert_false(num_negate(num_of(0)).negative);
}

struct put_case {
    const char *name;
    int64_t top;
    uint64_t bottom;
    const char *text;
};

static const struct put_case put_cases[] = {
    {"a whole number has no point", 12, 1, "12"},
    {"a half ends after one place", -1, 2, "-0.5"},
    {"zeros behind the point stay", 21, 20, "1.05"},
    {"twelve places are written", 1, 4096, "0.000244140625"},
    {"thirteen places are not", 1, 8192, "1/8192"},
    {"a third stays a fraction", -7, 3, "-7/3"},
};

static void is_written_as(void **state)
{
    const struct put_case *c = *state;

    assert_num(ratio(c->top, c->bottom), c->text);
}

/* Against arithmetic in 64 bits, with numbers small enough for it. */
static void sums_and_products_are_exact(void **state)
{
    struct rng rng = rng_new(1);

    (void)state;
    for (int i = 0; i < often(20000); i++) {
        int64_t a = rng_between(&rng, -999, 999);
        int64_t b = rng_between(&rng, -999, 999);
        uint64_t p = (uint64_t)rng_between(&rng, 1, 999);
        uint64_t q = (uint64_t)rng_between(&rng, 1, 999);
        struct num x = ratio(a, p), y = ratio(b, q), got;
        int64_t left = a * (int64_t)q, right = b * (int64_t)p;

        assert_true(num_add(x, y, &got));
        assert_true(num_eq(got, ratio(left + right, p * q)));
        assert_true(num_subtract(x, y, &got));
        assert_true(num_eq(got, ratio(left - right, p * q)));
        assert_true(num_multiply(x, y, &got));
        assert_true(num_eq(got, ratio(a * b, p * q)));
        assert_int_equal(num_compare(x, y), left < right   ? -1
                                            : left > right ? 1
                                                           : 0);
        if (b == 0)
            continue;
        assert_true(num_divide(got, y, &got));
        assert_true(num_eq(got, x));
    }
}

static void what_does_not_fit_is_refused_and_leaves_the_result(void **state)
{
    struct num most = num_of(UINT64_MAX), out = num_of(42);

    (void)state;
    assert_false(num_add(most, num_of(1), &out));
    assert_false(num_multiply(most, num_of(2), &out));
    assert_false(num_divide(num_ratio(1, UINT64_MAX), num_of(2), &out));
    assert_false(num_power(num_of(2), 64, &out));
    assert_int_equal(out.top, 42);
}

static void what_fits_in_the_end_is_not_refused(void **state)
{
    struct num most = num_of(UINT64_MAX), out;

    (void)state;
    assert_true(num_multiply(most, num_ratio(1, UINT64_MAX), &out));
    assert_num(out, "1");
    assert_true(num_multiply(num_ratio(UINT64_MAX, 7), num_of(7), &out));
    assert_num(out, "18446744073709551615");
    assert_true(num_subtract(most, most, &out));
    assert_num(out, "0");
    assert_true(num_subtract(num_of(1), num_of(3), &out));
    assert_num(out, "-2");
}

static void powers(void **state)
{
    struct num out;

    (void)state;
    assert_true(num_power(num_of(2), 63, &out));
    assert_num(out, "9223372036854775808");
    assert_true(num_power(ratio(-1, 2), 3, &out));
    assert_num(out, "-0.125");
    assert_true(num_power(whole(-1), 4000000000u, &out));
    assert_num(out, "1");
    assert_true(num_power(whole(-1), 4000000001u, &out));
    assert_num(out, "-1");
    assert_true(num_power(num_of(9), 0, &out));
    assert_num(out, "1");
}

static void numbers_too_large_to_multiply_are_compared(void **state)
{
    (void)state;
    assert_true(num_compare(num_ratio(UINT64_MAX, UINT64_MAX - 1),
                            num_ratio(UINT64_MAX - 1, UINT64_MAX - 2)) < 0);
    assert_true(num_compare(whole(-3), whole(-2)) < 0);
    assert_true(num_compare(whole(-3), whole(2)) < 0);
    assert_int_equal(num_compare(num_ratio(2, 4), num_ratio(1, 2)), 0);
}

static void only_whole_numbers_are_whole(void **state)
{
    uint64_t n = 5;

    (void)state;
    assert_true(num_is_whole(num_of(UINT64_MAX), &n));
    assert_true(n == UINT64_MAX);
    assert_false(num_is_whole(num_ratio(1, 2), &n));
    assert_false(num_is_whole(whole(-1), &n));
    assert_true(n == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fraction_is_in_lowest_terms),
        cmocka_unit_test(sums_and_products_are_exact),
        cmocka_unit_test(what_does_not_fit_is_refused_and_leaves_the_result),
        cmocka_unit_test(what_fits_in_the_end_is_not_refused),
        cmocka_unit_test(powers),
        cmocka_unit_test(numbers_too_large_to_multiply_are_compared),
        cmocka_unit_test(only_whole_numbers_are_whole),
    };

    return RUN_CASES(put_cases, is_written_as) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
