#include "deck/pick.h"

#include <stdlib.h>

#include "base/mem.h"

void picked_release(struct picked *p)
{
    free(p->at);
    *p = (struct picked){0};
}

/* Every statement in two forms, of which the one for the whole deck needs
 * nothing but an index. ?1 is today, ?2 the limit, ?3 the sweep's day. */
struct query {
    const char *all, *selected;
};

static struct stmt *ask(struct deck *deck, const struct query *query,
                        const struct select *select)
{
    bool all = selection_is_all(select->selection);
    struct stmt *q = db_query(deck->db, all ? query->all : query->selected);

    if (!all)
        select_bind(q, select);
    return q;
}

/* --- counting ----------------------------------------------------------- */

/* Counted here, row by row: that takes half the time of asking for the count
 * of a part that ends somewhere. */
#define COUNT_BOTH(from)                                   \
    {                                                      \
        "SELECT 1 " from " LIMIT ?2",                      \
            "SELECT 1 " from AND_CARD_SELECTED " LIMIT ?2" \
    }

#define FRESH "FROM card c WHERE c.pile = 0 AND c.buried_day < ?1"
#define DUE \
    "FROM card c WHERE c.pile = 1 AND c.due <= ?1 AND c.buried_day < ?1"
#define DRILL                                                      \
    "FROM card c WHERE c.drill = 1 AND c.last = ?1 AND c.pile = 1" \
    " AND c.buried_day < ?1"
#define UNSWEPT                                    \
    "FROM card c WHERE c.pile = 1 AND c.seen < ?3" \
    " AND c.buried_day < ?1"
#define SWEPT                                       \
    "FROM card c WHERE c.pile = 1 AND c.seen >= ?3" \
    " AND c.buried_day < ?1"
#define AHEAD                                                     \
    "FROM card c WHERE c.pile = 1 AND c.due > ?1 AND c.last < ?1" \
    " AND c.buried_day < ?1"

/* What all counts of a day have in common. */
struct counting {
    const struct select *select;
    int today, sweep_day, most;
};

static int count(struct deck *deck, const struct query *query,
                 const struct counting *c, int64_t *out, struct err *err)
{
    struct stmt *q = ask(deck, query, c->select);
    int rc;

    bind_int(q, 1, c->today);
    bind_int(q, 2, c->most);
    if (c->sweep_day > 0)
        bind_int(q, 3, c->sweep_day);
    *out = 0;
    while ((rc = stmt_next(q, err)) == 1)
        *out += 1;
    stmt_end(q);
    return rc;
}

/* How many first and other repetitions today has seen, in the whole deck: the
 * limits are the day's, not the selection's. */
static int count_today(struct deck *deck, int today, struct plan_counts *out,
                       struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT (SELECT count(*) FROM card WHERE first = ?1"
                  "   AND note IS NOT NULL),"
                  " (SELECT count(*) FROM event WHERE undone = 0"
                  "   AND day = ?1 AND kind = 'review')");
    int rc;

    bind_int(q, 1, today);
    rc = stmt_next(q, err);
    if (rc == 1) {
        int reviews = (int)row_between(q, 1, 0, INT32_MAX);

        out->new_today = (int)row_between(q, 0, 0, INT32_MAX);
        out->reviews_today = reviews - out->new_today;
        if (out->reviews_today < 0)
            out->reviews_today = 0;
    }
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

int pick_counts(struct deck *deck, const struct select *select, int today,
                int sweep_day, const struct pick_most *most,
                struct plan_counts *out, struct err *err)
{
    static const struct query fresh = COUNT_BOTH(FRESH);
    static const struct query due = COUNT_BOTH(DUE);
    static const struct query drill = COUNT_BOTH(DRILL);
    static const struct query unswept = COUNT_BOTH(UNSWEPT);
    static const struct query swept = COUNT_BOTH(SWEPT);
    static const struct query due_swept = COUNT_BOTH(DUE " AND c.seen >= ?3");
    const struct counting unseen = {select, today, 0, most->unseen};
    const struct counting plain = {select, today, 0, most->due};
    const struct counting sweep = {select, today, sweep_day, most->due};
    struct plan_counts c = {0};

    if (count(deck, &fresh, &unseen, &c.unseen, err) < 0 ||
        count(deck, &due, &plain, &c.due, err) < 0 ||
        count(deck, &drill, &plain, &c.drill, err) < 0 ||
        count_today(deck, today, &c, err) < 0)
        return -1;
    if (sweep_day > 0 &&
        (count(deck, &unswept, &sweep, &c.unswept, err) < 0 ||
         count(deck, &swept, &sweep, &c.swept, err) < 0 ||
         count(deck, &due_swept, &sweep, &c.due_swept, err) < 0))
        return -1;
    *out = c;
    return 0;
}

int pick_coming(struct deck *deck, int today, int64_t *counts, int n,
                struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT due FROM card WHERE pile = 1"
                                        " AND due BETWEEN ?1 AND ?2"
                                        " ORDER BY due LIMIT ?3");
    int64_t sum = 0;
    int rc, day = 0;

    bind_int(q, 1, today + 1);
    bind_int(q, 2, today + n);
    bind_int(q, 3, PICK_COUNT_MAX);
    while ((rc = stmt_next(q, err)) == 1) {
        day = (int)row_between(q, 0, today + 1, today + n) - today;
        counts[day - 1]++;
        sum++;
    }
    stmt_end(q);
    /* where counting ended, the days behind are taken to be like those
     * before */
    for (int i = day; sum >= PICK_COUNT_MAX && i < n; i++)
        counts[i] = sum / day;
    return rc;
}

/* --- the pace ----------------------------------------------------------- */

static void add_to_log(struct plan_log *log, int grade, int64_t ms,
                       bool review, bool first)
{
    if (review && first) {
        log->firsts++;
        log->first_ms += ms;
        return;
    }
    log->again_ms += ms;
    log->drills += !review;
    log->reviews += review;
    log->passed += review && grade >= SM2_PASS;
}

int pick_log(struct deck *deck, struct plan_log *out, struct err *err)
{
    enum { MS_MAX = 60000 }; /* a longer one was a coffee */
    struct stmt *q = db_query(
        deck->db,
        "SELECT e.grade, e.took_ms, e.kind = 'review', c.first = e.day"
        " FROM (SELECT day, kind, subject, grade, took_ms FROM event"
        "   WHERE undone = 0 AND grade IS NOT NULL ORDER BY day DESC"
        "   LIMIT 200) e"
        " JOIN card c ON c.uid = e.subject WHERE e.kind <> 'cram'");
    struct plan_log log = {0};
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        int64_t ms = row_between(q, 1, 0, MS_LAST);

        add_to_log(&log, (int)row_between(q, 0, 0, 5),
                   ms < MS_MAX ? ms : MS_MAX, row_bool(q, 2), row_bool(q, 3));
    }
    stmt_end(q);
    if (rc == 0)
        *out = log;
    return rc;
}

/* --- candidates --------------------------------------------------------- */

/* A card that was never seen has neither a day nor an interval, and its index
 * doesn't hold them. */
#define SEEN "SELECT c.id, c.note, c.due, c.interval "
#define UNSEEN "SELECT c.id, c.note, 0, 0 "

#define PICK_BOTH(columns, from, order)                      \
    {                                                        \
        columns from order " LIMIT ?2",                      \
            columns from AND_CARD_SELECTED order " LIMIT ?2" \
    }

#define BY_DUE " ORDER BY c.due"
#define SWEEP UNSWEPT " AND c.due > ?1"

static const struct query picks[] = {
    [CANDIDATE_DRILL] = PICK_BOTH(SEEN, DRILL, ""),
    [CANDIDATE_DUE] = PICK_BOTH(SEEN, DUE, BY_DUE),
    [CANDIDATE_SWEEP] = PICK_BOTH(SEEN, SWEEP, BY_DUE),
    [CANDIDATE_NEW] =
        PICK_BOTH(UNSEEN, FRESH, " ORDER BY c.due, c.interval, c.note"),
    [CANDIDATE_AHEAD] = PICK_BOTH(SEEN, AHEAD, BY_DUE),
};

static int add_rows(struct stmt *q, enum candidate_kind kind,
                    struct picked *out, struct err *err)
{
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        out->at = mem_grow(out->at, out->n, &out->cap, sizeof *out->at);
        out->at[out->n++] = (struct candidate){
            .card = row_int(q, 0),
            .note = row_null(q, 1) ? -row_int(q, 0) : row_int(q, 1),
            .kind = kind,
            .due_day = row_day(q, 2),
            .interval_days = (int)row_between(q, 3, 0, SM2_INTERVAL_MAX),
        };
    }
    stmt_end(q);
    return rc;
}

int pick_add(struct deck *deck, const struct select *select,
             enum candidate_kind kind, int today, int sweep_day, int max,
             struct picked *out, struct err *err)
{
    struct stmt *q = ask(deck, &picks[kind], select);

    bind_int(q, 1, today);
    bind_int(q, 2, max);
    if (kind == CANDIDATE_SWEEP)
        bind_int(q, 3, sweep_day);
    return add_rows(q, kind, out, err);
}

int pick_all(struct deck *deck, const struct select *select, int today,
             struct picked *out, struct err *err)
{
    static const struct query queries[] = {
        PICK_BOTH(SEEN, "FROM card c WHERE c.pile = 1 ", ""),
        PICK_BOTH(UNSEEN, "FROM card c WHERE c.pile = 0", ""),
    };
    size_t from = out->n;

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct stmt *q = ask(deck, &queries[i], select);

        bind_int(q, 2, PICK_CRAM_MAX);
        if (add_rows(q, CANDIDATE_DUE, out, err) < 0)
            return -1;
    }
    for (size_t i = from; i < out->n; i++) {
        out->at[i].due_day = today;
        out->at[i].interval_days = 1;
    }
    return 0;
}

/* --- siblings ----------------------------------------------------------- */

static int by_note(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    return (x->note > y->note) - (x->note < y->note);
}

/* The first entry of `note` among the sorted `seen`, or n. */
static size_t find_note(const struct picked *seen, int64_t note)
{
    size_t lo = 0, hi = seen->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (seen->at[mid].note < note)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool sibling_seen(const struct picked *seen, const struct candidate *c)
{
    for (size_t i = find_note(seen, c->note);
         i < seen->n && seen->at[i].note == c->note; i++)
        if (seen->at[i].card != c->card)
            return true;
    return false;
}

int pick_siblings(struct deck *deck, int today, struct picked *p,
                  struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT c.id, c.note, c.due, c.interval"
                           " FROM event e JOIN card c ON c.uid = e.subject"
                           " WHERE e.undone = 0 AND e.day = ?1"
                           " AND e.kind IN ('review', 'drill')");
    struct picked seen = {0};
    int rc;

    bind_int(q, 1, today);
    rc = add_rows(q, CANDIDATE_DUE, &seen, err);
    if (rc == 0 && seen.n > 1)
        qsort(seen.at, seen.n, sizeof *seen.at, by_note);
    for (size_t i = 0; rc == 0 && i < p->n; i++)
        p->at[i].sibling_seen = sibling_seen(&seen, &p->at[i]);
    picked_release(&seen);
    return rc;
}
