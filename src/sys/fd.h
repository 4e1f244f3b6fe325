/* fd.h - what file.h's sources share: reading from an open file,
 * and writing to one. */
#ifndef SYS_FD_H
#define SYS_FD_H

#include "base/err.h"
#include "base/str.h"

/* Appends the whole of a plain file of at most `limit` bytes; out == NULL
 * only asks whether that would do. `path` is for messages. Failures as
 * file_read's. The descriptor stays open. */
int fd_read(struct str *out, int fd, const char *path, size_t limit,
            struct err *err);

/* Writes all of the bytes; -1 with errno set. */
int fd_write(int fd, struct slice bytes);

#endif
