/* unzstd.h - zstd frames, unpacked as they come within limits. libzstd stays
 * inside.
 *
 *     struct unzstd *z = unzstd_new(limit, sink, arg);
 *
 *     unzstd_put(z, piece, &err);     as often as there are pieces
 *     unzstd_end(z, &err);
 *     unzstd_free(z);
 *
 * A window of more than 128 MB is refused, and so is what is more than 200
 * times as large unpacked, unless it is little (unzip.h). */
#ifndef PUBLISH_UNZSTD_H
#define PUBLISH_UNZSTD_H

#include <stdint.h>

#include "base/err.h"
#include "base/slice.h"

struct unzstd;

/* `sink` gets what is unpacked, at most `limit` bytes in all; what it returns
 * other than 0 ends the work and comes back. */
struct unzstd *unzstd_new(int64_t limit,
                          int (*sink)(struct slice piece, void *arg,
                                      struct err *err),
                          void *arg);

/* -1 with ERR_UNSAFE when it is no zstd or breaks a limit. */
int unzstd_put(struct unzstd *z, struct slice piece, struct err *err);

/* -1 with ERR_UNSAFE when it ends in the middle of a frame. */
int unzstd_end(struct unzstd *z, struct err *err);

void unzstd_free(struct unzstd *z); /* NULL is fine */

#endif
