/* anki_latest.h - what is different in a package of Anki's newer layout,
 * which 2.1.55 and later read: all is compressed by zstd, the list of
 * pictures is protobuf, and where older readers look for a collection one
 * note tells them so. */
#ifndef PUBLISH_ANKI_LATEST_H
#define PUBLISH_ANKI_LATEST_H

#include "publish/anki_media.h"

/* The entry `meta`, which says which layout it is. */
extern const struct slice anki_latest_meta;

/* Appends the entry `media`. */
void anki_latest_media(struct str *out, const struct anki_media *media);

/* Makes the collection for older readers in the empty file at `path`. */
int anki_latest_notice(const char *path, struct err *err);

#endif
