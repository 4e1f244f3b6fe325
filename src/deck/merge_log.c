#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "deck/device.h"
#include "deck/merging.h"
#include "deck/settings.h"
#include "deck/unimport.h"

/* More events than any device will log. */
#define SEQ_LAST (INT64_C(1) << 53)

/* --- devices ------------------------------------------------------------ */

/* What a deck has of one device. Two decks that agree in all of it have the
 * same events. */
struct logged {
    int64_t events, last, low, high; /* high and low half of hashes, summed */
};

static int look(struct deck *deck, int64_t device, struct logged *out,
                struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT count(*), coalesce(max(seq), 0),"
                           " coalesce(sum(hash & 4294967295), 0),"
                           " coalesce(sum(hash >> 32), 0)"
                           " FROM event WHERE device = ?1");
    int rc;

    bind_int(q, 1, device);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct logged){row_int(q, 0), row_int(q, 1), row_int(q, 2),
                               row_int(q, 3)};
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int find_device(struct deck *deck, uint64_t uid, int64_t *row,
                       struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT id FROM device WHERE uid = ?1");
    int rc;

    *row = 0;
    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *row = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int add_device(struct deck *deck, uint64_t uid, int64_t *row,
                      struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "INSERT INTO device (uid) VALUES (?1)");

    bind_uid(q, 1, uid);
    if (stmt_run(q, err) < 0)
        return -1;
    *row = db_last_row(deck->db);
    return 0;
}

/* --- events ------------------------------------------------------------- */

/* The events of one device on their way into ours. */
struct stream {
    int64_t device;    /* our row */
    struct logged had; /* what ours had before */
    int ahead_day;     /* the latest day of a standing one that came */
    int64_t ahead_ms;  /* likewise */
};

static void bind_given(struct stmt *q, int at, struct slice text)
{
    if (text.len > 0)
        bind_text(q, at, text);
    else
        bind_null(q, at);
}

/* Returns 1 when it is new. `kind` is its name, which this program may not
 * know. */
static int insert(struct merge *m, const struct event *e, struct slice kind,
                  int64_t device, struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db,
        "INSERT INTO event (device, seq, batch, ms, zone, day, kind, subject,"
        " grade, took_ms, name, value, fault, hash)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
        " ?14) ON CONFLICT (device, seq, hash) DO NOTHING");

    bind_int(q, 1, device);
    bind_uid(q, 2, e->seq);
    bind_uid(q, 3, e->batch);
    bind_int(q, 4, e->ms);
    bind_int(q, 5, e->zone);
    bind_int(q, 6, e->day);
    bind_text(q, 7, kind);
    if (e->has_subject)
        bind_uid(q, 8, e->subject);
    if (e->grade != GRADE_NONE) {
        bind_int(q, 9, e->grade);
        bind_int(q, 10, e->took_ms);
    }
    bind_given(q, 11, e->name);
    bind_given(q, 12, e->value);
    bind_given(q, 13, e->fault);
    bind_uid(q, 14, e->hash);
    if (stmt_run(q, err) < 0)
        return -1;
    return db_changes(m->ours->db) == 1;
}

static int check(const struct merge *m, const struct event *e,
                 struct err *err)
{
    bool can_be = e->seq >= 1 && e->seq <= (uint64_t)SEQ_LAST &&
                  e->batch >= 1 && e->batch <= e->seq;

    if (can_be && (e->kind == EVENT_KINDS || event_hash(e) == e->hash))
        return 0;
    return err_set(err, ERR_UNSAFE,
                   "%s is damaged: event %016llx-%lld was changed after it "
                   "was written. Nothing was merged.",
                   m->theirs->path, (unsigned long long)e->device,
                   (long long)e->seq);
}

static int count_clash(struct merge *m, const struct stream *s,
                       const struct event *e, struct err *err)
{
    struct stmt *q;
    int rc;

    if ((int64_t)e->seq > s->had.last)
        return 0;
    q = db_query(m->ours->db, "SELECT count(*) FROM event"
                              " WHERE device = ?1 AND seq = ?2");
    bind_int(q, 1, s->device);
    bind_uid(q, 2, e->seq);
    rc = stmt_next(q, err);
    if (rc == 1 && row_int(q, 0) > 1)
        m->report.clashes++;
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int take(struct merge *m, struct stream *s, const struct event *e,
                struct slice kind, struct err *err)
{
    int rc;

    if (check(m, e, err) < 0 ||
        (s->device == 0 &&
         add_device(m->ours, e->device, &s->device, err) < 0))
        return -1;
    rc = insert(m, e, kind, s->device, err);
    if (rc <= 0)
        return rc;
    m->report.events++;
    m->name_taken |= e->device == m->ours->device_uid;
    m->report.wrote = true;
    if (e->has_subject)
        numbers_add(&m->touched, uid_store(e->subject));
    if (!e->undone && e->kind != EVENT_UNDO) {
        s->ahead_day = e->day > s->ahead_day ? e->day : s->ahead_day;
        s->ahead_ms = e->ms > s->ahead_ms ? e->ms : s->ahead_ms;
    }
    return count_clash(m, s, e, err);
}

static int take_all(struct merge *m, struct stream *s, int64_t theirs,
                    struct err *err)
{
    struct stmt *q = db_query(
        m->theirs->db, "SELECT " EVENT_COLUMNS " FROM event e JOIN device d"
                       " ON d.id = e.device WHERE e.device = ?1"
                       " ORDER BY e.seq, e.hash");
    int rc;

    bind_int(q, 1, theirs);
    while ((rc = stmt_next(q, err)) == 1) {
        struct arena arena = {0};
        struct event e = event_row(q, &arena);

        rc = row_ok(q, err) < 0 ? -1 : take(m, s, &e, row_text(q, 0), err);
        arena_release(&arena);
        if (rc < 0)
            break;
    }
    stmt_end(q);
    return rc;
}

/* A day and more ahead is no difference of two clocks but a wrong one, and
 * the deck's own day would follow it for good. */
static int check_clock(const struct merge *m, const struct stream *s,
                       struct err *err)
{
    const int64_t day_ms = 86400000;

    if (m->options->force || (s->ahead_day <= m->ours->today + 1 &&
                              s->ahead_ms <= m->now.utc_ms + day_ms))
        return 0;
    return err_set(err, ERR_UNSAFE,
                   "%s was written by a clock that is more than a day ahead "
                   "of this machine's. Set the clocks right, and take back "
                   "what was logged ahead with pagein undo over there; or "
                   "merge all the same with --force. Nothing was merged.",
                   m->theirs->path);
}

static int take_device(struct merge *m, int64_t theirs, uint64_t uid,
                       struct err *err)
{
    struct stream s = {0};
    struct logged has;

    if (find_device(m->ours, uid, &s.device, err) < 0 ||
        look(m->theirs, theirs, &has, err) < 0 ||
        look(m->ours, s.device, &s.had, err) < 0)
        return -1;
    if (memcmp(&has, &s.had, sizeof has) == 0)
        return 0;
    return take_all(m, &s, theirs, err) < 0 ? -1 : check_clock(m, &s, err);
}

static int take_devices(struct merge *m, struct err *err)
{
    struct stmt *q =
        db_query(m->theirs->db, "SELECT id, uid FROM device ORDER BY id");
    int rc;

    while ((rc = stmt_next(q, err)) == 1)
        if (take_device(m, row_int(q, 0), row_uid(q, 1), err) < 0) {
            rc = -1;
            break;
        }
    stmt_end(q);
    return rc;
}

/* Somebody else has logged under our name, as after a machine was set back:
 * from here on this deck has another. */
static int leave_name(struct merge *m, struct err *err)
{
    struct deck *deck = m->ours;

    if (device_renew(deck->db, deck->path, err) < 0 ||
        device_load(deck, err) < 0)
        return -1;
    deck->command.seq = 0;
    deck->command.batch = 1;
    return 0;
}

/* --- what is undone ----------------------------------------------------- */

struct undo {
    uint64_t device;
    int64_t first, last;
};

static bool read_undo(struct slice value, struct undo *out)
{
    char text[80];
    unsigned long long device;
    long long first, last;

    snprintf(text, sizeof text, "%.*s", SLICE_FMT(slice_sub(value, 0, 79)));
    if (sscanf(text, "%16llx %19lld %19lld", &device, &first, &last) != 3)
        return false;
    *out = (struct undo){device, first, last};
    return true;
}

static int list_undos(struct merge *m, struct undo **out, size_t *n,
                      struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT value FROM event WHERE kind = 'undo'");
    struct undo *list = NULL;
    size_t count = 0, cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        list = mem_grow(list, count, &cap, sizeof *list);
        count += read_undo(row_text(q, 0), &list[count]);
    }
    stmt_end(q);
    *out = list;
    *n = count;
    return rc;
}

/* An import that ours had carried out is to be taken back as well. */
static int undo_one(struct merge *m, const struct undo *undo,
                    struct numbers *imports, struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "UPDATE event SET undone = 1 WHERE device ="
                              " (SELECT id FROM device WHERE uid = ?1)"
                              " AND seq BETWEEN ?2 AND ?3 AND undone = 0"
                              " RETURNING id, kind, subject");
    int rc;

    bind_uid(q, 1, undo->device);
    bind_int(q, 2, undo->first);
    bind_int(q, 3, undo->last);
    while ((rc = stmt_next(q, err)) == 1) {
        if (!row_null(q, 2))
            numbers_add(&m->touched, row_int(q, 2));
        if (slice_is(row_text(q, 1), "import") &&
            row_int(q, 0) <= m->last_event)
            numbers_add(imports, row_int(q, 0));
    }
    stmt_end(q);
    return rc;
}

static int apply_undos(struct merge *m, struct err *err)
{
    struct numbers imports = {0};
    struct undo *undos = NULL;
    size_t n = 0;
    int rc = list_undos(m, &undos, &n, err);

    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = undo_one(m, &undos[i], &imports, err);
    numbers_sort(&imports);
    for (size_t i = imports.n; rc == 0 && i > 0; i--)
        rc = unimport(m->ours, imports.at[i - 1], err);
    free(undos);
    free(imports.at);
    return rc;
}

/* --- imports ------------------------------------------------------------ */

static int load_keys(struct merge *m, struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db, "SELECT e.id, e.undone, e.ms, d.uid, e.seq, e.hash"
                     " FROM event e JOIN device d ON d.id = e.device"
                     " WHERE e.kind = 'import' ORDER BY e.id");
    size_t cap = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        m->keys = mem_grow(m->keys, m->nkeys, &cap, sizeof *m->keys);
        m->keys[m->nkeys++] = (struct version_key){
            .row = row_int(q, 0),
            .stands = row_int(q, 1) == 0,
            .ms = row_int(q, 2),
            .device = row_uid(q, 3),
            .seq = row_uid(q, 4),
            .hash = row_uid(q, 5),
        };
    }
    stmt_end(q);
    return rc;
}

static int find_event(struct merge *m, uint64_t device, int64_t seq,
                      uint64_t hash, int64_t *row, struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT id FROM event WHERE device ="
                              " (SELECT id FROM device WHERE uid = ?1)"
                              " AND seq = ?2 AND hash = ?3");
    int rc;

    bind_uid(q, 1, device);
    bind_int(q, 2, seq);
    bind_uid(q, 3, hash);
    rc = stmt_next(q, err);
    if (rc == 1)
        *row = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int map_imports(struct merge *m, struct err *err)
{
    struct stmt *q = db_query(m->theirs->db,
                              "SELECT e.id, d.uid, e.seq, e.hash FROM event e"
                              " JOIN device d ON d.id = e.device"
                              " WHERE e.kind = 'import' ORDER BY e.id");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        int64_t row = 0;

        if (find_event(m, row_uid(q, 1), row_int(q, 2), row_uid(q, 3), &row,
                       err) < 0) {
            rc = -1;
            break;
        }
        row_map_add(&m->imports, row_int(q, 0), row);
        numbers_add(&m->their_imports, row);
    }
    stmt_end(q);
    numbers_sort(&m->their_imports);
    return rc;
}

int merge_log(struct merge *m, struct err *err)
{
    struct deck_settings before, after;

    if (deck_settings(m->ours, &before, err) < 0 ||
        db_int(m->ours->db, "SELECT coalesce(max(id), 0) FROM event",
               &m->last_event, err) < 0 ||
        take_devices(m, err) < 0)
        return -1;
    if (m->report.events > 0 && apply_undos(m, err) < 0)
        return -1;
    if (m->name_taken && leave_name(m, err) < 0)
        return -1;
    if (deck_settings(m->ours, &after, err) < 0 || load_keys(m, err) < 0 ||
        map_imports(m, err) < 0)
        return -1;
    m->new_profile = before.profile != after.profile;
    return 0;
}
