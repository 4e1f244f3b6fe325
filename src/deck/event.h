/* event.h - the log: everything that ever happened to the cards, one row
 * each, written once.
 *
 * What an event's name and value hold:
 *
 *   kind      subject  name               value
 *   review    card     -                  what was typed, if anything
 *   drill     card     -                  likewise
 *   cram      card     -                  likewise
 *   set       card     -                  "n ease interval due last lapses
 *                                         reps", taken over from elsewhere
 *   reset     card     -                  -
 *   suspend   card     -                  1, or 0 for the opposite
 *   bury      card     -                  likewise: until the day is over
 *   mark      card     -                  likewise
 *   tag       card     the tag            likewise
 *   alias     card     - or "note"        uid it is the same as; with a name
 *                                         both are of notes, not of cards
 *   config    -        the setting        its value
 *                      dressed            a file whose tags or pictures have
 *                                         become others (changed.h)
 *                      subdeck            a file and its deck in Anki
 *                                         (subdeck.h)
 *   import    -        what was imported  the events that came with it under
 *                                         other devices, lines as of an undo
 *   undo      -        -                  "device first last": the events
 *                                         first..last of that device
 *
 * A review of a problem adds its instance as name ("version level seed"), the
 * answer as value and the misconception as fault.
 *
 * Everything is written inside a command: one transaction, whose events share
 * a batch and are undone together. */
#ifndef DECK_EVENT_H
#define DECK_EVENT_H

#include "deck/inside.h"
#include "sched/replay.h"

enum event_kind {
    EVENT_REVIEW,
    EVENT_DRILL,
    EVENT_CRAM,
    EVENT_UNDO,
    EVENT_SET,
    EVENT_ALIAS,
    EVENT_SUSPEND,
    EVENT_BURY,
    EVENT_MARK,
    EVENT_TAG,
    EVENT_RESET,
    EVENT_CONFIG,
    EVENT_IMPORT,
    EVENT_KINDS
};

/* "review"; the names in the log. */
const char *event_kind_name(enum event_kind kind);

/* EVENT_KINDS for a name that isn't one (of a newer program). */
enum event_kind event_kind_find(struct slice name);

/* One event. To write: kind, subject and what the table above says. Read:
 * all of it; slices live as long as where it was read into. */
struct event {
    enum event_kind kind;
    bool has_subject;
    uint64_t subject;
    int grade; /* GRADE_NONE unless it is an answer */
    int64_t took_ms;
    struct slice name, value, fault;

    int64_t id; /* row */
    uint64_t device, seq, batch, hash;
    int64_t ms;
    int zone, day;
    bool undone;
};

/* An event of a kind, about a card or (event_of_deck) none. */
struct event event_of(enum event_kind kind, uint64_t subject);
struct event event_of_deck(enum event_kind kind);

/* --- writing ------------------------------------------------------------ */

/* Starts a command: takes the write lock, looks at the clock the deck goes
 * by. -1: ERR_IO when the deck was opened for reading. */
int command_begin(struct deck *deck, struct moment now, struct err *err);

/* Writes one event; *row (may be NULL) gets its row. */
int command_log(struct deck *deck, const struct event *event, int64_t *row,
                struct err *err);

/* Writes an event that another device logged, whole; `device` is its row. */
int command_bring(struct deck *deck, int64_t device,
                  const struct event *event, struct err *err);

/* Gives an event of this command, just logged, its value. */
int command_amend(struct deck *deck, int64_t row, struct slice value,
                  struct err *err);

/* Puts it on the disk. On failure the command is over and nothing was done.
 */
int command_commit(struct deck *deck, struct err *err);

/* Takes the command back; nothing when none is open. */
void command_abort(struct deck *deck);

/* --- reading ------------------------------------------------------------ */

/* The columns event_row reads, of `event e JOIN device d`. */
#define EVENT_COLUMNS                                                  \
    "e.kind, e.subject, e.grade, e.took_ms, e.name, e.value, e.fault," \
    " e.id, d.uid, e.seq, e.batch, e.hash, e.ms, e.zone, e.day, e.undone"

/* The event of this row, its slices copied into `arena`. */
struct event event_row(struct stmt *q, struct arena *arena);

/* The hash its content should have. */
uint64_t event_hash(const struct event *event);

/* What the scheduler makes of it. */
struct replay_event event_replay(const struct event *event);

/* The order of the log, in which events of all devices count: <0, 0 or >0. */
int event_compare(const struct event *a, const struct event *b);

/* All events of a card, undone ones too, in the order of the log. */
int event_list(struct deck *deck, int64_t card, uint64_t uid,
               struct event **out, size_t *n, struct arena *arena,
               struct err *err);

#endif
