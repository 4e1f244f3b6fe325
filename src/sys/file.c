#include "sys/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/fd.h"

enum { READ_STEP = 64 << 10 };

static int too_large(const char *path, size_t limit, struct err *err)
{
    return err_set(err, ERR_NOTES,
                   "%.300s is larger than %zu bytes, which is the limit.",
                   path, limit);
}

/* Not a folder and no device, no more than `limit` bytes. */
static int check_readable(int fd, const char *path, size_t limit,
                          struct stat *st, struct err *err)
{
    if (fstat(fd, st) < 0)
        return err_set(err, ERR_IO, "%.300s can't be read: %s.", path,
                       strerror(errno));
    if (S_ISDIR(st->st_mode))
        return err_set(err, ERR_NOTES,
                       "%.300s is a folder where a file is needed.", path);
    if (!S_ISREG(st->st_mode))
        return err_set(err, ERR_NOTES, "%.300s is not a plain file.", path);
    if ((uintmax_t)st->st_size > limit)
        return too_large(path, limit, err);
    return 0;
}

/* Reads to the end; a file may grow while it is read, or give no size. */
static int read_all(struct str *out, int fd, const char *path, size_t limit,
                    size_t expected, struct err *err)
{
    size_t from = out->len, step = expected + 1;
    ssize_t n;

    for (;;) {
        char *room = str_reserve(out, step);

        do
            n = read(fd, room, step);
        while (n < 0 && errno == EINTR);
        if (n <= 0)
            break;
        out->len += (size_t)n;
        step = READ_STEP;
        if (out->len - from > limit) {
            str_truncate(out, from);
            return too_large(path, limit, err);
        }
    }
    str_truncate(out, n < 0 ? from : out->len);
    if (n < 0)
        return err_set(err, ERR_IO, "%.300s can't be read: %s.", path,
                       strerror(errno));
    return 0;
}

int fd_read(struct str *out, int fd, const char *path, size_t limit,
            struct err *err)
{
    struct stat st;

    if (check_readable(fd, path, limit, &st, err) < 0)
        return -1;
    if (out == NULL)
        return 0;
    return read_all(out, fd, path, limit, (size_t)st.st_size, err);
}

int file_read(struct str *out, const char *path, size_t limit,
              struct err *err)
{
    int fd, rc;

    if (strcmp(path, "-") == 0)
        return read_all(out, STDIN_FILENO, "standard input", limit, READ_STEP,
                        err);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_NO_INPUT, "%.300s does not exist.", path);
    if (fd < 0)
        return err_set(err, ERR_IO, "%.300s can't be opened: %s.", path,
                       strerror(errno));
    rc = fd_read(out, fd, path, limit, err);
    close(fd);
    return rc;
}

struct file_stat file_stat_of(const char *path)
{
    struct stat st;

    if (stat(path, &st) < 0)
        return (struct file_stat){.exists =
                                      errno != ENOENT && errno != ENOTDIR};
    return (struct file_stat){
        .exists = true,
        .is_folder = S_ISDIR(st.st_mode),
        .is_regular = S_ISREG(st.st_mode),
        .bytes = (uint64_t)st.st_size,
        .mtime_ns =
            (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
        .device = st.st_dev,
        .inode = st.st_ino,
    };
}

int64_t file_born_ns(const char *path)
{
    struct statx st;

    if (statx(AT_FDCWD, path, 0, STATX_BTIME, &st) < 0 ||
        (st.stx_mask & STATX_BTIME) == 0)
        return 0;
    return st.stx_btime.tv_sec * 1000000000 + st.stx_btime.tv_nsec;
}

static int make_to_last(const char *path)
{
    return mkdir(path, 0777) < 0 ? -1 : file_sync_name(path);
}

int file_make_folder(const char *path, struct err *err)
{
    struct slice above = path_folder(slice_from(path));
    char *up;
    int rc = 0;

    if (make_to_last(path) == 0)
        return 0;
    if (errno == EEXIST && file_stat_of(path).is_folder)
        return 0;
    if (errno == ENOENT && above.len > 0) {
        up = mem_copy(above.at, above.len);
        rc = file_make_folder(up, err);
        free(up);
        if (rc < 0 || make_to_last(path) == 0 || errno == EEXIST)
            return rc;
    }
    return err_set(err, ERR_CREATE, "The folder %.300s can't be made: %s.",
                   path, strerror(errno));
}

/* getline without memory says the same as at the end, and sets no flag. */
ssize_t file_next_line(char **line, size_t *cap)
{
    ssize_t n = getline(line, cap, stdin);

    if (n < 0 && !feof(stdin) && !ferror(stdin))
        mem_exhausted();
    return n;
}
