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
    assert_int_equal(tally_retention_permille(&sum), 875);
}

static void retention_rounds_and_knows_when_there_is_none(void **state)
{
    struct tally_day sum = {.reviews = 3, .passed = 2};

    (void)state;
    assert_int_equal(tally_retention_permille(&sum), 667);
    sum.reviews = 0;
    assert_int_equal(tally_retention_permille(&sum), -1);
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

static void the_heat_map_ends_with_todays_week(void **state)
{
    struct heat_map map;
    int monday = TODAY - day_weekday(TODAY);

    (void)state;
    tally_heat(&map, some_days, COUNT(some_days), TODAY, 3);
    assert_int_equal(map.first_day, monday - 14);
    assert_int_equal(map.weeks, 3);
    for (int i = 0; i < 21; i++) {
        int day = map.first_day + i, level = map.level[i / 7][i % 7];
        int want = day > TODAY         ? -1
                   : day == TODAY - 10 ? 4 /* 40 */
                   : day == TODAY - 1  ? 4 /* 30 */
                   : day == TODAY - 3  ? 3 /* 20 */
                   : day == TODAY - 9  ? 2 /* 10 */
                   : day == TODAY - 8  ? 1 /* 1 */
                                       : 0;

        assert_int_equal(level, want);
    }
    assert_int_equal(map.bounds[1], 1);
    assert_int_equal(map.bounds[4], 30);
}

static void days_outside_the_map_do_not_matter(void **state)
{
    const struct tally_day far[] = {{.day = DAY_MIN, .answers = 9999},
                                    {.day = TODAY + 5, .answers = 9999}};
    struct heat_map map;

    (void)state;
    tally_heat(&map, far, COUNT(far), TODAY, HEAT_WEEKS_MAX);
    for (int i = 0; i < 7 * HEAT_WEEKS_MAX; i++)
        assert_true(map.level[i / 7][i % 7] <= 0);
    assert_int_equal(map.level[HEAT_WEEKS_MAX - 1][day_weekday(TODAY)], 0);
}

static void bars_are_full_for_the_most_and_never_empty_for_some(void **state)
{
    (void)state;
    assert_int_equal(tally_bar_eighths(0, 100, 10), 0);
    assert_int_equal(tally_bar_eighths(1, 100000, 10), 1);
    assert_int_equal(tally_bar_eighths(50, 100, 10), 40);
    assert_int_equal(tally_bar_eighths(100, 100, 10), 80);
    assert_int_equal(tally_bar_eighths(500, 100, 10), 80);
    assert_int_equal(tally_bar_eighths(5, 0, 10), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_takes_both_ends_in),
        cmocka_unit_test(retention_rounds_and_knows_when_there_is_none),
        cmocka_unit_test(a_streak_breaks_by_a_missed_day_not_by_the_morning),
        cmocka_unit_test(the_heat_map_ends_with_todays_week),
        cmocka_unit_test(days_outside_the_map_do_not_matter),
        cmocka_unit_test(bars_are_full_for_the_most_and_never_empty_for_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
