/* plot.h - figures in a terminal: bars and the map of a year.
 *
 * `plain` draws with ASCII and no position that means something to the eye
 * alone: each bar ends with its number, the map becomes a line for every
 * month that had something. */
#ifndef VIEW_PLOT_H
#define VIEW_PLOT_H

#include "view/lines.h"

struct plot_bar {
    struct slice label; /* escaped on the way in */
    int value;          /* >= 0 */
    enum role role;     /* ROLE_DONE unless it means something */
};

/* One line a bar, eighth blocks, all on the scale of the longest, within
 * the room of `out`. A value above 0 never looks like nothing. */
void plot_bars(struct lines *out, const struct plot_bar *bars, size_t n,
               bool plain);

/* A day of the map. The caller knows the calendar. */
struct plot_day {
    int count; /* >= 0 */
    int year;
    int month;   /* 1..12 */
    int weekday; /* 0 Monday .. 6 Sunday */
};

/* The answers of the last days, oldest first: a column a week, a row a
 * weekday, months above, and what the shades mean below. Shows as many weeks
 * as fit. */
void plot_year(struct lines *out, const struct plot_day *days, size_t n,
               bool plain);

/* A bar of exactly `columns`: how much of `total` is done. */
void plot_progress(struct lines *out, int done, int total, int columns);

#endif
