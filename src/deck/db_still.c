/* Reading a database where nothing can be written: on a read-only disk, in
 * another person's folder.
 *
 * A write-ahead database wants a log and its index beside it. When there is
 * no log, the file is all there is and is read as one that never changes.
 * When there is one, the file alone would be out of date. SQLite can read the
 * log with its index, if that is there. Otherwise both are copied to where an
 * index can be made. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "deck/db_inside.h"
#include "sys/file.h"

static struct stat stat_of(const char *path, const char *end)
{
    struct str name = STR_EMPTY;
    struct stat st;

    str_printf(&name, "%s%s", path, end);
    if (stat(name.at, &st) < 0)
        st = (struct stat){0};
    str_release(&name);
    return st;
}

/* Taken for there when the disk can't tell: a log is then left alone. */
bool db_has_log(const char *path)
{
    struct str name = STR_EMPTY;
    struct stat st = {0};
    bool has;

    str_printf(&name, "%s-wal", path);
    has = stat(name.at, &st) == 0 ? st.st_size > 0
                                  : errno != ENOENT && errno != ENOTDIR;
    str_release(&name);
    return has;
}

/* --- can it be written to? ---------------------------------------------- */

static int refuse(const char *path, const char *what, struct err *err)
{
    return err_set(err, ERR_IO,
                   "Nothing can be saved in the deck %s: %s (%s). It can be "
                   "read: list, show, search, due and stats work.",
                   path, what, strerror(errno));
}

int db_can_write(const char *path, struct err *err)
{
    struct slice folder = path_folder(slice_from(path));
    char *name = mem_copy(folder.at, folder.len);
    int rc = 0;

    if (access(path, W_OK) < 0)
        rc = refuse(path, "the file can't be written to", err);
    else if (access(name[0] != '\0' ? name : "/", W_OK) < 0)
        rc = refuse(path, "its folder can't be written to", err);
    free(name);
    return rc;
}

/* --- as a file that never changes --------------------------------------- */

/* That needs the path as a URI. */
int still_open_frozen(struct db *db, struct err *err)
{
    struct str uri = STR_EMPTY;
    int code;

    str_puts(&uri, "file:");
    for (const char *c = db->path; *c != '\0'; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
            (*c >= '0' && *c <= '9') || strchr("/._-", *c) != NULL)
            str_putc(&uri, *c);
        else
            str_printf(&uri, "%%%02X", (unsigned)(unsigned char)*c);
    str_puts(&uri, "?immutable=1");
    code = sqlite3_open_v2(uri.at, &db->sqlite,
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
                               SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
                           NULL);
    str_release(&uri);
    return code == SQLITE_OK ? 0 : db_fail(db, code, err);
}

/* --- with the log and its index ----------------------------------------- */

static int open_reading(struct db *db, const char *path)
{
    int code = sqlite3_open_v2(path, &db->sqlite,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE |
                                   SQLITE_OPEN_NOMUTEX,
                               NULL);

    if (code == SQLITE_OK) /* it says only now whether it can */
        code = sqlite3_exec(db->sqlite, "PRAGMA schema_version", NULL, NULL,
                            NULL);
    return code;
}

/* --- a copy of both ------------------------------------------------------
 */

static bool same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static int copy_bytes(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ssize_t n = -1;

    if (in >= 0 && out >= 0)
        do
            n = sendfile(out, in, NULL, 1 << 20);
        while (n > 0);
    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) < 0)
        n = -1;
    return n < 0 ? -1 : 0;
}

/* `to` is the path of the copy; it lies in a folder of its own. */
static int copy_both(const char *from, const char *to, struct err *err)
{
    const char *const ends[] = {"", "-wal"};
    struct str source = STR_EMPTY, copy = STR_EMPTY;
    int rc = 0;

    for (size_t i = 0; i < sizeof ends / sizeof *ends && rc == 0; i++) {
        struct stat before = stat_of(from, ends[i]), after;

        str_clear(&source);
        str_clear(&copy);
        str_printf(&source, "%s%s", from, ends[i]);
        str_printf(&copy, "%s%s", to, ends[i]);
        if (copy_bytes(source.at, copy.at) < 0)
            rc = err_set(err, ERR_IO, "%s can't be copied to %s: %s.",
                         source.at, copy.at, strerror(errno));
        after = stat_of(from, ends[i]);
        if (rc == 0 && !same(&before, &after))
            rc = err_set(err, ERR_BUSY,
                         "The deck %s is being written to. Try again when "
                         "that is done.",
                         from);
    }
    str_release(&source);
    str_release(&copy);
    return rc;
}

static void remove_copy(struct str *folder, struct str *copy)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    size_t len = copy->len;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        str_truncate(copy, len);
        str_puts(copy, ends[i]);
        unlink(copy->at);
    }
    rmdir(folder->at);
}

/* Once the log is read into the copy its name is not needed any more. */
static int open_copy(struct db *db, struct err *err)
{
    const char *temporary = getenv("TMPDIR");
    struct str folder = STR_EMPTY, copy = STR_EMPTY;
    int code, rc = -1;

    str_printf(&folder, "%s/pagein-XXXXXX",
               temporary != NULL && *temporary == '/' ? temporary : "/tmp");
    if (mkdtemp(folder.at) == NULL) {
        err_set(err, ERR_CREATE, "No folder %s can be made: %s.", folder.at,
                strerror(errno));
        goto done;
    }
    str_printf(&copy, "%s/deck", folder.at);
    if (copy_both(db->path, copy.at, err) == 0) {
        code = open_reading(db, copy.at);
        if (code == SQLITE_OK)
            code = sqlite3_exec(db->sqlite, "PRAGMA journal_mode = DELETE",
                                NULL, NULL, NULL);
        rc = code == SQLITE_OK ? 0 : db_fail(db, code, err);
    }
    remove_copy(&folder, &copy);
done:
    str_release(&folder);
    str_release(&copy);
    return rc;
}

int still_open(struct db *db, struct err *err)
{
    db->still = true;
    if (!db_has_log(db->path))
        return still_open_frozen(db, err);
    if (stat_of(db->path, "-shm").st_size > 0) {
        if (open_reading(db, db->path) == SQLITE_OK)
            return 0;
        sqlite3_close(db->sqlite);
        db->sqlite = NULL;
    }
    return open_copy(db, err);
}
