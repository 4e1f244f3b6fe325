/* The files of workers, seen from the side that does not map them. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/live_inside.h"

int live_file(struct live *live, const struct machine *m, int object,
              struct err *err)
{
    struct memory_file file;

    if (object < 0 || object >= MACHINE_OBJECTS ||
        m->object[object].kind != OBJECT_FILE)
        return err_set(err, ERR_USAGE, "There is no such file.");
    if (memory_file_open(&file, &m->object[object], err) < 0)
        return -1;
    memory_file_close(&live->file[object]);
    live->file[object] = file;
    return 0;
}

uint64_t live_inode(const struct live *live, int object)
{
    return object >= 0 && object < MACHINE_OBJECTS ? live->file[object].inode
                                                   : 0;
}

/* Its descriptor; -1 with a sentence. */
static int descriptor(const struct live *live, int object, struct err *err)
{
    if (live_inode(live, object) == 0)
        return err_set(err, ERR_USAGE, "No worker has got that file.");
    return live->file[object].fd;
}

static int refused(const char *name, struct err *err)
{
    return err_set(err, ERR_USAGE, "The kernel refuses %s: %s.", name,
                   strerror(errno));
}

int live_file_read(const struct live *live, int object, uint64_t at,
                   void *bytes, size_t n, struct err *err)
{
    int fd = descriptor(live, object, err);
    ssize_t got = fd >= 0 ? pread(fd, bytes, n, (off_t)at) : -1;

    if (fd < 0)
        return -1;
    if (got < 0)
        return refused("read", err);
    return (size_t)got == n
               ? 0
               : err_set(err, ERR_USAGE, "The file ends before that byte.");
}

int live_file_write(struct live *live, int object, uint64_t at,
                    const void *bytes, size_t n, struct err *err)
{
    int fd = descriptor(live, object, err);

    if (fd < 0)
        return -1;
    return pwrite(fd, bytes, n, (off_t)at) == (ssize_t)n
               ? 0
               : refused("write", err);
}

int live_file_resize(struct live *live, int object, uint64_t bytes,
                     struct err *err)
{
    int fd = descriptor(live, object, err);

    if (fd < 0)
        return -1;
    return ftruncate(fd, (off_t)bytes) == 0 ? 0 : refused("ftruncate", err);
}

int live_file_length(const struct live *live, int object, uint64_t *bytes,
                     struct err *err)
{
    int fd = descriptor(live, object, err);
    struct stat st;

    if (fd < 0)
        return -1;
    if (fstat(fd, &st) < 0)
        return refused("fstat", err);
    *bytes = (uint64_t)st.st_size;
    return 0;
}
