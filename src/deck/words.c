#include "deck/words.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "sys/file.h"
#include "sys/hash.h"
#include "sys/place.h"

/* Raised when the file's make-up changes. */
#define WORDS_VERSION "2"

/* Of which deck in which state the index is. */
struct stamp {
    uint64_t deck, device;
    int64_t notes;
};

/* One note that the index has, or should have: `key` tells its versions
 * apart. */
struct entry {
    int64_t note;
    uint64_t key;
};

struct entries {
    struct entry *at;
    size_t n, cap;
};

/* --- the file ----------------------------------------------------------- */

/* Named by the deck's path, so that copies of a deck don't share one. */
static int file_name(struct deck *deck, struct str *out, struct err *err)
{
    struct hash hash = hash_of(slice_from(deck->path));
    struct str folder = STR_EMPTY, name = STR_EMPTY;
    int rc;

    place_cache(&folder);
    rc = file_make_folder(folder.at, err);
    str_puts(&name, "words-");
    hash_put_hex(&name, &hash, 16);
    str_puts(&name, ".sqlite");
    path_join(out, folder.at, str_slice(&name));
    str_release(&folder);
    str_release(&name);
    return rc;
}

static void remove_file(const char *path)
{
    struct str journal = STR_EMPTY;

    str_printf(&journal, "%s-journal", path);
    unlink(journal.at);
    unlink(path);
    str_release(&journal);
}

static int make_tables(struct db *db, struct err *err)
{
    return db_run(
        db,
        "CREATE TABLE IF NOT EXISTS stamp (id INTEGER PRIMARY KEY,"
        " deck INTEGER, device INTEGER, notes INTEGER) STRICT;"
        "CREATE TABLE IF NOT EXISTS entry (note INTEGER PRIMARY KEY,"
        " key INTEGER NOT NULL) STRICT;"
        "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (line, section,"
        " tokenize = 'unicode61 remove_diacritics 2');"
        "PRAGMA user_version = " WORDS_VERSION,
        err);
}

static int current_version(struct db *db, bool *out, struct err *err)
{
    int64_t version = 0;

    if (db_int(db, "PRAGMA user_version", &version, err) < 0)
        return -1;
    *out = version == atoi(WORDS_VERSION);
    return 0;
}

/* --- what has to change ------------------------------------------------- */

static int stamp_of_deck(struct deck *deck, struct stamp *out,
                         struct err *err)
{
    struct stamp s = {.deck = deck->uid, .device = deck->device_uid};
    int rc =
        db_int(deck->db, "SELECT notes_version FROM deck", &s.notes, err);

    if (rc == 0)
        *out = s;
    return rc;
}

static int stamp_of_index(struct db *db, struct stamp *out, struct err *err)
{
    struct stmt *q = db_query(db, "SELECT deck, device, notes FROM stamp");
    int rc = stmt_next(q, err);

    if (rc == 1)
        *out = (struct stamp){row_uid(q, 0), row_uid(q, 1), row_int(q, 2)};
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int write_stamp(struct db *db, const struct stamp *stamp,
                       struct err *err)
{
    struct stmt *q = db_query(db, "INSERT OR REPLACE INTO stamp"
                                  " VALUES (1, ?1, ?2, ?3)");

    bind_uid(q, 1, stamp->deck);
    bind_uid(q, 2, stamp->device);
    bind_int(q, 3, stamp->notes);
    return stmt_run(q, err);
}

static int read_entries(struct stmt *q, struct entries *out, struct err *err)
{
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        out->at = mem_grow(out->at, out->n, &out->cap, sizeof *out->at);
        out->at[out->n++] = (struct entry){row_int(q, 0), row_uid(q, 1)};
    }
    stmt_end(q);
    return rc;
}

/* A text of the deck, without the bytes that mark what was found. */
static void put_clean(struct str *out, struct slice text)
{
    str_clear(out);
    str_put(out, text);
    for (size_t i = 0; i < out->len; i++)
        if (out->at[i] >= '\0' && out->at[i] < ' ')
            out->at[i] = ' ';
}

static int add_note(struct deck *deck, struct db *db,
                    const struct entry *entry, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT n.text, s.path FROM note n"
                  " JOIN section s ON s.id = n.section WHERE n.id = ?1");
    struct str line = STR_EMPTY, section = STR_EMPTY;
    struct stmt *in;
    int rc;

    bind_int(q, 1, entry->note);
    rc = stmt_next(q, err);
    if (rc == 1) {
        put_clean(&line, row_text(q, 0));
        put_clean(&section, row_text(q, 1));
        in = db_query(db, "INSERT INTO words (rowid, line, section)"
                          " VALUES (?1, ?2, ?3)");
        bind_int(in, 1, entry->note);
        bind_text(in, 2, str_slice(&line));
        bind_text(in, 3, str_slice(&section));
        rc = stmt_run(in, err);
    }
    stmt_end(q);
    str_release(&line);
    str_release(&section);
    if (rc < 0)
        return -1;
    in = db_query(db, "INSERT INTO entry (note, key) VALUES (?1, ?2)");
    bind_int(in, 1, entry->note);
    bind_uid(in, 2, entry->key);
    return stmt_run(in, err);
}

static int drop_note(struct db *db, int64_t note, struct err *err)
{
    struct stmt *q = db_query(db, "DELETE FROM words WHERE rowid = ?1");

    bind_int(q, 1, note);
    if (stmt_run(q, err) < 0)
        return -1;
    q = db_query(db, "DELETE FROM entry WHERE note = ?1");
    bind_int(q, 1, note);
    return stmt_run(q, err);
}

/* Both lists are sorted by note. */
static int bring_up(struct deck *deck, struct db *db,
                    const struct entries *has, const struct entries *wants,
                    struct err *err)
{
    size_t i = 0, j = 0;

    while (i < has->n || j < wants->n) {
        const struct entry *old = i < has->n ? &has->at[i] : NULL;
        const struct entry *new = j < wants->n ? &wants->at[j] : NULL;
        bool drop = new == NULL || (old != NULL && old->note <= new->note);
        bool add = old == NULL || (new != NULL &&new->note <= old->note);

        i += drop;
        j += add;
        if (drop && add && old->key == new->key)
            continue;
        if ((drop && drop_note(db, old->note, err) < 0) ||
            (add && add_note(deck, db, new, err) < 0))
            return -1;
    }
    return 0;
}

/* `strange`: the index was made of another deck, whose rows say nothing of
 * this one's. */
static int update(struct deck *deck, struct db *db, const struct stamp *stamp,
                  bool strange, struct err *err)
{
    struct entries has = {0}, wants = {0};
    int rc = -1;

    if (strange &&
        db_run(db, "DELETE FROM entry; DELETE FROM words", err) < 0)
        goto done;
    if (read_entries(db_query(db, "SELECT note, key FROM entry"
                                  " ORDER BY note"),
                     &has, err) < 0 ||
        read_entries(db_query(deck->db,
                              "SELECT id, coalesce(import, 0) FROM note"
                              " WHERE gone = 0 ORDER BY id"),
                     &wants, err) < 0 ||
        bring_up(deck, db, &has, &wants, err) < 0 ||
        write_stamp(db, stamp, err) < 0)
        goto done;
    rc = 0;
done:
    free(has.at);
    free(wants.at);
    return rc;
}

static int update_if_behind(struct deck *deck, struct db *db, struct err *err)
{
    struct stamp is = {0}, should = {0};
    bool strange;

    if (stamp_of_index(db, &is, err) < 0 ||
        stamp_of_deck(deck, &should, err) < 0)
        return -1;
    strange = is.deck != should.deck || is.device != should.device;
    if (!strange && is.notes == should.notes)
        return 0;
    if (db_begin(db, err) < 0)
        return -1;
    if (update(deck, db, &should, strange, err) < 0) {
        db_rollback(db);
        return -1;
    }
    return db_commit(db, err);
}

/* --- opening ------------------------------------------------------------ */

static int open_index(struct db **out, struct deck *deck, const char *path,
                      struct err *err)
{
    struct db *db = NULL;
    bool current = false;

    if (db_open(&db, path, DB_SCRATCH, err) < 0)
        return -1;
    if (current_version(db, &current, err) < 0 ||
        (!current && make_tables(db, err) < 0) ||
        update_if_behind(deck, db, err) < 0) {
        db_close(db);
        return -1;
    }
    *out = db;
    return 0;
}

int words_open(struct db **out, struct deck *deck, bool anew, struct err *err)
{
    struct str path = STR_EMPTY;
    int rc = file_name(deck, &path, err);

    if (rc == 0 && anew)
        remove_file(path.at);
    if (rc == 0)
        rc = open_index(out, deck, path.at, err);
    str_release(&path);
    return rc;
}

struct stmt *words_query(struct db *db)
{
    return db_query(db, "SELECT rowid, snippet(words, 0, '" WORDS_FROM
                        "', '" WORDS_TO "', '...', 16)"
                        " FROM words WHERE words MATCH ?1"
                        " ORDER BY bm25(words, 1.0, 0.3) LIMIT ?2");
}
