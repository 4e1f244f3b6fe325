#include "publish/results_plot.h"

#include <math.h>
#include <stdlib.h>

enum {
    WIDTH = 460 * POINT,
    LEFT = 44 * POINT, /* of the axis */
    TOP = 12 * POINT,
    SIZE = 9 * POINT,
    BARS_HIGH = 120 * POINT,
    ITEMS_HIGH = 220 * POINT,
    BELOW = 34 * POINT,
};

static const struct draw_pen label = {
    .font = DRAW_SANS, .anchor = DRAW_MIDDLE, .ink = SHADE_DIM, .size = SIZE};

static void put(struct drawing *d, int x, int y, struct draw_pen pen,
                const char *text)
{
    draw_text(d, x, y, pen, slice_from(text));
}

/* --- shares ------------------------------------------------------------- */

struct drawing plot_shares(struct arena *a, const struct exam_stat *stat)
{
    struct drawing d = {
        .arena = a, .width = WIDTH, .height = TOP + BARS_HIGH + BELOW};
    int step = (WIDTH - LEFT - 12 * POINT) / 10, floor = TOP + BARS_HIGH;
    struct draw_pen count = label;
    unsigned most = 1;

    count.ink = SHADE_INK;
    for (int i = 0; i < 10; i++)
        most = stat->histogram[i] > most ? stat->histogram[i] : most;
    for (int i = 0; i < 10; i++) {
        int x = LEFT + i * step;
        int high = (int)((long long)(BARS_HIGH - 2 * SIZE) *
                         stat->histogram[i] / most);

        if (stat->histogram[i] > 0) {
            draw_box(&d, x + POINT, floor - high, step - 2 * POINT, high,
                     SHADE_INK, POINT / 2, SHADE_TINT);
            put(&d, x + step / 2, floor - high - 3 * POINT, count,
                arena_printf(a, "%u", stat->histogram[i]));
        }
        put(&d, x, floor + SIZE + 3 * POINT, label,
            arena_printf(a, "%d", 10 * i));
    }
    put(&d, LEFT + 10 * step, floor + SIZE + 3 * POINT, label, "100");
    draw_line(&d, LEFT, floor, 10 * step, 0);
    put(&d, LEFT + 5 * step, floor + 2 * SIZE + 8 * POINT, label,
        "percent of the points");
    return d;
}

void plot_shares_words(struct str *out, const struct exam_stat *stat)
{
    for (int i = 0; i < 10; i++)
        str_printf(out, "%s%d to %d percent: %u", i > 0 ? "; " : "", 10 * i,
                   10 * i + 10, stat->histogram[i]);
    str_putc(out, '.');
}

/* --- items -------------------------------------------------------------- */

static bool known(const struct item_stat *s)
{
    return isfinite(s->difficulty) && isfinite(s->discrimination);
}

/* Where a share and a correlation lie; correlations from -0.4 to 1. */
static int x_of(double share)
{
    return LEFT + (int)(share * (WIDTH - LEFT - 12 * POINT));
}

static int y_of(double correlation)
{
    double at = correlation < -0.4 ? -0.4 : correlation;

    return TOP + (int)((1 - at) / 1.4 * ITEMS_HIGH);
}

static void put_axes(struct drawing *d)
{
    static const struct {
        double at;
        const char *text;
    } up[] = {{-0.4, "-0.4"}, {0, "0"}, {0.2, "0.2"}, {0.6, "0.6"}, {1, "1"}},
      along[] = {{0, "0"}, {0.5, "0.5"}, {1, "1"}};
    struct draw_pen right = label;

    right.anchor = DRAW_END;
    for (size_t i = 0; i < sizeof up / sizeof *up; i++) {
        put(d, LEFT - 5 * POINT, y_of(up[i].at) + SIZE / 3, right,
            up[i].text);
        draw_line(d, LEFT, y_of(up[i].at), x_of(1) - LEFT, 0);
        if (fabs(up[i].at - 0.2) < 1e-9)
            d->item[d->n - 1].dashed = true;
    }
    for (size_t i = 0; i < sizeof along / sizeof *along; i++)
        put(d, x_of(along[i].at), TOP + ITEMS_HIGH + SIZE + 3 * POINT, label,
            along[i].text);
    draw_line(d, LEFT, TOP, 0, ITEMS_HIGH);
    put(d, x_of(0.5), TOP + ITEMS_HIGH + 2 * SIZE + 8 * POINT, label,
        "difficulty: share of the points that were got");
}

/* To the right until the label hides none of those before it. */
static int free_x(const struct drawing *d, size_t labels, int x, int y)
{
    bool moved = true;

    while (moved) {
        moved = false;
        for (size_t i = labels; i < d->n; i++)
            if (abs(d->item[i].x - x) < 13 * POINT &&
                abs(d->item[i].y - y) < SIZE) {
                x = d->item[i].x + 13 * POINT;
                moved = true;
            }
    }
    return x;
}

struct drawing plot_items(struct arena *a, const struct exam_stat *stat)
{
    struct drawing d = {
        .arena = a, .width = WIDTH, .height = TOP + ITEMS_HIGH + BELOW};
    struct draw_pen number = label;
    size_t labels;

    number.ink = SHADE_INK;
    number.bold = true;
    put_axes(&d);
    labels = d.n;
    for (size_t i = 0; i < stat->nitems; i++) {
        const struct item_stat *s = &stat->items[i];
        int y;

        if (!known(s))
            continue;
        y = y_of(s->discrimination) + SIZE / 3;
        put(&d, free_x(&d, labels, x_of(s->difficulty), y), y, number,
            arena_printf(a, "%u", s->number));
    }
    return d;
}

void plot_items_words(struct str *out, const struct exam_stat *stat)
{
    bool any = false;

    for (size_t i = 0; i < stat->nitems; i++) {
        const struct item_stat *s = &stat->items[i];

        if (!known(s))
            continue;
        str_printf(out,
                   "%sitem %u: difficulty %d percent, discrimination %d "
                   "percent",
                   any ? "; " : "", s->number,
                   (int)lround(100 * s->difficulty),
                   (int)lround(100 * s->discrimination));
        any = true;
    }
    str_puts(out, any ? "." : "No item can be rated.");
}
