#include "sched/tally.h"

#include <stddef.h>

#include "sched/day.h"

struct tally_day tally_sum(const struct tally_day *days, size_t n, int from,
                           int to)
{
    struct tally_day sum = {0};

    for (size_t i = 0; i < n; i++) {
        const struct tally_day *d = &days[i];

        if (d->day < from || d->day > to)
            continue;
        sum.day += d->answers > 0;
        sum.answers += d->answers;
        sum.reviews += d->reviews;
        sum.passed += d->passed;
        sum.firsts += d->firsts;
        sum.ms += d->ms;
    }
    return sum;
}

int tally_streak(const struct tally_day *days, size_t n, int today,
                 int *longest)
{
    int run = 0, best = 0, last = DAY_MIN - 2;

    for (size_t i = 0; i < n; i++) {
        if (days[i].answers <= 0 || days[i].day > today)
            continue;
        run = days[i].day == last + 1 ? run + 1 : 1;
        best = run > best ? run : best;
        last = days[i].day;
    }
    if (longest != NULL)
        *longest = best;
    return last >= today - 1 ? run : 0;
}
