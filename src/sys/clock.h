/* clock.h - what time it is, here. The only module that asks.
 *
 * PAGEIN_NOW=2026-11-22T09:00:00+01:00 (RFC 3339) in the environment stops
 * the clock at that moment: for tests, pictures and golden files. Anything
 * that can't be read so counts as not set. Ticks go on. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <stdint.h>

struct moment {
    int64_t utc_ms;     /* since 1970-01-01 00:00 UTC */
    int offset_minutes; /* local time minus UTC at that moment */
};

struct moment clock_now(void);

/* Local time minus UTC at another moment, in minutes; that of PAGEIN_NOW while
 * the clock is stopped. */
int clock_offset_at(int64_t utc_ms);

/* Milliseconds of a clock that never jumps; differences are durations. */
int64_t clock_ticks_ms(void);

/* The same for what people take: stands still while PAGEIN_NOW does. */
int64_t clock_stopwatch_ms(void);

#endif
