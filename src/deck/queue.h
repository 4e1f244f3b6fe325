/* queue.h - today's cards out of the deck, for one review.
 *
 * The deck picks candidates by index (never a scan, never a sort of all that
 * is due): drills of today, the 1,000 longest due, and as many new cards as
 * the day still allows. sched/queue.h puts them in order. */
#ifndef DECK_QUEUE_H
#define DECK_QUEUE_H

#include "deck/deck.h"

enum queue_mode {
    QUEUE_TODAY, /* due, drill and new */
    QUEUE_AHEAD, /* then also what is due soonest after today */
    QUEUE_CRAM,  /* everything of the selection; schedules stay */
};

struct queue_options {
    struct selection selection;
    enum queue_mode mode;
    int limit; /* cards at most, 0 for no limit of its own; new ones last */
};

/* What a day holds, capped counts excepted exact. */
struct queue_counts {
    int due, drill, fresh;     /* to be shown in this review */
    int backlog;               /* due beyond the daily limit, 0 when within */
    int backlog_clear_day;     /* study day when it will be gone, 0 if none */
    int done_today, new_today; /* already answered today */
    int new_allowance;         /* new cards a day, exam planning included */
    int exam_days_left;        /* -1 without an exam date */
    int minutes;               /* what this review is reckoned to take */
};

/* Ids of the cards to show, in order; siblings apart, new ones mixed in. */
int deck_queue(struct deck *deck, const struct queue_options *options,
               struct moment now, int64_t **cards, size_t *ncards,
               struct queue_counts *counts, struct arena *arena,
               struct err *err);

/* The counts alone, cheaply; for `due`, `decks` and the bare command. */
int deck_queue_counts(struct deck *deck, const struct queue_options *options,
                      struct moment now, struct queue_counts *counts,
                      struct err *err);

#endif
