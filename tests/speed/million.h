/* million.h - a deck of a million cards, three years into its use: four of
 * five cards seen, each answered once in the log, some 130,000 due.
 *
 * Pagein imports 100,000 notes; the rest are the same rows under other ids,
 * written by SQL. It takes half a minute and is done once: the deck stays in
 * build/speed until the tables of decks change. */
#ifndef TESTS_SPEED_MILLION_H
#define TESTS_SPEED_MILLION_H

/* Makes work/million.sqlite when it is missing or of another make-up. */
void million_make(void);

/* A copy of it, below work, that a program has opened once. */
void million_copy(const char *name);

#endif
