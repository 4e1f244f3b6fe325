#include "deck/event.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "sys/hash.h"

static const struct {
    const char *name;
    enum replay_kind replay;
} kinds[EVENT_KINDS] = {
    [EVENT_REVIEW] = {"review", REPLAY_REVIEW},
    [EVENT_DRILL] = {"drill", REPLAY_DRILL},
    [EVENT_CRAM] = {"cram", REPLAY_CRAM},
    [EVENT_UNDO] = {"undo", REPLAY_OTHER},
    [EVENT_SET] = {"set", REPLAY_SET},
    [EVENT_ALIAS] = {"alias", REPLAY_OTHER},
    [EVENT_SUSPEND] = {"suspend", REPLAY_OTHER},
    [EVENT_BURY] = {"bury", REPLAY_OTHER},
    [EVENT_MARK] = {"mark", REPLAY_OTHER},
    [EVENT_TAG] = {"tag", REPLAY_OTHER},
    [EVENT_RESET] = {"reset", REPLAY_RESET},
    [EVENT_CONFIG] = {"config", REPLAY_OTHER},
    [EVENT_IMPORT] = {"import", REPLAY_OTHER},
};

const char *event_kind_name(enum event_kind kind)
{
    return kinds[kind].name;
}

enum event_kind event_kind_find(struct slice name)
{
    for (int i = 0; i < EVENT_KINDS; i++)
        if (slice_is(name, kinds[i].name))
            return (enum event_kind)i;
    return EVENT_KINDS;
}

struct event event_of(enum event_kind kind, uint64_t subject)
{
    return (struct event){
        .kind = kind,
        .has_subject = true,
        .subject = subject,
        .grade = GRADE_NONE,
    };
}

struct event event_of_deck(enum event_kind kind)
{
    return (struct event){.kind = kind, .grade = GRADE_NONE};
}

uint64_t event_hash(const struct event *e)
{
    char numbers[256];
    struct slice parts[5];
    struct hash h;
    int len =
        snprintf(numbers, sizeof numbers,
                 "%016llx %llu %llu %lld %d %d %d %016llx %d %lld",
                 (unsigned long long)e->device, (unsigned long long)e->seq,
                 (unsigned long long)e->batch, (long long)e->ms, e->zone,
                 e->day, e->has_subject, (unsigned long long)e->subject,
                 e->grade, (long long)e->took_ms);

    parts[0] = (struct slice){numbers, (size_t)len};
    parts[1] =
        e->kind < EVENT_KINDS ? slice_from(kinds[e->kind].name) : SLICE("");
    parts[2] = e->name;
    parts[3] = e->value;
    parts[4] = e->fault;
    h = hash_of_parts(parts, 5);
    return hash_u64(&h);
}

/* --- reading ------------------------------------------------------------ */

struct event event_row(struct stmt *q, struct arena *arena)
{
    return (struct event){
        .kind = event_kind_find(row_text(q, 0)),
        .has_subject = !row_null(q, 1),
        .subject = row_uid(q, 1),
        .grade = row_null(q, 2) ? GRADE_NONE : (int)row_between(q, 2, 0, 5),
        .took_ms = row_between(q, 3, 0, MS_LAST),
        .name = arena_copy(arena, row_text(q, 4)),
        .value = arena_copy(arena, row_text(q, 5)),
        .fault = arena_copy(arena, row_text(q, 6)),
        .id = row_int(q, 7),
        .device = row_uid(q, 8),
        .seq = row_uid(q, 9),
        .batch = row_uid(q, 10),
        .hash = row_uid(q, 11),
        .ms = row_between(q, 12, 0, MS_LAST),
        .zone = (int)row_between(q, 13, -1440, 1440),
        .day = row_day(q, 14),
        .undone = row_bool(q, 15),
    };
}

/* "n ease interval due last lapses reps"; nothing of it can hurt: replay
 * clamps what it is given. */
static struct sm2 read_set(struct slice value)
{
    struct sm2 s = sm2_new();
    char text[160];
    int n[7];

    snprintf(text, sizeof text, "%.*s", SLICE_FMT(slice_sub(value, 0, 150)));
    if (sscanf(text, "%9d %9d %9d %9d %9d %9d %9d", &n[0], &n[1], &n[2],
               &n[3], &n[4], &n[5], &n[6]) != 7)
        return s;
    s.n = n[0];
    s.ease = n[1];
    s.interval = n[2];
    s.due = n[3];
    s.last = n[4];
    s.lapses = n[5];
    s.reps = n[6];
    return sm2_clamp(s);
}

struct replay_event event_replay(const struct event *e)
{
    struct replay_event r = {
        .utc_ms = e->ms,
        .device = e->device,
        .seq = e->seq,
        .content = e->hash,
        .kind = e->kind < EVENT_KINDS ? kinds[e->kind].replay : REPLAY_OTHER,
        .day = e->day,
        .grade = e->grade,
    };

    if (e->kind == EVENT_SET)
        r.set = read_set(e->value);
    return r;
}

int event_compare(const struct event *a, const struct event *b)
{
    struct replay_event x = event_replay(a), y = event_replay(b);

    return replay_compare(&x, &y);
}

static int by_log_order(const void *a, const void *b)
{
    return event_compare(a, b);
}

/* A growable list of events. */
struct events {
    struct event *at;
    size_t n, cap;
    struct arena *arena; /* of their texts */
};

static int list_of_uid(struct deck *deck, int64_t uid, struct events *list,
                       struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT " EVENT_COLUMNS
                           " FROM event e JOIN device d ON d.id = e.device"
                           " WHERE e.subject = ?1");
    int rc;

    bind_int(q, 1, uid);
    while ((rc = stmt_next(q, err)) == 1) {
        list->at = mem_grow(list->at, list->n, &list->cap, sizeof *list->at);
        list->at[list->n++] = event_row(q, list->arena);
    }
    stmt_end(q);
    return rc;
}

static int list_of_aliases(struct deck *deck, int64_t card, uint64_t uid,
                           struct events *list, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT uid FROM alias WHERE card = ?1 AND uid <> ?2");
    int rc;

    bind_int(q, 1, card);
    bind_uid(q, 2, uid);
    while ((rc = stmt_next(q, err)) == 1)
        if (list_of_uid(deck, row_int(q, 0), list, err) < 0) {
            rc = -1;
            break;
        }
    stmt_end(q);
    return rc;
}

int event_list(struct deck *deck, int64_t card, uint64_t uid,
               struct event **out, size_t *n, struct arena *arena,
               struct err *err)
{
    struct events list = {.arena = arena};
    int rc = list_of_uid(deck, uid_store(uid), &list, err);

    if (rc == 0)
        rc = list_of_aliases(deck, card, uid, &list, err);
    if (rc == 0) {
        if (list.n > 1)
            qsort(list.at, list.n, sizeof *list.at, by_log_order);
        *out = arena_new_array(arena, list.n, sizeof *list.at);
        if (list.n > 0)
            memcpy(*out, list.at, list.n * sizeof *list.at);
        *n = list.n;
    }
    free(list.at);
    return rc;
}
