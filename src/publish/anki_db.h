/* anki_db.h - the database inside of an Anki package: a collection of schema
 * 11, which every Anki since 2012 reads.
 *
 * Rows are written in the order they come; anki_db_close writes what belongs
 * to the whole. All values are Anki's own: ids are milliseconds since 1970,
 * `mod` seconds, `factor` thousandths. */
#ifndef PUBLISH_ANKI_DB_H
#define PUBLISH_ANKI_DB_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* 1 January 2020 at noon UTC: from there its days are counted, by the
 * calendar, whatever the zone. */
#define ANKI_CREATED INT64_C(1577880000)
enum { ANKI_CREATED_DAY = 18262 }; /* days since 1970 */

struct anki_db;

struct anki_note_row {
    int64_t id, model, mod;
    struct slice guid;
    struct slice tags; /* " a b ", or empty */
    struct slice fields; /* joined by 0x1f */
    struct slice sort;   /* the first one, stripped */
    uint32_t checksum;
};

struct anki_card_row {
    int64_t id, note, deck, mod;
    int ord; /* from 0 */
    int type, queue, interval, factor, reps, lapses;
    int64_t due;
    struct slice data;
};

struct anki_review_row {
    int64_t id, card;
    int ease, interval, last_interval, factor, type;
    int64_t took_ms;
};

/* Makes the database in the empty file at `path`. */
int anki_db_open(struct anki_db **out, const char *path, struct err *err);

int anki_db_note(struct anki_db *db, const struct anki_note_row *row,
                 struct err *err);
int anki_db_card(struct anki_db *db, const struct anki_card_row *row,
                 struct err *err);

/* Its id rises to one near by that is free. */
int anki_db_review(struct anki_db *db, struct anki_review_row row,
                   struct err *err);

/* A deck "A::B" by its name, with those above it: the same number for the
 * same name. */
int64_t anki_db_deck(struct anki_db *db, struct slice name);

/* How many decks there are, the default one aside. */
size_t anki_db_decks(const struct anki_db *db);

/* Writes the rest and closes it; the file then needs nothing beside it.
 * anki_db_abandon only closes. */
int anki_db_close(struct anki_db *db, struct err *err);
void anki_db_abandon(struct anki_db *db); /* NULL is fine */

#endif
