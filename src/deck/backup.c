#include "deck/backup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "deck/beside.h"
#include "deck/inside.h"
#include "deck/thin.h"
#include "sched/day.h"
#include "sys/file.h"
#include "sys/hash.h"
#include "sys/place.h"

enum { SAME_SECOND_MAX = 600, AT_ONCE_MAX = 10 };

static const char *const reasons[BACKUP_REASONS] = {
    [BACKUP_ASKED] = "asked",     [BACKUP_IMPORT] = "import",
    [BACKUP_MERGE] = "merge",     [BACKUP_MIGRATION] = "migration",
    [BACKUP_RESTORE] = "restore",
};

const char *backup_why_name(enum backup_why why)
{
    return reasons[why];
}

/* --- where they lie ----------------------------------------------------- */

/* Two decks of one name in two places must not share their backups. */
static void put_folder(struct str *out, const char *deck_path)
{
    struct str absolute = STR_EMPTY, data = STR_EMPTY;
    struct slice name;
    struct hash h;

    path_absolute(&absolute, deck_path);
    place_data(&data);
    name = path_name(str_slice(&absolute));
    if (slice_has_suffix(name, SLICE(".sqlite")))
        name.len -= strlen(".sqlite");
    str_printf(out, "%s/backups/%.*s", data.at, SLICE_FMT(name));
    if (!slice_eq(path_folder(str_slice(&absolute)), str_slice(&data))) {
        h = hash_of(str_slice(&absolute));
        str_putc(out, '-');
        hash_put_hex(out, &h, 8);
    }
    str_release(&absolute);
    str_release(&data);
}

/* "2026-11-22-080000-import.sqlite" */
static void put_name(struct str *out, int64_t utc_ms, enum backup_why why)
{
    int64_t seconds = utc_ms / 1000 % (DAY_MS / 1000);

    day_put(out, day_of(utc_ms, 0, 0));
    str_printf(out, "-%02d%02d%02d-%s.sqlite", (int)(seconds / 3600),
               (int)(seconds / 60 % 60), (int)(seconds % 60), reasons[why]);
}

static bool read_digits(struct slice text, int most, int *out)
{
    int n = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        n = n * 10 + (text.at[i] - '0');
    }
    *out = n;
    return n <= most;
}

static bool read_why(struct slice text, enum backup_why *why)
{
    for (int i = 0; i < BACKUP_REASONS; i++)
        if (slice_is(text, reasons[i])) {
            *why = (enum backup_why)i;
            return true;
        }
    return false;
}

/* Reads a name of the form above; others are no backups. */
static bool read_name(struct slice name, struct backup *out)
{
    struct slice end = SLICE(".sqlite");
    int day, hour, minute, second;

    if (name.len < 18 + end.len || name.at[10] != '-' || name.at[17] != '-' ||
        !slice_has_suffix(name, end))
        return false;
    if (!day_parse(slice_sub(name, 0, 10), &day) ||
        !read_digits(slice_sub(name, 11, 2), 23, &hour) ||
        !read_digits(slice_sub(name, 13, 2), 59, &minute) ||
        !read_digits(slice_sub(name, 15, 2), 59, &second) ||
        !read_why(slice_sub(name, 18, name.len - 18 - end.len), &out->why))
        return false;
    out->utc_ms = (int64_t)day * DAY_MS +
                  (int64_t)(hour * 3600 + minute * 60 + second) * 1000;
    return true;
}

/* --- the list ----------------------------------------------------------- */

struct list {
    const char *folder;
    struct backup *at;
    size_t n, cap;
    struct arena *arena;
};

static int add(const char *path, void *arg)
{
    struct list *list = arg;
    struct backup b = {0};

    if (!read_name(path_relative(path, list->folder), &b))
        return 0;
    b.path = arena_copy(list->arena, slice_from(path)).at;
    b.bytes = file_stat_of(path).bytes;
    list->at = mem_grow(list->at, list->n, &list->cap, sizeof *list->at);
    list->at[list->n++] = b;
    return 0;
}

static int latest_first(const void *a, const void *b)
{
    const struct backup *x = a, *y = b;

    if (x->utc_ms != y->utc_ms)
        return x->utc_ms > y->utc_ms ? -1 : 1;
    return strcmp(x->path, y->path);
}

int backup_list(const char *deck_path, struct backup **out, size_t *n,
                struct arena *arena, struct err *err)
{
    static const char *const suffixes[] = {".sqlite", NULL};
    struct str folder = STR_EMPTY;
    struct list list = {.arena = arena};
    size_t skipped;
    int rc = 0;

    put_folder(&folder, deck_path);
    list.folder = folder.at;
    if (file_stat_of(folder.at).is_folder)
        rc = file_walk(folder.at, suffixes, add, &list, &skipped, err);
    if (list.n > 1)
        qsort(list.at, list.n, sizeof *list.at, latest_first);
    if (rc == 0) {
        *out = arena_new_array(arena, list.n, sizeof **out);
        if (list.n > 0)
            memcpy(*out, list.at, list.n * sizeof **out);
        *n = list.n;
    }
    free(list.at);
    str_release(&folder);
    return rc;
}

/* --- making them -------------------------------------------------------- */

/* Returns 1 when there is a file of that name already. */
static int copy(const char *deck_path, const char *path, struct err *err)
{
    struct str from = STR_EMPTY, to = STR_EMPTY, beside = STR_EMPTY;
    struct db *db = NULL;
    int rc = -1;

    path_absolute(&from, deck_path);
    path_absolute(&to, path);
    if (file_stat_of(to.at).exists) {
        rc = 1;
        goto done;
    }
    if (db_open(&db, from.at, DB_READ, err) < 0 ||
        beside_make(to.at, &beside, err) < 0)
        goto done;
    rc = db_copy(db, beside.at, err);
    if (rc == 0)
        rc = beside_give(beside.at, to.at, false, err);
    beside_remove(beside.at);
done:
    db_close(db);
    str_release(&from);
    str_release(&to);
    str_release(&beside);
    return rc;
}

static int refuse_taken(const char *path, struct err *err)
{
    return err_set(err, ERR_CREATE,
                   "%s is there already. Choose another name for the backup.",
                   path);
}

int backup_write(const char *deck_path, const char *path, struct err *err)
{
    int rc = copy(deck_path, path, err);

    return rc == 1 ? refuse_taken(path, err) : rc;
}

int backup_can_write(const char *path, struct err *err)
{
    return file_stat_of(path).exists ? refuse_taken(path, err) : 0;
}

/* Those a person asked for are no part of it, nor is the one that was made
 * just now: a clock may have been set back. */
static int drop_old(const char *deck_path, const char *made_now,
                    int64_t now_ms, struct err *err)
{
    struct arena arena = {0};
    struct backup *all = NULL;
    int64_t *made;
    bool *keep;
    size_t n = 0, own = 0;

    if (backup_list(deck_path, &all, &n, &arena, err) < 0) {
        arena_release(&arena);
        return -1;
    }
    made = arena_new_array(&arena, n, sizeof *made);
    keep = arena_new_array(&arena, n, sizeof *keep);
    for (size_t i = 0; i < n; i++) {
        if (all[i].why == BACKUP_ASKED)
            continue;
        all[own] = all[i];
        made[own++] = all[i].utc_ms;
    }
    thin(made, own, now_ms, keep);
    for (size_t i = 0; i < own; i++)
        if (!keep[i] && strcmp(all[i].path, made_now) != 0)
            unlink(all[i].path);
    arena_release(&arena);
    return 0;
}

/* Two of one second: the later one's name is a second later. No more are
 * tried than may be there; a disk that can't say what is there would else be
 * asked for ever. */
static void choose_path(struct str *path, const char *deck_path,
                        enum backup_why why, int64_t utc_ms)
{
    for (int i = 0; i < SAME_SECOND_MAX; i++) {
        str_clear(path);
        put_folder(path, deck_path);
        str_putc(path, '/');
        put_name(path, utc_ms + i * 1000, why);
        if (!file_stat_of(path->at).exists)
            return;
    }
}

void backup_place(struct str *path, const char *deck_path,
                  enum backup_why why, struct moment now)
{
    struct str chosen = STR_EMPTY;

    choose_path(&chosen, deck_path, why, now.utc_ms);
    str_put(path, str_slice(&chosen));
    str_release(&chosen);
}

static int copy_to_folder(const char *deck_path, enum backup_why why,
                          int64_t utc_ms, struct str *path, struct err *err)
{
    int rc = 1;

    /* another program may take the name meanwhile */
    for (int i = 0; i < AT_ONCE_MAX && rc == 1; i++) {
        choose_path(path, deck_path, why, utc_ms);
        rc = copy(deck_path, path->at, err);
    }
    if (rc == 1)
        return err_set(err, ERR_CREATE,
                       "%s and those before it are there already.", path->at);
    return rc;
}

int backup_make(const char *deck_path, enum backup_why why, struct moment now,
                struct str *path, struct err *err)
{
    struct str made = STR_EMPTY;
    int rc = copy_to_folder(deck_path, why, now.utc_ms, &made, err);

    if (rc == 0)
        rc = drop_old(deck_path, made.at, now.utc_ms, err);
    if (rc == 0 && path != NULL)
        str_put(path, str_slice(&made));
    str_release(&made);
    if (rc < 0 && why != BACKUP_ASKED)
        return err_prefix(err, "The backup beforehand failed. ");
    return rc < 0 ? -1 : 0;
}
