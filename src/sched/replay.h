/* replay.h - what a logged event does to a card's schedule, in one place.
 *
 * A card's state is a fold over its events in the order of (time, device,
 * sequence), whatever order they arrived in. What an event does:
 *
 *   review   first ever or due: a repetition. Not due and failed: a lapse,
 *            once a day. Not due and known: no change; on the day of the last
 *            repetition it ends the drill.
 *   drill    on the day of the last repetition: known well ends the drill.
 *   cram     nothing
 *   set      the state it carries (imports from elsewhere)
 *   reset    a card nobody has seen
 *   undo     the event it names had never been
 *
 * A day before the card's last repetition is taken as that day. Values may be
 * a stranger's: what makes no sense changes nothing. */
#ifndef SCHED_REPLAY_H
#define SCHED_REPLAY_H

#include <stddef.h>
#include <stdint.h>

#include "sched/sm2.h"

enum replay_kind {
    REPLAY_REVIEW,
    REPLAY_DRILL,
    REPLAY_CRAM,
    REPLAY_SET,
    REPLAY_RESET,
    REPLAY_UNDO,
    REPLAY_OTHER, /* suspend, mark, tag, ...: no part of the schedule */
};

struct replay_event {
    int64_t utc_ms;
    uint64_t device, seq; /* together its name */
    uint64_t content;     /* hash of all of it: tells apart two events that
                             bear one name. 0 when there are no such */
    enum replay_kind kind;
    int day;                        /* study day */
    int grade;                      /* 0..5, of review, drill and cram */
    struct sm2 set;                 /* of set */
    uint64_t undo_device, undo_seq; /* of undo: what it takes back */
};

/* How a review's answer is to be logged: REPLAY_DRILL on the day of the
 * card's last repetition, unless it is due; else REPLAY_REVIEW. Applying that
 * event gives exactly what sm2_answer gives. */
enum replay_kind replay_answer_kind(struct sm2 card, int today);

/* The card after the event. An undo does nothing here: see replay_clean.
 * *effect may be NULL. */
struct sm2 replay_apply(struct sm2 card, const struct replay_event *event,
                        const struct sm2_profile *profile,
                        enum sm2_effect *effect);

/* The order of the log: <0, 0 or >0 by time, device, sequence, content. */
int replay_compare(const struct replay_event *a,
                   const struct replay_event *b);

/* Sorts, and drops what was delivered twice, what was undone and the undos
 * themselves (an undo can't be undone). Returns how many are left. */
size_t replay_clean(struct replay_event *events, size_t n);

/* The state of one card after its events, cleaned before. */
struct sm2 replay_fold(const struct replay_event *events, size_t n,
                       const struct sm2_profile *profile);

#endif
