#include "deck/event.h"

#include "deck/device.h"
#include "sched/day.h"

/* The first column of the only row for this device, or `none`. */
static int ask(struct deck *deck, const char *sql, int64_t none, int64_t most,
               int64_t *out, struct err *err)
{
    struct stmt *q = db_query(deck->db, sql);
    int rc;

    *out = none;
    bind_int(q, 1, deck->device);
    rc = stmt_next(q, err);
    if (rc == 1) {
        *out = row_between(q, 0, 0, most);
        rc = row_ok(q, err);
    }
    stmt_end(q);
    return rc;
}

/* The clock of the log never runs backwards on one device, or an answer would
 * be sorted before the one it followed; and the deck's study day never falls
 * behind what it has seen, or cards would become due in the past. What was
 * undone doesn't count: that is how a wrong clock is mended. */
static int settle_clock(struct deck *deck, struct moment now, struct err *err)
{
    struct command *c = &deck->command;
    int64_t last_ms;

    *c = (struct command){.moment = now};
    if (ask(deck,
            "SELECT seq FROM event WHERE device = ?1"
            " ORDER BY seq DESC LIMIT 1",
            0, INT64_MAX - 1, &c->seq, err) < 0 ||
        ask(deck,
            "SELECT ms FROM event WHERE device = ?1 AND undone = 0"
            " AND kind <> 'undo' ORDER BY seq DESC LIMIT 1",
            0, MS_LAST, &last_ms, err) < 0)
        return -1;
    if (c->moment.utc_ms < last_ms)
        c->moment.utc_ms = last_ms;
    c->batch = c->seq + 1;
    c->day = deck_today(deck, now);
    return 0;
}

int command_begin(struct deck *deck, struct moment now, struct err *err)
{
    if (!deck->writable)
        return err_set(err, ERR_IO,
                       "The deck %s was opened for reading only.",
                       deck->path);
    if (db_begin(deck->db, err) < 0)
        return -1;
    if (device_settle(deck, err) < 0 || settle_clock(deck, now, err) < 0) {
        command_abort(deck);
        return -1;
    }
    deck->command.open = true;
    return 0;
}

static void bind_slice(struct stmt *q, int at, struct slice text)
{
    if (text.len > 0)
        bind_text(q, at, text);
    else
        bind_null(q, at);
}

static struct stmt *insert_query(struct deck *deck)
{
    return db_query(
        deck->db,
        "INSERT INTO event (device, seq, batch, ms, zone, day, kind, subject,"
        " grade, took_ms, name, value, fault, hash)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
        " ?14)");
}

/* All columns but the device's. */
static int insert(struct deck *deck, int64_t device, const struct event *e,
                  struct err *err)
{
    struct stmt *q = insert_query(deck);

    bind_int(q, 1, device);
    bind_uid(q, 2, e->seq);
    bind_uid(q, 3, e->batch);
    bind_int(q, 4, e->ms);
    bind_int(q, 5, e->zone);
    bind_int(q, 6, e->day);
    bind_text(q, 7, slice_from(event_kind_name(e->kind)));
    if (e->has_subject)
        bind_uid(q, 8, e->subject);
    if (e->grade != GRADE_NONE) {
        bind_int(q, 9, e->grade);
        bind_int(q, 10, e->took_ms);
    }
    bind_slice(q, 11, e->name);
    bind_slice(q, 12, e->value);
    bind_slice(q, 13, e->fault);
    bind_uid(q, 14, event_hash(e));
    return stmt_run(q, err);
}

int command_log(struct deck *deck, const struct event *event, int64_t *row,
                struct err *err)
{
    struct command *c = &deck->command;
    struct event e = *event;

    e.device = deck->device_uid;
    e.seq = (uint64_t)c->seq + 1;
    e.batch = (uint64_t)c->batch;
    e.ms = c->moment.utc_ms;
    e.zone = c->moment.offset_minutes;
    e.day = c->day;
    if (insert(deck, deck->device, &e, err) < 0)
        return -1;
    c->seq++;
    if (row != NULL)
        *row = db_last_row(deck->db);
    return 0;
}

int command_bring(struct deck *deck, int64_t device,
                  const struct event *event, struct err *err)
{
    return insert(deck, device, event, err);
}

int command_amend(struct deck *deck, int64_t row, struct slice value,
                  struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT " EVENT_COLUMNS
                  " FROM event e JOIN device d ON d.id = e.device"
                  " WHERE e.id = ?1");
    struct arena arena = {0};
    struct event e;
    int rc;

    bind_int(q, 1, row);
    rc = stmt_next(q, err);
    if (rc == 1)
        e = event_row(q, &arena);
    stmt_end(q);
    if (rc == 1) {
        e.value = value;
        q = db_query(deck->db,
                     "UPDATE event SET value = ?2, hash = ?3 WHERE id = ?1");
        bind_int(q, 1, row);
        bind_slice(q, 2, value);
        bind_uid(q, 3, event_hash(&e));
        rc = stmt_run(q, err);
    }
    arena_release(&arena);
    return rc;
}

int command_commit(struct deck *deck, struct err *err)
{
    if (db_commit(deck->db, err) < 0) {
        command_abort(deck);
        return -1;
    }
    deck->command = (struct command){0};
    return 0;
}

void command_abort(struct deck *deck)
{
    db_rollback(deck->db);
    deck->command = (struct command){0};
    deck->moved = true; /* whether it has is read anew */
}
