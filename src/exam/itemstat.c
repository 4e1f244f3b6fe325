#include "exam/itemstat.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static double share(unsigned points, unsigned full)
{
    return full > 0 ? (double)points / full : 0;
}

static double mean(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return n > 0 ? sum / (double)n : NAN;
}

/* Of a sample: divided by n - 1. */
static double covariance(const double *x, const double *y, size_t n)
{
    double mx = mean(x, n), my = mean(y, n), sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (x[i] - mx) * (y[i] - my);
    return n > 1 ? sum / (double)(n - 1) : NAN;
}

/* NAN when one of them does not vary. */
static double correlation(const double *x, const double *y, size_t n)
{
    double vx = covariance(x, x, n), vy = covariance(y, y, n);

    return vx > 1e-12 && vy > 1e-12 ? covariance(x, y, n) / sqrt(vx * vy)
                                    : NAN;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static double median(const double *x, size_t n)
{
    double *sorted, middle;

    if (n == 0)
        return NAN;
    sorted = mem_new_array(n, sizeof *sorted);
    memcpy(sorted, x, n * sizeof *x);
    qsort(sorted, n, sizeof *sorted, by_value);
    middle = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    free(sorted);
    return middle;
}

/* --- one item ----------------------------------------------------------- */

/* Students by their share, the best first. */
struct rank {
    double share;
    size_t student;
};

static int best_first(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;

    if (x->share > y->share || x->share < y->share)
        return x->share > y->share ? -1 : 1;
    return x->student < y->student ? -1 : x->student > y->student;
}

static void count_answers(struct item_stat *s, const struct marks *marks,
                          size_t n, size_t item)
{
    for (size_t i = 0; i < n; i++) {
        const struct item_mark *m = &marks[i].item[item];
        bool answered = false;

        for (unsigned k = 0; k < m->question->nparts; k++) {
            answered = answered || slice_trim(m->part[k].given).len > 0;
            if (m->part[k].mistake != MISTAKE_NONE)
                s->mistakes[m->part[k].mistake]++;
        }
        s->answered += answered;
        if (m->full > s->full)
            s->full = m->full;
    }
}

static void rate_item(struct item_stat *s, const struct marks *marks,
                      size_t n, size_t item, const struct rank *ranks)
{
    double *x = mem_new_array(2 * n, sizeof *x), *rest = x + n;
    double upper = 0, lower = 0;
    size_t group = (27 * n + 50) / 100;

    for (size_t i = 0; i < n; i++) {
        const struct item_mark *m = &marks[i].item[item];

        x[i] = share(m->points, m->full);
        rest[i] = (double)(marks[i].points - m->points);
    }
    s->difficulty = s->full > 0 ? mean(x, n) : NAN;
    s->discrimination = s->full > 0 ? correlation(x, rest, n) : NAN;
    for (size_t i = 0; i < group; i++) {
        upper += x[ranks[i].student];
        lower += x[ranks[n - 1 - i].student];
    }
    s->upper = group > 0 ? upper / (double)group : NAN;
    s->lower = group > 0 ? lower / (double)group : NAN;
    free(x);
}

/* --- the whole ---------------------------------------------------------- */

static double alpha(const struct marks *marks, size_t n, size_t nitems,
                    const double *totals)
{
    double *x = mem_new_array(n, sizeof *x);
    double items = 0, total = covariance(totals, totals, n);
    size_t k = 0;

    for (size_t i = 0; i < nitems; i++) {
        unsigned full = 0;

        for (size_t s = 0; s < n; s++) {
            x[s] = (double)marks[s].item[i].points;
            full =
                marks[s].item[i].full > full ? marks[s].item[i].full : full;
        }
        k += full > 0;
        items += n > 1 ? covariance(x, x, n) : 0;
    }
    free(x);
    return k > 1 && total > 1e-12
               ? (double)k / (double)(k - 1) * (1 - items / total)
               : NAN;
}

static void rate_whole(struct exam_stat *out, const struct marks *marks,
                       size_t n)
{
    double *shares = mem_new_array(2 * n, sizeof *shares),
           *totals = shares + n;

    for (size_t i = 0; i < n; i++) {
        unsigned tenth;

        shares[i] = share(marks[i].points, marks[i].full);
        totals[i] = (double)marks[i].points;
        tenth = (unsigned)(shares[i] * 10);
        out->histogram[tenth > 9 ? 9 : tenth]++;
    }
    out->mean = mean(shares, n);
    out->deviation = sqrt(covariance(shares, shares, n));
    out->median = median(shares, n);
    out->alpha = alpha(marks, n, out->nitems, totals);
    free(shares);
}

struct exam_stat exam_stat_of(const struct exam *exam,
                              const struct marks *marks, size_t n,
                              struct arena *arena)
{
    struct exam_stat out = {.students = n, .nitems = exam->nitems};
    struct rank *ranks = mem_new_array(n, sizeof *ranks);

    out.items = arena_new_array(arena, exam->nitems, sizeof *out.items);
    for (size_t i = 0; i < n; i++)
        ranks[i] = (struct rank){share(marks[i].points, marks[i].full), i};
    qsort(ranks, n, sizeof *ranks, best_first);
    for (size_t i = 0; i < exam->nitems; i++) {
        out.items[i].number = exam->items[i].number;
        out.items[i].title = exam->items[i].title;
        count_answers(&out.items[i], marks, n, i);
        rate_item(&out.items[i], marks, n, i, ranks);
    }
    rate_whole(&out, marks, n);
    free(ranks);
    return out;
}
