/* schema.h - the tables of a deck through time, and the check that a file has
 * exactly those of its version.
 *
 *   what happened   device  event
 *   the notes       root  file  section  note  image  media
 *   the cards       card  tag  alias          (a fold over the events)
 *   for undo        note_was  card_was
 *
 * The comments in schema.c say what the columns hold, and how to change them.
 * A uid is 64 bits kept as a signed number; people see 16 hex digits.
 *
 * Only today's texts are written out in full. A version before has the same
 * but for what the steps since then say it had instead. */
#ifndef DECK_SCHEMA_H
#define DECK_SCHEMA_H

#include "base/err.h"
#include "deck/db.h"

enum { SCHEMA_APPLICATION = 0x7067696e }; /* "pgin" in the file's header */

/* A table or index, and its text. */
struct schema_object {
    const char *name, *sql;
};

/* How a deck of one version becomes one of the next (migrate.h). */
struct schema_step {
    /* what differs in the version before: with its text there, or with NULL
     * when it is not there */
    const struct schema_object *was;
    size_t nwas;
    /* fills the tables that were made anew; either may be NULL */
    const char *sql;
    int (*run)(struct db *db, struct err *err);
};

struct schema_history {
    const struct schema_object *objects; /* of the latest version, tables
                                          * before their indexes */
    size_t nobjects;
    const struct schema_step *steps; /* the first leads on from `oldest` */
    size_t nsteps;
    int oldest;
};

/* Pagein's own; tests have others. */
extern const struct schema_history schema_history;

/* The version that this program writes. */
int schema_latest(const struct schema_history *history);

/* The text of a table or index in a version, NULL when it has none. */
const char *schema_text(const struct schema_history *history, int version,
                        struct slice name);

/* Makes the tables of the latest version in an empty database. */
int schema_create(struct db *db, const struct schema_history *history,
                  struct err *err);

/* Says that the database is of this version now. */
int schema_set_version(struct db *db, int version, struct err *err);

/* The version of a deck file: -1 with ERR_UNSAFE unless it is one from the
 * oldest to the latest, and holds the tables and indexes of it, text for
 * text, and nothing else: no trigger, view or column of a stranger. */
int schema_check(struct db *db, const char *path,
                 const struct schema_history *history, int *version,
                 struct err *err);

#endif
