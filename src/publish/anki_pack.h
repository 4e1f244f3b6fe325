/* anki_pack.h - the archive that a package is, in either layout. */
#ifndef PUBLISH_ANKI_PACK_H
#define PUBLISH_ANKI_PACK_H

#include "publish/anki_media.h"

struct anki_pack {
    const char *collection; /* path of the database */
    struct anki_media *media;
    bool latest; /* the newer layout (anki_latest.h) */
    void (*progress)(double done, void *arg); /* from 0 to 1 */
    void *arg;
};

/* Writes it in one step. */
int anki_pack(const struct anki_pack *pack, const char *path,
              struct err *err);

#endif
