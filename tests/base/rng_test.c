#include "base/rng.h"

#include "check.h"

static void the_stream_of_state_1_2_3_4_is_the_published_one(void **state)
{
    struct rng r = {{1, 2, 3, 4}};

    (void)state;
    assert_int_equal(rng_next(&r), 11520);
    assert_int_equal(rng_next(&r), 0);
    assert_int_equal(rng_next(&r), 1509978240);
    assert_int_equal(rng_next(&r), 1215971899390074240);
}

static void splitmix_of_zero_is_the_published_one(void **state)
{
    uint64_t seed = 0;

    (void)state;
    assert_true(rng_mix(&seed) == 0xe220a8397b1dcdafu);
    assert_true(rng_mix(&seed) == 0x6e789e6aa1b965f4u);
}

static void below_reaches_every_number_about_equally_often(void **state)
{
    struct rng r = rng_new(7);
    int seen[6] = {0};

    (void)state;
    for (int i = 0; i < 60000; i++)
        seen[rng_below(&r, 6)]++;
    for (int i = 0; i < 6; i++)
        assert_in_range(seen[i], 9600, 10400);
}

/* A product with 2^bits moves that many bits over the top. */
static void below_a_power_of_two_is_the_upper_bits(void **state)
{
    struct rng r = rng_new(9), same = r;

    (void)state;
    for (unsigned bits = 1; bits < 64; bits++)
        assert_true(rng_below(&r, UINT64_C(1) << bits) ==
                    rng_next(&same) >> (64 - bits));
}

static void between_holds_both_ends_and_the_whole_range(void **state)
{
    struct rng r = rng_new(8);
    int low = 0, high = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t n = rng_between(&r, -2, 2);

        assert_true(n >= -2 && n <= 2);
        low += n == -2;
        high += n == 2;
    }
    assert_true(low > 0 && high > 0);
    rng_between(&r, INT64_MIN, INT64_MAX);
    assert_int_equal(rng_between(&r, 5, 5), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stream_of_state_1_2_3_4_is_the_published_one),
        cmocka_unit_test(splitmix_of_zero_is_the_published_one),
        cmocka_unit_test(below_reaches_every_number_about_equally_often),
        cmocka_unit_test(below_a_power_of_two_is_the_upper_bits),
        cmocka_unit_test(between_holds_both_ends_and_the_whole_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
