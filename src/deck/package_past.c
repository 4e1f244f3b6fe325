/* What happened to a card over there, as events of that device. */
#include "base/mem.h"
#include "deck/packing.h"
#include "sched/day.h"

/* Names of events: milliseconds in the lower 43 bits, until the year 2248;
 * above them whether it is a state, and how often such a name was undone. */
#define NAME_STATE (INT64_C(1) << 43)
#define NAME_AGAIN (INT64_C(1) << 44)
enum { AGAIN_MAX = 500 };

/* The card of the note at hand. */
struct past {
    int64_t card;
    uint64_t uid;
};

static int find_card(struct package *p, int ord, struct past *out,
                     struct err *err)
{
    struct stmt *q = db_query(p->deck->db, "SELECT id, uid FROM card"
                                           " WHERE note = ?1 AND ord = ?2");
    int rc;

    bind_int(q, 1, p->note);
    bind_int(q, 2, ord);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct past){row_int(q, 0), row_uid(q, 1)};
    stmt_end(q);
    return rc;
}

/* --- events ------------------------------------------------------------- */

static int find_device(struct package *p, struct err *err)
{
    struct stmt *q;
    int rc;

    if (p->device != 0)
        return 0;
    q = db_query(p->deck->db, "INSERT OR IGNORE INTO device (uid)"
                              " VALUES (?1)");
    bind_uid(q, 1, p->options.device);
    if (stmt_run(q, err) < 0)
        return -1;
    q = db_query(p->deck->db, "SELECT id FROM device WHERE uid = ?1");
    bind_uid(q, 1, p->options.device);
    rc = stmt_next(q, err);
    if (rc == 1)
        p->device = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

/* How it stands with the name: 0 it is free, 1 taken and undone, 2 it is this
 * event, 3 it is another one. */
static int look(struct package *p, const struct event *e, int *out,
                struct err *err)
{
    struct stmt *q =
        db_query(p->deck->db, "SELECT undone, coalesce(value, '') = ?3"
                              " AND subject = ?4"
                              " FROM event WHERE device = ?1 AND seq = ?2");
    int rc;

    *out = 0;
    bind_int(q, 1, p->device);
    bind_uid(q, 2, e->seq);
    bind_text(q, 3, e->value);
    bind_uid(q, 4, e->subject);
    while ((rc = stmt_next(q, err)) == 1) {
        int is = row_bool(q, 0) ? 1 : row_int(q, 1) != 0 ? 2 : 3;

        *out = is > *out ? is : *out;
    }
    stmt_end(q);
    return rc;
}

/* Logs it under the first free name, unless it is there. Returns 1 when it
 * was new. */
static int bring(struct package *p, struct past *past, struct event *e,
                 struct err *err)
{
    int64_t event;
    int is = 1;

    e->device = p->options.device;
    e->zone = clock_offset_at(e->ms);
    e->day = day_of(e->ms, e->zone, DAY_ROLLOVER_HOURS);
    if (find_device(p, err) < 0)
        return -1;
    for (int i = 0; i < AGAIN_MAX; i++) {
        if (look(p, e, &is, err) < 0)
            return -1;
        if (is == 0 || is == 2)
            break;
        e->seq += (uint64_t)NAME_AGAIN;
    }
    if (is != 0)
        return 0;
    e->batch = e->seq;
    if (packing_event(p, &event, err) < 0 ||
        command_bring(p->deck, p->device, e, err) < 0)
        return -1;
    numbers_add(&p->brought, (int64_t)e->seq);
    numbers_add(&p->cards, past->card);
    return 1;
}

/* An answer of the card within a second, logged under another device: what
 * went out from here and comes home. */
static int has_answer(struct package *p, const struct past *past, int64_t ms,
                      struct err *err)
{
    enum { NEAR_MS = 1000 };
    struct stmt *q = db_query(
        p->deck->db, "SELECT 1 FROM event WHERE subject = ?1"
                     " AND ms BETWEEN ?2 AND ?3 AND undone = 0"
                     " AND device <> ?4"
                     " AND kind IN ('review', 'drill', 'cram') LIMIT 1");
    int rc;

    bind_uid(q, 1, past->uid);
    bind_int(q, 2, ms - NEAR_MS);
    bind_int(q, 3, ms + NEAR_MS);
    bind_int(q, 4, p->device);
    rc = stmt_next(q, err);
    stmt_end(q);
    return rc;
}

static int bring_answers(struct package *p, struct past *past,
                         const struct package_card *card, size_t *joined,
                         struct err *err)
{
    int last_day = -1;

    if (card->nanswers > 0 && find_device(p, err) < 0)
        return -1;
    for (size_t i = 0; i < card->nanswers; i++) {
        const struct package_answer *a = &card->answers[i];
        int day = day_of(a->ms, clock_offset_at(a->ms), DAY_ROLLOVER_HOURS);
        struct event e =
            event_of(day == last_day ? EVENT_DRILL : EVENT_REVIEW, past->uid);
        int rc = has_answer(p, past, a->ms, err);

        last_day = day;
        e.ms = a->ms;
        e.seq = (uint64_t)a->ms;
        e.grade = a->grade;
        e.took_ms = a->took_ms;
        if (rc == 0)
            rc = bring(p, past, &e, err);
        else if (rc == 1)
            rc = 0;
        if (rc < 0)
            return -1;
        *joined += (size_t)rc;
    }
    return 0;
}

/* As SM-2 has it: where it is in the run only tells whether 1, 6 or the
 * easiness makes the next interval. */
static struct sm2 state_of(const struct package_state *state)
{
    struct sm2 s = sm2_new();

    s.interval = state->interval > 0 ? state->interval : 1;
    s.n = state->learning || s.interval < 2 ? 1 : s.interval <= 6 ? 2 : 3;
    s.ease = state->ease > 0 ? state->ease : SM2_EASE_START;
    s.due = state->due_day;
    if (state->due_ms != 0)
        s.due = day_of(state->due_ms, clock_offset_at(state->due_ms),
                       DAY_ROLLOVER_HOURS);
    s.last = s.due > s.interval ? s.due - s.interval : 0;
    s.seen = s.last;
    s.lapses = state->lapses;
    s.reps = state->reps;
    return sm2_clamp(s);
}

static int bring_state(struct package *p, struct past *past,
                       const struct package_card *card, struct err *err)
{
    struct event e = event_of(EVENT_SET, past->uid);
    struct sm2 s = state_of(&card->state);
    struct str value = STR_EMPTY;
    int rc;

    e.ms = card->nanswers > 0 ? card->answers[card->nanswers - 1].ms
                              : card->state_ms;
    e.seq = (uint64_t)(NAME_STATE + (card->nanswers > 0 ? e.ms : card->id));
    str_printf(&value, "%d %d %d %d %d %d %d", s.n, s.ease, s.interval, s.due,
               s.last, s.lapses, s.reps);
    e.value = str_slice(&value);
    rc = bring(p, past, &e, err);
    str_release(&value);
    return rc < 0 ? -1 : 0;
}

int package_card(struct package *p, const struct package_card *card,
                 size_t *joined, struct err *err)
{
    struct past past;
    size_t n = 0;
    int rc = p->note != 0 ? find_card(p, card->ord, &past, err) : 0;

    if (rc != 1)
        return rc;
    if (bring_answers(p, &past, card, &n, err) < 0 ||
        (card->has_state && bring_state(p, &past, card, err) < 0) ||
        packing_flag(p, past.card, past.uid, EVENT_SUSPEND, SLICE(""),
                     card->suspended, err) < 0)
        return -1;
    if (joined != NULL)
        *joined += n;
    return 1;
}

/* --- for an undo -------------------------------------------------------- */

/* Was there an event of that device between the two before? */
static int between(struct package *p, int64_t from, int64_t to,
                   struct err *err)
{
    struct stmt *q =
        db_query(p->deck->db, "SELECT 1 FROM event WHERE device = ?1"
                              " AND seq > ?2 AND seq < ?3 AND id <= ?4"
                              " LIMIT 1");
    int rc;

    bind_int(q, 1, p->device);
    bind_int(q, 2, from);
    bind_int(q, 3, to);
    bind_int(q, 4, p->last_event);
    rc = stmt_next(q, err);
    stmt_end(q);
    return rc;
}

int packing_ranges(struct package *p, struct str *out, struct err *err)
{
    int64_t first;

    numbers_sort(&p->brought);
    first = p->brought.at[0];
    for (size_t i = 0; i < p->brought.n; i++) {
        int64_t last = p->brought.at[i];
        int rc = 1;

        if (i + 1 < p->brought.n)
            rc = between(p, last, p->brought.at[i + 1], err);
        if (rc < 0)
            return -1;
        if (rc == 0)
            continue;
        str_printf(out, "%s%016llx %lld %lld", out->len > 0 ? "\n" : "",
                   (unsigned long long)p->options.device, (long long)first,
                   (long long)last);
        if (i + 1 < p->brought.n)
            first = p->brought.at[i + 1];
    }
    return 0;
}
