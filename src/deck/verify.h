/* verify.h - does the deck say what its history says?
 *
 * The event log is the truth; schedules, flags and tags are kept beside it
 * only to be quick. Verifying folds the whole log again and compares. */
#ifndef DECK_VERIFY_H
#define DECK_VERIFY_H

#include "deck/deck.h"

struct verify_finding {
    int64_t card;      /* 0 when it is about something else */
    struct slice text; /* one sentence */
};

struct verify_report {
    int64_t cards, events; /* looked at */
    size_t nfindings, cap;
    struct verify_finding *findings;
    struct arena arena;
};

void verify_report_release(struct verify_report *report);

/* Checks the file (pages, links between rows), every event's hash, and every
 * card against the fold of its events. Nothing is changed. -1 only when the
 * deck can't be read; findings are no failure. */
int deck_verify(struct deck *deck, struct verify_report *report,
                struct err *err);

/* Makes every card again from its events, in one transaction. */
int deck_rebuild(struct deck *deck, struct err *err);

#endif
