#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "deck/db_inside.h"
#include "sys/clock.h"

enum {
    BUSY_MS = 5000,
    CHECKPOINT_PAGES = 4000, /* of the log before it moves to the file */
    ROW_BYTES_MAX = 32 << 20,
};

/* --- opening ------------------------------------------------------------ */

static int too_slow(void *arg)
{
    const struct db *db = arg;

    return db->deadline_ms > 0 && clock_ticks_ms() > db->deadline_ms;
}

void db_time_limit(struct db *db, int ms)
{
    db->deadline_ms = ms > 0 ? clock_ticks_ms() + ms : 0;
    sqlite3_progress_handler(db->sqlite, ms > 0 ? 1000 : 0, too_slow, db);
}

/* What a stranger may have put into the file stays without effect. */
static void harden(sqlite3 *sqlite)
{
    static const struct {
        int option, on;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    static const struct {
        int limit, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, ROW_BYTES_MAX},
        {SQLITE_LIMIT_SQL_LENGTH, 100000},
        {SQLITE_LIMIT_COLUMN, 100},
        {SQLITE_LIMIT_EXPR_DEPTH, 50},
        {SQLITE_LIMIT_COMPOUND_SELECT, 5},
        {SQLITE_LIMIT_VDBE_OP, 25000},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    };

    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        sqlite3_db_config(sqlite, options[i].option, options[i].on, NULL);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(sqlite, limits[i].limit, limits[i].value);
}

static int open_plain(struct db *db, enum db_access access, struct err *err)
{
    int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    bool aside = access == DB_ASIDE;
    int code;

    if (aside || access == DB_SCRATCH)
        flags |= SQLITE_OPEN_CREATE;
    code = sqlite3_open_v2(aside ? "" : db->path, &db->sqlite, flags, NULL);
    return code == SQLITE_OK ? 0 : db_fail(db, code, err);
}

static int open_file(struct db *db, enum db_access access, struct err *err)
{
    struct err ignored;

    if (access == DB_FROZEN)
        return still_open_frozen(db, err);
    if (access == DB_READ && db_can_write(db->path, &ignored) < 0)
        return still_open(db, err);
    return open_plain(db, access, err);
}

int db_only_read(struct db *db, struct err *err)
{
    return db_run(db, "PRAGMA query_only = ON", err);
}

int db_open(struct db **out, const char *path, enum db_access access,
            struct err *err)
{
    struct db *db = mem_new(sizeof *db);
    bool lasting = access != DB_SCRATCH && access != DB_ASIDE;

    assert(path[0] == '/'); /* else "file:..." would be taken as a URI */
    db->path = mem_copy(path, strlen(path));
    if (open_file(db, access, err) < 0)
        goto done;
    harden(db->sqlite);
    sqlite3_busy_timeout(db->sqlite, BUSY_MS);
    if (lasting && db_has_log(path))
        sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                          NULL);
    if (db_run(db,
               "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
               "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY",
               err) < 0)
        goto done;
    if ((access == DB_READ || access == DB_FROZEN) &&
        db_only_read(db, err) < 0)
        goto done;
    if (access == DB_SCRATCH &&
        db_run(db, "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF",
               err) < 0)
        goto done;
    *out = db;
    return 0;
done:
    db_close(db);
    return -1;
}

void db_trust(struct db *db)
{
    if (!db->still)
        sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0,
                          NULL);
}

int db_bulk(struct db *db, bool bulk, struct err *err)
{
    return db_run(db,
                  bulk ? "PRAGMA cache_size = -16000;"
                         "PRAGMA foreign_keys = OFF"
                       : "PRAGMA cache_size = -2000;"
                         "PRAGMA foreign_keys = ON",
                  err);
}

int db_cache(struct db *db, int kilobytes, struct err *err)
{
    char sql[64];

    snprintf(sql, sizeof sql, "PRAGMA cache_size = -%d", kilobytes);
    return db_run(db, sql, err);
}

int db_make_durable(struct db *db, struct err *err)
{
    static const char sql[] = "PRAGMA journal_mode = WAL;"
                              "PRAGMA synchronous = FULL;";

    sqlite3_wal_autocheckpoint(db->sqlite, CHECKPOINT_PAGES);
    return db_run(db, sql, err);
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    for (size_t i = 0; i < db->nstmts; i++) {
        sqlite3_finalize(db->stmts[i]->s);
        free(db->stmts[i]);
    }
    free(db->stmts);
    sqlite3_close(db->sqlite);
    free(db->path);
    free(db);
}
