#include "deck/db_inside.h"

enum { HEADER_BYTES = 100 }; /* of a database file */

/* The whole of `from` over the whole of `to`, in one transaction of `to`.
 * Returns what SQLite says, SQLITE_OK when all is there. */
static int copy_pages(sqlite3 *to, struct db *from)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from->sqlite, "main");
    int code;

    if (b == NULL)
        return sqlite3_extended_errcode(to);
    code = sqlite3_backup_step(b, -1);
    sqlite3_backup_finish(b);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int copy_all(struct db *to, struct db *from, struct err *err)
{
    int code = copy_pages(to->sqlite, from);

    return code == SQLITE_OK ? 0 : db_fail(to, code, err);
}

int db_copy(struct db *from, const char *path, struct err *err)
{
    struct db *to = NULL;
    int rc = -1;

    if (db_open(&to, path, DB_SCRATCH, err) < 0 ||
        copy_all(to, from, err) < 0 ||
        /* the copy says of itself that it has a log beside it */
        db_run(to, "PRAGMA journal_mode = DELETE", err) < 0)
        goto done;
    rc = 0;
done:
    db_close(to);
    return rc;
}

/* The header says whether a database has a write-ahead log; the image has
 * none. */
static void say_alone(char *image)
{
    enum { WRITES_AT = 18, READS_AT = 19, ALONE = 1 };

    image[WRITES_AT] = ALONE;
    image[READS_AT] = ALONE;
}

/* By way of a database in memory: sqlite3_serialize, asked for a file, puts
 * zeros where a page can't be read and says nothing. */
int db_image(struct db *db, struct str *image, struct err *err)
{
    sqlite3 *memory = NULL;
    sqlite3_int64 bytes = 0;
    const void *pages = NULL;
    int code =
        sqlite3_open_v2("image", &memory,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "memdb");

    if (code == SQLITE_OK)
        code = copy_pages(memory, db);
    if (code == SQLITE_OK)
        pages = sqlite3_serialize(memory, "main", &bytes,
                                  SQLITE_SERIALIZE_NOCOPY);
    if (pages == NULL || bytes < HEADER_BYTES) {
        sqlite3_close(memory);
        return err_set(err, ERR_IO,
                       "%s can't be copied: it can't be read or is larger "
                       "than the memory.",
                       db->path);
    }
    str_clear(image);
    str_put(image, (struct slice){pages, (size_t)bytes});
    sqlite3_close(memory);
    say_alone(image->at);
    return 0;
}

int db_replace(struct db *to, struct db *from, struct err *err)
{
    return copy_all(to, from, err);
}
