/* anki_in_open.h - a package of Anki's opened: which kind it is, its database,
 * its list of media.
 *
 *   X.apkg or X.colpkg
 *     meta                  which of the three kinds (none: an old one)
 *     collection.anki2      the database of the oldest kind
 *     collection.anki21     ... of the second, which is alike
 *     collection.anki21b    ... of the latest: inside a zstd frame
 *     media                 names of the files 0, 1, ...: JSON, or protobuf
 *
 * The database is unpacked into a file of no name and only read. Names of
 * media are compared with those in notes and never used as paths; one that
 * could be a path is refused with all of the package. */
#ifndef PUBLISH_ANKI_IN_OPEN_H
#define PUBLISH_ANKI_IN_OPEN_H

#include "base/arena.h"
#include "base/str.h"
#include "deck/db.h"
#include "publish/unzip.h"

enum anki_kind { ANKI_LEGACY_1 = 1, ANKI_LEGACY_2, ANKI_LATEST };

struct anki_package {
    struct unzip *zip;
    enum anki_kind kind;
    struct db *db;
    int schema;                  /* 11, or 14 to 18 */
    struct anki_in_media *media; /* [nmedia] by name */
    size_t nmedia;
    struct arena arena;
};

struct anki_in_media {
    struct slice name;
    int64_t entry; /* of the archive; -1 when it is missing */
};

/* -1: as unzip_open, and ERR_UNSAFE when it is no package of Anki's, damaged,
 * or of a version that nobody knows yet. */
int anki_in_open(struct anki_package *out, const char *path, struct err *err);

/* What SQLite says of a stranger's file is the file's fault: makes such an
 * error ERR_UNSAFE, and returns -1. */
int anki_in_blame(const char *path, struct err *err);

void anki_in_close(struct anki_package *package);

/* Appends the media file of that name, at most `limit` bytes. Returns 1, 0
 * when the package doesn't have it, -2 when it is too large, -1. */
int anki_in_media(struct anki_package *package, struct slice name,
                  int64_t limit, struct str *out, struct err *err);

#endif
