/* cards.h - `pagein import` of a deck that was exported as JSON or CSV. */
#ifndef CLI_CARDS_H
#define CLI_CARDS_H

#include "cli/command.h"
#include "deck/deck.h"

/* True for cards.json, cards.csv and others of such an end. */
bool cards_is_name(const char *path);

/* Joins what the file holds with the deck, as a merge does, and tells. */
int cards_import(struct cli *cli, struct deck *deck, const char *path,
                 struct err *err);

#endif
