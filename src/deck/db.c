#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "deck/db_inside.h"
#include "deck/holder.h"

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

static void end_without_memory(int code)
{
    if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
        mem_exhausted();
}

int db_fail(struct db *db, int code, struct err *err)
{
    const char *why = sqlite3_errmsg(db->sqlite);

    end_without_memory(code);
    switch (code & 0xff) {
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

/* "Page 5: unable to get the page. error code=7": a number of SQLite's own,
 * where a statement would have failed with it. */
int db_check_line(struct db *db, struct slice line, struct err *err)
{
    const struct slice words = SLICE("error code");
    size_t at = slice_find(line, 0, words) + words.len;
    int code = 0;

    while (at < line.len && (line.at[at] == ' ' || line.at[at] == '='))
        at++;
    for (; at < line.len && line.at[at] >= '0' && line.at[at] <= '9'; at++)
        code = code < INT16_MAX ? 10 * code + (line.at[at] - '0') : code;
    end_without_memory(code);
    if ((code & 0xff) != SQLITE_IOERR)
        return 0;
    return err_set(err, ERR_IO, "%s can't be read: %s.", db->path,
                   sqlite3_errstr(code));
}

/* --- transactions ------------------------------------------------------- */

int db_run(struct db *db, const char *sql, struct err *err)
{
    int code = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? 0 : db_fail(db, code, err);
}

/* What is written to a file that lost its name is lost with it. */
static int check_place(struct db *db, struct err *err)
{
    int moved = 0;

    sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (!moved)
        return 0;
    db_rollback(db);
    return err_set(err, ERR_IO,
                   "%s was moved, replaced or removed while it was open. "
                   "What was saved before is in the file as it was; nothing "
                   "more is written to it. Start again.",
                   db->path);
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
    return check_place(db, err);
}

/* Out of its log no other program can be, which would keep the file from
 * leaving that mode. */
bool db_alone(struct db *db)
{
    struct err ignored;

    assert(!db->in_transaction);
    sqlite3_busy_timeout(db->sqlite, 0);
    return db_run(db, "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE",
                  &ignored) == 0;
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
    return db_fail(q->db, code, err);
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

enum row_kind row_kind(struct stmt *q, int at)
{
    switch (sqlite3_column_type(q->s, at)) {
    case SQLITE_NULL:
        return ROW_NULL;
    case SQLITE_INTEGER:
        return ROW_INT;
    case SQLITE_TEXT:
        return ROW_TEXT;
    case SQLITE_BLOB:
        return ROW_BLOB;
    default:
        return ROW_OTHER;
    }
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
    return code == SQLITE_OK ? 0 : db_fail(db, code, err);
}
