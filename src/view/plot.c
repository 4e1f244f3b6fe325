#include "view/plot.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/escape.h"
#include "text/unicode.h"

static const char *const eighths[] = {"",  "▏", "▎", "▍", "▌",
                                      "▋", "▊", "▉", "█"};

enum { BAR_MAX = 60 };

/* --- bars -------------------------------------------------------------- */

/* `value` of `most` as 1/8 columns of a bar of `columns`; above 0 when value
 * is. */
static int bar_eighths(int value, int most, int columns)
{
    int64_t full = (int64_t)columns * 8, n;

    if (value <= 0 || most <= 0)
        return 0;
    n = ((int64_t)value * full + most / 2) / most;
    n = n < 1 ? 1 : n;
    return (int)(n > full ? full : n);
}

static void put_bar(struct lines *out, struct style style, int n, bool plain)
{
    if (plain) {
        for (int i = 0; i < (n + 7) / 8; i++)
            lines_puts(out, style, "#");
        return;
    }
    for (int i = 0; i < n / 8; i++)
        lines_puts(out, style, "█");
    lines_puts(out, style, eighths[n % 8]);
}

static int digits(int value)
{
    int n = 1;

    for (; value >= 10; value /= 10)
        n++;
    return n;
}

static void pad(struct lines *out, int columns)
{
    for (int i = 0; i < columns; i++)
        lines_puts(out, style_of(ROLE_PLAIN), " ");
}

/* The label as it will be drawn, cut to `columns`. */
static void put_label(struct lines *out, struct slice label, int columns)
{
    struct str text = STR_EMPTY;
    int width;
    struct slice fits;

    escape_line(&text, label);
    fits = text_fit(str_slice(&text), columns, &width);
    lines_text(out, style_of(ROLE_DIM), fits);
    pad(out, columns - width + 1);
    str_release(&text);
}

static int label_width(const struct plot_bar *bar)
{
    struct str text = STR_EMPTY;
    int width;

    escape_line(&text, bar->label);
    width = text_width(str_slice(&text));
    str_release(&text);
    return width;
}

void plot_bars(struct lines *out, const struct plot_bar *bars, size_t n,
               bool plain)
{
    int most = 0, label = 0, room = lines_room(out), columns;

    for (size_t i = 0; i < n; i++) {
        int width = label_width(&bars[i]);

        most = bars[i].value > most ? bars[i].value : most;
        label = width > label ? width : label;
    }
    label = label > room / 2 ? room / 2 : label;
    columns = room - label - digits(most) - 2;
    columns = columns > BAR_MAX ? BAR_MAX : columns;
    if (most < BAR_MAX && columns > 2 * most)
        columns = 2 * most; /* a handful should not look like a lot */
    columns = columns < 1 ? 1 : columns;
    for (size_t i = 0; i < n; i++) {
        put_label(out, bars[i].label, label);
        put_bar(out, style_of(bars[i].role),
                bar_eighths(bars[i].value, most, columns), plain);
        lines_printf(out, style_of(ROLE_PLAIN),
                     bars[i].value > 0 ? " %d" : "%d", bars[i].value);
        lines_end_code(out);
    }
}

/* --- the map of a year ------------------------------------------------- */

enum { WEEK = 7, MAP_LABEL = 4, SHADES = 5 };

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr",
                                     "May", "Jun", "Jul", "Aug",
                                     "Sep", "Oct", "Nov", "Dec"};

static const struct {
    const char *glyph;
    enum role role;
} shades[SHADES] = {
    {"·", ROLE_RULE},   {"░", ROLE_HEAT_1}, {"▒", ROLE_HEAT_2},
    {"▓", ROLE_HEAT_3}, {"█", ROLE_HEAT_4},
};

/* Days of a year cut into weeks that begin on Monday. */
struct map {
    const struct plot_day *days;
    int n, first;    /* `first`: weekday of the first day drawn */
    int weeks, from; /* from: index of the first day drawn */
    int bounds[SHADES -
               1]; /* the least count of each shade from the second */
};

static int ascending(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) -
           (*(const int *)a < *(const int *)b);
}

/* Shades by quartiles of the days with answers, so that a quiet week can be
 * told from none and one wild day does not pale the rest. */
static void find_bounds(struct map *m)
{
    int *counts = mem_new_array((size_t)m->n, sizeof *counts);
    int n = 0;

    for (int i = 0; i < m->n; i++)
        if (m->days[i].count > 0)
            counts[n++] = m->days[i].count;
    qsort(counts, (size_t)n, sizeof *counts, ascending);
    m->bounds[0] = 1;
    for (int i = 1; i < SHADES - 1; i++) {
        int quartile = n > 0 ? counts[i * n / (SHADES - 1)] : 0;

        m->bounds[i] =
            quartile > m->bounds[i - 1] ? quartile : m->bounds[i - 1] + 1;
    }
    free(counts);
}

static int shade_of(const struct map *m, int count)
{
    int shade = 0;

    while (shade < SHADES - 1 && count >= m->bounds[shade])
        shade++;
    return shade;
}

static struct map map_of(const struct plot_day *days, int n, int columns)
{
    struct map m = {.days = days, .n = n};

    m.first = days[0].weekday;
    m.weeks = (m.first + n + WEEK - 1) / WEEK;
    if (m.weeks > columns) {
        m.from = (m.weeks - columns) * WEEK - m.first;
        m.weeks = columns;
        m.first = 0;
    }
    find_bounds(&m);
    return m;
}

/* The day at a place of the map, or -1. */
static int day_at(const struct map *m, int week, int weekday)
{
    int i = m->from + week * WEEK + weekday - m->first;

    return i < m->from || i >= m->n ? -1 : i;
}

/* The month of a week's first day, or 0 in front of the first day. */
static int month_at(const struct map *m, int week)
{
    int i = day_at(m, week, week == 0 ? m->first : 0);

    return i < 0 || week >= m->weeks ? 0 : m->days[i].month;
}

/* Does a month begin here that has room for its name? */
static bool names_month(const struct map *m, int week)
{
    int month = month_at(m, week);

    for (int ahead = 1; ahead <= 3; ahead++)
        if (month_at(m, week + ahead) != month &&
            (ahead < 3 || month_at(m, week + ahead) != 0))
            return false;
    return month > 0 && (week == 0 || month_at(m, week - 1) != month);
}

static void put_months(struct lines *out, const struct map *m)
{
    pad(out, MAP_LABEL);
    for (int week = 0; week < m->weeks;) {
        bool named = names_month(m, week);

        if (named)
            lines_puts(out, style_of(ROLE_DIM),
                       months[month_at(m, week) - 1]);
        else
            pad(out, 1);
        week += named ? 3 : 1;
    }
    lines_end_code(out);
}

static void put_weekday(struct lines *out, const struct map *m, int weekday)
{
    static const char *const names[WEEK] = {"Mon ", "    ", "Wed ", "    ",
                                            "Fri ", "    ", "Sun "};

    lines_puts(out, style_of(ROLE_DIM), names[weekday]);
    for (int week = 0; week < m->weeks; week++) {
        int i = day_at(m, week, weekday);
        int shade = i < 0 ? 0 : shade_of(m, m->days[i].count);

        lines_puts(out, style_of(shades[shade].role),
                   i < 0 ? " " : shades[shade].glyph);
    }
    lines_end_code(out);
}

static void put_legend(struct lines *out, const struct map *m)
{
    pad(out, MAP_LABEL);
    lines_puts(out, style_of(ROLE_DIM), "none ");
    for (int i = 0; i < SHADES; i++) {
        lines_puts(out, style_of(shades[i].role), shades[i].glyph);
        if (i > 0)
            lines_printf(out, style_of(ROLE_DIM), " %d+", m->bounds[i - 1]);
        lines_puts(out, style_of(ROLE_PLAIN), "  ");
    }
    lines_puts(out, style_of(ROLE_DIM), "answers a day");
    lines_end_cut(out);
}

static void plain_month(struct lines *out, const struct plot_day *month,
                        int answers, int active)
{
    if (active == 0)
        return;
    lines_printf(out, style_of(ROLE_PLAIN),
                 "%04d-%02d: %d answer%s on %d day%s", month->year,
                 month->month, answers, answers == 1 ? "" : "s", active,
                 active == 1 ? "" : "s");
    lines_end(out);
}

static void plain_year(struct lines *out, const struct plot_day *days,
                       size_t n)
{
    for (size_t i = 0; i < n;) {
        const struct plot_day *month = &days[i];
        int answers = 0, active = 0;

        for (; i < n && days[i].month == month->month; i++) {
            answers += days[i].count;
            active += days[i].count > 0;
        }
        plain_month(out, month, answers, active);
    }
}

void plot_year(struct lines *out, const struct plot_day *days, size_t n,
               bool plain)
{
    struct map m;

    if (plain)
        plain_year(out, days, n);
    if (plain || n == 0 || lines_room(out) <= MAP_LABEL)
        return;
    m = map_of(days, (int)n, lines_room(out) - MAP_LABEL);
    put_months(out, &m);
    for (int weekday = 0; weekday < WEEK; weekday++)
        put_weekday(out, &m, weekday);
    put_legend(out, &m);
}

/* --- small things ------------------------------------------------------ */

void plot_progress(struct lines *out, int done, int total, int columns)
{
    int full = total > 0 ? (int)((int64_t)done * columns / total) : columns;

    for (int i = 0; i < columns; i++)
        lines_puts(out, style_of(i < full ? ROLE_DONE : ROLE_RULE),
                   i < full ? "━" : "─");
    lines_end_code(out);
}
