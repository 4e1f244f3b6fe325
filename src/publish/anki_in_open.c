#include "publish/anki_in_open.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "publish/anki_in_media.h"
#include "publish/protobuf.h"
#include "publish/unzstd.h"

enum {
    META_BYTES_MAX = 1000,
    CHECK_MS = 60000, /* for looking through a database */
};
#define DB_BYTES_MAX (INT64_C(2) << 30)

/* How sentences about a package begin when its name is not at hand. */
#define PACKAGE "The package "

/* The database of each kind. */
static const char *const collections[] = {
    [ANKI_LEGACY_1] = "collection.anki2",
    [ANKI_LEGACY_2] = "collection.anki21",
    [ANKI_LATEST] = "collection.anki21b",
};

/* --- which kind --------------------------------------------------------- */

static int unknown(const char *path, struct err *err)
{
    return err_set(err, ERR_UNSAFE,
                   "%s is of a version that this program does not know. "
                   "Export it anew with \"Support older Anki versions\". "
                   "Nothing was changed.",
                   path);
}

/* What `meta` says, 0 for nothing sensible. */
static uint64_t version_of(struct slice meta)
{
    struct protobuf in = {.rest = meta};
    struct protobuf_field f;
    uint64_t version = 0;

    while (protobuf_next(&in, &f))
        if (f.number == 1)
            version = f.value;
    return in.bad ? 0 : version;
}

static int find_kind(struct anki_package *p, const char *path,
                     struct err *err)
{
    int64_t at = unzip_find(p->zip, "meta");
    struct str meta = STR_EMPTY;
    uint64_t version;
    int rc;

    for (int i = ANKI_LATEST; at < 0 && i >= ANKI_LEGACY_1; i--)
        if (i == ANKI_LEGACY_1 || unzip_find(p->zip, collections[i]) >= 0) {
            p->kind = (enum anki_kind)i;
            return 0;
        }
    rc = unzip_read(p->zip, at, META_BYTES_MAX, &meta, err);
    version = version_of(str_slice(&meta));
    str_release(&meta);
    if (rc < 0)
        return rc;
    if (version < ANKI_LEGACY_1 || version > ANKI_LATEST)
        return unknown(path, err);
    p->kind = (enum anki_kind)version;
    return 0;
}

/* --- the database ------------------------------------------------------- */

static int to_file(struct slice piece, void *arg, struct err *err)
{
    int fd = *(int *)arg;

    while (piece.len > 0) {
        ssize_t n = write(fd, piece.at, piece.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, ERR_IO,
                           PACKAGE
                           "can't be unpacked: %s. There must "
                           "be room for it where TMPDIR says, or in /tmp.",
                           strerror(errno));
        piece = slice_skip(piece, (size_t)n);
    }
    return 0;
}

static int to_zstd(struct slice piece, void *arg, struct err *err)
{
    return unzstd_put(arg, piece, err);
}

static int unpack(struct anki_package *p, int64_t entry, int fd,
                  struct err *err)
{
    struct unzstd *zstd;
    int rc;

    if (p->kind != ANKI_LATEST)
        return unzip_each(p->zip, entry, to_file, &fd, err);
    zstd = unzstd_new(DB_BYTES_MAX, to_file, &fd);
    rc = unzip_each(p->zip, entry, to_zstd, zstd, err);
    if (rc == 0)
        rc = unzstd_end(zstd, err);
    unzstd_free(zstd);
    return rc;
}

/* SQLite opens by name; then the name is not needed any more. */
static int open_db(struct anki_package *p, int64_t entry, struct err *err)
{
    const char *temporary = getenv("TMPDIR");
    struct str path = STR_EMPTY;
    int fd, rc;

    str_printf(&path, "%s/pagein-XXXXXX",
               temporary != NULL && *temporary == '/' ? temporary : "/tmp");
    fd = mkstemp(path.at);
    if (fd < 0) {
        rc = err_set(err, ERR_CREATE,
                     PACKAGE "can't be unpacked: no file %s can be made: %s.",
                     path.at, strerror(errno));
        str_release(&path);
        return rc;
    }
    rc = unpack(p, entry, fd, err);
    if (rc == 0)
        rc = db_open(&p->db, path.at, DB_FROZEN, err);
    close(fd);
    unlink(path.at);
    str_release(&path);
    return rc;
}

/* Every table that is read must be one. */
static int check_table(struct anki_package *p, const char *name,
                       struct err *err)
{
    struct stmt *q =
        db_query(p->db, "SELECT type, rootpage, sql FROM sqlite_master"
                        " WHERE name = ?1");
    bool good = false;
    int rc;

    bind_text(q, 1, slice_from(name));
    rc = stmt_next(q, err);
    if (rc == 1)
        good = slice_is(row_text(q, 0), "table") && row_int(q, 1) > 0;
    stmt_end(q);
    if (rc >= 0 && !good)
        rc = err_set(err, ERR_UNSAFE,
                     PACKAGE "is damaged: it has no table %s. Nothing "
                             "was changed.",
                     name);
    return rc < 0 ? -1 : 0;
}

/* The large tables, page by page. Others are small, and those of late schemas
 * are sorted in a way that only Anki has. */
static int check_pages(struct anki_package *p, struct err *err)
{
    struct stmt *checks[] = {
        db_query(p->db, "PRAGMA quick_check('notes')"),
        db_query(p->db, "PRAGMA quick_check('cards')"),
        db_query(p->db, "PRAGMA quick_check('revlog')"),
    };
    enum { CHECKS = sizeof checks / sizeof *checks };
    bool good = true;
    int rc = 1;

    for (size_t i = 0; i < CHECKS && rc >= 0; i++) {
        rc = stmt_next(checks[i], err);
        good &= rc == 1 && slice_is(row_text(checks[i], 0), "ok");
    }
    for (size_t i = 0; i < CHECKS; i++)
        stmt_end(checks[i]);
    if (rc >= 0 && !good)
        return err_set(err, ERR_UNSAFE,
                       PACKAGE "is damaged: its database is not whole. "
                               "Nothing was changed.");
    return rc < 0 ? -1 : 0;
}

static int check_db(struct anki_package *p, const char *path, struct err *err)
{
    static const char *const tables[] = {"col", "notes", "cards", "revlog"};
    static const char *const late[] = {"config", "notetypes", "fields",
                                       "templates", "decks"};
    int64_t schema = 0;

    db_time_limit(p->db, CHECK_MS);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (check_table(p, tables[i], err) < 0)
            return -1;
    if (db_int(p->db, "SELECT ver FROM col LIMIT 1", &schema, err) < 0)
        return -1;
    if (schema != 11 && (schema < 14 || schema > 18))
        return unknown(path, err);
    p->schema = (int)schema;
    for (size_t i = 0; i < (schema > 14 ? 5u : schema == 14 ? 1u : 0u); i++)
        if (check_table(p, late[i], err) < 0)
            return -1;
    return check_pages(p, err);
}

int anki_in_blame(const char *path, struct err *err)
{
    if (strncmp(err->text, PACKAGE, strlen(PACKAGE)) == 0 ||
        strncmp(err->text, path, strlen(path)) == 0)
        return -1; /* ours */
    return err_set(err, ERR_UNSAFE,
                   "%s is damaged: its database can't be read. Nothing was "
                   "changed.",
                   path);
}

/* --- all of it ---------------------------------------------------------- */

static int open_collection(struct anki_package *p, const char *path,
                           struct err *err)
{
    int64_t entry = unzip_find(p->zip, collections[p->kind]);

    if (entry < 0)
        return err_set(err, ERR_UNSAFE,
                       "%s is no package of Anki's: it has no %s. Nothing "
                       "was changed.",
                       path, collections[p->kind]);
    if (open_db(p, entry, err) < 0 || check_db(p, path, err) < 0)
        return anki_in_blame(path, err);
    return 0;
}

int anki_in_open(struct anki_package *out, const char *path, struct err *err)
{
    struct anki_package p = {0};

    if (unzip_open(&p.zip, path, err) < 0)
        return -1;
    if (find_kind(&p, path, err) < 0 || open_collection(&p, path, err) < 0 ||
        anki_in_media_list(&p, path, err) < 0) {
        anki_in_close(&p);
        return -1;
    }
    *out = p;
    return 0;
}

void anki_in_close(struct anki_package *p)
{
    db_close(p->db);
    unzip_close(p->zip);
    arena_release(&p->arena);
    *p = (struct anki_package){0};
}
