/* migrate.h - decks of older versions become ones of today.
 *
 * All steps are one transaction. A step goes like this, with what it says of
 * the version before it (schema.h):
 *
 *   tables that change   renamed to was_NAME
 *   new tables           made, by their texts in the next version
 *   rows                 step->sql and step->run fill the new from the old
 *   was_NAME             dropped, and indexes made as they should be
 *
 * so that what comes out is, text for text, what the next version holds. Then
 * it is checked as any deck is, rows that belong to nothing included. */
#ifndef DECK_MIGRATE_H
#define DECK_MIGRATE_H

#include "deck/schema.h"
#include "sys/clock.h"

/* Brings the deck file at `path`, open for writing and found to be good, to
 * the latest version, after a backup. Another program may do the same at
 * once: one of them does it, the other waits. On failure the deck is as it
 * was. */
int migrate_file(struct db *db, const char *path,
                 const struct schema_history *history, struct moment now,
                 struct err *err);

/* The same for a file that isn't to be touched: *out is a copy of no name
 * that can only be read. */
int migrate_aside(struct db **out, struct db *db, const char *path,
                  const struct schema_history *history, struct err *err);

#endif
