#include "deck/create.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "deck/device.h"
#include "deck/schema.h"
#include "sys/file.h"

/* Makes the folder and, in it, an empty file for nobody else's eyes. */
static int make_beside(const char *path, struct str *beside, struct err *err)
{
    struct slice folder = path_folder(slice_from(path));
    struct str name = STR_EMPTY;
    int fd = -1;

    str_put(&name, folder);
    if (name.len > 0 && file_make_folder(name.at, err) < 0)
        goto done;
    str_printf(beside, "%s.new-XXXXXX", path);
    fd = mkostemp(beside->at, O_CLOEXEC);
    if (fd < 0)
        err_set(err, ERR_CREATE, "The deck %s can't be made: %s.", path,
                strerror(errno));
    else
        close(fd);
done:
    str_release(&name);
    return fd < 0 ? -1 : 0;
}

/* All must stand in the file itself when it gets its name: what closing it
 * would do about its log, it would do without a word when that fails. */
static int fill(const char *path, struct err *err)
{
    struct db *db = NULL;
    int rc = -1;

    if (db_open(&db, path, DB_WRITE, err) < 0 ||
        db_make_durable(db, err) < 0 || db_begin(db, err) < 0 ||
        schema_create(db, err) < 0 || device_found(db, path, err) < 0 ||
        db_commit(db, err) < 0 ||
        db_run(db, "PRAGMA wal_checkpoint(TRUNCATE)", err) < 0)
        goto done;
    rc = 0;
done:
    if (db != NULL)
        db_rollback(db);
    db_close(db);
    return rc;
}

/* Where hard links don't work the file is renamed, which two programs at
 * once may both do: the later one wins, and both are empty decks. */
static int give_name(const char *beside, const char *path, struct err *err)
{
    if (link(beside, path) < 0) {
        if (errno != EEXIST && rename(beside, path) < 0)
            return err_set(err, ERR_CREATE, "The deck %s can't be made: %s.",
                           path, strerror(errno));
    }
    if (file_sync_name(path) < 0)
        return err_set(err, ERR_CREATE, "The deck %s can't be saved: %s.",
                       path, strerror(errno));
    return 0;
}

static void remove_all(const char *beside)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    struct str name = STR_EMPTY;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        str_clear(&name);
        str_printf(&name, "%s%s", beside, ends[i]);
        unlink(name.at);
    }
    str_release(&name);
}

int create_deck(const char *path, struct err *err)
{
    struct str beside = STR_EMPTY;
    int rc;

    rc = make_beside(path, &beside, err);
    if (rc < 0)
        goto done;
    rc = fill(beside.at, err);
    if (rc == 0)
        rc = give_name(beside.at, path, err);
    remove_all(beside.at);
done:
    str_release(&beside);
    return rc;
}
