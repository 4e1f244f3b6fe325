#include "deck/migrate.h"

#include "base/str.h"
#include "deck/backup.h"

/* --- a step ------------------------------------------------------------- */

/* The step from `version` to the next. */
struct stride {
    struct db *db;
    const struct schema_history *history;
    int version;
    const struct schema_step *step;
};

static bool is_table(const char *sql)
{
    return slice_has_prefix(slice_from(sql), SLICE("CREATE TABLE "));
}

static int run(struct stride *s, const char *format, const char *name,
               struct err *err)
{
    struct str sql = STR_EMPTY;
    int rc;

    str_printf(&sql, "%s%s", format, name);
    rc = db_run(s->db, sql.at, err);
    str_release(&sql);
    return rc;
}

static int rename_away(struct stride *s, const char *name, struct err *err)
{
    struct str sql = STR_EMPTY;
    int rc;

    str_printf(&sql, "ALTER TABLE %s RENAME TO was_%s", name, name);
    rc = db_run(s->db, sql.at, err);
    str_release(&sql);
    return rc;
}

static int put_away(struct stride *s, struct err *err)
{
    for (size_t i = 0; i < s->step->nwas; i++) {
        const struct schema_object *o = &s->step->was[i];
        int rc = 0;

        if (o->sql != NULL)
            rc = is_table(o->sql) ? rename_away(s, o->name, err)
                                  : run(s, "DROP INDEX ", o->name, err);
        if (rc < 0)
            return -1;
    }
    return 0;
}

static int is_there(struct stride *s, const char *name, struct err *err)
{
    struct stmt *q =
        db_query(s->db, "SELECT 1 FROM sqlite_schema WHERE name = ?1");
    int rc;

    bind_text(q, 1, slice_from(name));
    rc = stmt_next(q, err);
    stmt_end(q);
    return rc;
}

/* Of these, makes what the next version holds and isn't there. */
static int make_some(struct stride *s, const struct schema_object *objects,
                     size_t n, bool tables, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        const char *sql = schema_text(s->history, s->version + 1,
                                      slice_from(objects[i].name));
        int there;

        if (sql == NULL || is_table(sql) != tables)
            continue;
        there = is_there(s, objects[i].name, err);
        if (there < 0 || (there == 0 && db_run(s->db, sql, err) < 0))
            return -1;
    }
    return 0;
}

static int make(struct stride *s, bool tables, struct err *err)
{
    const struct schema_history *h = s->history;

    if (make_some(s, h->objects, h->nobjects, tables, err) < 0)
        return -1;
    for (size_t i = (size_t)(s->version + 1 - h->oldest); i < h->nsteps; i++)
        if (make_some(s, h->steps[i].was, h->steps[i].nwas, tables, err) < 0)
            return -1;
    return 0;
}

static int drop_old(struct stride *s, struct err *err)
{
    for (size_t i = 0; i < s->step->nwas; i++) {
        const struct schema_object *o = &s->step->was[i];

        if (o->sql != NULL && is_table(o->sql) &&
            run(s, "DROP TABLE was_", o->name, err) < 0)
            return -1;
    }
    return 0;
}

static int stride(struct stride *s, struct err *err)
{
    const struct schema_step *step = s->step;

    if (put_away(s, err) < 0 || make(s, true, err) < 0 ||
        (step->sql != NULL && db_run(s->db, step->sql, err) < 0) ||
        (step->run != NULL && step->run(s->db, err) < 0) ||
        drop_old(s, err) < 0 || make(s, false, err) < 0)
        return -1;
    return schema_set_version(s->db, s->version + 1, err);
}

/* --- all of them -------------------------------------------------------- */

static int check_result(struct db *db, const char *path,
                        const struct schema_history *history, struct err *err)
{
    int64_t loose = 0;
    int version;

    if (db_int(db, "SELECT count(*) FROM pragma_foreign_key_check", &loose,
               err) < 0)
        return -1;
    if (loose > 0)
        return err_set(err, ERR_UNSAFE,
                       "Rows of %s would have belonged to nothing.", path);
    return schema_check(db, path, history, &version, err);
}

/* Inside a transaction; from what the deck is now, since another program may
 * have been here. */
static int take_steps(struct db *db, const char *path,
                      const struct schema_history *history, int version,
                      struct err *err)
{
    for (; version < schema_latest(history); version++) {
        struct stride s = {
            .db = db,
            .history = history,
            .version = version,
            .step = &history->steps[version - history->oldest],
        };

        if (stride(&s, err) < 0)
            return -1;
    }
    return check_result(db, path, history, err);
}

/* Tables are renamed and filled without anybody minding the links. */
static int loosen(struct db *db, bool loose, struct err *err)
{
    return db_run(db,
                  loose ? "PRAGMA foreign_keys = OFF;"
                          "PRAGMA legacy_alter_table = ON"
                        : "PRAGMA foreign_keys = ON;"
                          "PRAGMA legacy_alter_table = OFF",
                  err);
}

static int carry_out(struct db *db, const char *path,
                     const struct schema_history *history, bool backup,
                     struct moment now, struct err *err)
{
    int version = 0, rc = -1;

    if (db_begin(db, err) < 0)
        return -1;
    if (schema_check(db, path, history, &version, err) < 0)
        goto done;
    if (version == schema_latest(history)) {
        rc = 0;
        goto done;
    }
    if (backup && backup_make(path, BACKUP_MIGRATION, now, NULL, err) < 0)
        goto done;
    if (take_steps(db, path, history, version, err) < 0 ||
        db_commit(db, err) < 0)
        goto done;
    return 0;
done:
    db_rollback(db);
    return rc;
}

static int migrate(struct db *db, const char *path,
                   const struct schema_history *history, bool backup,
                   struct moment now, struct err *err)
{
    struct err ignored;
    int rc = loosen(db, true, err);

    if (rc == 0)
        rc = carry_out(db, path, history, backup, now, err);
    loosen(db, false, &ignored);
    return rc < 0 ? err_prefix(err, "This deck is of an older pagein and "
                                    "could not be brought up to date; it is "
                                    "as it was. ")
                  : 0;
}

int migrate_file(struct db *db, const char *path,
                 const struct schema_history *history, struct moment now,
                 struct err *err)
{
    return migrate(db, path, history, true, now, err);
}

int migrate_aside(struct db **out, struct db *db, const char *path,
                  const struct schema_history *history, struct err *err)
{
    const struct moment never = {0, 0};
    struct db *aside = NULL;
    int rc = -1;

    if (db_open(&aside, path, DB_ASIDE, err) < 0 ||
        db_replace(aside, db, err) < 0 ||
        migrate(aside, path, history, false, never, err) < 0 ||
        db_only_read(aside, err) < 0)
        goto done;
    *out = aside;
    aside = NULL;
    rc = 0;
done:
    db_close(aside);
    return rc;
}
