/* zstd.h - bytes as a zstd frame, by libzstd. */
#ifndef PUBLISH_ZSTD_H
#define PUBLISH_ZSTD_H

#include "base/str.h"

/* Appends one frame that holds the bytes and says how many they are. The same
 * bytes give the same frame. */
void zstd_put(struct str *out, struct slice bytes);

#endif
