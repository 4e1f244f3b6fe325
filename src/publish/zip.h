/* zip.h - writing a zip archive, by libzip.
 *
 *     struct zip_out *zip = zip_out_new();
 *
 *     zip_out_add(zip, "media", SLICE("{}"), ZIP_STORED);
 *     zip_out_add_file(zip, "collection.anki2", path, ZIP_DEFLATED);
 *     rc = zip_out_write(zip, "deck.apkg", err);
 *     zip_out_free(zip);
 *
 * Entries keep the order in which they were added and carry one fixed time,
 * so that equal input gives equal bytes, in every time zone. */
#ifndef PUBLISH_ZIP_H
#define PUBLISH_ZIP_H

#include "base/err.h"
#include "base/str.h"

struct zip_out;

enum zip_method { ZIP_STORED, ZIP_DEFLATED };

struct zip_out *zip_out_new(void);
void zip_out_free(struct zip_out *zip); /* NULL is fine */

/* Adds an entry: a name that is there already is a bug, one that ends in a
 * slash is an empty folder. The bytes must stay
 * where they are, and the file what it is, until the archive is written. */
void zip_out_add(struct zip_out *zip, const char *name, struct slice bytes,
                 enum zip_method method);
void zip_out_add_file(struct zip_out *zip, const char *name, const char *path,
                      enum zip_method method);

/* The same with bytes that are read when their turn comes and forgotten: so
 * a large archive need not be in memory. */
void zip_out_add_by(struct zip_out *zip, const char *name,
                    int (*read)(void *arg, size_t which, struct str *out,
                                struct err *err),
                    void *arg, size_t which, enum zip_method method);

/* From 0 to 1 while the archive is written. May be left out. */
void zip_out_watch(struct zip_out *zip, void (*progress)(double, void *),
                   void *arg);

/* Writes it beside `path`, syncs and renames: what was there stays whole until
 * the new archive is. -1: ERR_CREATE or ERR_IO; nothing is left behind. */
int zip_out_write(struct zip_out *zip, const char *path, struct err *err);

/* Appends the archive's bytes instead; for one that is part of something
 * larger, or goes through a writer of its own. -1: ERR_IO. */
int zip_out_put(struct zip_out *zip, struct str *out, struct err *err);

#endif
