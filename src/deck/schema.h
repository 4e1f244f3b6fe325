/* schema.h - the tables of a deck, and the check that a file has exactly
 * these.
 *
 *   what happened   device  event
 *   the notes       root  file  section  note  image  media
 *   the cards       card  tag  alias          (a fold over the events)
 *   for undo        note_was  card_was
 *
 * The comments in schema.c say what the columns hold. A uid is 64 bits kept
 * as a signed number; people see 16 hex digits. */
#ifndef DECK_SCHEMA_H
#define DECK_SCHEMA_H

#include "base/err.h"
#include "deck/db.h"

enum {
    SCHEMA_APPLICATION = 0x7067696e, /* "pgin" in the file's header */
    SCHEMA_VERSION = 1,
};

/* Makes the tables in an empty database. */
int schema_create(struct db *db, struct err *err);

/* -1 with ERR_UNSAFE unless the file holds these tables and indexes, text
 * for text, and nothing else: no trigger, view or column of a stranger. */
int schema_check(struct db *db, const char *path, struct err *err);

#endif
