/* results_plot.h - the two drawings of a page of results. */
#ifndef PUBLISH_RESULTS_PLOT_H
#define PUBLISH_RESULTS_PLOT_H

#include "exam/itemstat.h"
#include "view/draw.h"

/* How many students got which share of the points: ten bars. */
struct drawing plot_shares(struct arena *a, const struct exam_stat *stat);

/* Every item as its number, difficulty to the right, discrimination up; a
 * line where discrimination is 0, a dashed one at 0.2. Items without numbers
 * are left out. */
struct drawing plot_items(struct arena *a, const struct exam_stat *stat);

/* The same in words, for those who can't see it. */
void plot_shares_words(struct str *out, const struct exam_stat *stat);
void plot_items_words(struct str *out, const struct exam_stat *stat);

#endif
