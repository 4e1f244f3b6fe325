#include <assert.h>

#include "deck/card.h"
#include "deck/event.h"
#include "sched/day.h"

/* What an answer has to know of its card. */
struct subject {
    int64_t id;
    uint64_t uid;
    struct fold fold;
};

static int load(struct deck *deck, int64_t card, struct subject *out,
                struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT uid, " FOLD_COLUMNS
                                        " FROM card WHERE id = ?1");
    int rc;

    bind_int(q, 1, card);
    rc = stmt_next(q, err);
    if (rc == 1) {
        *out = (struct subject){card, row_uid(q, 0), fold_row(q, 1)};
        rc = row_ok(q, err);
    } else if (rc == 0) {
        rc = err_set(err, ERR_NO_INPUT, "There is no such card.");
    }
    stmt_end(q);
    return rc;
}

static enum event_kind kind_of(const struct subject *s,
                               const struct answer *answer, int today)
{
    if (answer->kind == ANSWER_CRAM)
        return EVENT_CRAM;
    return replay_answer_kind(s->fold.sched, today) == REPLAY_DRILL
               ? EVENT_DRILL
               : EVENT_REVIEW;
}

/* The usual answer is the latest thing that happened to the card, and is
 * carried on from the state that is there. One that was overtaken (by events
 * of a device whose clock is ahead) needs the whole history. */
static int carry_on(struct deck *deck, struct subject *s,
                    const struct event *event,
                    const struct sm2_profile *profile, struct err *err)
{
    if (event->ms <= s->fold.moved_ms)
        return fold_again(deck, s->id, err);
    fold_step(&s->fold, event, profile);
    return fold_write(deck, s->id, &s->fold, err);
}

static int log_answer(struct deck *deck, const struct answer *answer,
                      struct err *err)
{
    struct deck_settings settings;
    struct subject s = {0};
    struct event e;

    if (deck_settings(deck, &settings, err) < 0 ||
        load(deck, answer->card, &s, err) < 0)
        return -1;
    e = event_of(kind_of(&s, answer, deck->command.day), s.uid);
    e.grade = answer->grade;
    e.took_ms = answer->ms < 0        ? 0
                : answer->ms > DAY_MS ? DAY_MS
                                      : answer->ms;
    e.value = answer->typed;
    e.ms = deck->command.moment.utc_ms;
    e.day = deck->command.day;
    if (command_log(deck, &e, NULL, err) < 0)
        return -1;
    return carry_on(deck, &s, &e, settings.profile, err);
}

int deck_answer(struct deck *deck, const struct answer *answer,
                struct moment now, struct card *after, struct arena *arena,
                struct err *err)
{
    struct card_page page;

    assert(answer->grade >= 0 && answer->grade <= 5);
    if (command_begin(deck, now, err) < 0)
        return -1;
    if (log_answer(deck, answer, err) < 0 ||
        (after != NULL &&
         deck_card(deck, answer->card, &page, arena, err) < 0)) {
        command_abort(deck);
        return -1;
    }
    if (command_commit(deck, err) < 0)
        return -1;
    if (after != NULL)
        *after = page.card;
    return 0;
}
