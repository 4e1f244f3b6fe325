#include "deck/backup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "deck/beside.h"
#include "deck/device.h"
#include "sys/file.h"

/* A restore on its way. */
struct restore {
    struct str path;    /* of the deck, absolute */
    struct deck *now;   /* the deck that is there, or NULL */
    struct deck *then;  /* the backup */
    struct str beside;  /* the backup's copy that becomes the deck */
    struct str kept;    /* where the deck that is there lives on */
    bool there, broken; /* a deck is there; it can't be opened any more */
};

static int open_both(struct restore *r, const char *from, struct moment now,
                     struct err *err)
{
    if (deck_open(&r->then, from, DECK_STRANGER, now, err) < 0)
        return -1;
    r->there = file_stat_of(r->path.at).exists;
    if (!r->there ||
        deck_open(&r->now, r->path.at, DECK_WRITE, now, err) == 0)
        return 0;
    r->broken = err->kind == ERR_UNSAFE;
    return r->broken ? 0 : -1;
}

/* The copy becomes the deck with its new name for logging already in it:
 * there is no moment in which it could log under the old one. */
static int name_anew(const char *copy, const char *becomes, struct err *err)
{
    struct db *db = NULL;
    int rc = -1;

    if (db_open(&db, copy, DB_WRITE, err) < 0 || db_begin(db, err) < 0 ||
        device_renew(db, becomes, err) < 0 || db_commit(db, err) < 0)
        goto done;
    rc = 0;
done:
    if (db != NULL)
        db_rollback(db);
    db_close(db);
    return rc;
}

static int replace_inside(struct restore *r, struct err *err)
{
    struct db *copy = NULL;
    int rc = db_open(&copy, r->beside.at, DB_READ, err);

    if (rc == 0)
        rc = db_replace(r->now->db, copy, err);
    db_close(copy);
    return rc;
}

/* What is broken is kept, with its log, for whoever may mend it. */
static int move_aside(const char *path, struct moment now, struct str *kept,
                      struct err *err)
{
    static const char *const ends[] = {"-wal", "-journal", ""};
    struct str from = STR_EMPTY, to = STR_EMPTY;
    int rc = 0;

    str_printf(kept, "%s.broken-%lld", path, (long long)(now.utc_ms / 1000));
    for (size_t i = 0; i < sizeof ends / sizeof *ends && rc == 0; i++) {
        str_clear(&from);
        str_clear(&to);
        str_printf(&from, "%s%s", path, ends[i]);
        str_printf(&to, "%s%s", kept->at, ends[i]);
        if (rename(from.at, to.at) < 0 && errno != ENOENT)
            rc = err_set(err, ERR_CREATE, "%s can't be moved aside: %s.",
                         from.at, strerror(errno));
    }
    str_release(&from);
    str_release(&to);
    return rc;
}

static int put_in_place(struct restore *r, struct moment now, struct err *err)
{
    int rc;

    if (r->now != NULL)
        return replace_inside(r, err);
    if (r->broken && move_aside(r->path.at, now, &r->kept, err) < 0)
        return -1;
    beside_remove_logs(r->path.at);
    rc = beside_give(r->beside.at, r->path.at, false, err);
    if (rc == 1)
        return err_set(err, ERR_BUSY,
                       "Another program has made a deck at %s meanwhile.",
                       r->path.at);
    return rc;
}

int backup_restore(const char *deck_path, const char *from, struct moment now,
                   struct str *kept, struct err *err)
{
    struct restore r = {
        .path = STR_EMPTY, .beside = STR_EMPTY, .kept = STR_EMPTY};
    int rc = -1;

    path_absolute(&r.path, deck_path);
    if (open_both(&r, from, now, err) < 0 ||
        (r.now != NULL &&
         backup_make(r.path.at, BACKUP_RESTORE, now, &r.kept, err) < 0) ||
        beside_make(r.path.at, &r.beside, err) < 0)
        goto done;
    if (db_copy(r.then->db, r.beside.at, err) == 0 &&
        name_anew(r.beside.at, r.now != NULL ? r.path.at : r.beside.at,
                  err) == 0)
        rc = put_in_place(&r, now, err);
    if (rc == 0 && kept != NULL)
        str_put(kept, str_slice(&r.kept));
    beside_remove(r.beside.at);
done:
    deck_close(r.now);
    deck_close(r.then);
    str_release(&r.path);
    str_release(&r.beside);
    str_release(&r.kept);
    return rc;
}
