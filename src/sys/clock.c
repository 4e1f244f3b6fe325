#include "sys/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The fraction behind the seconds, in milliseconds; the rest is cut off. */
static const char *read_fraction(const char *at, int *ms)
{
    int unit = 100;

    *ms = 0;
    if (*at != '.' || at[1] < '0' || at[1] > '9')
        return at;
    for (at++; *at >= '0' && *at <= '9'; at++, unit /= 10)
        *ms += (*at - '0') * unit;
    return at;
}

/* Z, or +01:00 as minutes. */
static bool read_offset(const char *at, int *minutes)
{
    unsigned h, m;
    int end = 0;

    if (strcmp(at, "Z") == 0 || strcmp(at, "z") == 0) {
        *minutes = 0;
        return true;
    }
    if ((at[0] != '+' && at[0] != '-') || strlen(at) != 6 ||
        sscanf(at + 1, "%2u:%2u%n", &h, &m, &end) != 2 || end != 5 ||
        h > 23 || m > 59)
        return false;
    *minutes = (int)(h * 60 + m) * (at[0] == '-' ? -1 : 1);
    return true;
}

/* A moment as RFC 3339 writes it. */
static bool read_moment(const char *text, struct moment *out)
{
    struct tm tm = {0}, want;
    int ms, minutes, end = 0;
    time_t utc;

    if (strspn(text, "0123456789") != 4 ||
        sscanf(text, "%4d-%2d-%2d%*1[Tt ]%2d:%2d:%2d%n", &tm.tm_year,
               &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec,
               &end) != 6 ||
        end != 19)
        return false;
    if (!read_offset(read_fraction(text + end, &ms), &minutes))
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    want = tm;
    utc = timegm(&tm); /* which puts the 31st of April right: no such day */
    if (tm.tm_mon != want.tm_mon || tm.tm_mday != want.tm_mday ||
        tm.tm_hour != want.tm_hour || tm.tm_min != want.tm_min ||
        tm.tm_sec != want.tm_sec)
        return false;
    *out = (struct moment){((int64_t)utc - (int64_t)minutes * 60) * 1000 + ms,
                           minutes};
    return true;
}

static struct moment real_now(void)
{
    struct timespec ts;
    struct tm tm;

    tzset(); /* localtime_r need not look at TZ */
    clock_gettime(CLOCK_REALTIME, &ts);
    localtime_r(&ts.tv_sec, &tm);
    return (struct moment){
        .utc_ms = (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000,
        .offset_minutes = (int)(tm.tm_gmtoff / 60),
    };
}

/* True when PAGEIN_NOW stops the clock. */
static bool stopped_at(struct moment *m)
{
    const char *text = getenv("PAGEIN_NOW");

    return text != NULL && read_moment(text, m);
}

struct moment clock_now(void)
{
    struct moment m;

    return stopped_at(&m) ? m : real_now();
}

int clock_offset_at(int64_t utc_ms)
{
    time_t seconds = (time_t)(utc_ms / 1000);
    struct moment stopped;
    struct tm tm;

    if (stopped_at(&stopped))
        return stopped.offset_minutes;
    tzset();
    return localtime_r(&seconds, &tm) != NULL ? (int)(tm.tm_gmtoff / 60) : 0;
}

int64_t clock_ticks_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t clock_stopwatch_ms(void)
{
    struct moment m;

    return stopped_at(&m) ? 0 : clock_ticks_ms();
}
