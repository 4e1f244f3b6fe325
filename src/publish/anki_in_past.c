#include "publish/anki_in_past.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
    ROWS_MAX = 5000000,
    TOOK_MAX_MS = 3600000,
    DAYS_MAX = 1000000, /* a due above is in seconds */
};
#define MS_MAX (INT64_C(1) << 43)

/* --- the log ------------------------------------------------------------ */

enum { LOG_LEARN, LOG_REVIEW, LOG_RELEARN, LOG_FILTERED, LOG_MANUAL };

struct anki_row {
    int64_t card, ms;
    int32_t took_ms;
    int8_t button, type;
    bool counts; /* it had an ease: no mere practice */
};

struct anki_log {
    struct anki_row *at; /* by card and time */
    size_t n, cap;
};

void anki_log_free(struct anki_log *log)
{
    if (log == NULL)
        return;
    free(log->at);
    free(log);
}

static int64_t within(int64_t n, int64_t lo, int64_t hi)
{
    return n < lo ? lo : n > hi ? hi : n;
}

int anki_log_read(struct anki_log **out, struct anki_package *p,
                  struct err *err)
{
    struct stmt *q =
        db_query(p->db, "SELECT cid, id, ease, type, time, factor FROM revlog"
                        " ORDER BY cid, id");
    struct anki_log *log = mem_new(sizeof *log);
    int rc;

    while ((rc = stmt_next(q, err)) == 1 && log->n < ROWS_MAX) {
        log->at = mem_grow(log->at, log->n, &log->cap, sizeof *log->at);
        log->at[log->n++] = (struct anki_row){
            .card = row_int(q, 0),
            .ms = row_int(q, 1),
            .button = (int8_t)within(row_int(q, 2), -1, 9),
            .type = (int8_t)within(row_int(q, 3), -1, 9),
            .took_ms = (int32_t)within(row_int(q, 4), 0, TOOK_MAX_MS),
            .counts = row_int(q, 5) != 0,
        };
    }
    stmt_end(q);
    if (rc == 1)
        rc = err_set(err, ERR_UNSAFE,
                     "The package is not taken: its review log has more than "
                     "%d entries. Nothing was changed.",
                     ROWS_MAX);
    if (rc < 0) {
        anki_log_free(log);
        return -1;
    }
    *out = log;
    return 0;
}

/* The first row of the card; n when there is none. */
static size_t find(const struct anki_log *log, int64_t card)
{
    size_t lo = 0, hi = log->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (log->at[mid].card < card)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Why a row is no answer; LEFT_KINDS when it is one. */
static enum left fault_of(const struct anki_row *r, struct moment now)
{
    if (r->type >= LOG_MANUAL)
        return LEFT_MANUAL;
    if (r->ms <= 0 || r->ms >= MS_MAX || r->button < 1 || r->button > 4 ||
        r->type < LOG_LEARN)
        return LEFT_ODD;
    if (r->type == LOG_FILTERED && !r->counts)
        return LEFT_CRAM;
    return r->ms > now.utc_ms ? LEFT_FUTURE : LEFT_KINDS;
}

/* Again, Hard, Good, Easy. The old scheduler had three buttons for what is
 * being learnt: Again, Good, Easy. */
static int grade_of(const struct anki_row *r, bool old_scheduler)
{
    int button = r->button;

    if (old_scheduler && r->type != LOG_REVIEW &&
        (button == 2 || button == 3))
        button++;
    return button + 1;
}

static void put_answers(struct package_card *out, int64_t card,
                        const struct anki_log *log,
                        const struct anki_types *types, struct moment now,
                        struct arena *arena, struct left_list *left)
{
    size_t from = find(log, card), to = from, n = 0;
    struct package_answer *answers;

    while (to < log->n && log->at[to].card == card)
        to++;
    answers = arena_new_array(arena, to - from, sizeof *answers);
    for (size_t i = from; i < to; i++) {
        const struct anki_row *r = &log->at[i];
        enum left fault = fault_of(r, now);

        if (fault != LEFT_KINDS)
            left_add(left, fault);
        else
            answers[n++] = (struct package_answer){
                .ms = r->ms,
                .took_ms = r->took_ms,
                .grade = grade_of(r, types->old_scheduler),
            };
    }
    out->answers = answers;
    out->nanswers = n;
}

/* --- cards -------------------------------------------------------------- */

struct anki_card anki_card_row(struct stmt *q)
{
    return (struct anki_card){
        .id = row_int(q, 0),
        .note = row_int(q, 1),
        .deck = row_int(q, 2),
        .ord = (int)within(row_int(q, 3), 0, 65535),
        .type = (int)within(row_int(q, 4), 0, 9),
        .queue = (int)within(row_int(q, 5), -9, 9),
        .due = row_int(q, 6),
        .interval = within(row_int(q, 7), 0, DAYS_MAX),
        .ease = within(row_int(q, 8), 0, 65535),
        .reps = within(row_int(q, 9), 0, 1000000),
        .lapses = within(row_int(q, 10), 0, 1000000),
        .changed_s = row_int(q, 11),
        .flags = (int)(row_int(q, 12) & 7),
    };
}

/* The date on which the collection came to be is day 0. */
static int64_t day_zero(const struct anki_types *types)
{
    int64_t ms = types->created_s * 1000;
    int zone = types->has_zone ? types->zone : clock_offset_at(ms);

    return (ms + (int64_t)zone * 60000) / 86400000;
}

static struct package_state state_of(const struct anki_card *card,
                                     const struct anki_types *types)
{
    enum { TYPE_REVIEW = 2 };
    struct package_state s = {
        .interval = (int)card->interval,
        .ease = (int)((card->ease + 5) / 10),
        .lapses = (int)card->lapses,
        .reps = (int)card->reps,
        .learning = card->type != TYPE_REVIEW,
    };

    if (card->due > DAYS_MAX)
        s.due_ms = within(card->due, 0, MS_MAX / 1000) * 1000;
    else
        s.due_day = (int)within(day_zero(types) + card->due, 0, DAYS_MAX);
    return s;
}

void anki_card_past(struct package_card *out, const struct anki_card *card,
                    const struct anki_log *log,
                    const struct anki_types *types, bool home,
                    struct moment now, struct arena *arena,
                    struct left_list *left)
{
    enum { QUEUE_SUSPENDED = -1 };

    *out = (struct package_card){
        .id = within(card->id, 1, MS_MAX - 1),
        .ord = card->ord + 1,
        .suspended = card->queue == QUEUE_SUSPENDED,
        .has_state = !home && card->type > 0,
    };
    put_answers(out, card->id, log, types, now, arena, left);
    if (card->flags != 0)
        left_add(left, LEFT_FLAG);
    if (card->queue < QUEUE_SUSPENDED)
        left_add(left, LEFT_BURIED);
    if (!out->has_state)
        return;
    out->state = state_of(card, types);
    out->state_ms = within(card->changed_s, 0, now.utc_ms / 1000) * 1000;
}
