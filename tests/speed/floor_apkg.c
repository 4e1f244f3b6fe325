#include "speed/floor_apkg.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/arena.h"
#include "base/mem.h"

static const char tables[] =
    "CREATE TABLE col (id integer primary key, crt integer, mod integer,"
    " scm integer, ver integer, dty integer, usn integer, ls integer,"
    " conf text, models text, decks text, dconf text, tags text);"
    "CREATE TABLE notes (id integer primary key, guid text, mid integer,"
    " mod integer, usn integer, tags text, flds text, sfld integer,"
    " csum integer, flags integer, data text);"
    "CREATE TABLE cards (id integer primary key, nid integer, did integer,"
    " ord integer, mod integer, usn integer, type integer, queue integer,"
    " due integer, ivl integer, factor integer, reps integer,"
    " lapses integer, left integer, odue integer, odid integer,"
    " flags integer, data text);"
    "CREATE TABLE revlog (id integer primary key, cid integer, usn integer,"
    " ease integer, ivl integer, lastIvl integer, factor integer,"
    " time integer, type integer);"
    "CREATE TABLE graves (usn integer, oid integer, type integer);"
    "CREATE INDEX ix_notes_usn ON notes (usn);"
    "CREATE INDEX ix_cards_usn ON cards (usn);"
    "CREATE INDEX ix_revlog_usn ON revlog (usn);"
    "CREATE INDEX ix_cards_nid ON cards (nid);"
    "CREATE INDEX ix_cards_sched ON cards (did, queue, due);"
    "CREATE INDEX ix_revlog_cid ON revlog (cid);"
    "CREATE INDEX ix_notes_csum ON notes (csum);";

/* A row as it was read, to be bound as it is. */
struct cell {
    int type;
    int64_t number;
    struct slice text;
};

struct rows {
    const char *name;
    int columns;
    struct cell *cells;
    size_t n, cap; /* of cells */
};

static struct rows notes = {"notes", 11, NULL, 0, 0};
static struct rows cards = {"cards", 18, NULL, 0, 0};

static sqlite3 *open_db(const char *path)
{
    sqlite3 *db;

    if (sqlite3_open(path, &db) != SQLITE_OK)
        bench_fail("%s can't be opened", path);
    return db;
}

static void sql(sqlite3 *db, const char *text)
{
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        bench_fail("%s: %s", text, sqlite3_errmsg(db));
}

static void read_rows(sqlite3 *db, struct rows *r, struct arena *arena)
{
    char text[64];
    sqlite3_stmt *s;

    snprintf(text, sizeof text, "SELECT * FROM %s ORDER BY id", r->name);
    if (sqlite3_prepare_v2(db, text, -1, &s, NULL) != SQLITE_OK)
        bench_fail("%s: %s", text, sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < r->columns; i++) {
            struct slice bytes = {(const char *)sqlite3_column_text(s, i),
                                  (size_t)sqlite3_column_bytes(s, i)};

            r->cells = mem_grow(r->cells, r->n, &r->cap, sizeof *r->cells);
            r->cells[r->n++] = (struct cell){sqlite3_column_type(s, i),
                                             sqlite3_column_int64(s, i),
                                             arena_copy(arena, bytes)};
        }
    sqlite3_finalize(s);
}

static void write_rows(sqlite3 *db, const struct rows *r)
{
    char text[128];
    sqlite3_stmt *s;
    int len =
        snprintf(text, sizeof text, "INSERT INTO %s VALUES (?", r->name);

    for (int i = 1; i < r->columns; i++)
        len += snprintf(text + len, sizeof text - (size_t)len, ",?");
    snprintf(text + len, sizeof text - (size_t)len, ")");
    if (sqlite3_prepare_v2(db, text, -1, &s, NULL) != SQLITE_OK)
        bench_fail("%s: %s", text, sqlite3_errmsg(db));
    for (size_t at = 0; at < r->n; at += (size_t)r->columns) {
        for (int i = 0; i < r->columns; i++) {
            const struct cell *c = &r->cells[at + (size_t)i];

            if (c->type == SQLITE_INTEGER)
                sqlite3_bind_int64(s, i + 1, c->number);
            else
                sqlite3_bind_text(s, i + 1, c->text.at, (int)c->text.len,
                                  SQLITE_STATIC);
        }
        if (sqlite3_step(s) != SQLITE_DONE)
            bench_fail("%s", sqlite3_errmsg(db));
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
}

static void write_zip(const char *database, const char *path)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    zip_int64_t at = zip_file_add(zip, "collection.anki2",
                                  zip_source_file(zip, database, 0, -1), 0);

    zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6);
    if (zip_close(zip) != 0)
        bench_fail("%s can't be written", path);
}

int floor_apkg_main(int argc, char **argv)
{
    const char *model, *database, *out;
    struct arena arena = {0};
    sqlite3 *db;
    double from;

    if (argc != 3)
        return 64;
    model = argv[0], database = argv[1], out = argv[2];
    db = open_db(model);
    read_rows(db, &notes, &arena);
    read_rows(db, &cards, &arena);
    sqlite3_close(db);
    unlink(database);
    from = cpu_ms();
    db = open_db(database);
    sql(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "PRAGMA locking_mode = EXCLUSIVE");
    sql(db, tables);
    sql(db, "BEGIN");
    write_rows(db, &notes);
    write_rows(db, &cards);
    sql(db, "COMMIT");
    sqlite3_close(db);
    write_zip(database, out);
    printf("%f\n", cpu_ms() - from);
    return 0;
}
