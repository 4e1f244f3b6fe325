#include "deck/create.h"

#include "base/str.h"
#include "deck/beside.h"
#include "deck/device.h"
#include "deck/schema.h"

/* All must stand in the file itself when it gets its name: what closing it
 * would do about its log, it would do without a word when that fails. */
static int fill(const char *path, struct err *err)
{
    struct db *db = NULL;
    int rc = -1;

    if (db_open(&db, path, DB_WRITE, err) < 0 ||
        db_make_durable(db, err) < 0 || db_begin(db, err) < 0 ||
        schema_create(db, &schema_history, err) < 0 ||
        device_found(db, path, err) < 0 || db_commit(db, err) < 0 ||
        db_run(db, "PRAGMA wal_checkpoint(TRUNCATE)", err) < 0)
        goto done;
    rc = 0;
done:
    if (db != NULL)
        db_rollback(db);
    db_close(db);
    return rc;
}

int create_deck(const char *path, struct err *err)
{
    struct str beside = STR_EMPTY;
    int rc;

    rc = beside_make(path, &beside, err);
    if (rc < 0)
        goto done;
    rc = fill(beside.at, err);
    if (rc == 0)
        rc = beside_give(beside.at, path, false, err);
    beside_remove(beside.at);
done:
    str_release(&beside);
    return rc < 0 ? -1 : 0;
}
