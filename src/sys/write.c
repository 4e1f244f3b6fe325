/* Replacing a file in one step: beside, synced, renamed. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/fd.h"
#include "sys/file.h"

enum { LINKS_MAX = 40 };

int fd_write(int fd, struct slice bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.at, bytes.len);

        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0)
            bytes = slice_skip(bytes, (size_t)n);
    }
    return 0;
}

/* /dev/stdout, /dev/null, a pipe: nothing to replace, only to fill. */
static int write_in_place(const char *path, struct slice bytes,
                          struct err *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), rc;

    if (fd < 0)
        return err_set(err, ERR_CREATE, "%.300s can't be opened: %s.", path,
                       strerror(errno));
    rc = fd_write(fd, bytes);
    if (rc < 0)
        err_set(err, ERR_IO, "%.300s can't be written: %s.", path,
                strerror(errno));
    close(fd);
    return rc;
}

/* Where a chain of symbolic links ends, be it there or not. */
static int follow_links(struct str *path, struct err *err)
{
    struct str folder = STR_EMPTY;
    char target[4096];
    ssize_t n = 0;

    for (int i = 0; i < LINKS_MAX; i++) {
        n = readlink(path->at, target, sizeof target);
        if (n < 0) /* no link: the end of the chain */
            break;
        str_clear(&folder);
        str_put(&folder, path_folder(str_slice(path)));
        str_clear(path);
        path_join(path, folder.at, (struct slice){target, (size_t)n});
    }
    str_release(&folder);
    return n < 0
               ? 0
               : err_set(err, ERR_CREATE,
                         "%.300s is a symbolic link without end.", path->at);
}

/* The new file's rights and owner: the old file's where there is one. A
 * change of owner that isn't allowed is no failure, as with any editor. */
static int set_mode(int fd, const struct stat *old, bool secret)
{
    mode_t mask = umask(0), mode = 0666 & ~mask;

    umask(mask);
    if (old != NULL) {
        mode = old->st_mode & 07777;
        if (fchown(fd, old->st_uid, old->st_gid) < 0)
            mode &= 0777;
    }
    return fchmod(fd, secret ? 0600 : mode);
}

static int fill_with(int fd, struct slice bytes, const struct stat *old,
                     bool secret)
{
    return set_mode(fd, old, secret) < 0 || fd_write(fd, bytes) < 0 ||
                   fsync(fd) < 0
               ? -1
               : 0;
}

int file_sync_name(const char *path)
{
    struct slice above = path_folder(slice_from(path));
    struct str folder = STR_EMPTY;
    int fd, rc, why;

    str_put(&folder, above);
    if (above.len == 0)
        str_putc(&folder, path[0] == '/' ? '/' : '.');
    fd = open(folder.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    rc = fd < 0 || (fsync(fd) < 0 && errno != EINVAL) ? -1 : 0;
    why = errno;
    if (fd >= 0)
        close(fd);
    str_release(&folder);
    errno = why;
    return rc;
}

/* An empty file in the folder of `path`, open; -1 with errno set. */
static int make_beside(const char *path, struct str *beside)
{
    struct str folder = STR_EMPTY;
    int fd;

    str_put(&folder, path_folder(slice_from(path)));
    if (folder.len == 0)
        str_putc(&folder, '.');
    path_join(beside, folder.at, SLICE(".pagein-XXXXXX"));
    fd = mkostemp(beside->at, O_CLOEXEC);
    str_release(&folder);
    return fd;
}

static int cannot_make(const char *shown, struct err *err)
{
    return err_set(err, ERR_CREATE, "%.300s can't be made: %s.", shown,
                   strerror(errno));
}

static int cannot_write(const char *shown, struct err *err)
{
    return err_set(err, ERR_IO, "%.300s can't be written: %s.", shown,
                   strerror(errno));
}

/* Gives the file beside, written and synced, its name. */
static int give_name(const char *beside, const char *path, const char *shown,
                     struct err *err)
{
    if (rename(beside, path) < 0)
        return cannot_write(shown, err);
    return file_sync_name(path) < 0
               ? err_set(
                     err, ERR_IO,
                     "%.300s is written, but its folder can't be synced: %s.",
                     shown, strerror(errno))
               : 0;
}

static int replace(const char *path, const char *shown, struct slice bytes,
                   const struct stat *old, bool secret, struct err *err)
{
    struct str beside = STR_EMPTY;
    int fd = make_beside(path, &beside), rc;

    if (fd < 0) {
        rc = cannot_make(shown, err);
        goto done;
    }
    rc = fill_with(fd, bytes, old, secret);
    if (close(fd) < 0 || rc < 0)
        rc = cannot_write(shown, err);
    else
        rc = give_name(beside.at, path, shown, err);
    if (rc < 0)
        unlink(beside.at);
done:
    str_release(&beside);
    return rc;
}

int file_write(const char *path, struct slice bytes, bool secret,
               struct err *err)
{
    struct str target = STR_EMPTY;
    struct stat st;
    bool exists = stat(path, &st) == 0;
    int rc = -1;

    if (exists && S_ISDIR(st.st_mode))
        return err_set(err, ERR_CREATE,
                       "%.300s is a folder where a file is needed.", path);
    if (exists && !S_ISREG(st.st_mode))
        return write_in_place(path, bytes, err);
    str_puts(&target, path);
    if (follow_links(&target, err) == 0)
        rc =
            replace(target.at, path, bytes, exists ? &st : NULL, secret, err);
    str_release(&target);
    return rc;
}

/* What another has written to the file beside, as lasting as our own. */
static int settle(const char *beside, const struct stat *old)
{
    int fd = open(beside, O_RDWR | O_CLOEXEC | O_NOFOLLOW), rc;

    if (fd < 0)
        return -1;
    rc = set_mode(fd, old, false) < 0 || fsync(fd) < 0 ? -1 : 0;
    return close(fd) < 0 ? -1 : rc;
}

static int replace_by(const char *path, const char *shown,
                      const struct stat *old,
                      int (*write)(const char *, void *, struct err *),
                      void *arg, struct err *err)
{
    struct str beside = STR_EMPTY;
    int fd = make_beside(path, &beside), rc;

    if (fd < 0) {
        rc = cannot_make(shown, err);
        goto done;
    }
    close(fd);
    rc = write(beside.at, arg, err);
    if (rc == 0 && settle(beside.at, old) < 0)
        rc = cannot_write(shown, err);
    if (rc == 0)
        rc = give_name(beside.at, path, shown, err);
    if (rc < 0)
        unlink(beside.at);
done:
    str_release(&beside);
    return rc;
}

int file_write_by(const char *path,
                  int (*fill)(const char *beside, void *arg, struct err *err),
                  void *arg, struct err *err)
{
    struct str target = STR_EMPTY;
    struct stat st;
    bool exists = stat(path, &st) == 0;
    int rc = -1;

    if (exists && !S_ISREG(st.st_mode))
        return err_set(err, ERR_CREATE,
                       "%.300s is no plain file, and one is needed.", path);
    str_puts(&target, path);
    if (follow_links(&target, err) == 0)
        rc = replace_by(target.at, path, exists ? &st : NULL, fill, arg, err);
    str_release(&target);
    return rc;
}

/* Gives the file beside a name that none has; a link is never made over one,
 * and whoever sees the name sees all of the file. */
static int give_new_name(const char *beside, const char *path,
                         struct err *err)
{
    if (link(beside, path) < 0)
        return errno == EEXIST
                   ? err_set(err, ERR_CREATE,
                             "%.300s is there already, and is not written "
                             "over.",
                             path)
                   : cannot_make(path, err);
    return file_sync_name(path) < 0 ? cannot_write(path, err) : 0;
}

int file_write_new(const char *path, struct slice bytes, bool secret,
                   struct err *err)
{
    struct str beside = STR_EMPTY;
    int fd = make_beside(path, &beside), rc;

    if (fd < 0) {
        rc = cannot_make(path, err);
    } else {
        rc = fill_with(fd, bytes, NULL, secret);
        if (close(fd) < 0 || rc < 0)
            rc = cannot_write(path, err);
        else
            rc = give_new_name(beside.at, path, err);
        unlink(beside.at);
    }
    str_release(&beside);
    return rc;
}
