#include "speed/figure.h"

#include <stdio.h>

#include "base/str.h"

enum { NAME_WIDTH = 44 };

/* Of the whole run: what figure_sum tells. */
static struct {
    int held, bars;
    struct str over;
} sum = {.over = {str_empty, 0, 0}};

void figure_part(const char *title)
{
    printf("\n%s\n", title);
    fflush(stdout);
}

/* About three digits that count. */
static int decimals(double value)
{
    return value < 10 ? 2 : value < 100 ? 1 : 0;
}

static void put_bar(const struct measured *f)
{
    double figure = f->of != NULL ? f->ratio : f->value;

    printf("   bar %.*f", decimals(f->bar), f->bar);
    sum.bars++;
    if (figure <= f->bar) {
        sum.held++;
        printf("   ok");
        return;
    }
    printf("   OVER");
    str_printf(&sum.over, "%s  %s: %.*f instead of %.*f\n",
               sum.over.len > 0 ? "" : "Over their bars:\n", f->name,
               decimals(figure), figure, decimals(f->bar), f->bar);
}

void figure_print(struct measured f)
{
    char of[64] = "";

    printf("  %-*s %8.*f %-2s", NAME_WIDTH, f.name, decimals(f.value),
           f.value, f.unit);
    if (f.of != NULL)
        snprintf(of, sizeof of, "%.*f x %s", decimals(f.ratio), f.ratio,
                 f.of);
    printf("   %-24s", of);
    if (f.bar > 0)
        put_bar(&f);
    printf("\n");
    fflush(stdout);
}

void figure_skip(const char *name, const char *why)
{
    printf("  %-*s not measured: %s\n", NAME_WIDTH, name, why);
}

void figure_sum(void)
{
    printf("\n%d of %d bars held.\n%s", sum.held, sum.bars, sum.over.at);
    str_release(&sum.over);
}
