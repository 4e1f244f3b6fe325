#include "sched/tally.h"

#include "check.h"
#include "sched/day.h"

enum { TODAY = 20000 };

static const struct tally_day some_days[] = {
    {.day = TODAY - 10,
     .answers = 40,
     .reviews = 30,
     .passed = 27,
     .firsts = 5,
     .ms = 1000},
    {.day = TODAY - 9, .answers = 10, .reviews = 10, .passed = 8},
    {.day = TODAY - 8, .answers = 1, .firsts = 1},
    {.day = TODAY - 3, .answers = 20, .reviews = 20, .passed = 19},
    {.day = TODAY - 2, .answers = 0},
    {.day = TODAY - 1, .answers = 30, .reviews = 11, .passed = 11},
};

static void a_sum_takes_both_ends_in(void **state)
{
    struct tally_day sum =
        tally_sum(some_days, COUNT(some_days), TODAY - 10, TODAY - 8);

    (void)state;
    assert_int_equal(sum.day, 3);
    assert_int_equal(sum.answers, 51);
    assert_int_equal(sum.reviews, 40);
    assert_int_equal(sum.firsts, 6);
    assert_int_equal(sum.ms, 1000);
    assert_int_equal(sum.passed, 35);
}

static void a_streak_breaks_by_a_missed_day_not_by_the_morning(void **state)
{
    int longest = -1;

    (void)state;
    assert_int_equal(
        tally_streak(some_days, COUNT(some_days), TODAY, &longest), 1);
    assert_int_equal(longest, 3);
    assert_int_equal(
        tally_streak(some_days, COUNT(some_days), TODAY - 8, NULL), 3);
    assert_int_equal(
        tally_streak(some_days, COUNT(some_days), TODAY - 7, NULL), 3);
    assert_int_equal(
        tally_streak(some_days, COUNT(some_days), TODAY - 6, NULL), 0);
    assert_int_equal(tally_streak(NULL, 0, TODAY, &longest), 0);
    assert_int_equal(longest, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_takes_both_ends_in),
        cmocka_unit_test(a_streak_breaks_by_a_missed_day_not_by_the_morning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
