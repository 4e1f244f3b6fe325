/* use.h - what commands share: the deck that was asked for, its cards, and
 * the words to name them. */
#ifndef CLI_USE_H
#define CLI_USE_H

#include "cli/command.h"
#include "deck/deck.h"

/* Opens the deck of --deck. -1 when that fails; a deck that is not there is
 * ERR_NO_INPUT with the command that makes it. */
int use_deck(struct cli *cli, enum deck_access access, struct deck **out,
             struct err *err);

/* The same for commands that have something kind to say to a newcomer:
 * returns 1 after greeting them on `say` when there is no deck. */
int use_deck_kindly(struct cli *cli, enum deck_access access,
                    struct deck **out, struct err *err);

/* The same for commands that count: without a deck, *out is NULL. */
int use_deck_or_none(struct cli *cli, enum deck_access access,
                     struct deck **out, struct err *err);

/* Prints how to begin; `out` is where. */
void use_greeting(struct cli *cli, struct out *out);

/* The cards that the operands from number `first` on name, each once. The
 * array lives in the arena. */
struct card_ids {
    int64_t *at;
    size_t n;
};

int use_cards(struct cli *cli, struct deck *deck, size_t first,
              struct card_ids *out, struct arena *arena, struct err *err);

/* The selection of the first operand; every card when there is none. */
int use_selection(struct cli *cli, struct deck *deck, struct selection *out,
                  struct arena *arena, struct err *err);

/* -1 with ERR_NO_INPUT when --media names no folder. */
int use_media(const struct args *args, struct err *err);

/* True for the path of a deck definition: decks/NAME.yaml. */
bool use_is_definition(const char *path);

/* True for the name of a package of Anki's. */
bool use_is_package(const char *path);

/* Appends " --deck NAME" when the commands we suggest need it, quoted for a
 * shell. */
void use_deck_option(struct str *out, const struct args *args);

/* Appends the word as a shell would have to be told it. */
void use_shell_word(struct str *out, const char *word);

/* Appends a later day as people say it: "in 3 days". */
void use_day(struct str *out, int day, int today);

/* Appends "2026-11-22 09:00" of a moment, as a clock here shows it. */
void use_moment(struct str *out, int64_t utc_ms, int offset_minutes);

#endif
