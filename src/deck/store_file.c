/* Where notes stand: roots, files with their tags, headings. */
#include "deck/store.h"

int store_touch(struct deck *deck, struct err *err)
{
    return stmt_run(
        db_query(deck->db,
                 "UPDATE deck SET notes_version = notes_version + 1"),
        err);
}

int store_root(struct deck *deck, uint64_t uid, const char *path,
               int64_t *row, struct err *err)
{
    struct stmt *q = db_query(deck->db, "SELECT id FROM root WHERE uid = ?1");
    int rc;

    bind_uid(q, 1, uid);
    rc = stmt_next(q, err);
    if (rc == 1)
        *row = row_int(q, 0);
    stmt_end(q);
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    q = db_query(deck->db, "INSERT INTO root (uid, name) VALUES (?1, ?2)");
    bind_uid(q, 1, uid);
    bind_text(q, 2, path_name(slice_from(path)));
    if (stmt_run(q, err) < 0)
        return -1;
    *row = db_last_row(deck->db);
    return 0;
}

static int write_tags(struct deck *deck, int64_t file,
                      const struct slice *tags, size_t ntags, struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "DELETE FROM file_tag WHERE file = ?1");

    bind_int(q, 1, file);
    if (stmt_run(q, err) < 0)
        return -1;
    for (size_t i = 0; i < ntags; i++) {
        q = db_query(deck->db, "INSERT OR IGNORE INTO file_tag (file, name)"
                               " VALUES (?1, ?2)");
        bind_int(q, 1, file);
        bind_text(q, 2, tags[i]);
        if (stmt_run(q, err) < 0)
            return -1;
    }
    return 0;
}

/* A file written just now could be written again without its size and time
 * telling: then only its hash is believed. */
static int64_t trusted_mtime(struct deck *deck, const struct file_stat *st)
{
    const int64_t second_ns = 1000000000;
    int64_t now_ns = deck->command.moment.utc_ms * 1000000;

    return st->mtime_ns < now_ns - 2 * second_ns ? st->mtime_ns : -1;
}

int store_file(struct deck *deck, struct source *source,
               const struct slice *tags, size_t ntags, int64_t import,
               struct err *err)
{
    struct stmt *q;
    int64_t root = 0;

    if (store_root(deck, source->root_uid, source->root, &root, err) < 0)
        return -1;
    q = db_query(
        deck->db,
        "INSERT INTO file (root, path, hash, bytes, mtime_ns, reader, taken,"
        " notes, cards, import) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?8, ?9, "
        "?7)"
        " ON CONFLICT (root, path) DO UPDATE SET hash = ?3, bytes = ?4,"
        " mtime_ns = ?5, reader = ?6, taken = 1, notes = ?8, cards = ?9,"
        " import = coalesce(?7, import) RETURNING id");
    bind_int(q, 1, root);
    bind_text(q, 2, source->below);
    bind_blob(q, 3,
              (struct slice){(const char *)source->hash.at, HASH_BYTES});
    bind_uid(q, 4, source->stat.bytes);
    bind_int(q, 5, trusted_mtime(deck, &source->stat));
    bind_int(q, 6, SOURCE_READER);
    if (import != 0)
        bind_int(q, 7, import);
    bind_int(q, 8, (int64_t)source->notes);
    bind_int(q, 9, (int64_t)source->cards);
    if (stmt_next(q, err) != 1) {
        stmt_end(q);
        return -1;
    }
    source->row = row_int(q, 0);
    stmt_end(q);
    return write_tags(deck, source->row, tags, ntags, err);
}

int store_file_time(struct deck *deck, const struct source *source,
                    struct err *err)
{
    struct stmt *q = db_query(deck->db, "UPDATE file SET mtime_ns = ?2"
                                        " WHERE id = ?1 AND ?2 <> -1"
                                        " AND mtime_ns <> ?2");

    bind_int(q, 1, source->row);
    bind_int(q, 2, trusted_mtime(deck, &source->stat));
    if (stmt_run(q, err) < 0)
        return -1;
    return db_changes(deck->db) > 0;
}

int store_forget_file(struct deck *deck, int64_t file, struct err *err)
{
    struct stmt *q = db_query(deck->db, "UPDATE file SET hash = x'',"
                                        " mtime_ns = -1 WHERE id = ?1");

    bind_int(q, 1, file);
    return stmt_run(q, err);
}

int store_section(struct deck *deck, struct slice path, int64_t *row,
                  struct err *err)
{
    struct stmt *q =
        db_query(deck->db, "SELECT id FROM section WHERE path = ?1");
    int rc;

    bind_text(q, 1, path);
    rc = stmt_next(q, err);
    if (rc == 1)
        *row = row_int(q, 0);
    stmt_end(q);
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    q = db_query(deck->db, "INSERT INTO section (path) VALUES (?1)");
    bind_text(q, 1, path);
    if (stmt_run(q, err) < 0)
        return -1;
    *row = db_last_row(deck->db);
    return 0;
}

int store_media(struct deck *deck, struct slice bytes, int64_t *row,
                struct err *err)
{
    struct hash hash = hash_of(bytes);
    struct slice name = {(const char *)hash.at, HASH_BYTES};
    struct stmt *q =
        db_query(deck->db, "SELECT id FROM media WHERE hash = ?1");
    int rc;

    bind_blob(q, 1, name);
    rc = stmt_next(q, err);
    if (rc == 1)
        *row = row_int(q, 0);
    stmt_end(q);
    if (rc != 0)
        return rc < 0 ? -1 : 0;
    q = db_query(deck->db, "INSERT INTO media (hash, bytes) VALUES (?1, ?2)");
    bind_blob(q, 1, name);
    bind_blob(q, 2, bytes);
    if (stmt_run(q, err) < 0)
        return -1;
    *row = db_last_row(deck->db);
    return 0;
}
