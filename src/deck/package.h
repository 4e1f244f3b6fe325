/* package.h - notes that come in a package from elsewhere instead of a file,
 * with their tags, pictures and past.
 *
 *     package_begin(&p, deck, "words.apkg", ...);
 *     for each note of the package
 *         package_note(p, ...) or, when it is this deck's own, package_home
 *         for each of its cards
 *             package_card(p, ord, ...)
 *     for each picture
 *         package_image(p, ...)
 *     package_end(p, ...);
 *
 * A note of a package is known again by its uid alone, which is a hash of the
 * id that it has over there; a card by its ord, which is its cN. Notes that
 * are in the deck and not in the package stay: a package is often a part of
 * the whole. Their file is the deck over there, "Language/Words" for
 * "Language::Words", below a root that all packages share and that lies
 * nowhere on a disk.
 *
 * What happened to a card over there joins its events under the device id of
 * that collection. An answer is called after its millisecond there, so that
 * the same package twice is the package once; one that the card already has
 * within a second, logged by another device, is the one that went out from
 * here and comes home.
 *
 * A tag or a suspension is taken over unless a person has said something else
 * of it here. */
#ifndef DECK_PACKAGE_H
#define DECK_PACKAGE_H

#include "deck/sync.h"

struct package;

struct package_options {
    const char *name; /* of the package, for the log */
    uint64_t device;  /* of the collection it was made from */
    bool dry_run;
};

/* The uid of a note that comes from elsewhere; `part` tells apart several
 * notes made of one. */
uint64_t package_uid(struct slice id, int part);

/* The uid of their root, on every machine. */
uint64_t package_root(void);

/* Starts the import: one transaction. *ledger is filled as it goes. */
int package_begin(struct package **out, struct deck *deck,
                  const struct package_options *options, struct moment now,
                  struct ledger *ledger, struct err *err);

struct package_note {
    uint64_t uid;
    struct slice deck;       /* its name over there: "Language::Words" */
    const struct note *note; /* all its clozes numbered */
    const struct slice *tags;
    size_t ntags;
    bool marked;
};

/* Writes the note, if it is new or not what it was; the cards that follow are
 * its own. */
int package_note(struct package *p, const struct package_note *note,
                 struct err *err);

/* Is there a note of this uid? Then the cards that follow are its own: 1. */
int package_home(struct package *p, uint64_t uid, struct err *err);

/* Calls `each` with the uid of every note of the deck until it returns
 * non-zero, and returns that. */
int package_each_note(struct deck *deck, int (*each)(uint64_t uid, void *arg),
                      void *arg, struct err *err);

struct package_answer {
    int64_t ms;      /* of the answer */
    int64_t took_ms; /* from question to grade */
    int grade;       /* 0..5 */
};

/* How a card stands over there. */
struct package_state {
    int interval;   /* days */
    int ease;       /* hundredths; 0 when there is none yet */
    int due_day;    /* days since 1970-01-01 ... */
    int64_t due_ms; /* ... or a moment, when that is not 0 */
    int lapses, reps;
    bool learning; /* again, or for the first time */
};

/* What happened to a card. */
struct package_card {
    int64_t id; /* over there, below 2^43 and no other card's */
    int ord;    /* from 1 */
    bool suspended;
    const struct package_answer *answers; /* in order */
    size_t nanswers;
    bool has_state; /* it is to be as over there after its last answer */
    struct package_state state; /* then */
    int64_t state_ms; /* when it became so; for one without answers */
};

/* Joins it to the card of the note at hand; 0 without one of that ord, else
 * 1. *joined (may be NULL) counts the answers that were new. */
int package_card(struct package *p, const struct package_card *card,
                 size_t *joined, struct err *err);

/* The bytes of a picture that notes of this deck over there show; empty: the
 * package lacks it. */
int package_image(struct package *p, struct slice deck, struct slice target,
                  struct slice bytes, struct err *err);

/* Saves everything, after a backup; nothing in a dry run, or when nothing had
 * to be written. In any case *p is freed. */
int package_end(struct package *p, struct err *err);

/* Takes it all back. */
void package_abort(struct package *p); /* NULL is fine */

#endif
