/* simulate.h - how a run of grades plays out, each given on its due day.
 *
 * One repetition a grade, never a drill. The CSV form does many runs:
 *
 *   in    id,grade,grade,...            one run a line, no header
 *   out   id,step,grade,n,ef100,interval   one line a grade, steps from 0
 *
 * Ids are copied byte by byte and may be quoted ("a,b"); who prints them to
 * a terminal escapes them. Blanks around a grade, empty lines and a byte
 * order mark are fine. */
#ifndef SCHED_SIMULATE_H
#define SCHED_SIMULATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "sched/sm2.h"

struct grades {
    uint8_t *at; /* 0..5 */
    size_t n, cap;
};

void grades_release(struct grades *g);

/* Reads "4,5,3". -1 with ERR_USAGE naming the column (from 1, in bytes) when
 * something in it is no grade, or there is none. */
int grades_parse(struct grades *out, struct slice text, struct err *err);

struct simulate_step {
    int step;         /* from 0 */
    int grade, day;   /* the answer and the study day it was given */
    struct sm2 after; /* n, ease, interval, due */
};

/* Fills steps[grades->n]; the first answer is given on `first_day`. */
void simulate_run(const struct grades *grades, int first_day,
                  const struct sm2_profile *profile,
                  struct simulate_step *steps);

/* Appends the output lines of one input line (without its line end). `number`
 * is the line's, from 1, for the error: ERR_NOTES with line and column; *out
 * is then as before. */
int simulate_csv_line(struct str *out, struct slice line, size_t number,
                      const struct sm2_profile *profile, struct err *err);

#endif
