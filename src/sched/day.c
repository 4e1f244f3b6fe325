#include "sched/day.h"

#include <assert.h>

/* The calendar repeats every 400 years, which are this many days. Years are
 * counted from March, so that the leap day is the last of its year. */
enum { ERA_DAYS = 146097, EPOCH_FROM_ERA_0 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int day_of(int64_t utc_ms, int offset_minutes, int rollover_hours)
{
    const int64_t lo = (int64_t)DAY_MIN * DAY_MS;
    const int64_t hi = (int64_t)DAY_MAX * DAY_MS;
    int64_t shift =
        (int64_t)offset_minutes * 60000 - (int64_t)rollover_hours * 3600000;

    if (utc_ms < lo - shift)
        return DAY_MIN;
    if (utc_ms > hi - shift)
        return DAY_MAX;
    return (int)floor_div(utc_ms + shift, DAY_MS);
}

static bool leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30,
                               31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && leap(year));
}

static bool real_date(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 &&
           day >= 1 && day <= month_days(year, month);
}

int day_from_date(int year, int month, int day)
{
    int y, march;

    assert(real_date(year, month, day));
    y = month > 2 ? year : year - 1;
    march = (month + 9) % 12; /* months since March */
    return y * 365 + y / 4 - y / 100 + y / 400 + (153 * march + 2) / 5 + day -
           1 - EPOCH_FROM_ERA_0;
}

void day_to_date(int number, int *year, int *month, int *day)
{
    int days, era, of_era, y, of_year, march;

    assert(number >= DAY_MIN && number <= DAY_MAX);
    days = number + EPOCH_FROM_ERA_0;
    era = days / ERA_DAYS;
    of_era = days % ERA_DAYS;
    /* Take out the leap days before, then whole years are what is left. */
    y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * y + y / 4 - y / 100);
    march = (5 * of_year + 2) / 153;
    *day = of_year - (153 * march + 2) / 5 + 1;
    *month = march < 10 ? march + 3 : march - 9;
    *year = era * 400 + y + (*month <= 2);
}

static bool digits(struct slice text, int *value)
{
    *value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *value = *value * 10 + (text.at[i] - '0');
    }
    return true;
}

bool day_parse(struct slice text, int *number)
{
    int year, month, day;

    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-')
        return false;
    if (!digits(slice_sub(text, 0, 4), &year) ||
        !digits(slice_sub(text, 5, 2), &month) ||
        !digits(slice_sub(text, 8, 2), &day) || !real_date(year, month, day))
        return false;
    *number = day_from_date(year, month, day);
    return true;
}

void day_put(struct str *out, int number)
{
    int year, month, day;

    number = number < DAY_MIN ? DAY_MIN : number > DAY_MAX ? DAY_MAX : number;
    day_to_date(number, &year, &month, &day);
    str_printf(out, "%04d-%02d-%02d", year, month, day);
}

int day_weekday(int number)
{
    return (int)(((int64_t)number + 3) % 7 + 7) %
           7; /* 1970-01-01: Thursday */
}
