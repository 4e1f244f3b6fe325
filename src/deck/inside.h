/* inside.h - what the files of this folder know of a deck and nobody else
 * does. */
#ifndef DECK_INSIDE_H
#define DECK_INSIDE_H

#include "deck/db.h"
#include "deck/deck.h"

enum {
    DAY_LAST = 5000000, /* study days a deck may hold: 0 .. about 15000 AD */
    GRADE_NONE = -1,
};

/* Milliseconds a deck may hold, likewise. */
#define MS_LAST ((int64_t)DAY_LAST * 86400000)

/* Where a card stands for the queue: card.pile. */
enum pile {
    PILE_FRESH, /* never seen */
    PILE_SEEN,
    PILE_AWAY, /* suspended, or gone from the notes */
};

/* The command that is being carried out: one transaction (event.h). */
struct command {
    bool open;
    struct moment moment; /* as logged: never before the last event's */
    int day;              /* likewise */
    int64_t batch, seq;   /* seq: the latest event written, 0 before that */
};

struct deck {
    struct db *db;
    char *path; /* absolute */
    bool writable;
    uint64_t uid;
    int64_t device; /* row of the device id this file writes under */
    uint64_t device_uid;
    bool made;  /* by deck_open, just now */
    bool moved; /* the file isn't the one that got this device id */
    int today;  /* study day when a caller last told the time */
    struct command command;
};

/* deck_open, for tests of what becomes of older decks. */
struct schema_history;
int deck_open_by(struct deck **out, const char *path, enum deck_access access,
                 const struct schema_history *history, struct moment now,
                 struct err *err);

/* Uids are stored as signed numbers. */
static inline int64_t uid_store(uint64_t uid)
{
    int64_t stored;

    memcpy(&stored, &uid, sizeof stored);
    return stored;
}

static inline uint64_t uid_load(int64_t stored)
{
    uint64_t uid;

    memcpy(&uid, &stored, sizeof uid);
    return uid;
}

static inline void bind_uid(struct stmt *q, int at, uint64_t uid)
{
    bind_int(q, at, uid_store(uid));
}

static inline uint64_t row_uid(struct stmt *q, int at)
{
    return uid_load(row_int(q, at));
}

static inline int row_day(struct stmt *q, int at)
{
    return (int)row_between(q, at, -1, DAY_LAST);
}

static inline bool row_bool(struct stmt *q, int at)
{
    return row_between(q, at, 0, 1) == 1;
}

#endif
