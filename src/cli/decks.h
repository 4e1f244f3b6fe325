/* decks.h - the decks of this person: the files of the data folder. */
#ifndef CLI_DECKS_H
#define CLI_DECKS_H

#include "cli/command.h"
#include "deck/queue.h"

/* A deck as `pagein decks` and the bare command show it. */
struct deck_row {
    struct slice name;
    struct slice title; /* its setting, or empty */
    struct queue_counts counts;
    bool empty;          /* no cards at all */
    const char *trouble; /* why it can't be opened, or NULL */
    const char *path;
};

/* Fills *rows, by name; all lives in the arena. -1 when the folder can't be
 * read; a missing folder holds no decks. */
int decks_read(struct cli *cli, struct deck_row **rows, size_t *n,
               struct arena *arena, struct err *err);

/* The same for the deck of --deck alone: *n is 0 or 1. */
int decks_read_one(struct cli *cli, struct deck_row **rows, size_t *n,
                   struct arena *arena, struct err *err);

/* Adds the problems of a review of today to the cards, a minute each, and
 * returns how many there are, or -1. */
int decks_add_problems(const struct cli *cli, struct deck *deck,
                       struct queue_counts *counts, struct err *err);

/* Prints them as a table. */
void decks_put(struct out *out, const struct deck_row *rows, size_t n);

/* Prints them as a JSON array. */
void decks_json(struct out *out, const struct deck_row *rows, size_t n);

#endif
