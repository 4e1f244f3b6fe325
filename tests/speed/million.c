#include "speed/million.h"

#include <sqlite3.h>
#include <stdio.h>

#include "deck/deck.h"
#include "sched/day.h"
#include "speed/corpus.h"
#include "speed/run.h"
#include "sys/file.h"

enum { CARDS = 1000000, NOTES = 100000, FILES = 100 };

static const char master[] = "million.sqlite", fresh[] = "million-new.sqlite";

static bool usable(void)
{
    struct deck *deck;
    struct err err;

    if (!file_stat_of(work_path(master)).exists ||
        deck_open(&deck, work_path(master), DECK_READ, clock_now(), &err) < 0)
        return false;
    deck_close(deck);
    return true;
}

static void import_notes(void)
{
    const char *const argv[] = {
        program,  "import",         "-q",
        "--deck", work_path(fresh), work_path("million-notes"),
        NULL,
    };

    corpus_write("million-notes", FILES, NOTES);
    run(NULL, argv);
}

/* --- the other cards -----------------------------------------------------
 */

struct copier {
    sqlite3 *db;
    int64_t last_card, last_note; /* highest ids of the import */
    int today;
};

static void sql(struct copier *c, const char *text)
{
    if (sqlite3_exec(c->db, text, NULL, NULL, NULL) != SQLITE_OK)
        bench_fail("%s: %s", text, sqlite3_errmsg(c->db));
}

static void sql_with(struct copier *c, const char *text, int64_t number)
{
    sqlite3_stmt *s;

    if (sqlite3_prepare_v2(c->db, text, -1, &s, NULL) != SQLITE_OK)
        bench_fail("%s: %s", text, sqlite3_errmsg(c->db));
    sqlite3_bind_int64(s, 1, number);
    if (sqlite3_step(s) != SQLITE_DONE)
        bench_fail("%s: %s", text, sqlite3_errmsg(c->db));
    sqlite3_finalize(s);
}

static int64_t ask(struct copier *c, const char *text)
{
    sqlite3_stmt *s;
    int64_t number = 0;

    if (sqlite3_prepare_v2(c->db, text, -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        number = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return number;
}

/* Four of five cards were seen: some time within 1.2 times their interval. */
static void give_schedules(struct copier *c)
{
    sql(c,
        "UPDATE some_cards SET pile = 1, n = 3 + id % 5, reps = 3 + id % 5,"
        " ease = 200 + id % 60, interval = 1 + id * 7919 % 300"
        " WHERE id % 5 > 0");
    sql_with(c,
             "UPDATE some_cards SET last = ?1 - id * 31 % (2 + interval * 6"
             " / 5) WHERE pile = 1",
             c->today - 1);
    sql(c, "UPDATE some_cards SET due = last + interval, seen = last,"
           " first = last - 2 * interval,"
           " moved_ms = last * 86400000 + id % 40000000 WHERE pile = 1");
}

/* The rows of the import under the next ids: as many as are still wanted. */
static void add_copy(struct copier *c, int64_t copy, int64_t wanted)
{
    sql(c, "CREATE TEMP TABLE some_notes AS SELECT * FROM first_notes;"
           "CREATE TEMP TABLE some_cards AS SELECT * FROM first_cards");
    sql_with(c, "DELETE FROM some_cards WHERE id > ?1", wanted);
    sql_with(c, "UPDATE some_notes SET id = id + ?1", copy * c->last_note);
    sql_with(c, "UPDATE some_cards SET note = note + ?1",
             copy * c->last_note);
    sql_with(c, "UPDATE some_cards SET id = id + ?1", copy * c->last_card);
    sql_with(c, "UPDATE some_notes SET uid = (uid | ?1) - (uid & ?1)",
             copy * INT64_C(0x123456789abcdef));
    sql_with(c, "UPDATE some_cards SET uid = (uid | ?1) - (uid & ?1)",
             copy * INT64_C(0x123456789abcdef));
    give_schedules(c);
    if (copy > 0)
        sql(c, "INSERT INTO note SELECT * FROM some_notes");
    sql(c, "INSERT INTO card SELECT * FROM some_cards;"
           "DROP TABLE some_notes; DROP TABLE some_cards");
}

/* The hash of an event matters only to merge and verify. */
static void add_answers(struct copier *c)
{
    sql(c, "INSERT INTO event (device, seq, batch, ms, zone, day, kind,"
           " subject, grade, took_ms, hash)"
           " SELECT 1, 1000 + id, 1000 + id, moved_ms, 0, last, 'review',"
           " uid, 4, 3000 + id % 9000, uid"
           " FROM card WHERE pile = 1 ORDER BY last, id");
}

static void multiply(void)
{
    struct moment now = clock_now();
    struct copier c = {
        .today = day_of(now.utc_ms, 0, DAY_ROLLOVER_HOURS),
    };
    int64_t made = 0;

    if (sqlite3_open_v2(work_path(fresh), &c.db, SQLITE_OPEN_READWRITE,
                        NULL) != SQLITE_OK)
        bench_fail("%s: %s", fresh, sqlite3_errmsg(c.db));
    c.last_card = ask(&c, "SELECT max(id) FROM card");
    c.last_note = ask(&c, "SELECT max(id) FROM note");
    sql(&c, "PRAGMA synchronous = OFF; PRAGMA cache_size = -300000;"
            "PRAGMA temp_store = MEMORY; BEGIN;"
            "CREATE TEMP TABLE first_notes AS SELECT * FROM note;"
            "CREATE TEMP TABLE first_cards AS SELECT * FROM card;"
            "DELETE FROM card");
    for (int64_t copy = 0; made < CARDS; copy++, made += c.last_card)
        add_copy(&c, copy, CARDS - made);
    add_answers(&c);
    sql(&c, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(c.db);
}

void million_make(void)
{
    if (usable())
        return;
    printf("\nMaking a deck of a million cards, once ...\n");
    fflush(stdout);
    work_remove(master);
    work_remove(fresh);
    import_notes();
    multiply();
    if (rename(work_path(fresh), work_path(master)) < 0)
        bench_fail("%s can't be renamed", fresh);
}

void million_copy(const char *name)
{
    const char *const copy[] = {"cp", work_path(master), work_path(name),
                                NULL};
    const char *const settle[] = {"sync", work_path(name), NULL};
    const char *const open[] = {program,  "config",        "reviews", "200",
                                "--deck", work_path(name), NULL};

    work_remove(name);
    run(NULL, copy);
    run(NULL, settle);
    run(NULL, open);
}
