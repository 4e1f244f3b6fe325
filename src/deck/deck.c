#include "deck/deck.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "deck/create.h"
#include "deck/device.h"
#include "deck/event.h"
#include "deck/guard.h"
#include "deck/migrate.h"
#include "sched/day.h"
#include "sys/file.h"

/* A deck whose check takes longer is refused. */
enum { STRANGER_MS = 2000, STRANGER_BYTES_A_MS = 16384 };

static int patience_ms(const struct deck *deck)
{
    uint64_t more_ms = file_stat_of(deck->path).bytes / STRANGER_BYTES_A_MS;

    return STRANGER_MS + (int)(more_ms < INT32_MAX / 2 ? more_ms : 0);
}

/* A file that came from elsewhere is looked at page by page, once. */
static int check_stranger(struct deck *deck, struct err *err)
{
    struct stmt *q = db_query(deck->db, "PRAGMA quick_check(1)");
    int64_t loose = 0;
    int rc;

    db_time_limit(deck->db, patience_ms(deck));
    rc = stmt_next(q, err);
    if (rc == 1 && db_check_line(deck->db, row_text(q, 0), err) < 0)
        rc = -1;
    else if (rc == 1 && !slice_is(row_text(q, 0), "ok"))
        rc = err_set(err, ERR_UNSAFE, "%s is damaged.", deck->path);
    stmt_end(q);
    if (rc >= 0)
        rc = db_int(deck->db, "SELECT count(*) FROM pragma_foreign_key_check",
                    &loose, err);
    if (rc == 0 && loose > 0)
        rc = err_set(err, ERR_UNSAFE,
                     "%s is damaged: rows in it belong to nothing.",
                     deck->path);
    db_time_limit(deck->db, 0);
    return rc;
}

/* Moves on to what the deck is in today's version. What can't be written to,
 * or isn't ours, stays as it is, and a copy of it moves on. */
static int bring_up_to_date(struct deck *deck, bool strange,
                            const struct schema_history *history,
                            struct moment now, struct err *err)
{
    struct db *old = deck->db;
    struct err ignored;

    if (check_stranger(deck, err) < 0)
        return -1;
    if (strange || db_can_write(deck->path, &ignored) < 0) {
        if (migrate_aside(&deck->db, old, deck->path, history, err) < 0)
            return -1;
        db_close(old);
        return 0;
    }
    if (!deck->writable) {
        deck->db = NULL;
        db_close(old);
        if (db_open(&deck->db, deck->path, DB_WRITE, err) < 0)
            return -1;
    }
    db_trust(deck->db);
    if (db_make_durable(deck->db, err) < 0 ||
        migrate_file(deck->db, deck->path, history, now, err) < 0)
        return -1;
    return deck->writable ? 0 : db_only_read(deck->db, err);
}

static int open_checked(struct deck *deck, enum deck_access access,
                        const struct schema_history *history,
                        struct moment now, struct err *err)
{
    static const enum db_access databases[] = {
        [DECK_READ] = DB_READ,      [DECK_WRITE] = DB_WRITE,
        [DECK_CREATE] = DB_WRITE,   [DECK_STRANGER] = DB_READ,
        [DECK_CARRIED] = DB_FROZEN,
    };
    bool strange = access == DECK_STRANGER || access == DECK_CARRIED;
    int latest = schema_latest(history), version;

    if (guard_file(deck->path, SCHEMA_APPLICATION, latest, err) < 0 ||
        (deck->writable && db_can_write(deck->path, err) < 0) ||
        db_open(&deck->db, deck->path, databases[access], err) < 0 ||
        schema_check(deck->db, deck->path, history, &version, err) < 0)
        return -1;
    if (version < latest &&
        bring_up_to_date(deck, strange, history, now, err) < 0)
        return -1;
    if (device_load(deck, err) < 0)
        return -1;
    if (version == latest && (strange || deck->moved) &&
        check_stranger(deck, err) < 0)
        return -1;
    if (strange)
        return 0;
    db_trust(deck->db);
    return deck->writable ? db_make_durable(deck->db, err) : 0;
}

int deck_open_by(struct deck **out, const char *path, enum deck_access access,
                 const struct schema_history *history, struct moment now,
                 struct err *err)
{
    struct deck *deck = mem_new(sizeof *deck);
    struct str absolute = STR_EMPTY;

    path_absolute(&absolute, path);
    deck->path = str_detach(&absolute);
    deck->writable = access == DECK_WRITE || access == DECK_CREATE;
    if (access == DECK_CREATE && !file_stat_of(deck->path).exists) {
        if (create_deck(deck->path, err) < 0)
            goto failed;
        deck->made = true;
    }
    if (open_checked(deck, access, history, now, err) < 0)
        goto failed;
    deck_today(deck, now);
    *out = deck;
    return 0;
failed:
    deck_close(deck);
    return -1;
}

int deck_open(struct deck **out, const char *path, enum deck_access access,
              struct moment now, struct err *err)
{
    return deck_open_by(out, path, access, &schema_history, now, err);
}

void deck_close(struct deck *deck)
{
    if (deck == NULL)
        return;
    if (deck->db != NULL)
        command_abort(deck);
    db_close(deck->db);
    free(deck->path);
    free(deck);
}

/* Somebody may have opened it meanwhile; then it stays. */
static void unmake(struct deck *deck)
{
    int64_t used = 1;
    struct err ignored;

    if (db_alone(deck->db) &&
        db_int(deck->db,
               "SELECT EXISTS (SELECT 1 FROM event) OR"
               " EXISTS (SELECT 1 FROM file)",
               &used, &ignored) == 0 &&
        used == 0)
        unlink(deck->path);
}

void deck_close_unused(struct deck *deck)
{
    if (deck != NULL && deck->made && !deck->command.open)
        unmake(deck);
    deck_close(deck);
}

const char *deck_path(const struct deck *deck)
{
    return deck->path;
}

int deck_today(struct deck *deck, struct moment now)
{
    int today = day_of(now.utc_ms, now.offset_minutes, DAY_ROLLOVER_HOURS);
    struct stmt *q = db_query(
        deck->db, "SELECT day FROM event WHERE undone = 0 AND day >= 0"
                  " AND kind <> 'undo'"
                  " ORDER BY day DESC LIMIT 1");
    struct err ignored;

    if (stmt_next(q, &ignored) == 1) {
        int last = row_day(q, 0);

        today = today < last ? last : today;
    }
    stmt_end(q);
    deck->today = today < 0 ? 0 : today > DAY_LAST ? DAY_LAST : today;
    return deck->today;
}
