#include "sched/day.h"

#include "check.h"
#include "rows.h"

static void every_moment_of_the_vectors_has_its_study_day(void **state)
{
    struct rows rows;
    int compared = 0;

    (void)state;
    rows_open(&rows, "tests/vectors/study_day.csv");
    while (rows_next(&rows)) {
        int got = day_of(rows_number(&rows, "t_ms"),
                         (int)rows_number(&rows, "tz_off_min"),
                         (int)rows_number(&rows, "rollover_h"));

        if (got != rows_number(&rows, "study_day"))
            fail_msg("line %zu: day %d", rows.line, got);
        compared++;
    }
    rows_close(&rows);
    assert_int_equal(compared, 3960);
}

static void a_day_begins_at_four_to_the_millisecond(void **state)
{
    const int64_t four = 20000 * (int64_t)DAY_MS + 4 * 3600000;

    (void)state;
    assert_int_equal(day_of(four - 1, 0, 4), 19999);
    assert_int_equal(day_of(four, 0, 4), 20000);
    assert_int_equal(day_of(four - 1, 1, 4), 20000);
    assert_int_equal(day_of(-1, 0, 0), -1);
}

static void moments_beyond_the_calendar_give_its_first_or_last_day(void **s)
{
    struct str text = STR_EMPTY;

    (void)s;
    assert_int_equal(day_of(INT64_MIN, -840, 4), DAY_MIN);
    assert_int_equal(day_of(INT64_MAX, 840, 4), DAY_MAX);
    day_put(&text, INT32_MIN);
    day_put(&text, INT32_MAX);
    assert_string_equal(text.at, "0001-01-019999-12-31");
    str_release(&text);
}

static void every_date_of_three_centuries_goes_there_and_back(void **state)
{
    int expect = -25567; /* 1900-01-01 */
    struct str text = STR_EMPTY;

    (void)state;
    for (int number = expect; number < 84006; number++) {
        int year, month, day, read;

        day_to_date(number, &year, &month, &day);
        assert_int_equal(day_from_date(year, month, day), number);
        str_clear(&text);
        day_put(&text, number);
        assert_true(day_parse(str_slice(&text), &read));
        assert_int_equal(read, number);
    }
    assert_string_equal(text.at, "2199-12-31");
    str_release(&text);
}

static void days_that_everybody_knows(void **state)
{
    (void)state;
    assert_int_equal(day_from_date(1970, 1, 1), 0);
    assert_int_equal(day_from_date(2000, 2, 29), 11016);
    assert_int_equal(day_from_date(1, 1, 1), DAY_MIN);
    assert_int_equal(day_from_date(9999, 12, 31), DAY_MAX);
    assert_int_equal(day_weekday(0), 3);
    assert_int_equal(day_weekday(-4), 6);
    assert_int_equal(day_weekday(day_from_date(2026, 11, 22)), 6);
}

static const struct parse_case {
    const char *name;
} no_dates[] = {
    {""},           {"2027-3-14"},  {"2027-03-14 "}, {" 2027-03-14"},
    {"2027/03/14"}, {"2027-13-01"}, {"2027-00-10"},  {"2027-02-29"},
    {"2100-02-29"}, {"2027-04-31"}, {"0000-01-01"},  {"2027-03-00"},
    {"-027-03-14"}, {"2027-03-1x"}, {"20270314"},    {"2027-0x-14"},
};

static void is_no_date(void **state)
{
    const struct parse_case *c = *state;
    int number = 7;

    assert_false(day_parse(slice_from(c->name), &number));
    assert_int_equal(number, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_moment_of_the_vectors_has_its_study_day),
        cmocka_unit_test(a_day_begins_at_four_to_the_millisecond),
        cmocka_unit_test(
            moments_beyond_the_calendar_give_its_first_or_last_day),
        cmocka_unit_test(every_date_of_three_centuries_goes_there_and_back),
        cmocka_unit_test(days_that_everybody_knows),
    };
    return RUN_CASES(no_dates, is_no_date) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
