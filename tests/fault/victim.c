/* victim DECK COUNT JOURNAL SYNC [BATCH] - the smallest reviewer there is.
 *
 * The tools of this folder are tried on it: with the right settings they must
 * find nothing, and with each of its faults they must find lost answers. It
 * shows a card (a character of its own), waits for a line, saves an answer
 * and shows the next card. A BATCH above 1 is a fault: answers are saved
 * together, after the next card is shown. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARK_FIRST = 0x4e00, NCARDS = 200 };

static sqlite3 *db;

static void run(const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fprintf(stderr, "victim: %s: %s\n", sql, why);
        exit(74);
    }
}

static void open_deck(const char *path, const char *journal, const char *sync)
{
    char sql[200];

    if (sqlite3_open(path, &db) != SQLITE_OK) {
        fprintf(stderr, "victim: %s\n", sqlite3_errmsg(db));
        exit(74);
    }
    snprintf(sql, sizeof sql,
             "PRAGMA journal_mode = %s; PRAGMA synchronous = %s", journal,
             sync);
    run(sql);
    run("CREATE TABLE IF NOT EXISTS card (id INTEGER PRIMARY KEY,"
        " reps INT NOT NULL DEFAULT 0) STRICT");
    run("CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY,"
        " card INT NOT NULL, note TEXT) STRICT");
}

static void show(int card)
{
    int code = MARK_FIRST + card;

    if (printf("%c%c%c\n", 0xe0 | code >> 12, 0x80 | (code >> 6 & 0x3f),
               0x80 | (code & 0x3f)) < 0 ||
        fflush(stdout) != 0) {
        fprintf(stderr, "victim: no terminal\n");
        exit(74);
    }
}

static void answer(int card)
{
    char sql[300];

    snprintf(
        sql, sizeof sql,
        "INSERT INTO event (card, note) VALUES (%d, hex(randomblob(30)));"
        "INSERT OR IGNORE INTO card (id) VALUES (%d);"
        "UPDATE card SET reps = reps + 1 WHERE id = %d",
        card, card, card);
    run(sql);
}

int main(int argc, char **argv)
{
    int count = argc > 2 ? atoi(argv[2]) : 0;
    int batch = argc > 5 ? atoi(argv[5]) : 1;
    char line[100];

    if (argc < 5)
        return 64;
    open_deck(argv[1], argv[3], argv[4]);
    show(0);
    for (int i = 0; i < count; i++) {
        if (fgets(line, sizeof line, stdin) == NULL)
            break;
        if (i % batch == 0)
            run("BEGIN IMMEDIATE");
        answer(i % NCARDS);
        if (i % batch == batch - 1 || i == count - 1)
            run("COMMIT");
        show((i + 1) % NCARDS);
    }
    return sqlite3_close(db) == SQLITE_OK ? 0 : 74;
}
