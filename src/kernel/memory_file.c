#include "kernel/memory_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "kernel/live.h"

#define TMPFS 0x01021994 /* TMPFS_MAGIC of linux/magic.h */

static int on_disk(struct err *err)
{
    const char *folder = getenv("TMPDIR");
    struct statfs fs;
    int fd;

    if (folder == NULL || *folder == '\0')
        folder = "/var/tmp";
    fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 && (fstatfs(fd, &fs) < 0 || fs.f_type == TMPFS)) {
        close(fd);
        fd = -1;
        errno = ENODEV;
    }
    if (fd < 0)
        err_set(err, ERR_USAGE,
                "%s has no room for a file on a disk: %s. Name another "
                "folder in $TMPDIR.",
                folder, strerror(errno));
    return fd;
}

static int in_memory(struct err *err)
{
    int fd = memfd_create("pagein", MFD_CLOEXEC);

    if (fd < 0)
        err_set(err, ERR_IO, "No file in memory: %s.", strerror(errno));
    return fd;
}

static int fill(int fd, const struct object *o, struct err *err)
{
    unsigned char page[LIVE_PAGE];

    for (uint32_t i = 0; i < o->pages; i++) {
        off_t at = (off_t)i * LIVE_PAGE;
        for (unsigned k = 0; k < sizeof page; k += 8) {
            uint64_t word = phys_load(&o->disk, (uint64_t)at + k, 8);
            memcpy(page + k, &word, sizeof word);
        }
        if (pwrite(fd, page, sizeof page, at) != (ssize_t)sizeof page)
            return err_set(err, ERR_IO,
                           "A worker's file can't be written: "
                           "%s.",
                           strerror(errno));
    }
    return o->notify && fsync(fd) < 0
               ? err_set(err, ERR_IO, "fsync: %s.", strerror(errno))
               : 0;
}

int memory_file_open(struct memory_file *f, const struct object *o,
                     struct err *err)
{
    struct stat st;
    int fd;

    if (o->pages > LIVE_FILE_PAGES)
        return err_set(err, ERR_USAGE,
                       "A worker's file has %d pages at most.",
                       LIVE_FILE_PAGES);
    fd = o->notify ? on_disk(err) : in_memory(err);
    if (fd < 0)
        return -1;
    if (fill(fd, o, err) < 0 || fstat(fd, &st) < 0) {
        close(fd);
        return -1;
    }
    *f = (struct memory_file){.fd = fd, .inode = st.st_ino};
    return 0;
}

void memory_file_close(struct memory_file *f)
{
    if (f->inode != 0)
        close(f->fd);
    *f = (struct memory_file){0};
}
