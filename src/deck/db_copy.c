#include "deck/db_inside.h"

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

int db_replace(struct db *to, struct db *from, struct err *err)
{
    return copy_pages(to, from, err);
}
