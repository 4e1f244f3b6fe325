/* anki_in.h - a package of Anki's into a deck.
 *
 * Notes become notes of ours (anki_in_note.h), decks paths, tags tags; the
 * review log joins the events of the cards, and a card that comes for the
 * first time is due when it was due over there. A note that went out from
 * this deck comes home: only its answers are taken, the text stays as its own
 * file has it. */
#ifndef PUBLISH_ANKI_IN_H
#define PUBLISH_ANKI_IN_H

#include "deck/sync.h"
#include "publish/left.h"

struct anki_in_report {
    struct left_list left;
    size_t answers; /* that joined */
    size_t home;    /* notes that came home */
};

void anki_in_report_release(struct anki_in_report *report);

struct anki_in_options {
    bool dry_run;
    void (*progress)(size_t done, size_t total, void *arg); /* may be NULL */
    void *progress_arg;
};

/* One transaction. -1: ERR_UNSAFE when the package is damaged, breaks a limit
 * or is of a kind that nobody knows yet, ERR_NO_INPUT, ERR_IO; the deck is as
 * before then. */
int anki_in(struct deck *deck, const char *path,
            const struct anki_in_options *options, struct moment now,
            struct ledger *ledger, struct anki_in_report *report,
            struct err *err);

/* Is it the name of such a package? */
bool anki_in_is_name(const char *path);

#endif
