/* db_inside.h - what the files behind db.h share. */
#ifndef DECK_DB_INSIDE_H
#define DECK_DB_INSIDE_H

#include <sqlite3.h>

#include "deck/db.h"

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
    bool still;          /* opened where nothing can be written */
    bool broken;         /* a commit failed: nothing more may be written */
    int64_t deadline_ms; /* of clock_ticks_ms, 0 for none */
};

/* Has the database a log beside it that may hold something? */
bool db_has_log(const char *path);

/* db_still.c: for reading where nothing can be written, so that no log can be
 * kept: what is there at this moment, the log beside it included. */
int still_open(struct db *db, struct err *err);

/* The same without looking at anything beside it. */
int still_open_frozen(struct db *db, struct err *err);

/* Turns SQLite's code into a sentence. Returns -1. */
int db_fail(struct db *db, int code, struct err *err);

#endif
