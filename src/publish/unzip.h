/* unzip.h - a stranger's zip archive, read within limits.
 *
 * Names in it are looked up and never used as paths. What an entry says of
 * its size is checked before anything is unpacked, and again while it is:
 * together no more than 4 GB, no more than 200 times what is stored unless
 * that is little. Encrypted entries and methods other than stored and deflate
 * are refused. */
#ifndef PUBLISH_UNZIP_H
#define PUBLISH_UNZIP_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct unzip;

enum {
    UNZIP_ENTRIES_MAX = 200000,
    UNZIP_RATIO_MAX = 200,   /* of what is unpacked to what is stored */
    UNZIP_LITTLE = 32 << 20, /* bytes that may have any ratio */
};
#define UNZIP_BYTES_MAX (INT64_C(4) << 30)

/* -1: ERR_NO_INPUT when it is not there, ERR_UNSAFE when it is no zip archive
 * or breaks a limit, ERR_IO. */
int unzip_open(struct unzip **out, const char *path, struct err *err);

void unzip_close(struct unzip *zip); /* NULL is fine */

size_t unzip_entries(const struct unzip *zip);

/* Index of the first entry of that name, or -1. */
int64_t unzip_find(struct unzip *zip, const char *name);

/* Bytes of the entry, unpacked. */
int64_t unzip_bytes(struct unzip *zip, int64_t index);

/* Hands the entry over piece by piece, checked at the end to be what was
 * stored; stops when `each` returns non-zero and returns that. -1 with
 * ERR_UNSAFE when it is damaged. */
int unzip_each(struct unzip *zip, int64_t index,
               int (*each)(struct slice piece, void *arg, struct err *err),
               void *arg, struct err *err);

/* Appends the whole entry; -1 with ERR_UNSAFE above `limit` bytes. */
int unzip_read(struct unzip *zip, int64_t index, int64_t limit,
               struct str *out, struct err *err);

#endif
