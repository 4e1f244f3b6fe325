/* stats.h - a deck in numbers: today, the days ahead, the year behind, and
 * how well it all sits.
 *
 * Days are study days; arrays begin with the day their comment names. Cards
 * that left the notes are counted as `orphans` and nowhere else. */
#ifndef DECK_STATS_H
#define DECK_STATS_H

#include "deck/deck.h"

enum {
    STATS_AHEAD = 30,  /* days of the forecast, today first */
    STATS_YEAR = 371,  /* days of the heat map: 53 weeks, today last */
    STATS_MATURE = 21, /* days of interval that make a card mature */
};

/* Answers to cards that were due; the drill and first showings aside. */
struct retention {
    int64_t asked, known; /* known: a grade that passes */
};

struct deck_stats {
    int today; /* the deck's study day */

    /* cards by what they are: fresh + learning + young + mature + suspended
     * are all cards but the orphans */
    int64_t fresh;    /* never seen */
    int64_t learning; /* seen, interval of a day at most */
    int64_t young;    /* interval below STATS_MATURE */
    int64_t mature;
    int64_t suspended; /* whatever they were */
    int64_t marked, leeches, orphans;
    int64_t notes, files;

    /* answers: reviews and drills, not cram */
    int64_t answers, ms; /* ever; ms in total */
    int64_t today_answers, today_ms;
    int64_t today_new;           /* cards first seen today */
    int64_t today_again;         /* grades that did not pass */
    int32_t per_day[STATS_YEAR]; /* [STATS_YEAR - 1] is today */
    int streak, longest;         /* days in a row with an answer */

    /* cards due on each day; [0] holds all that is overdue as well */
    int32_t ahead[STATS_AHEAD];

    struct retention month, year; /* the last 30 and 365 days */
};

int deck_stats(struct deck *deck, struct moment now, struct deck_stats *out,
               struct err *err);

#endif
