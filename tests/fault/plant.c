/* plant.so, for LD_PRELOAD: a defect planted into the program from outside,
 * the one whose name is in PLANT. The tools of this folder must find it.
 *
 *   no-sync     nothing is ever synced, and nobody is told
 *   deaf        a sync that fails is said to have worked
 *   no-fsync    only what is written without SQLite is not: new files and
 *               names
 *   split       a transaction is saved in the middle, and another one begun
 *   checkpoint  a database that was read is tidied up when it is closed
 *   no-link     a file that was made beside its place does not get its name
 *   in-place    a file is not renamed but copied over the old one */
#include <dlfcn.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SPLIT_AFTER = 5 }; /* changed rows */

static int has(const char *name)
{
    const char *plant = getenv("PLANT");

    return plant != NULL && strcmp(plant, name) == 0;
}

/* Stores the function that the program would have called in *real. */
static void find(void *real, const char *name)
{
    *(void **)real = dlsym(RTLD_NEXT, name);
}

/* --- syncs -------------------------------------------------------------- */

int fsync(int fd)
{
    int (*real)(int fd);

    if (has("no-sync") || has("no-fsync"))
        return 0;
    find(&real, "fsync");
    return real(fd);
}

int fdatasync(int fd)
{
    int (*real)(int fd);

    if (has("no-sync"))
        return 0;
    find(&real, "fdatasync");
    return real(fd) == 0 || has("deaf") ? 0 : -1;
}

/* --- names -------------------------------------------------------------- */

int link(const char *old, const char *new)
{
    int (*real)(const char *old, const char *new);

    if (has("no-link"))
        return 0;
    find(&real, "link");
    return real(old, new);
}

static int copy(const char *old, const char *new)
{
    char bytes[4096];
    int from = open(old, O_RDONLY), to = open(new, O_WRONLY | O_TRUNC);
    ssize_t n = 0;

    if (from < 0 || to < 0)
        return -1;
    while ((n = read(from, bytes, sizeof bytes)) > 0)
        if (write(to, bytes, (size_t)n) != n)
            return -1;
    fsync(to);
    close(from);
    close(to);
    return n < 0 ? -1 : unlink(old);
}

int rename(const char *old, const char *new)
{
    int (*real)(const char *old, const char *new);

    if (has("in-place") && access(new, F_OK) == 0)
        return copy(old, new);
    find(&real, "rename");
    return real(old, new);
}

/* --- databases ---------------------------------------------------------- */

typedef int step_of(sqlite3_stmt *q);
typedef int close_of(sqlite3 *db);

int sqlite3_step(sqlite3_stmt *q)
{
    static int split;
    sqlite3 *db = sqlite3_db_handle(q);
    step_of *real;
    int rc;

    find(&real, "sqlite3_step");
    rc = real(q);
    if (has("split") && !split && rc == SQLITE_DONE &&
        !sqlite3_get_autocommit(db) &&
        sqlite3_total_changes(db) >= SPLIT_AFTER) {
        split = 1;
        sqlite3_exec(db, "COMMIT; BEGIN IMMEDIATE", NULL, NULL, NULL);
    }
    return rc;
}

int sqlite3_close(sqlite3 *db)
{
    close_of *real;

    find(&real, "sqlite3_close");
    if (has("checkpoint"))
        sqlite3_exec(db,
                     "PRAGMA query_only = OFF;"
                     "PRAGMA wal_checkpoint(TRUNCATE)",
                     NULL, NULL, NULL);
    return real(db);
}
