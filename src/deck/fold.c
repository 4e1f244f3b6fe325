#include "deck/fold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sched/skill.h"

struct fold fold_new(void)
{
    return (struct fold){.sched = sm2_new(), .first = -1, .buried_day = -1};
}

static bool says_yes(const struct event *event)
{
    return slice_is(event->value, "1");
}

/* A review of a problem names its instance. */
static bool is_of_skill(const struct event *event)
{
    return event->name.len > 0;
}

static void schedule(struct fold *fold, const struct event *event,
                     const struct sm2_profile *profile)
{
    struct replay_event r = event_replay(event);
    struct sm2_profile skills;

    if (is_of_skill(event)) {
        skills = skill_profile(profile);
        profile = &skills;
    }
    fold->sched = replay_apply(fold->sched, &r, profile, NULL);
    if (!sm2_seen(fold->sched))
        fold->first = -1;
    else if (fold->first < 0)
        fold->first =
            event->kind == EVENT_SET ? fold->sched.last : event->day;
    if (event->ms > fold->moved_ms)
        fold->moved_ms = event->ms;
}

void fold_step(struct fold *fold, const struct event *event,
               const struct sm2_profile *profile)
{
    switch (event->kind) {
    case EVENT_REVIEW:
    case EVENT_DRILL:
    case EVENT_CRAM:
    case EVENT_SET:
    case EVENT_RESET:
        schedule(fold, event, profile);
        break;
    case EVENT_SUSPEND:
        fold->suspended = says_yes(event);
        break;
    case EVENT_MARK:
        fold->marked = says_yes(event);
        break;
    case EVENT_BURY:
        fold->buried_day = says_yes(event) ? event->day : -1;
        break;
    default:
        break;
    }
}

/* --- tags --------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct fold_tag *x = a, *y = b;

    return slice_compare(x->name, y->name);
}

static void step_tag(struct fold_tag *tags, size_t *n,
                     const struct event *event)
{
    size_t i = 0;

    while (i < *n && !slice_eq(tags[i].name, event->name))
        i++;
    tags[i] = (struct fold_tag){event->name, says_yes(event)};
    *n += i == *n;
}

struct fold fold_events(const struct event *events, size_t n,
                        const struct sm2_profile *profile,
                        struct fold_tag *tags, size_t *ntags)
{
    struct fold fold = fold_new();

    *ntags = 0;
    for (size_t i = 0; i < n; i++) {
        if (events[i].undone)
            continue;
        fold_step(&fold, &events[i], profile);
        if (events[i].kind == EVENT_TAG)
            step_tag(tags, ntags, &events[i]);
    }
    if (*ntags > 1)
        qsort(tags, *ntags, sizeof *tags, by_name);
    return fold;
}

int fold_card(struct deck *deck, int64_t card, uint64_t uid,
              const struct sm2_profile *profile, struct fold *out,
              struct fold_tag **tags, size_t *ntags, struct arena *arena,
              struct err *err)
{
    struct event *events;
    struct fold_tag *found;
    size_t n, nfound;

    if (event_list(deck, card, uid, &events, &n, arena, err) < 0)
        return -1;
    found = arena_new_array(arena, n, sizeof *found);
    *out = fold_events(events, n, profile, found, &nfound);
    if (tags != NULL) {
        *tags = found;
        *ntags = nfound;
    }
    return 0;
}

/* --- rows --------------------------------------------------------------- */

struct fold fold_row(struct stmt *q, int at)
{
    enum { COUNT_MAX = 100000000 };

    return (struct fold){
        .sched =
            {
                .n = (int)row_between(q, at, 0, COUNT_MAX),
                .ease = (int)row_between(q, at + 1, SM2_EASE_MIN, COUNT_MAX),
                .interval = (int)row_between(q, at + 2, 0, SM2_INTERVAL_MAX),
                .due = row_day(q, at + 3),
                .last = row_day(q, at + 4),
                .seen = row_day(q, at + 5),
                .failed = row_day(q, at + 6),
                .lapses = (int)row_between(q, at + 7, 0, COUNT_MAX),
                .reps = (int)row_between(q, at + 8, 0, COUNT_MAX),
                .drill = row_bool(q, at + 9),
            },
        .first = row_null(q, at + 10) ? -1 : row_day(q, at + 10),
        .suspended = row_bool(q, at + 11),
        .marked = row_bool(q, at + 12),
        .buried_day = row_day(q, at + 13),
        .moved_ms = row_between(q, at + 14, 0, MS_LAST),
    };
}

static bool sm2_eq(const struct sm2 *a, const struct sm2 *b)
{
    return a->n == b->n && a->ease == b->ease && a->interval == b->interval &&
           a->due == b->due && a->last == b->last && a->seen == b->seen &&
           a->failed == b->failed && a->lapses == b->lapses &&
           a->reps == b->reps && a->drill == b->drill;
}

bool fold_eq(const struct fold *a, const struct fold *b)
{
    return sm2_eq(&a->sched, &b->sched) && a->first == b->first &&
           a->suspended == b->suspended && a->marked == b->marked &&
           a->buried_day == b->buried_day && a->moved_ms == b->moved_ms;
}

int fold_write(struct deck *deck, int64_t card, const struct fold *fold,
               struct err *err)
{
    struct stmt *q = db_query(
        deck->db,
        "UPDATE card SET n = ?2, ease = ?3, interval = ?4, due = ?5,"
        " last = ?6, seen = ?7, failed = ?8, lapses = ?9, reps = ?10,"
        " drill = ?11, first = ?12, suspended = ?13, marked = ?14,"
        " buried_day = ?15, moved_ms = ?16,"
        " pile = CASE WHEN gone OR ?13 THEN 2 ELSE ?17 END WHERE id = ?1");
    const struct sm2 *s = &fold->sched;

    bind_int(q, 1, card);
    bind_int(q, 2, s->n);
    bind_int(q, 3, s->ease);
    bind_int(q, 4, s->interval);
    bind_int(q, 5, s->due);
    bind_int(q, 6, s->last);
    bind_int(q, 7, s->seen);
    bind_int(q, 8, s->failed);
    bind_int(q, 9, s->lapses);
    bind_int(q, 10, s->reps);
    bind_int(q, 11, s->drill);
    if (fold->first >= 0)
        bind_int(q, 12, fold->first);
    bind_int(q, 13, fold->suspended);
    bind_int(q, 14, fold->marked);
    bind_int(q, 15, fold->buried_day);
    bind_int(q, 16, fold->moved_ms);
    bind_int(q, 17, sm2_seen(*s) ? PILE_SEEN : PILE_FRESH);
    return stmt_run(q, err);
}

int fold_write_tags(struct deck *deck, int64_t card,
                    const struct fold_tag *tags, size_t n, struct err *err)
{
    struct stmt *q = db_query(deck->db, "DELETE FROM tag WHERE card = ?1");

    bind_int(q, 1, card);
    if (stmt_run(q, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        q = db_query(deck->db, "INSERT INTO tag (card, name, has)"
                               " VALUES (?1, ?2, ?3)");
        bind_int(q, 1, card);
        bind_text(q, 2, tags[i].name);
        bind_int(q, 3, tags[i].has);
        if (stmt_run(q, err) < 0)
            return -1;
    }
    return 0;
}

int fold_uid(struct deck *deck, int64_t card, uint64_t *uid, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT uid FROM card WHERE id = ?1");
    int rc;

    bind_int(q, 1, card);
    rc = stmt_next(q, err);
    if (rc == 1)
        *uid = row_uid(q, 0);
    stmt_end(q);
    if (rc == 0)
        return err_set(err, ERR_NO_INPUT, "There is no such card.");
    return rc < 0 ? -1 : 0;
}

static int fold_one(struct deck *deck, int64_t card,
                    const struct sm2_profile *profile, struct err *err)
{
    struct arena arena = {0};
    struct fold_tag *tags;
    struct fold fold;
    uint64_t uid = 0;
    size_t n;
    int rc = -1;

    if (fold_uid(deck, card, &uid, err) < 0 ||
        fold_card(deck, card, uid, profile, &fold, &tags, &n, &arena, err) <
            0 ||
        fold_write(deck, card, &fold, err) < 0 ||
        fold_write_tags(deck, card, tags, n, err) < 0)
        goto done;
    rc = 0;
done:
    arena_release(&arena);
    return rc;
}

int fold_cards(struct deck *deck, const int64_t *cards, size_t n,
               struct err *err)
{
    enum { MANY = 1000, EVENTS_HELD = 100000 };
    struct deck_settings settings;

    if (deck_settings(deck, &settings, err) < 0)
        return -1;
    if (n >= MANY)
        return fold_many(deck, cards, n, settings.profile, EVENTS_HELD, err);
    for (size_t i = 0; i < n; i++)
        if (fold_one(deck, cards[i], settings.profile, err) < 0)
            return -1;
    return 0;
}

int fold_again(struct deck *deck, int64_t card, struct err *err)
{
    return fold_cards(deck, &card, 1, err);
}

int fold_all(struct deck *deck, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT id FROM card ORDER BY id");
    int64_t *cards = NULL;
    size_t n = 0, cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        cards = mem_grow(cards, n, &cap, sizeof *cards);
        cards[n++] = row_int(q, 0);
    }
    stmt_end(q);
    if (rc == 0)
        rc = fold_cards(deck, cards, n, err);
    free(cards);
    return rc;
}
