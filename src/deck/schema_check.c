#include "base/str.h"
#include "deck/guard.h"
#include "deck/schema.h"

int schema_latest(const struct schema_history *history)
{
    return history->oldest + (int)history->nsteps;
}

/* --- what a version holds ----------------------------------------------- */

static const struct schema_object *find(const struct schema_object *objects,
                                        size_t n, struct slice name)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is(name, objects[i].name))
            return &objects[i];
    return NULL;
}

/* The first step from `version` on that says what it had instead, or today's
 * text when none does. */
static const struct schema_object *object_of(const struct schema_history *h,
                                             int version, struct slice name)
{
    const struct schema_object *found = NULL;

    for (size_t i = (size_t)(version - h->oldest);
         i < h->nsteps && found == NULL; i++)
        found = find(h->steps[i].was, h->steps[i].nwas, name);
    return found != NULL ? found : find(h->objects, h->nobjects, name);
}

const char *schema_text(const struct schema_history *history, int version,
                        struct slice name)
{
    const struct schema_object *found = object_of(history, version, name);

    return found != NULL ? found->sql : NULL;
}

/* Of these, how many does the version hold? Each row counts where it is the
 * one that object_of finds. */
static size_t count_own(const struct schema_history *h, int version,
                        const struct schema_object *objects, size_t n)
{
    size_t own = 0;

    for (size_t i = 0; i < n; i++)
        own +=
            objects[i].sql != NULL &&
            object_of(h, version, slice_from(objects[i].name)) == &objects[i];
    return own;
}

static size_t count_objects(const struct schema_history *h, int version)
{
    size_t n = count_own(h, version, h->objects, h->nobjects);

    for (size_t i = (size_t)(version - h->oldest); i < h->nsteps; i++)
        n += count_own(h, version, h->steps[i].was, h->steps[i].nwas);
    return n;
}

/* --- making ------------------------------------------------------------- */

int schema_set_version(struct db *db, int version, struct err *err)
{
    struct str sql = STR_EMPTY;
    int rc;

    str_printf(&sql, "PRAGMA user_version = %d", version);
    rc = db_run(db, sql.at, err);
    str_release(&sql);
    return rc;
}

int schema_create(struct db *db, const struct schema_history *history,
                  struct err *err)
{
    for (size_t i = 0; i < history->nobjects; i++)
        if (db_run(db, history->objects[i].sql, err) < 0)
            return -1;
    if (db_run(db, "PRAGMA application_id = 0x7067696e", err) < 0)
        return -1;
    return schema_set_version(db, schema_latest(history), err);
}

/* --- checking ----------------------------------------------------------- */

/* SQLite makes indexes of its own for UNIQUE, and tables of statistics. */
static bool of_sqlite(struct slice name, bool has_sql)
{
    return (!has_sql && slice_has_prefix(name, SLICE("sqlite_autoindex_"))) ||
           slice_is(name, "sqlite_stat1");
}

/* 1 when the file holds what the version holds, 0 when it doesn't. */
static int compare(struct db *db, const struct schema_history *h, int version,
                   struct err *err)
{
    struct stmt *q = db_query(db, "SELECT name, sql FROM sqlite_schema");
    size_t found = 0;
    bool strange = false;
    int rc;

    while ((rc = stmt_next(q, err)) == 1 && !strange) {
        const char *text = schema_text(h, version, row_text(q, 0));

        if (text != NULL && slice_is(row_text(q, 1), text))
            found++;
        else
            strange =
                text != NULL || !of_sqlite(row_text(q, 0), !row_null(q, 1));
    }
    stmt_end(q);
    if (rc < 0)
        return -1;
    return !strange && found == count_objects(h, version);
}

/* 1 with the version when all is as it should be, 0 when it isn't. */
static int look(struct db *db, const char *path,
                const struct schema_history *history, int *version,
                struct err *err)
{
    int64_t application = 0, found = 0;

    /* the log beside the file may carry another header than the file */
    if (db_int(db, "PRAGMA application_id", &application, err) < 0 ||
        db_int(db, "PRAGMA user_version", &found, err) < 0)
        return -1;
    if (application != SCHEMA_APPLICATION || found < history->oldest)
        return 0;
    if (found > schema_latest(history))
        return guard_refuse_newer(path, (uint32_t)found,
                                  schema_latest(history), err);
    *version = (int)found;
    return compare(db, history, *version, err);
}

/* All of it is asked of one moment: another program may be migrating. */
int schema_check(struct db *db, const char *path,
                 const struct schema_history *history, int *version,
                 struct err *err)
{
    struct err ignored;
    int rc = db_run(db, "SAVEPOINT look", err);

    if (rc < 0)
        return -1;
    rc = look(db, path, history, version, err);
    if (db_run(db, "RELEASE look", rc < 0 ? &ignored : err) < 0 || rc < 0)
        return -1;
    if (rc == 0)
        return err_set(err, ERR_UNSAFE,
                       "%s has other tables than a deck of pagein. It was "
                       "left as it is.",
                       path);
    return 0;
}
