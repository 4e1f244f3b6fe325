#include "deck/db_inside.h"

enum { HEADER_BYTES = 100 }; /* of a database file */

/* The whole of `from` over the whole of `to`, in one transaction of `to`. */
static int copy_pages(struct db *to, struct db *from, struct err *err)
{
    sqlite3_backup *b =
        sqlite3_backup_init(to->sqlite, "main", from->sqlite, "main");
    int code = sqlite3_errcode(to->sqlite);

    if (b != NULL) {
        code = sqlite3_backup_step(b, -1);
        sqlite3_backup_finish(b);
    }
    return code == SQLITE_DONE ? 0 : db_fail(to, code, err);
}

int db_copy(struct db *from, const char *path, struct err *err)
{
    struct db *to = NULL;
    int rc = -1;

    if (db_open(&to, path, DB_SCRATCH, err) < 0 ||
        copy_pages(to, from, err) < 0 ||
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

int db_image(struct db *db, struct str *image, struct err *err)
{
    sqlite3_int64 bytes = 0;
    unsigned char *pages = sqlite3_serialize(db->sqlite, "main", &bytes, 0);

    if (pages == NULL || bytes < HEADER_BYTES) {
        sqlite3_free(pages);
        return err_set(err, ERR_IO,
                       "%s can't be copied: it can't be read or is larger "
                       "than the memory.",
                       db->path);
    }
    str_clear(image);
    str_put(image, (struct slice){(char *)pages, (size_t)bytes});
    sqlite3_free(pages);
    say_alone(image->at);
    return 0;
}

int db_replace(struct db *to, struct db *from, struct err *err)
{
    return copy_pages(to, from, err);
}
