/* anki_text.h - how Anki names and compares notes: guids, sort fields and
 * checksums. */
#ifndef PUBLISH_ANKI_TEXT_H
#define PUBLISH_ANKI_TEXT_H

#include <stdint.h>

#include "base/str.h"

/* Appends the guid of what has this key: ten characters or so, the same for
 * ever and everywhere. */
void anki_guid(struct str *out, struct slice key);

/* What the id of a leaf begins with that came from Anki; its guid follows. */
#define ANKI_ID "anki:"

/* The guid of a note of a deck, whose key is its uid as 16 hex digits. */
void anki_note_guid(struct str *out, uint64_t uid);

/* Appends a field of HTML as Anki sorts and compares it: a picture is its
 * name, other tags are nothing, entities what they stand for. */
void anki_strip(struct str *out, struct slice html);

/* The checksum of a note: of its first field, stripped. */
uint32_t anki_checksum(struct slice stripped);

#endif
