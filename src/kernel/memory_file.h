/* memory_file.h - a file of this system with the bytes of an engine's.
 *
 * Mostly it is one in memory (memfd). A file system that wants to hear of
 * the first write to a clean page has disks; such a file is one without a
 * name in $TMPDIR or /var/tmp. All pages are written one by one before
 * anybody maps them, so that each is in memory and on its own. */
#ifndef KERNEL_MEMORY_FILE_H
#define KERNEL_MEMORY_FILE_H

#include "base/err.h"
#include "vm/object.h"

struct memory_file {
    int fd;
    uint64_t inode; /* 0: there is no file */
};

/* 0, or -1 with a sentence. */
int memory_file_open(struct memory_file *f, const struct object *o,
                     struct err *err);

/* Does nothing when there is none. */
void memory_file_close(struct memory_file *f);

#endif
