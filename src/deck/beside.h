/* beside.h - a database file that is built beside its place and then takes
 * it in one step, whole or not at all. */
#ifndef DECK_BESIDE_H
#define DECK_BESIDE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Makes the folder of `path`, and in it an empty file for nobody else's
 * eyes, whose name is appended to *beside. -1 with ERR_CREATE. */
int beside_make(const char *path, struct str *beside, struct err *err);

/* Writes the file's bytes. -1 with ERR_CREATE, naming `path`. */
int beside_write(const char *beside, const char *path, struct slice bytes,
                 struct err *err);

/* Puts the file and then its new name on the disk. What stands at `path` is
 * replaced or, without `replace`, stays: then 1 is returned. -1 with
 * ERR_CREATE. */
int beside_give(const char *beside, const char *path, bool replace,
                struct err *err);

/* Removes the file beside, if it is still there, and whatever SQLite put
 * next to it. */
void beside_remove(const char *beside);

/* The same for files that SQLite put next to a database, and only those. */
void beside_remove_logs(const char *path);

#endif
