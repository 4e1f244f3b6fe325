/* day.h - study days: which day an answer belongs to.
 *
 * A study day begins at 4:00 local time, so that a session at one in the
 * morning still belongs to the evening before. Days count from 1970-01-01.
 * The offset is what the device's clock had at that moment; both are logged
 * with each answer, so daylight saving time and travel rewrite nothing. */
#ifndef SCHED_DAY_H
#define SCHED_DAY_H

#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

enum {
    DAY_ROLLOVER_HOURS = 4,
    DAY_MS = 86400000,
    DAY_MIN = -719162, /* 0001-01-01 */
    DAY_MAX = 2932896, /* 9999-12-31 */
};

/* floor((utc_ms + offset - rollover) / one day), at the nearest end of the
 * years 1 to 9999 when the moment lies outside them. */
int day_of(int64_t utc_ms, int offset_minutes, int rollover_hours);

/* Day number of a real civil date (proleptic Gregorian) of those years, and
 * back. */
int day_from_date(int year, int month, int day);
void day_to_date(int number, int *year, int *month, int *day);

/* Reads "2027-03-14"; false unless it is exactly one real date. */
bool day_parse(struct slice text, int *number);

/* Appends "2027-03-14"; at the nearest end of those years for a day beyond
 * them. */
void day_put(struct str *out, int number);

/* 0 Monday .. 6 Sunday. */
int day_weekday(int number);

#endif
