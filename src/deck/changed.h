/* changed.h - when what a note shows last became what it is, read from the
 * log alone: two decks with the same log agree, nothing need be written down,
 * and whoever keeps a copy of a note (an Anki collection) can tell whether
 * his is older.
 *
 * That is the latest of: the import that last changed the note; of its cards
 * a tag put on or taken off, or another name given to them; the tags and
 * pictures of its file becoming others; `others` being set, where a note has
 * more than one cloze; and any of these being taken back. Taking back an
 * import counts for every note, since afterwards nobody knows which it was
 * about: rather too new than left behind. */
#ifndef DECK_CHANGED_H
#define DECK_CHANGED_H

#include "deck/inside.h"

struct changed; /* what the log says of it */

/* Reads it once. */
int changed_read(struct deck *deck, struct changed **out, struct err *err);
void changed_free(struct changed *changed); /* NULL is fine */

/* Of all notes; `clozes` for those with more than one. */
int64_t changed_all(const struct changed *c, bool clozes);

/* Of the note or card of this uid, 0 when there is nothing. */
int64_t changed_uid(const struct changed *c, uint64_t uid);

/* Of a file's tags and pictures, by the uid of its root and its path. */
int64_t changed_file(const struct changed *c, uint64_t root,
                     struct slice path);

/* Logs that the tags or pictures of a file have become others. Inside a
 * command. */
int changed_log_file(struct deck *deck, uint64_t root, struct slice path,
                     struct err *err);

#endif
