#include "deck/olden.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "deck/raw.h"

/* --- the history -------------------------------------------------------- */

#define OLD_TAG                                         \
    "CREATE TABLE tag (\n"                              \
    "    card INTEGER NOT NULL REFERENCES card (id),\n" \
    "    name TEXT NOT NULL,\n"                         \
    "    off INTEGER NOT NULL,\n"                       \
    "    PRIMARY KEY (card, name)\n"                    \
    ") STRICT, WITHOUT ROWID"
#define OLD_DRILL "CREATE INDEX card_drill ON card (last, drill)"
#define FEELING "CREATE TABLE feeling (id INTEGER PRIMARY KEY) STRICT"

static const struct schema_object was_1[] = {
    {"tag", OLD_TAG},
    {"card_drill", OLD_DRILL},
    {"alias", NULL},
    {"alias_card", NULL},
};

/* The text of the table of cards is filled in by olden_init. */
static struct schema_object was_0[] = {
    {"card", NULL},
    {"feeling", FEELING},
};

int olden_moved(struct db *db, struct err *err)
{
    return db_run(db,
                  "UPDATE card SET moved_ms = coalesce((SELECT max(ms)"
                  " FROM event e WHERE e.subject = card.uid AND e.grade"
                  " IS NOT NULL AND e.undone = 0), 0)",
                  err);
}

#define COPY_CARDS                             \
    "INSERT INTO card SELECT * FROM was_card;" \
    "UPDATE card SET moved_ms = 0"
static char old_card[4096];
struct schema_step olden_steps[OLDEN_LATEST];
struct schema_history olden;

static const char *today(const char *name)
{
    return schema_text(&schema_history, schema_latest(&schema_history),
                       slice_from(name));
}

void olden_init(void)
{
    static const char now[] = "moved_ms", then[] = "mood    ";
    char *at;

    snprintf(old_card, sizeof old_card, "%s", today("card"));
    at = strstr(old_card, now);
    assert_non_null(at);
    memcpy(at, then, sizeof then - 1);
    was_0[0].sql = old_card;
    olden_steps[0] =
        (struct schema_step){was_0, COUNT(was_0), COPY_CARDS, olden_moved};
    olden_steps[1] =
        (struct schema_step){was_1, COUNT(was_1), OLDEN_COPY_TAGS, NULL};
    olden = schema_history;
    olden.oldest = 0;
    olden.steps = olden_steps;
    olden.nsteps = OLDEN_LATEST;
}

/* --- a deck of the past ------------------------------------------------- */

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static sqlite3 *open_raw(const char *path)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

/* Table `name` gets another text; its rows stay, column by column as `rows`
 * says. */
static void make_old(sqlite3 *db, const char *name, const char *sql,
                     const char *rows)
{
    char line[256];

    snprintf(line, sizeof line, "ALTER TABLE %s RENAME TO x", name);
    run(db, line);
    run(db, sql);
    snprintf(line, sizeof line, "INSERT INTO %s SELECT %s FROM x", name,
             rows);
    run(db, line);
    run(db, "DROP TABLE x");
}

static void turn_back(const char *path, int version)
{
    static const char *const lost[] = {"card_note", "card_due", "card_first"};
    char line[64];
    sqlite3 *db = open_raw(path);

    run(db, "PRAGMA legacy_alter_table = ON; BEGIN");
    make_old(db, "tag", OLD_TAG, "card, name, 1 - has");
    run(db, today("tag_name"));
    run(db, "DROP INDEX card_drill; DROP TABLE alias");
    if (version == 0) {
        make_old(db, "card", old_card, "*");
        for (size_t i = 0; i < COUNT(lost); i++)
            run(db, today(lost[i]));
        run(db, FEELING ";INSERT INTO feeling VALUES (1)");
    }
    run(db, OLD_DRILL);
    snprintf(line, sizeof line, "PRAGMA user_version = %d; COMMIT", version);
    run(db, line);
    sqlite3_close(db);
}

const char *olden_deck(struct desk *d, int version)
{
    const char *path;

    olden_init();
    desk_init(d);
    path = desk_path(d, "deck.sqlite");
    desk_notes(d, "---\ntags: [os]\n---\n"
                  "- The page size is {{4 KiB}}.\n"
                  "- A TLB caches {{translations}} of {{pages}}.\n");
    desk_answer(d, 1, 4);
    desk_wait(d, 60000);
    desk_answer(d, 2, 2);
    desk_flag(d, VERB_MARK, 2);
    assert_int_equal(deck_tag(d->deck, SLICE("hard"), true, (int64_t[]){2}, 1,
                              d->now, &d->err),
                     1);
    assert_int_equal(deck_tag(d->deck, SLICE("os"), false, (int64_t[]){1}, 1,
                              d->now, &d->err),
                     1);
    deck_close(d->deck);
    d->deck = NULL;
    turn_back(path, version);
    return path;
}
