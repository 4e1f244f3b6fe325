/* anki_fields.h - a note of a deck as the fields of `pagein Cloze`. */
#ifndef PUBLISH_ANKI_FIELDS_H
#define PUBLISH_ANKI_FIELDS_H

#include "publish/anki_media.h"
#include "publish/anki_model.h"

enum { ANKI_ORD_MAX = 500 }; /* of clozes that Anki can ask for */

/* Appends the fields, 0x1f between them, in NFC. Clozes bear the ord of
 * their card; one beyond ANKI_ORD_MAX is plain text. A cloze of what stands
 * around that would give an answer away is class "hidden", for all cards of
 * the note: their surroundings are one field. */
void anki_cloze_fields(struct str *out, const struct export_note *note,
                       struct anki_media *media);

#endif
