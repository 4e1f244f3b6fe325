/* export.h - the notes of a deck, one after the other, for whoever writes
 * them into a file of another program.
 *
 * They come file by file in the order of the paths, as they stand in the
 * file; those that have left the notes are left out, as are clozes that have
 * left a note. What is handed out lives for that call. */
#ifndef DECK_EXPORT_H
#define DECK_EXPORT_H

#include "deck/deck.h"

struct export_card {
    int64_t id;
    uint64_t uid;
    int ord;        /* its cN; never reused, so it may be beyond 500 */
    uint32_t index; /* which of the note's cards: cloze.card */
    int64_t born_ms; /* when it came into the deck; 0 when that is not known */
    bool suspended, marked, told; /* told: it has a log */
    struct sm2 sched;
};

struct export_note {
    int64_t id;
    uint64_t uid;
    int64_t file; /* row; names the file in export_image */
    struct slice path;
    struct slice subdeck; /* `deck:` of its front matter, or empty */
    int line;
    struct note note; /* `others` as the deck's settings have it */
    struct slice *tags; /* of any of its cards; sorted, each once */
    size_t ntags;
    int64_t changed_ms;        /* changed.h: rises whenever it shows another
                                  thing */
    struct export_card *cards; /* by ord */
    size_t ncards;
};

/* How many there are, for a progress bar and for reports. */
struct export_counts {
    int64_t notes, cards;
};
int deck_export_counts(struct deck *deck, struct export_counts *out,
                       struct err *err);

/* How many cards came into the deck at one moment. */
struct export_birth {
    int64_t ms; /* as in export_card.born_ms; rising */
    int64_t cards;
    int64_t next; /* for who reads it */
};
int deck_export_births(struct deck *deck, struct export_birth **out,
                       size_t *n, struct arena *arena, struct err *err);

/* Calls `each` for every note until it returns non-zero. 0, or what `each`
 * returned, or -1. */
int deck_export(struct deck *deck,
                int (*each)(const struct export_note *note, void *arg,
                            struct err *err),
                void *arg, struct err *err);

/* One entry of a card's log that concerns its schedule. */
enum export_what {
    EXPORT_REVIEW,
    EXPORT_DRILL, /* again on the same day */
    EXPORT_CRAM,  /* moved no schedule */
    EXPORT_SET,   /* taken over from elsewhere */
    EXPORT_RESET,
};
struct export_entry {
    enum export_what what;
    int64_t utc_ms, took_ms;
    int day, grade; /* grade: of an answer */
    struct sm2 before, after;
    enum sm2_effect effect;
};

/* All of them that were not taken back, in the order of the log. */
int deck_export_log(struct deck *deck, const struct export_card *card,
                    const struct sm2_profile *profile,
                    struct export_entry **out, size_t *n,
                    struct arena *arena, struct err *err);

/* Appends the bytes of the picture that a note of this file calls `target`.
 * 1, or 0 when the deck does not have it. They are a stranger's. */
int deck_export_image(struct deck *deck, int64_t file, struct slice target,
                      struct str *out, struct err *err);

#endif
