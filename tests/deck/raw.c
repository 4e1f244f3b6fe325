#include "deck/raw.h"

#include <sqlite3.h>

#include "check.h"
#include "sys/file.h"

static sqlite3 *open_raw(const char *path)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

void raw_run(const char *path, const char *sql)
{
    sqlite3 *db = open_raw(path);

    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

void raw_run_logged(const char *path, const char *sql)
{
    sqlite3 *db = open_raw(path);

    assert_int_equal(
        sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

int64_t raw_ask(const char *path, const char *sql)
{
    sqlite3 *db = open_raw(path);
    sqlite3_stmt *s;
    int64_t n;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static void copy_file(struct desk *d, const char *from, const char *to)
{
    struct str bytes = STR_EMPTY;

    assert_int_equal(file_read(&bytes, from, 1 << 30, &d->err), 0);
    assert_int_equal(file_write(to, str_slice(&bytes), false, &d->err), 0);
    str_release(&bytes);
}

const char *raw_desk(struct desk *d)
{
    const char *copy;

    desk_init(d);
    desk_notes(d, "- The page size is {{4 KiB}}.\n");
    desk_answer(d, 1, 4);
    copy = desk_path(d, "copy.sqlite");
    deck_close(d->deck);
    d->deck = NULL;
    copy_file(d, desk_path(d, "deck.sqlite"), copy);
    return copy;
}
