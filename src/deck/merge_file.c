#include <string.h>

#include "deck/merging.h"
#include "deck/source.h"

/* A file of theirs; root and import are rows of ours. */
struct file_row {
    int64_t id, root, import;
    struct slice path, hash;
    int64_t bytes, mtime_ns, reader, notes, cards;
    bool taken;
};

/* The same file in ours. */
struct known_file {
    int64_t id, import;
    bool same_bytes;
};

int merge_forget_file(struct merge *m, int64_t file, struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "UPDATE file SET reader = 0 WHERE id = ?1");

    bind_int(q, 1, file);
    return stmt_run(q, err);
}

/* --- tags --------------------------------------------------------------- */

static int clear(struct merge *m, const char *sql, int64_t file,
                 struct err *err)
{
    struct stmt *q = db_query(m->ours->db, sql);

    bind_int(q, 1, file);
    return stmt_run(q, err);
}

static int copy_tags(struct merge *m, int64_t theirs, int64_t ours,
                     struct err *err)
{
    struct stmt *from =
        db_query(m->theirs->db, "SELECT name FROM file_tag WHERE file = ?1");
    int rc;

    bind_int(from, 1, theirs);
    while ((rc = stmt_next(from, err)) == 1) {
        struct stmt *q =
            db_query(m->ours->db, "INSERT INTO file_tag (file, name)"
                                  " VALUES (?1, ?2)");

        bind_int(q, 1, ours);
        bind_text(q, 2, row_text(from, 0));
        if (stmt_run(q, err) < 0) {
            rc = -1;
            break;
        }
    }
    stmt_end(from);
    return rc;
}

/* --- pictures ----------------------------------------------------------- */

static int find_media(struct merge *m, struct slice hash, int64_t *row,
                      struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "SELECT id FROM media WHERE hash = ?1");
    int rc;

    *row = 0;
    bind_blob(q, 1, hash);
    rc = stmt_next(q, err);
    if (rc == 1)
        *row = row_int(q, 0);
    stmt_end(q);
    return rc < 0 ? -1 : 0;
}

static int add_media(struct merge *m, struct slice hash, struct slice bytes,
                     int64_t *row, struct err *err)
{
    struct hash is = hash_of(bytes);
    struct stmt *q;

    if (hash.len != HASH_BYTES || memcmp(is.at, hash.at, HASH_BYTES) != 0)
        return err_set(err, ERR_UNSAFE,
                       "%s is damaged: a picture in it isn't the one it "
                       "should be. Nothing was merged.",
                       m->theirs->path);
    q = db_query(m->ours->db,
                 "INSERT INTO media (hash, bytes) VALUES (?1, ?2)");
    bind_blob(q, 1, hash);
    bind_blob(q, 2, bytes);
    if (stmt_run(q, err) < 0)
        return -1;
    *row = db_last_row(m->ours->db);
    return 0;
}

static int add_image(struct merge *m, int64_t file, struct slice target,
                     int64_t media, struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "INSERT INTO image (file, target, media)"
                              " VALUES (?1, ?2, ?3)");

    bind_int(q, 1, file);
    bind_text(q, 2, target);
    if (media != 0)
        bind_int(q, 3, media);
    return stmt_run(q, err);
}

static int copy_images(struct merge *m, int64_t theirs, int64_t ours,
                       struct err *err)
{
    struct stmt *from =
        db_query(m->theirs->db,
                 "SELECT i.target, k.hash, k.bytes FROM image i"
                 " LEFT JOIN media k ON k.id = i.media WHERE i.file = ?1");
    int rc;

    bind_int(from, 1, theirs);
    while ((rc = stmt_next(from, err)) == 1) {
        struct slice hash = row_blob(from, 1);
        int64_t media = 0; /* for one that is missing */

        if ((hash.len > 0 && find_media(m, hash, &media, err) < 0) ||
            (hash.len > 0 && media == 0 &&
             add_media(m, hash, row_blob(from, 2), &media, err) < 0) ||
            add_image(m, ours, row_text(from, 0), media, err) < 0) {
            rc = -1;
            break;
        }
    }
    stmt_end(from);
    return rc;
}

/* --- files -------------------------------------------------------------- */

static int find_file(struct merge *m, const struct file_row *f,
                     struct known_file *out, struct err *err)
{
    struct stmt *q = db_query(m->ours->db, "SELECT id, import, hash FROM file"
                                           " WHERE root = ?1 AND path = ?2");
    int rc;

    bind_int(q, 1, f->root);
    bind_text(q, 2, f->path);
    rc = stmt_next(q, err);
    if (rc == 1)
        *out = (struct known_file){row_int(q, 0), row_int(q, 1),
                                   slice_eq(row_blob(q, 2), f->hash)};
    stmt_end(q);
    return rc;
}

static int add_file(struct merge *m, const struct file_row *f, int64_t *row,
                    struct err *err)
{
    struct stmt *q = db_query(
        m->ours->db,
        "INSERT INTO file (root, path, hash, bytes, mtime_ns, reader, taken,"
        " notes, cards, import)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

    bind_int(q, 1, f->root);
    bind_text(q, 2, f->path);
    bind_blob(q, 3, f->hash);
    bind_int(q, 4, f->bytes);
    bind_int(q, 5, f->mtime_ns);
    bind_int(q, 6, f->reader);
    bind_int(q, 7, f->taken);
    bind_int(q, 8, f->notes);
    bind_int(q, 9, f->cards);
    if (f->import != 0)
        bind_int(q, 10, f->import);
    if (stmt_run(q, err) < 0)
        return -1;
    *row = db_last_row(m->ours->db);
    return 0;
}

/* What was imported with it is theirs; what its bytes were when this machine
 * last read them stays. */
static int take_over(struct merge *m, const struct file_row *f, int64_t row,
                     struct err *err)
{
    struct stmt *q =
        db_query(m->ours->db, "UPDATE file SET import = ?2, notes = ?3,"
                              " cards = ?4 WHERE id = ?1");

    bind_int(q, 1, row);
    if (f->import != 0)
        bind_int(q, 2, f->import);
    bind_int(q, 3, f->notes);
    bind_int(q, 4, f->cards);
    if (stmt_run(q, err) < 0 ||
        clear(m, "DELETE FROM file_tag WHERE file = ?1", row, err) < 0 ||
        clear(m, "DELETE FROM image WHERE file = ?1", row, err) < 0)
        return -1;
    return 0;
}

/* True when neither deck had seen the other's import of the file. */
static bool went_apart(const struct merge *m, const struct file_row *f,
                       const struct known_file *known)
{
    return !known->same_bytes && f->import > m->last_event &&
           known->import != 0 &&
           !numbers_have(&m->their_imports, known->import);
}

static int write_file(struct merge *m, const struct file_row *f, int64_t *row,
                      struct err *err)
{
    struct known_file known;
    int rc = find_file(m, f, &known, err);

    if (rc == 1) {
        struct version_key ours = merge_key(m, known.import);
        struct version_key theirs = merge_key(m, f->import);

        *row = known.id;
        if (went_apart(m, f, &known) &&
            merge_forget_file(m, known.id, err) < 0)
            return -1;
        if (version_compare(&theirs, &ours) <= 0)
            return 0;
        rc = take_over(m, f, known.id, err);
    } else if (rc == 0) {
        rc = add_file(m, f, row, err);
    }
    if (rc < 0)
        return -1;
    m->report.wrote = true;
    return copy_tags(m, f->id, *row, err) < 0 ||
                   copy_images(m, f->id, *row, err) < 0
               ? -1
               : 0;
}

static int read_file(struct merge *m, struct stmt *q, struct file_row *f,
                     struct err *err)
{
    *f = (struct file_row){
        .id = row_int(q, 0),
        .root = row_map_find(&m->roots, row_int(q, 1)),
        .path = row_text(q, 2),
        .hash = row_blob(q, 3),
        .bytes = row_int(q, 4),
        .mtime_ns = row_int(q, 5),
        .reader = row_int(q, 6),
        .taken = row_bool(q, 7),
        .notes = row_between(q, 8, 0, INT32_MAX),
        .cards = row_between(q, 9, 0, INT32_MAX),
        .import = row_map_find(&m->imports, row_int(q, 10)),
    };
    if (row_ok(q, err) < 0)
        return -1;
    if (!source_stays_below(f->path))
        return err_set(err, ERR_UNSAFE,
                       "%s names a file outside the folder of its notes. "
                       "Nothing was merged.",
                       m->theirs->path);
    return 0;
}

int merge_files(struct merge *m, struct err *err)
{
    struct stmt *q = db_query(
        m->theirs->db, "SELECT id, root, path, hash, bytes, mtime_ns, reader,"
                       " taken, notes, cards, import FROM file ORDER BY id");
    int rc;

    while ((rc = stmt_next(q, err)) == 1) {
        struct file_row f;
        int64_t row = 0;

        if (read_file(m, q, &f, err) < 0 ||
            write_file(m, &f, &row, err) < 0) {
            rc = -1;
            break;
        }
        row_map_add(&m->files, f.id, row);
    }
    stmt_end(q);
    return rc;
}
