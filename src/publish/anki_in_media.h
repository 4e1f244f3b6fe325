/* anki_in_media.h - anki_in_open.c's own: the list of media. */
#ifndef PUBLISH_ANKI_IN_MEDIA_H
#define PUBLISH_ANKI_IN_MEDIA_H

#include "publish/anki_in_open.h"

/* Fills in package->media. -1 with ERR_UNSAFE when it is no such list, or
 * names what no file in one folder is called. */
int anki_in_media_list(struct anki_package *package, const char *path,
                       struct err *err);

#endif
