/* words.h - the file that search looks into: the notes of one deck by their
 * words.
 *
 * It lies in the cache folder, holds nothing that isn't in the deck, and is
 * brought up to date before it is asked. */
#ifndef DECK_WORDS_H
#define DECK_WORDS_H

#include "deck/inside.h"

/* Opens the index of this deck, current; made anew when asked. ERR_UNSAFE
 * when it is broken, here or while it is asked: then ask for a new one. */
int words_open(struct db **out, struct deck *deck, bool anew,
               struct err *err);

/* The marks around the words found in what words_query's column 1 gives. */
#define WORDS_FROM "\x01"
#define WORDS_TO "\x02"

/* A statement that gives (note row, snippet) for a query in SQLite's form,
 * best first: bind it as ?1, the limit as ?2. */
struct stmt *words_query(struct db *db);

#endif
