#include "deck/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/file.h"

static int refuse(const char *path, struct err *err)
{
    return err_set(err, ERR_CREATE, "%s can't be made: %s.", path,
                   strerror(errno));
}

int beside_make(const char *path, struct str *beside, struct err *err)
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
        refuse(path, err);
    else
        close(fd);
done:
    str_release(&name);
    return fd < 0 ? -1 : 0;
}

static bool write_all(int fd, struct slice bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.at, bytes.len);

        if (n < 0 && errno != EINTR)
            return false;
        bytes = slice_skip(bytes, n > 0 ? (size_t)n : 0);
    }
    return true;
}

int beside_write(const char *beside, const char *path, struct slice bytes,
                 struct err *err)
{
    int fd = open(beside, O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC);
    int rc = 0;

    if (fd < 0 || !write_all(fd, bytes))
        rc = refuse(path, err);
    if (fd >= 0 && close(fd) < 0 && rc == 0)
        rc = refuse(path, err);
    return rc;
}

static int sync_bytes(const char *name)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC), rc;

    if (fd < 0)
        return -1;
    rc = fsync(fd);
    close(fd);
    return rc;
}

/* Where hard links don't work the file is renamed, which two programs at
 * once may both do: then the later one wins. */
static int give_new(const char *beside, const char *path, struct err *err)
{
    if (link(beside, path) == 0)
        return 0;
    if (errno == EEXIST || file_stat_of(path).exists)
        return 1;
    return rename(beside, path) < 0 ? refuse(path, err) : 0;
}

int beside_give(const char *beside, const char *path, bool replace,
                struct err *err)
{
    int rc;

    if (sync_bytes(beside) < 0)
        return refuse(path, err);
    if (replace)
        rc = rename(beside, path) < 0 ? refuse(path, err) : 0;
    else
        rc = give_new(beside, path, err);
    if (rc == 0 && file_sync_name(path) < 0)
        return refuse(path, err);
    return rc;
}

static void remove_ends(const char *path, const char *const *ends)
{
    struct str name = STR_EMPTY;

    for (; *ends != NULL; ends++) {
        str_clear(&name);
        str_printf(&name, "%s%s", path, *ends);
        unlink(name.at);
    }
    str_release(&name);
}

void beside_remove(const char *beside)
{
    remove_ends(beside, (const char *const[]){"", NULL});
    beside_remove_logs(beside);
}

void beside_remove_logs(const char *path)
{
    remove_ends(path,
                (const char *const[]){"-wal", "-shm", "-journal", NULL});
}
