/* thin.h - which of many backups are worth keeping. */
#ifndef DECK_THIN_H
#define DECK_THIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    THIN_LATEST = 10, /* all of the latest are kept, */
    THIN_DAYS = 14,   /* for so many days the last one of each day, */
    THIN_WEEKS = 26,  /* for so many weeks the last one of each week */
};

/* Fills keep[n] for backups made at made_ms[n] (UTC, latest first). Doing it
 * again later, as they grow older, keeps what doing it once would. */
void thin(const int64_t *made_ms, size_t n, int64_t now_ms, bool *keep);

#endif
