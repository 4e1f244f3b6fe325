/* Opening a file that a stranger named, without leaving a folder. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/fd.h"
#include "sys/file.h"

/* O_NONBLOCK so that opening a pipe that nobody feeds comes back. */
enum { HOW = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

/* Does the name itself lead outside? */
static bool leads_out(struct slice name)
{
    size_t i, end;

    if (name.len == 0 || name.at[0] == '/' ||
        memchr(name.at, '\0', name.len) != NULL)
        return true;
    for (i = 0; i < name.len; i = end + 1) {
        end = slice_find(name, i, SLICE("/"));
        if (slice_is(slice_sub(name, i, end - i), ".."))
            return true;
    }
    return false;
}

/* Follows links as long as they stay below. */
static int open_by_kernel(int folder, const char *name)
{
    struct open_how how = {
        .flags = HOW,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };

    return (int)syscall(SYS_openat2, folder, name, &how, sizeof how);
}

/* Part by part, for kernels and sandboxes without openat2: stricter, since
 * it follows no link at all. */
static int open_by_steps(int folder, char *name)
{
    int at = dup(folder), next;
    char *slash;

    while (at >= 0 && (slash = strchr(name, '/')) != NULL) {
        *slash = '\0';
        next = openat(at, name[0] != '\0' ? name : ".",
                      O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        at = next;
        name = slash + 1;
    }
    if (at < 0)
        return -1;
    next = openat(at, name[0] != '\0' ? name : ".", HOW | O_NOFOLLOW);
    close(at);
    return next;
}

static int open_below(const char *folder, char *name)
{
    int top = open(folder[0] != '\0' ? folder : ".",
                   O_PATH | O_DIRECTORY | O_CLOEXEC);
    int fd, why;

    if (top < 0)
        return -1;
    fd = open_by_kernel(top, name);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        fd = open_by_steps(top, name);
    why = errno;
    close(top);
    errno = why;
    return fd;
}

int file_read_beneath(struct str *out, const char *folder, struct slice name,
                      size_t limit, struct err *err)
{
    struct str shown = STR_EMPTY;
    char *copy;
    int fd, rc = -1;

    if (leads_out(name))
        return 1;
    copy = mem_copy(name.at, name.len);
    path_join(&shown, folder, name);
    fd = open_below(folder, copy);
    if (fd >= 0)
        rc = fd_read(out, fd, shown.at, limit, err);
    else if (errno == EXDEV || errno == ELOOP)
        rc = 1;
    else if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG)
        err_set(err, ERR_NO_INPUT, "%.300s does not exist.", shown.at);
    else if (errno == ENXIO)
        err_set(err, ERR_NOTES, "%.300s is not a plain file.", shown.at);
    else
        err_set(err, ERR_IO, "%.300s can't be opened: %s.", shown.at,
                strerror(errno));
    if (fd >= 0)
        close(fd);
    free(copy);
    str_release(&shown);
    return rc;
}
