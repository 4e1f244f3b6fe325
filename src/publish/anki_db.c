#include "publish/anki_db.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "deck/db.h"
#include "publish/anki_model.h"
#include "sys/json.h"

static const char tables[] =
    "CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL,"
    " mod integer NOT NULL, scm integer NOT NULL, ver integer NOT NULL,"
    " dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL,"
    " conf text NOT NULL, models text NOT NULL, decks text NOT NULL,"
    " dconf text NOT NULL, tags text NOT NULL);"
    "CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL,"
    " mid integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL,"
    " tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,"
    " csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);"
    "CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL,"
    " did integer NOT NULL, ord integer NOT NULL, mod integer NOT NULL,"
    " usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,"
    " due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL,"
    " reps integer NOT NULL, lapses integer NOT NULL,"
    " left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,"
    " flags integer NOT NULL, data text NOT NULL);"
    "CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL,"
    " usn integer NOT NULL, ease integer NOT NULL, ivl integer NOT NULL,"
    " lastIvl integer NOT NULL, factor integer NOT NULL,"
    " time integer NOT NULL, type integer NOT NULL);"
    "CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL,"
    " type integer NOT NULL);";

/* Made when all rows are there, which is quicker. */
static const char indexes[] =
    "CREATE INDEX ix_notes_usn ON notes (usn);"
    "CREATE INDEX ix_cards_usn ON cards (usn);"
    "CREATE INDEX ix_revlog_usn ON revlog (usn);"
    "CREATE INDEX ix_cards_nid ON cards (nid);"
    "CREATE INDEX ix_cards_sched ON cards (did, queue, due);"
    "CREATE INDEX ix_revlog_cid ON revlog (cid);"
    "CREATE INDEX ix_notes_csum ON notes (csum);";

/* The scheduler's version keeps old answers from being counted otherwise; by
 * the offset days are the same in every zone. */
static const char configuration[] =
    "{\"schedVer\":2,\"sched2021\":true,\"creationOffset\":0,\"rollover\":4,"
    "\"nextPos\":%lld,\"activeDecks\":[1],\"curDeck\":1,\"newSpread\":0,"
    "\"collapseTime\":1200,\"timeLim\":0,\"estTimes\":true,"
    "\"dueCounts\":true,\"curModel\":null,\"sortType\":\"noteFld\","
    "\"sortBackwards\":false,\"addToCur\":true,\"dayLearnFirst\":false}";

/* The preset that every collection has; Anki never takes over ours. */
static const char presets[] =
    "{\"1\":{\"id\":1,\"mod\":0,\"name\":\"Default\",\"usn\":0,"
    "\"maxTaken\":60,\"autoplay\":true,\"timer\":0,\"replayq\":true,"
    "\"dyn\":false,"
    "\"new\":{\"delays\":[1.0,10.0],\"initialFactor\":2500,"
    "\"ints\":[1,4,0],\"order\":1,\"perDay\":20,\"bury\":false},"
    "\"rev\":{\"ease4\":1.3,\"ivlFct\":1.0,\"maxIvl\":36500,"
    "\"perDay\":200,\"hardFactor\":1.2,\"bury\":false},"
    "\"lapse\":{\"delays\":[10.0],\"leechAction\":1,\"leechFails\":8,"
    "\"minInt\":1,\"mult\":0.0}}}";

enum { CACHE_KB = 16000, DECK_DEFAULT = 1 };

/* Ids of decks mean nothing to a collection, which goes by their names. */
#define DECK_FIRST INT64_C(1577880000001)

struct anki_db {
    struct db *db;
    struct slice *decks; /* names; the id is DECK_FIRST + index */
    size_t ndecks, decks_cap;
    int64_t newest;   /* mod of notes */
    int64_t position; /* the highest of a new card */
    struct arena arena;
};

int anki_db_open(struct anki_db **out, const char *path, struct err *err)
{
    struct anki_db *db = mem_new(sizeof *db);

    if (db_open(&db->db, path, DB_SCRATCH, err) < 0 ||
        db_run(db->db, "PRAGMA journal_mode = MEMORY", err) < 0 ||
        db_cache(db->db, CACHE_KB, err) < 0 || db_begin(db->db, err) < 0 ||
        db_run(db->db, tables, err) < 0) {
        anki_db_abandon(db);
        return -1;
    }
    *out = db;
    return 0;
}

void anki_db_abandon(struct anki_db *db)
{
    if (db == NULL)
        return;
    db_close(db->db);
    free(db->decks);
    arena_release(&db->arena);
    free(db);
}

/* --- rows --------------------------------------------------------------- */

int anki_db_note(struct anki_db *db, const struct anki_note_row *row,
                 struct err *err)
{
    struct stmt *q =
        db_query(db->db, "INSERT INTO notes VALUES"
                         " (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '')");

    bind_int(q, 1, row->id);
    bind_text(q, 2, row->guid);
    bind_int(q, 3, row->model);
    bind_int(q, 4, row->mod);
    bind_text(q, 5, row->tags);
    bind_text(q, 6, row->fields);
    bind_text(q, 7, row->sort);
    bind_int(q, 8, row->checksum);
    if (row->mod > db->newest)
        db->newest = row->mod;
    return stmt_run(q, err);
}

int anki_db_card(struct anki_db *db, const struct anki_card_row *row,
                 struct err *err)
{
    struct stmt *q = db_query(
        db->db, "INSERT INTO cards VALUES (?1, ?2, ?3, ?4, ?5, -1, ?6, ?7,"
                " ?8, ?9, ?10, ?11, ?12, 0, 0, 0, 0, ?13)");

    bind_int(q, 1, row->id);
    bind_int(q, 2, row->note);
    bind_int(q, 3, row->deck);
    bind_int(q, 4, row->ord);
    bind_int(q, 5, row->mod);
    bind_int(q, 6, row->type);
    bind_int(q, 7, row->queue);
    bind_int(q, 8, row->due);
    bind_int(q, 9, row->interval);
    bind_int(q, 10, row->factor);
    bind_int(q, 11, row->reps);
    bind_int(q, 12, row->lapses);
    bind_text(q, 13, row->data);
    if (row->type == 0 && row->due > db->position)
        db->position = row->due;
    return stmt_run(q, err);
}

/* Behind the last answer of the second that begins here. */
static int behind_all(struct anki_db *db, int64_t *id, struct err *err)
{
    struct stmt *q = db_query(
        db->db,
        "SELECT max(id) + 1 FROM revlog WHERE id BETWEEN ?1 AND ?1 + 999");
    int rc;

    bind_int(q, 1, *id);
    rc = stmt_next(q, err);
    if (rc == 1 && !row_null(q, 0))
        *id = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

int anki_db_review(struct anki_db *db, struct anki_review_row row,
                   struct err *err)
{
    struct stmt *q =
        db_query(db->db, "INSERT OR IGNORE INTO revlog VALUES"
                         " (?1, ?2, -1, ?3, ?4, ?5, ?6, ?7, ?8)");
    enum { TRIES = 8 };
    int tries = 0;
    int rc;

    bind_int(q, 2, row.card);
    bind_int(q, 3, row.ease);
    bind_int(q, 4, row.interval);
    bind_int(q, 5, row.last_interval);
    bind_int(q, 6, row.factor);
    bind_int(q, 7, row.took_ms);
    bind_int(q, 8, row.type);
    for (;;) {
        bind_int(q, 1, row.id);
        rc = stmt_again(q, err);
        if (rc < 0 || db_changes(db->db) > 0)
            break;
        if (++tries % TRIES != 0)
            row.id++;
        else if (behind_all(db, &row.id, err) < 0)
            rc = -1;
        if (rc < 0)
            break;
    }
    stmt_end(q);
    return rc;
}

/* --- decks -------------------------------------------------------------- */

static int64_t add_deck(struct anki_db *db, struct slice name)
{
    for (size_t i = 0; i < db->ndecks; i++)
        if (slice_eq(db->decks[i], name))
            return DECK_FIRST + (int64_t)i;
    db->decks =
        mem_grow(db->decks, db->ndecks, &db->decks_cap, sizeof *db->decks);
    db->decks[db->ndecks] = arena_copy(&db->arena, name);
    return DECK_FIRST + (int64_t)db->ndecks++;
}

int64_t anki_db_deck(struct anki_db *db, struct slice name)
{
    static const struct slice colons = {"::", 2};

    for (size_t at = slice_find(name, 0, colons); at < name.len;
         at = slice_find(name, at + 2, colons))
        add_deck(db, slice_sub(name, 0, at));
    return add_deck(db, name);
}

size_t anki_db_decks(const struct anki_db *db)
{
    return db->ndecks;
}

static void put_today(struct json *w, const char *key)
{
    json_open_array(w, key);
    json_put_int(w, NULL, 0);
    json_put_int(w, NULL, 0);
    json_close(w);
}

static void put_deck(struct json *w, int64_t id, struct slice name)
{
    static const char *const todays[] = {"lrnToday", "revToday", "newToday",
                                         "timeToday"};
    static const char *const limits[] = {"reviewLimit", "newLimit",
                                         "reviewLimitToday", "newLimitToday"};
    char key[24];

    snprintf(key, sizeof key, "%lld", (long long)id);
    json_open_object(w, key);
    json_put_int(w, "id", id);
    json_put_int(w, "mod", ANKI_CREATED);
    json_put_text(w, "name", name);
    json_put_int(w, "usn", -1);
    for (size_t i = 0; i < sizeof todays / sizeof *todays; i++)
        put_today(w, todays[i]);
    json_put_bool(w, "collapsed", false);
    json_put_bool(w, "browserCollapsed", false);
    json_put_text(w, "desc", SLICE(""));
    json_put_int(w, "dyn", 0);
    json_put_int(w, "conf", 1);
    json_put_int(w, "extendNew", 0);
    json_put_int(w, "extendRev", 0);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        json_put_null(w, limits[i]);
    json_close(w);
}

static void put_decks(struct str *out, const struct anki_db *db)
{
    struct json w = json_to_line(out);

    json_open_object(&w, NULL);
    put_deck(&w, DECK_DEFAULT, SLICE("Default"));
    for (size_t i = 0; i < db->ndecks; i++)
        put_deck(&w, DECK_FIRST + (int64_t)i, db->decks[i]);
    json_close(&w);
}

/* --- the whole ---------------------------------------------------------- */

static int put_collection(struct anki_db *db, struct err *err)
{
    struct str conf = STR_EMPTY, models = STR_EMPTY, decks = STR_EMPTY;
    struct stmt *q = db_query(
        db->db, "INSERT INTO col VALUES"
                " (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')");
    int rc;

    str_printf(&conf, configuration, (long long)db->position + 1);
    anki_models(&models);
    put_decks(&decks, db);
    bind_int(q, 1, ANKI_CREATED);
    bind_int(q, 2,
             (db->newest > ANKI_CREATED ? db->newest : ANKI_CREATED) * 1000);
    bind_text(q, 3, str_slice(&conf));
    bind_text(q, 4, str_slice(&models));
    bind_text(q, 5, str_slice(&decks));
    bind_text(q, 6, SLICE(presets));
    rc = stmt_run(q, err);
    str_release(&conf);
    str_release(&models);
    str_release(&decks);
    return rc;
}

int anki_db_close(struct anki_db *db, struct err *err)
{
    int rc = put_collection(db, err);

    if (rc == 0)
        rc = db_run(db->db, indexes, err);
    if (rc == 0)
        rc = db_commit(db->db, err);
    anki_db_abandon(db);
    return rc;
}
