/* deck.h - the deck: one SQLite file that knows every card and never forgets
 * an answer.
 *
 * The truth is an append-only log of events (event.h); cards' schedules,
 * flags and tags are a fold over it, and notes come from import (sync.h).
 * Every function that changes something is one transaction: when it returns
 * 0 the change is on the disk, when it returns -1 nothing has changed.
 *
 * Time is always an argument: the caller reads the clock once (sys/clock.h)
 * and hands the moment down. Rows come out in plain structs whose slices live
 * in an arena the caller gives.
 *
 * A `struct deck` belongs to one thread. No lock is held between calls. */
#ifndef DECK_DECK_H
#define DECK_DECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"
#include "note/note.h"
#include "sched/sm2.h"
#include "sys/clock.h"

struct deck;

enum deck_access {
    DECK_READ,     /* nothing will be written; works on read-only media */
    DECK_WRITE,    /* the deck must exist */
    DECK_CREATE,   /* made when missing, folders too */
    DECK_STRANGER, /* as READ, and looked at page by page before */
    DECK_CARRIED,  /* likewise, the file alone: nothing beside it counts, and
                      nothing is made there */
};

/* Opens the deck file. One of an older version is brought up to date first,
 * with a backup (migrate.h); if it can't be written to or is a stranger's, a
 * copy of it is, which is gone when the deck is closed. -1: ERR_NO_INPUT when
 * it is missing (not for CREATE), ERR_UNSAFE when it is not a pagein deck or
 * newer than this program, ERR_BUSY, ERR_IO. */
int deck_open(struct deck **out, const char *path, enum deck_access access,
              struct moment now, struct err *err);

void deck_close(struct deck *deck); /* NULL is fine */

/* The same after a failure: a file that CREATE made, and in which nothing has
 * happened, is taken away again. */
void deck_close_unused(struct deck *deck);

/* The path it was opened by. */
const char *deck_path(const struct deck *deck);

/* The study day of `now` for this deck: never before its last event's. */
int deck_today(struct deck *deck, struct moment now);

/* --- settings: config events, latest wins ------------------------------- */

/* What the program obeys; names and usual values are in config.h. */
struct deck_settings {
    const struct sm2_profile *profile; /* `scheduler` */
    int new_per_day;                   /* `new` */
    int reviews_per_day;               /* `reviews` */
    int exam_day;                      /* `exam`, study day; 0 for none */
    enum note_others others;           /* `others` */
    bool six_grades;                   /* `grades: 0-5` */
};

int deck_settings(struct deck *deck, struct deck_settings *out,
                  struct err *err);

/* One setting as deck_set takes it; the usual value if it was never set. */
struct config_row;
int deck_setting(struct deck *deck, const struct config_row *row,
                 struct slice *out, struct arena *arena, struct err *err);

/* Sets one of them by its name in a deck definition ("new", "40"). -1 with
 * ERR_USAGE and the accepted values when name or value is unknown. */
int deck_set(struct deck *deck, const char *name, struct slice value,
             struct moment now, struct err *err);

/* --- cards -------------------------------------------------------------- */

enum card_flag {
    CARD_SUSPENDED = 1 << 0,
    CARD_BURIED = 1 << 1, /* until the day after `buried_day` */
    CARD_MARKED = 1 << 2,
    CARD_ORPHAN = 1 << 3,  /* its text has left the notes */
    CARD_CHANGED = 1 << 4, /* answer changed since it was last seen */
    CARD_LEECH = 1 << 5,
};

/* What people call them. */
struct flag_word {
    enum card_flag flag;
    const char *word;
};
extern const struct flag_word flag_words[];
extern const size_t nflag_words;

struct card {
    int64_t id;       /* row of this deck file; names the card in calls */
    int64_t note;     /* row of its note; siblings share it */
    struct slice uid; /* of the cloze: 16 lower-case hex digits */
    int ord;          /* its cN in an export; never reused */
    uint32_t index;   /* which of the note's cards: cloze.card */
    unsigned flags;   /* of enum card_flag */
    struct sm2 sched;
    struct slice path; /* of the source file, as imported; may be empty */
    int line;          /* of the leaf in the source, from 1 */
    struct slice answer, text; /* plain: the answer; the masked line */
};

/* One card with its note, ready to be drawn (view/card.h). */
struct card_page {
    struct card card;
    struct note note;
    struct slice *tags; /* sorted */
    size_t ntags;
};

int deck_card(struct deck *deck, int64_t card, struct card_page *out,
              struct arena *arena, struct err *err);

/* Which cards: all that are given must hold; {0} is every card. */
struct selection {
    struct slice tag;     /* has this tag */
    struct slice path;    /* is from this file or folder, as in card.path */
    struct slice heading; /* stands under a heading of this text */
    int64_t root;         /* of this import; 0 for any (deck_select's own) */
};

/* Reads a person's word for a selection: a tag, a path or a heading, tried
 * in that order. -1 with ERR_NO_INPUT and near words when nothing matches. */
int deck_select(struct deck *deck, struct slice word, struct selection *out,
                struct arena *arena, struct err *err);

/* Finds cards by a person's word: a uid prefix (4 digits or more) or
 * FILE:LINE (all cards of the note there). -1 with ERR_NO_INPUT when none,
 * ERR_USAGE when a prefix fits several. */
int deck_find(struct deck *deck, struct slice word, int64_t **cards,
              size_t *ncards, struct arena *arena, struct err *err);

/* Calls `each` for every card of the selection in order of path, line and
 * place, until it returns non-zero. The card lives for that call. */
int deck_each(struct deck *deck, const struct selection *selection,
              int (*each)(const struct card *card, void *arg), void *arg,
              struct err *err);

/* --- answers and flags -------------------------------------------------- */

enum answer_kind {
    ANSWER_REVIEW, /* moves the schedule as sm2_answer says */
    ANSWER_CRAM,   /* is logged and changes no schedule */
};

struct answer {
    int64_t card;
    enum answer_kind kind;
    int grade;          /* 0..5 */
    int64_t ms;         /* time taken, from question to grade */
    struct slice typed; /* what was typed, or empty */
};

/* Logs the answer and moves the card; *after may be NULL. Siblings are kept
 * apart until tomorrow at planning time (queue.h), not here. */
int deck_answer(struct deck *deck, const struct answer *answer,
                struct moment now, struct card *after, struct arena *arena,
                struct err *err);

enum deck_verb {
    VERB_SUSPEND,
    VERB_UNSUSPEND,
    VERB_BURY,
    VERB_UNBURY,
    VERB_MARK,
    VERB_UNMARK,
    VERB_RESET,
};

/* One event for each card that it changes, one transaction for all. Returns
 * how many those are; the others were so already. */
int deck_flag(struct deck *deck, enum deck_verb verb, const int64_t *cards,
              size_t ncards, struct moment now, struct err *err);

int deck_tag(struct deck *deck, struct slice tag, bool on,
             const int64_t *cards, size_t ncards, struct moment now,
             struct err *err);

/* How many cards it would change today. */
int deck_would_flag(struct deck *deck, enum deck_verb verb,
                    const int64_t *cards, size_t ncards, struct err *err);
int deck_would_tag(struct deck *deck, struct slice tag, bool on,
                   const int64_t *cards, size_t ncards, struct err *err);

/* What an undo took or would take back. */
struct undone {
    struct slice what; /* "answer Good on ...", "suspend", "import of ..." */
    int64_t card;      /* the card concerned, 0 when none or many */
    int64_t utc_ms;    /* when it had been done */
};

/* Takes back this device's latest event (a whole command's events together)
 * that has not been taken back. Returns 1, or 0 when there is nothing. */
int deck_undo(struct deck *deck, struct moment now, struct undone *out,
              struct arena *arena, struct err *err);

/* What deck_undo would take back, latest first, at most `max`. */
int deck_undo_list(struct deck *deck, struct undone *out, size_t max,
                   size_t *n, struct arena *arena, struct err *err);

/* One event of a card's life, for `i` and `show`. */
struct history {
    int64_t utc_ms;
    int day;
    struct slice what; /* "review", "drill", "cram", "suspend", ... */
    int grade;         /* -1 unless it is an answer */
    int64_t ms;
    bool undone;
    struct sm2 after; /* the state behind it */
};

int deck_history(struct deck *deck, int64_t card, struct history **out,
                 size_t *n, struct arena *arena, struct err *err);

#endif
