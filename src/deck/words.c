#include "deck/words.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "sys/file.h"
#include "sys/hash.h"
#include "sys/place.h"

/* Raised when the file's make-up changes. */
#define WORDS_VERSION "3"

/* Of which deck in which state the index is. */
struct stamp {
    uint64_t deck, device;
    int64_t notes;
};

/* One note that the index has: `key` tells its versions apart. */
struct entry {
    int64_t note, key;
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
        "DROP TABLE IF EXISTS stamp;"
        "CREATE TABLE stamp (id INTEGER PRIMARY KEY,"
        " deck INTEGER, device INTEGER, notes INTEGER) STRICT;"
        "DROP TABLE IF EXISTS words;"
        "CREATE VIRTUAL TABLE words USING fts5 (line, section, key UNINDEXED,"
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
    int rc = db_int(deck->db, "SELECT notes_version FROM deck WHERE id = 1",
                    &s.notes, err);

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

static int read_entries(struct db *db, struct entries *out, struct err *err)
{
    struct stmt *q =
        db_query(db, "SELECT rowid, key FROM words ORDER BY rowid");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        out->at = mem_grow(out->at, out->n, &out->cap, sizeof *out->at);
        out->at[out->n++] = (struct entry){row_int(q, 0), row_int(q, 1)};
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

/* The notes that the index should have: id, key, text, headings. */
static struct stmt *wanted(struct deck *deck)
{
    return db_query(deck->db,
                    "SELECT n.id, coalesce(n.import, 0), n.text, s.path"
                    " FROM note n JOIN section s ON s.id = n.section"
                    " WHERE n.gone = 0 ORDER BY n.id");
}

static int add_note(struct db *db, struct stmt *note, struct str *line,
                    struct str *section, struct err *err)
{
    struct stmt *q =
        db_query(db, "INSERT INTO words (rowid, line, section, key)"
                     " VALUES (?1, ?2, ?3, ?4)");

    put_clean(line, row_text(note, 2));
    put_clean(section, row_text(note, 3));
    bind_int(q, 1, row_int(note, 0));
    bind_text(q, 2, str_slice(line));
    bind_text(q, 3, str_slice(section));
    bind_int(q, 4, row_int(note, 1));
    return stmt_run(q, err);
}

static int drop_note(struct db *db, int64_t note, struct err *err)
{
    struct stmt *q = db_query(db, "DELETE FROM words WHERE rowid = ?1");

    bind_int(q, 1, note);
    return stmt_run(q, err);
}

/* Brings the index up to one wanted note; both sides are in order. `*at` is
 * the first entry that was not yet looked at. */
static int catch_up(struct db *db, const struct entries *has, size_t *at,
                    struct stmt *note, struct str *line, struct str *section,
                    struct err *err)
{
    int64_t id = row_int(note, 0);

    while (*at < has->n && has->at[*at].note <= id) {
        const struct entry *old = &has->at[(*at)++];

        if (old->note == id && old->key == row_int(note, 1))
            return 0;
        if (drop_note(db, old->note, err) < 0)
            return -1;
    }
    return add_note(db, note, line, section, err);
}

static int bring_up(struct deck *deck, struct db *db,
                    const struct entries *has, struct err *err)
{
    struct str line = STR_EMPTY, section = STR_EMPTY;
    struct stmt *q = wanted(deck);
    size_t at = 0;
    int rc;

    while ((rc = stmt_next(q, err)) == 1)
        if (catch_up(db, has, &at, q, &line, &section, err) < 0) {
            rc = -1;
            break;
        }
    stmt_end(q);
    while (rc == 0 && at < has->n)
        rc = drop_note(db, has->at[at++].note, err);
    str_release(&line);
    str_release(&section);
    return rc;
}

/* `strange`: the index was made of another deck, whose rows say nothing of
 * this one's. */
static int update(struct deck *deck, struct db *db, const struct stamp *stamp,
                  bool strange, struct err *err)
{
    struct entries has = {0};
    int rc = -1;

    if ((strange && make_tables(db, err) < 0) ||
        read_entries(db, &has, err) < 0 ||
        bring_up(deck, db, &has, err) < 0 || write_stamp(db, stamp, err) < 0)
        goto done;
    rc = 0;
done:
    free(has.at);
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
                      enum db_access access, struct err *err)
{
    struct db *db = NULL;
    bool current = false;

    if (db_open(&db, path, access, err) < 0)
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
        rc = open_index(out, deck, path.at, DB_SCRATCH, err);
    /* where it can't be kept it is made for this once */
    if (rc < 0 && (err->kind == ERR_CREATE || err->kind == ERR_IO))
        rc = open_index(out, deck, deck->path, DB_ASIDE, err);
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
