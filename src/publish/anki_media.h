/* anki_media.h - the pictures of a package: named by what they are, so that
 * no name of a note's ever reaches another program, equal ones are one file,
 * and a collection never meets two of one name.
 *
 * A picture stays in the deck; only one at a time is in memory. */
#ifndef PUBLISH_ANKI_MEDIA_H
#define PUBLISH_ANKI_MEDIA_H

#include "deck/export.h"
#include "publish/zip.h"

struct anki_media;

struct anki_media *anki_media_new(struct deck *deck);
void anki_media_free(struct anki_media *media); /* NULL is fine */

/* Appends the name of the picture that the notes of this file call `target`:
 * "pagein-" and twelve hex digits of its SHA-1. False when the deck does not
 * have it, or when reading it failed (anki_media_failed). */
bool anki_media_name(struct anki_media *media, int64_t file,
                     struct slice target, struct str *out);

/* -1 when a picture could not be read. */
int anki_media_failed(const struct anki_media *media, struct err *err);

/* How many different ones were named, and how many were not there. */
size_t anki_media_count(const struct anki_media *media);
size_t anki_media_missing(const struct anki_media *media);

/* One of them, in the order in which they were first named. */
struct anki_media_file {
    struct slice name;
    uint8_t sha1[20];
    size_t bytes;
};
struct anki_media_file anki_media_file(const struct anki_media *media,
                                       size_t i);

/* Appends its bytes. */
int anki_media_read(struct anki_media *media, size_t i, struct str *out,
                    struct err *err);

#endif
