/* store.h - notes and their cards as rows: what an import writes.
 *
 * Everything here runs inside a command. Whatever overwrites what a person
 * could see keeps the earlier version (note_was, card_was) under the event of
 * the import, so that it can be undone. */
#ifndef DECK_STORE_H
#define DECK_STORE_H

#include "deck/keys.h"
#include "deck/source.h"

/* A note as it was read, ready to be written. */
struct stored_note {
    struct note_keys keys;
    uint64_t uid; /* of a note that brings its own (package.h), else 0 */
    struct slice pin;
    struct slice section; /* headings, one a line */
    struct slice line;    /* the text on one line */
    struct slice page;    /* packed */
    int source_line, place;
    uint32_t occurrence; /* among equal notes in one place of the file */
    uint32_t ncards;
    struct stored_card *cards; /* [ncards], by cloze.card */
};

struct stored_card {
    struct slice answer;
    uint32_t number; /* N of {{cN::...}}, 0 when not numbered */
};

/* A card row of a note. */
struct card_row {
    int64_t id;
    uint64_t uid;
    int ord, place;
    int gone;          /* GONE_... */
    struct slice left; /* with GONE_CLOZE, the note in which it stood */
};

enum { STORE_BATCH = 16 };

/* card.gone */
enum { GONE_NOT, GONE_CLOZE, GONE_NOTE, GONE_VALUES };

/* The stored note out of a note, all in `arena`; the hashes too. */
struct stored_note stored_note_of(const struct note *note,
                                  struct arena *arena);

/* Says that notes are about to change: what was made of them is behind. */
int store_touch(struct deck *deck, struct err *err);

/* The row of a root, made when missing. */
int store_root(struct deck *deck, uint64_t uid, const char *path,
               int64_t *row, struct err *err);

/* The row of a list of headings, made when missing. */
int store_section(struct deck *deck, struct slice path, int64_t *row,
                  struct err *err);

/* Writes a file's row as it is now, and its tags; makes it when source->row
 * is 0 and fills that in. `import` is 0 when nothing but the bytes changed.
 */
int store_file(struct deck *deck, struct source *source,
               const struct slice *tags, size_t ntags, int64_t import,
               struct err *err);

/* Notes the time of a file whose bytes were read and found to be known, so
 * that it need not be read the next time; 1 when that was new. */
int store_file_time(struct deck *deck, const struct source *source,
                    struct err *err);

/* The file is to be read anew when it is met again. */
int store_forget_file(struct deck *deck, int64_t file, struct err *err);

/* The row of a picture, kept once by its hash. */
int store_media(struct deck *deck, struct slice bytes, int64_t *row,
                struct err *err);

/* New notes on their way into the deck: their cards are written some at a
 * time, which costs a third of writing each alone. Start from {0}. */
struct new_notes {
    struct new_card {
        uint64_t uid;
        int64_t note;
        int ord, place;
    } cards[STORE_BATCH];
    size_t ncards;
    struct str section; /* the one that was asked for last, and its row */
    int64_t section_row;
};

/* A note nobody has seen, with its cards. `path` is the file's below its
 * root. Nothing may ask for its cards before store_new_rest. */
int store_new_note(struct deck *deck, struct new_notes *new,
                   const struct stored_note *note, int64_t file,
                   struct slice path, int64_t import, struct err *err);

/* Writes what waits. */
int store_new_rest(struct deck *deck, struct new_notes *new, int64_t import,
                   struct err *err);

void new_notes_release(struct new_notes *new);

/* Writes a known note anew; note_was keeps the old one when `import` isn't
 * 0. Its cards are the caller's business. */
int store_note(struct deck *deck, int64_t row, const struct stored_note *note,
               int64_t file, int64_t import, struct err *err);

/* Keeps what a note is now as what it was before `import`. */
int store_keep_note(struct deck *deck, int64_t row, int64_t import,
                    struct err *err);

/* The note leaves the notes, or comes back, and all cards that left or came
 * with it. */
int store_note_gone(struct deck *deck, int64_t row, bool gone, int64_t import,
                    struct err *err);

/* The card that goes by this uid though it has another, or 0. */
int store_find_alias(struct deck *deck, uint64_t uid, int64_t *card,
                     struct err *err);

/* A note's cards, by ord. */
int store_cards(struct deck *deck, int64_t note, struct card_row **cards,
                size_t *n, struct arena *arena, struct err *err);

/* Moves a card to a place of its note, or away (gone). `changed_ms` is 0
 * unless its answer changed. */
int store_card(struct deck *deck, const struct card_row *card, int place,
               int gone, int64_t changed_ms, int64_t import, struct err *err);

/* A new card that is known by its number. */
int store_numbered_card(struct deck *deck, int64_t note, uint64_t note_uid,
                        int ord, int place, int64_t import, struct err *err);

/* A new card of a note that has others; one whose answer it once was comes
 * back instead. */
int store_new_card(struct deck *deck, int64_t note, uint64_t note_uid,
                   const struct stored_card *card, int place, int64_t import,
                   struct err *err);

#endif
