#include "deck/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

/* The header of a database file, as far as it matters here. */
enum { HEADER_BYTES = 100, AT_VERSION = 60, AT_APPLICATION = 68 };

static uint32_t big_endian(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

static int refuse_open(const char *path, int error, struct err *err)
{
    if (error == ENOENT || error == ENOTDIR)
        return err_set(err, ERR_NO_INPUT, "There is no deck at %s.", path);
    return err_set(err, ERR_IO, "The deck %s can't be read: %s.", path,
                   strerror(error));
}

int guard_refuse_newer(const char *path, uint32_t found, int known,
                       struct err *err)
{
    return err_set(err, ERR_UNSAFE,
                   "The deck %s was written by a newer pagein (its format "
                   "is %u, this program knows up to %d). Update pagein; the "
                   "deck was left as it is.",
                   path, (unsigned)found, known);
}

static int check_header(int fd, const char *path, unsigned application,
                        int version, struct err *err)
{
    uint8_t h[HEADER_BYTES];
    struct stat st;
    uint32_t found;
    ssize_t n;

    if (fstat(fd, &st) < 0)
        return refuse_open(path, errno, err);
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_UNSAFE, "%s is not a file.", path);
    n = pread(fd, h, sizeof h, 0);
    if (n < 0)
        return refuse_open(path, errno, err);
    if (n != sizeof h || memcmp(h, "SQLite format 3", 16) != 0 ||
        big_endian(h + AT_APPLICATION) != application)
        return err_set(err, ERR_UNSAFE,
                       "%s is not a deck of pagein. It was left as it is.",
                       path);
    found = big_endian(h + AT_VERSION);
    return found > (uint32_t)version
               ? guard_refuse_newer(path, found, version, err)
               : 0;
}

/* 1 when the journal ends in the mark behind which SQLite looks for the name
 * of another file, 0 when not, -1 with errno set. */
static int names_a_file(int fd, off_t size)
{
    static const uint8_t mark[8] = {0xd9, 0xd5, 0x05, 0xf9,
                                    0x20, 0xa1, 0x63, 0xd7};
    uint8_t end[sizeof mark];
    ssize_t n;

    if (size < (off_t)sizeof end)
        return 0;
    n = pread(fd, end, sizeof end, size - (off_t)sizeof end);
    if (n < 0)
        return -1;
    return n != sizeof end || memcmp(end, mark, sizeof mark) == 0;
}

/* 1 when it is no file that SQLite may be shown, 0, -1 with errno set. */
static int look_at_journal(int fd)
{
    struct stat st;

    if (fd < 0)
        return errno == ENOENT ? 0 : errno == EIO ? -1 : 1;
    if (fstat(fd, &st) < 0)
        return -1;
    return S_ISREG(st.st_mode) ? names_a_file(fd, st.st_size) : 1;
}

/* pagein's decks have no rollback journal but for one moment while a file is
 * made a write-ahead one; and never one that names another file. */
static int check_journal(const char *path, struct err *err)
{
    struct str name = STR_EMPTY;
    int fd, rc;

    str_printf(&name, "%s-journal", path);
    fd = open(name.at, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    rc = look_at_journal(fd);
    if (rc < 0)
        rc = refuse_open(path, errno, err);
    else if (rc > 0)
        rc = err_set(err, ERR_UNSAFE,
                     "Beside the deck %s lies a -journal file that pagein "
                     "did not make; opening it could delete other files. "
                     "Nothing was touched.",
                     path);
    if (fd >= 0)
        close(fd);
    str_release(&name);
    return rc;
}

static int check_log(const char *path, struct err *err)
{
    struct str name = STR_EMPTY;
    struct stat st;
    int rc = 0;

    str_printf(&name, "%s-wal", path);
    if (lstat(name.at, &st) == 0 && !S_ISREG(st.st_mode))
        rc = err_set(err, ERR_UNSAFE,
                     "%s is not a plain file. The deck was left as it is.",
                     name.at);
    str_release(&name);
    return rc;
}

/* SQLite looks beside the file itself, not beside a link to it. */
static int check_beside(const char *path, struct err *err)
{
    char *file = realpath(path, NULL);
    int rc;

    if (file == NULL)
        return refuse_open(path, errno, err);
    rc = check_journal(file, err) < 0 ? -1 : check_log(file, err);
    free(file);
    return rc;
}

int guard_file(const char *path, unsigned application, int version,
               struct err *err)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    int rc;

    if (fd < 0)
        return refuse_open(path, errno, err);
    rc = check_header(fd, path, application, version, err);
    close(fd);
    return rc == 0 ? check_beside(path, err) : rc;
}
