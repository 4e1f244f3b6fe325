/* The clock: stopped by PAGEIN_NOW, else the machine's. */
#include <stdlib.h>

#include "check.h"
#include "sys/clock.h"

struct row {
    const char *name, *now;
    int64_t utc_ms;
    int offset;
};

static const struct row moments[] = {
    {"UTC", "2026-11-22T09:00:00Z", 1795338000000, 0},
    {"an hour east", "2026-11-22T10:00:00+01:00", 1795338000000, 60},
    {"half an hour west", "2026-11-22T08:30:00-00:30", 1795338000000, -30},
    {"small letters", "2026-11-22t09:00:00z", 1795338000000, 0},
    {"a blank between", "2026-11-22 09:00:00Z", 1795338000000, 0},
    {"a fraction", "2026-11-22T09:00:00.25Z", 1795338000250, 0},
    {"a fine fraction is cut", "2026-11-22T09:00:00.123999+01:00",
     1795334400123, 60},
    {"the first moment", "1970-01-01T00:00:00Z", 0, 0},
    {"before it", "1969-12-31T23:59:59Z", -1000, 0},
    {"the 29th of February", "2028-02-29T00:00:00Z", 1835395200000, 0},
    {"beyond 2038", "2100-01-01T00:00:00Z", 4102444800000, 0},
};

static void each_moment(void **state)
{
    const struct row *r = *state;
    struct moment m;

    setenv("PAGEIN_NOW", r->now, 1);
    m = clock_now();
    unsetenv("PAGEIN_NOW");
    assert_int_equal(m.utc_ms, r->utc_ms);
    assert_int_equal(m.offset_minutes, r->offset);
}

struct wrong {
    const char *name, *now;
};

static const struct wrong wrongs[] = {
    {"nothing", ""},
    {"a word", "noon"},
    {"a date only", "2000-01-01"},
    {"no offset", "2000-01-01T00:00:00"},
    {"no such day", "2001-02-29T00:00:00Z"},
    {"no such month", "2000-13-01T00:00:00Z"},
    {"no such hour", "2000-01-01T24:00:00Z"},
    {"no such minute", "2000-01-01T00:60:00Z"},
    {"a short year", "99-01-01T00:00:00Z"},
    {"a negative year", "-200-01-01T00:00:00Z"},
    {"one digit", "2000-1-01T00:00:00Z"},
    {"words behind", "2000-01-01T00:00:00Z or so"},
    {"an offset of letters", "2000-01-01T00:00:00+ab:cd"},
    {"an offset out of range", "2000-01-01T00:00:00+24:00"},
    {"an offset without colon", "2000-01-01T00:00:00+0100"},
    {"a dot without digits", "2000-01-01T00:00:00.Z"},
};

/* Then the real clock is asked, and that is past 2020 and before 2200. */
static void each_wrong(void **state)
{
    const struct wrong *w = *state;
    struct moment m;

    setenv("PAGEIN_NOW", w->now, 1);
    m = clock_now();
    unsetenv("PAGEIN_NOW");
    assert_in_range(m.utc_ms, 1577836800000, 7258118400000);
}

static void the_offset_is_that_of_the_time_zone(void **state)
{
    (void)state;
    unsetenv("PAGEIN_NOW");
    setenv("TZ", "XXX-05:30", 1);
    assert_int_equal(clock_now().offset_minutes, 330);
    setenv("TZ", "UTC", 1);
    assert_int_equal(clock_now().offset_minutes, 0);
}

static void ticks_never_go_back(void **state)
{
    int64_t before = clock_ticks_ms();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_ticks_ms();

        assert_true(now >= before);
        before = now;
    }
}

static void a_stopwatch_stands_still_with_the_clock(void **state)
{
    int64_t before = clock_ticks_ms();

    (void)state;
    unsetenv("PAGEIN_NOW");
    assert_true(clock_stopwatch_ms() >= before);
    setenv("PAGEIN_NOW", "2026-11-22T09:00:00Z", 1);
    assert_int_equal(clock_stopwatch_ms(), 0);
    unsetenv("PAGEIN_NOW");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_offset_is_that_of_the_time_zone),
        cmocka_unit_test(ticks_never_go_back),
        cmocka_unit_test(a_stopwatch_stands_still_with_the_clock),
    };

    return RUN_CASES(moments, each_moment) + RUN_CASES(wrongs, each_wrong) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
