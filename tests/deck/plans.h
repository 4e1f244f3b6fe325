/* plans.h - how SQLite means to carry out what a deck was asked. */
#ifndef TESTS_DECK_PLANS_H
#define TESTS_DECK_PLANS_H

#include "deck/deck.h"

/* Fails when a statement that the deck has been asked since it was opened
 * reads a whole table or sorts, unless that is known to do no harm. */
void assert_plans_good(struct deck *deck);

#endif
