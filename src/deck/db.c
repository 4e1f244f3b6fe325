#include "deck/db.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "deck/holder.h"
#include "sys/clock.h"
#include "sys/file.h"

struct stmt {
    struct db *db;
    const char *sql;
    sqlite3_stmt *s; /* NULL when it could not be prepared */
    int failed;      /* SQLite's code for what went wrong before the step */
    bool busy;       /* between db_query and stmt_end */
    bool bad_row;    /* a number of the row was out of its range */
};

struct db {
    sqlite3 *sqlite;
    char *path;
    struct stmt **stmts; /* in order of first use */
    size_t nstmts, cap;
    bool in_transaction;
    bool broken;         /* a commit failed: nothing more may be written */
    int64_t deadline_ms; /* of clock_ticks_ms, 0 for none */
};

enum {
    BUSY_MS = 5000,
    CHECKPOINT_PAGES = 4000, /* of the log before it moves to the file */
    ROW_BYTES_MAX = 32 << 20,
};

/* --- failures as sentences ---------------------------------------------- */

static int busy(struct db *db, struct err *err)
{
    struct str who = STR_EMPTY;

    holder_put(&who, db->path);
    if (who.len == 0)
        str_puts(&who, "another program");
    err_set(err, ERR_BUSY,
            "The deck %s is in use: %s is writing to it. Try again when it "
            "is done.",
            db->path, who.at);
    str_release(&who);
    return -1;
}

static int fail(struct db *db, int code, struct err *err)
{
    const char *why = sqlite3_errmsg(db->sqlite);

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        mem_exhausted();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return busy(db, err);
    case SQLITE_FULL:
        return err_set(err, ERR_IO,
                       "There is no room on the disk for %s. What was saved "
                       "before is safe.",
                       db->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return err_set(err, ERR_IO, "%s can't be written to.", db->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:
        return err_set(err, ERR_UNSAFE, "%s is damaged: %s.", db->path, why);
    case SQLITE_INTERRUPT:
        return err_set(err, ERR_UNSAFE,
                       "%s was given up: reading it takes far too long.",
                       db->path);
    case SQLITE_TOOBIG:
        return err_set(err, ERR_NOTES, "A text is too long for a deck.");
    default:
        return err_set(err, ERR_IO, "%s can't be used: %s.", db->path, why);
    }
}

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

static bool has_log(const char *path)
{
    struct str name = STR_EMPTY;
    struct stat st;
    bool has;

    str_printf(&name, "%s-wal", path);
    has = stat(name.at, &st) == 0 && st.st_size > 0;
    str_release(&name);
    return has;
}

static bool folder_writable(const char *path)
{
    struct slice folder = path_folder(slice_from(path));
    char *name = mem_copy(folder.at, folder.len);
    bool yes = access(name[0] != '\0' ? name : "/", W_OK) == 0;

    free(name);
    return yes;
}

/* On a read-only disk a write-ahead database can be read only as a file that
 * never changes, and that needs the path as a URI. */
static int open_frozen(struct db *db)
{
    struct str uri = STR_EMPTY;
    int code;

    str_puts(&uri, "file:");
    for (const char *c = db->path; *c != '\0'; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
            (*c >= '0' && *c <= '9') || strchr("/._-", *c) != NULL)
            str_putc(&uri, *c);
        else
            str_printf(&uri, "%%%02X", (unsigned)(unsigned char)*c);
    str_puts(&uri, "?immutable=1");
    code = sqlite3_open_v2(uri.at, &db->sqlite,
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
                               SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
                           NULL);
    str_release(&uri);
    return code;
}

static int open_file(struct db *db, enum db_access access)
{
    int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;

    if (access == DB_SCRATCH)
        flags |= SQLITE_OPEN_CREATE;
    if (access == DB_READ && !has_log(db->path) && !folder_writable(db->path))
        return open_frozen(db);
    return sqlite3_open_v2(db->path, &db->sqlite, flags, NULL);
}

int db_open(struct db **out, const char *path, enum db_access access,
            struct err *err)
{
    struct db *db = mem_new(sizeof *db);
    int code;

    assert(path[0] == '/'); /* else "file:..." would be taken as a URI */
    db->path = mem_copy(path, strlen(path));
    code = open_file(db, access);
    if (code != SQLITE_OK)
        goto failed;
    harden(db->sqlite);
    sqlite3_busy_timeout(db->sqlite, BUSY_MS);
    if (access != DB_SCRATCH && has_log(path))
        sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
                          NULL);
    if (db_run(db,
               "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
               "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY",
               err) < 0)
        goto done;
    if (access == DB_READ && db_run(db, "PRAGMA query_only = ON", err) < 0)
        goto done;
    if (access == DB_SCRATCH &&
        db_run(db, "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF",
               err) < 0)
        goto done;
    *out = db;
    return 0;
failed:
    fail(db, code, err);
done:
    db_close(db);
    return -1;
}

void db_trust(struct db *db)
{
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
}

int db_roomy(struct db *db, bool roomy, struct err *err)
{
    return db_run(db,
                  roomy ? "PRAGMA cache_size = -16000"
                        : "PRAGMA cache_size = -2000",
                  err);
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

/* --- transactions ------------------------------------------------------- */

int db_run(struct db *db, const char *sql, struct err *err)
{
    int code = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? 0 : fail(db, code, err);
}

int db_begin(struct db *db, struct err *err)
{
    assert(!db->in_transaction);
    if (db->broken)
        return err_set(err, ERR_IO,
                       "Nothing more is written to %s: saving failed "
                       "before. Start again.",
                       db->path);
    if (stmt_run(db_query(db, "BEGIN IMMEDIATE"), err) < 0)
        return -1;
    db->in_transaction = true;
    return 0;
}

/* After a failed sync the kernel may call the same pages clean: a second try
 * would succeed and save nothing. */
int db_commit(struct db *db, struct err *err)
{
    assert(db->in_transaction);
    if (stmt_run(db_query(db, "COMMIT"), err) < 0) {
        db->broken = true;
        return -1;
    }
    db->in_transaction = false;
    return 0;
}

void db_rollback(struct db *db)
{
    struct err ignored;

    if (!db->in_transaction)
        return;
    db->in_transaction = false;
    if (sqlite3_get_autocommit(db->sqlite) == 0)
        (void)stmt_run(db_query(db, "ROLLBACK"), &ignored);
}

/* --- statements --------------------------------------------------------- */

struct stmt *db_query(struct db *db, const char *sql)
{
    struct stmt *q = NULL;

    for (size_t i = 0; i < db->nstmts && q == NULL; i++)
        if (db->stmts[i]->sql == sql && !db->stmts[i]->busy)
            q = db->stmts[i];
    if (q == NULL) {
        q = mem_new(sizeof *q);
        q->db = db;
        q->sql = sql;
        db->stmts =
            mem_grow(db->stmts, db->nstmts, &db->cap, sizeof *db->stmts);
        db->stmts[db->nstmts++] = q;
    }
    q->busy = true;
    q->bad_row = false;
    q->failed = SQLITE_OK;
    if (q->s == NULL)
        q->failed = sqlite3_prepare_v3(
            db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->s, NULL);
    return q;
}

void stmt_end(struct stmt *q)
{
    if (q == NULL)
        return;
    if (q->s != NULL) { /* it could be prepared */
        sqlite3_reset(q->s);
        sqlite3_clear_bindings(q->s);
    }
    q->busy = false;
}

static void bound(struct stmt *q, int code)
{
    if (code != SQLITE_OK && q->failed == SQLITE_OK)
        q->failed = code;
}

void bind_int(struct stmt *q, int at, int64_t value)
{
    bound(q, sqlite3_bind_int64(q->s, at, value));
}

/* An empty slice is an empty text, not NULL: SQLite tells them apart by the
 * pointer. */
void bind_text(struct stmt *q, int at, struct slice text)
{
    bound(q, sqlite3_bind_text64(q->s, at, text.len > 0 ? text.at : "",
                                 text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void bind_blob(struct stmt *q, int at, struct slice bytes)
{
    bound(q, sqlite3_bind_blob64(q->s, at, bytes.len > 0 ? bytes.at : "",
                                 bytes.len, SQLITE_STATIC));
}

void bind_null(struct stmt *q, int at)
{
    bound(q, sqlite3_bind_null(q->s, at));
}

int row_ok(struct stmt *q, struct err *err)
{
    if (!q->bad_row)
        return 0;
    return err_set(err, ERR_UNSAFE,
                   "%s is damaged: it holds a number that can't be.",
                   q->db->path);
}

int stmt_next(struct stmt *q, struct err *err)
{
    int code;

    if (row_ok(q, err) < 0)
        return -1;
    code = q->failed != SQLITE_OK ? q->failed : sqlite3_step(q->s);
    if (code == SQLITE_ROW)
        return 1;
    if (code == SQLITE_DONE)
        return 0;
    return fail(q->db, code, err);
}

int stmt_again(struct stmt *q, struct err *err)
{
    int rc = stmt_next(q, err);

    assert(rc != 1);
    sqlite3_reset(q->s);
    return rc;
}

int stmt_run(struct stmt *q, struct err *err)
{
    int rc = stmt_again(q, err);

    stmt_end(q);
    return rc;
}

bool row_null(struct stmt *q, int at)
{
    return sqlite3_column_type(q->s, at) == SQLITE_NULL;
}

int64_t row_int(struct stmt *q, int at)
{
    return sqlite3_column_int64(q->s, at);
}

int64_t row_between(struct stmt *q, int at, int64_t lo, int64_t hi)
{
    int64_t value = row_int(q, at);

    if (value >= lo && value <= hi)
        return value;
    q->bad_row = true;
    return lo;
}

static struct slice row_bytes(struct stmt *q, int at, const void *bytes)
{
    size_t len = (size_t)sqlite3_column_bytes(q->s, at);

    return bytes != NULL ? (struct slice){bytes, len} : SLICE("");
}

struct slice row_text(struct stmt *q, int at)
{
    return row_bytes(q, at, sqlite3_column_text(q->s, at));
}

struct slice row_blob(struct stmt *q, int at)
{
    return row_bytes(q, at, sqlite3_column_blob(q->s, at));
}

int db_int(struct db *db, const char *sql, int64_t *out, struct err *err)
{
    struct stmt *q = db_query(db, sql);
    int rc = stmt_next(q, err);

    if (rc == 1)
        *out = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

int64_t db_last_row(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->sqlite);
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->sqlite);
}

/* --- for tests ---------------------------------------------------------- */

const char *db_statement(const struct db *db, size_t index)
{
    return index < db->nstmts ? db->stmts[index]->sql : NULL;
}

int db_explain(struct db *db, const char *sql,
               void (*each)(const char *line, void *arg), void *arg,
               struct err *err)
{
    struct str text = STR_EMPTY;
    sqlite3_stmt *s = NULL;
    int code;

    str_printf(&text, "EXPLAIN QUERY PLAN %s", sql);
    code = sqlite3_prepare_v2(db->sqlite, text.at, -1, &s, NULL);
    while (code == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        each((const char *)sqlite3_column_text(s, 3), arg);
    sqlite3_finalize(s);
    str_release(&text);
    return code == SQLITE_OK ? 0 : fail(db, code, err);
}
