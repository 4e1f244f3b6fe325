#include "sched/tally.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
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

int tally_retention_permille(const struct tally_day *sum)
{
    if (sum->reviews <= 0)
        return -1;
    return (int)((1000 * sum->passed + sum->reviews / 2) / sum->reviews);
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

/* --- heat map ----------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Level k begins where k - 1 quarters of the busy days lie below. */
static void set_bounds(struct heat_map *map, int64_t *counts, size_t n)
{
    map->bounds[0] = 0;
    if (n > 0)
        qsort(counts, n, sizeof *counts, by_size);
    for (size_t k = 1; k < HEAT_LEVELS; k++)
        map->bounds[k] = n > 0 ? counts[(k - 1) * n / (HEAT_LEVELS - 1)] : 1;
}

static signed char level_of(const struct heat_map *map, int64_t answers)
{
    signed char level = HEAT_LEVELS - 1;

    while (level > 0 && answers < map->bounds[level])
        level--;
    return level;
}

static void clear_cells(struct heat_map *map, int last_day)
{
    for (int w = 0; w < map->weeks; w++)
        for (int d = 0; d < 7; d++)
            map->level[w][d] = map->first_day + 7 * w + d > last_day ? -1 : 0;
}

static bool is_on(const struct heat_map *map, const struct tally_day *d,
                  int last_day)
{
    return d->answers > 0 && d->day >= map->first_day && d->day <= last_day;
}

void tally_heat(struct heat_map *out, const struct tally_day *days, size_t n,
                int last_day, int weeks)
{
    int64_t *counts = mem_new_array(n, sizeof *counts);
    size_t ncounts = 0;

    assert(weeks >= 1 && weeks <= HEAT_WEEKS_MAX);
    out->weeks = weeks;
    out->first_day = last_day - day_weekday(last_day) - 7 * (weeks - 1);
    clear_cells(out, last_day);
    for (size_t i = 0; i < n; i++)
        if (is_on(out, &days[i], last_day))
            counts[ncounts++] = days[i].answers;
    set_bounds(out, counts, ncounts);
    for (size_t i = 0; i < n; i++)
        if (is_on(out, &days[i], last_day)) {
            int cell = days[i].day - out->first_day;

            out->level[cell / 7][cell % 7] = level_of(out, days[i].answers);
        }
    free(counts);
}

int tally_bar_eighths(int64_t value, int64_t max, int cells)
{
    int64_t whole = 8 * (int64_t)cells, eighths;

    if (value <= 0 || max <= 0)
        return 0;
    if (value >= max)
        return (int)whole;
    eighths = value * whole / max;
    return eighths > 0 ? (int)eighths : 1;
}
