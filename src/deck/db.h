/* db.h - SQLite, spoken to in our words; the only door to it.
 *
 * A statement is asked for by its text, which is prepared once and kept:
 *
 *     struct stmt *q = db_query(db, "SELECT path FROM file WHERE id = ?1");
 *
 *     bind_int(q, 1, id);
 *     if ((rc = stmt_next(q, err)) == 1)
 *         path = arena_copy(arena, row_text(q, 0));
 *     stmt_end(q);
 *
 * The text is a literal: it is known by its address. db_query never returns
 * NULL: when the text can't be prepared the first stmt_next says so, so only
 * that needs a look. stmt_end belongs to every db_query, or the statement
 * keeps a lock. Parameters count from 1, columns
 * from 0; bound slices must live until stmt_end; what row_text and row_blob
 * give lives until the next step.
 *
 * Files come from strangers: a stored number is read with its range
 * (row_between), and one outside makes the statement fail at its next step or
 * at row_ok. */
#ifndef DECK_DB_H
#define DECK_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"
#include "base/str.h"

struct db;
struct stmt;

enum db_access {
    DB_READ,    /* writes are refused; works on a read-only disk, and what a
                   log there holds is never missed */
    DB_FROZEN,  /* as READ, the file alone: nothing beside it is read or made
                 */
    DB_WRITE,   /* write-ahead log, every commit is on the disk */
    DB_SCRATCH, /* made when missing; may be lost when the power goes */
    DB_ASIDE,   /* an empty one of no name, gone when it is closed; the path is
                   what sentences call it */
};

/* Opens a database whose absolute path is given, hardened against what a
 * stranger may have put into it. A deck goes through guard_file first. */
int db_open(struct db **out, const char *path, enum db_access access,
            struct err *err);

/* -1 with ERR_IO and the reason when the file can't be written to, or what is
 * needed beside it can't be made. */
int db_can_write(const char *path, struct err *err);

/* From now on writes are refused. */
int db_only_read(struct db *db, struct err *err);

/* NULL is fine. Takes back an open transaction. */
void db_close(struct db *db);

/* From here on the file is believed to be what it should be. Until then
 * closing it leaves every byte as it was found. */
void db_trust(struct db *db);

/* Gives up on statements that run longer than this; 0 for no limit. */
void db_time_limit(struct db *db, int ms);

/* For work on all of the file, whose rows are known to belong together: keeps
 * more of it in memory and does not look up every link; or back again. Not
 * inside a transaction. */
int db_bulk(struct db *db, bool bulk, struct err *err);

/* Keeps up to so many kilobytes of the file in memory, until it is closed; 2 MB
 * are usual. */
int db_cache(struct db *db, int kilobytes, struct err *err);

/* Makes the file a write-ahead one, synced at every commit. */
int db_make_durable(struct db *db, struct err *err);

/* One transaction: takes the write lock at once, waiting up to 5 seconds for
 * another program (then ERR_BUSY, naming it). ERR_IO when the file has lost
 * its name since it was opened. A commit that fails leaves the
 * database closed for writing: nothing may be tried again on it. */
int db_begin(struct db *db, struct err *err);
int db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* nothing without a transaction */

/* Takes the file for this program alone until it is closed; false when that
 * can't be had at once. */
bool db_alone(struct db *db);

/* Copies what `from` holds, as last committed, into the empty file at the
 * absolute `path`: one file that needs nothing beside it. Not synced yet. */
int db_copy(struct db *from, const char *path, struct err *err);

/* What it holds, as last committed, as the bytes of one file that needs
 * nothing beside it; in memory, so at most 2 GB. The same database gives the
 * same bytes. -1 with ERR_IO. */
int db_image(struct db *db, struct str *image, struct err *err);

/* Makes `to` hold what `from` holds, in one step and as durable as a commit;
 * other programs see the one or the other. */
int db_replace(struct db *to, struct db *from, struct err *err);

/* For a line that quick_check or integrity_check gave: -1 when it says that a
 * page could not be read, which is not the file's fault. */
int db_check_line(struct db *db, struct slice line, struct err *err);

/* Runs statements that give no rows and take no parameters. */
int db_run(struct db *db, const char *sql, struct err *err);

/* The first column of the only row; *out is untouched without a row. */
int db_int(struct db *db, const char *sql, int64_t *out, struct err *err);

struct stmt *db_query(struct db *db, const char *sql);
void stmt_end(struct stmt *q); /* NULL is fine */

void bind_int(struct stmt *q, int at, int64_t value);
void bind_text(struct stmt *q, int at, struct slice text);
void bind_blob(struct stmt *q, int at, struct slice bytes);
void bind_null(struct stmt *q, int at);

/* 1 with a row, 0 behind the last, -1. */
int stmt_next(struct stmt *q, struct err *err);

/* For a statement without rows: runs it, ends it. 0 or -1. */
int stmt_run(struct stmt *q, struct err *err);

/* Runs it and makes it ready for other values, still in hand. 0 or -1. */
int stmt_again(struct stmt *q, struct err *err);

enum row_kind { ROW_NULL, ROW_INT, ROW_TEXT, ROW_BLOB, ROW_OTHER };
enum row_kind row_kind(struct stmt *q, int at);
bool row_null(struct stmt *q, int at);
int64_t row_int(struct stmt *q, int at);
int64_t row_between(struct stmt *q, int at, int64_t lo, int64_t hi);
struct slice row_text(struct stmt *q, int at);
struct slice row_blob(struct stmt *q, int at);

/* -1 with ERR_UNSAFE when a number of this row was out of its range. */
int row_ok(struct stmt *q, struct err *err);

int64_t db_last_row(const struct db *db); /* id of the last inserted row */
int64_t db_changes(const struct db *db); /* rows the last statement changed */

/* How SQLite would run a statement, one line a step: for tests that look for
 * scans. `each` gets every line. */
int db_explain(struct db *db, const char *sql,
               void (*each)(const char *line, void *arg), void *arg,
               struct err *err);

/* Every statement asked for so far, in order of first use. */
const char *db_statement(const struct db *db, size_t index);

#endif
