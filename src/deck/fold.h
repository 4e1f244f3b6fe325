/* fold.h - what a card's events add up to. */
#ifndef DECK_FOLD_H
#define DECK_FOLD_H

#include "deck/event.h"

/* The state of a card that its events make: the columns of the card table
 * from `n` on, `pile` excepted, in their order. */
struct fold {
    struct sm2 sched;
    int first; /* study day of the first repetition, -1 before it */
    bool suspended, marked;
    int buried_day;   /* -1 for none */
    int64_t moved_ms; /* of the latest answer, set or reset; 0 before it */
};

/* A tag that events put on a card, or took off. */
struct fold_tag {
    struct slice name;
    bool has;
};

struct fold fold_new(void);

/* Carries one event on; it must not be undone. Tags are not part of this. */
void fold_step(struct fold *fold, const struct event *event,
               const struct sm2_profile *profile);

/* Carries on all events of a card, which are in the order of the log. `tags`
 * has room for as many; *ntags are filled, sorted by name. */
struct fold fold_events(const struct event *events, size_t n,
                        const struct sm2_profile *profile,
                        struct fold_tag *tags, size_t *ntags);

/* All of a card's events; *tags (may be NULL) gets what they say of tags,
 * sorted by name. */
int fold_card(struct deck *deck, int64_t card, uint64_t uid,
              const struct sm2_profile *profile, struct fold *out,
              struct fold_tag **tags, size_t *ntags, struct arena *arena,
              struct err *err);

/* The columns fold_row reads. */
#define FOLD_COLUMNS                                                   \
    "n, ease, interval, due, last, seen, failed, lapses, reps, drill," \
    " first, suspended, marked, buried_day, moved_ms"
enum { FOLD_NCOLUMNS = 15 };

struct fold fold_row(struct stmt *q, int at);

bool fold_eq(const struct fold *a, const struct fold *b);

/* Writes the state into the card's row. Inside a command. */
int fold_write(struct deck *deck, int64_t card, const struct fold *fold,
               struct err *err);
int fold_write_tags(struct deck *deck, int64_t card,
                    const struct fold_tag *tags, size_t n, struct err *err);

/* The uid a card's events bear. ERR_NO_INPUT when there is no such card. */
int fold_uid(struct deck *deck, int64_t card, uint64_t *uid, struct err *err);

/* Folds the card's events anew and writes state and tags. */
int fold_again(struct deck *deck, int64_t card, struct err *err);

/* The same for some cards, ascending. */
int fold_cards(struct deck *deck, const int64_t *cards, size_t n,
               struct err *err);

/* The same for many cards, ascending: reads the log from end to end instead
 * of the events of one card after the other, once for about every `held`
 * events in it, which is how many are in memory at a time. (fold_many.c) */
int fold_many(struct deck *deck, const int64_t *cards, size_t n,
              const struct sm2_profile *profile, size_t held,
              struct err *err);

/* Every card. */
int fold_all(struct deck *deck, struct err *err);

#endif
