#include "deck/thin.h"

#include "sched/day.h"

enum { WEEK_DAYS = 7 };

/* Weeks begin on a Monday; day 0 was a Thursday. */
static int64_t week_of(int64_t day)
{
    return (day + 3) / WEEK_DAYS;
}

void thin(const int64_t *made_ms, size_t n, int64_t now_ms, bool *keep)
{
    int64_t today = now_ms / DAY_MS, last_day = -1, last_week = -1;

    for (size_t i = 0; i < n; i++) {
        int64_t day = made_ms[i] / DAY_MS;
        bool of_day = day != last_day && today - day < THIN_DAYS;
        bool of_week = week_of(day) != last_week &&
                       week_of(today) - week_of(day) < THIN_WEEKS;

        keep[i] = i < THIN_LATEST || of_day || of_week;
        last_day = day;
        last_week = week_of(day);
    }
}
