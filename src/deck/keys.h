/* keys.h - by what a note is known again: hashes of its text and of where it
 * hangs. */
#ifndef DECK_KEYS_H
#define DECK_KEYS_H

#include "note/note.h"

struct note_keys {
    uint64_t exact;   /* the leaf as written: text, markup, clozes */
    uint64_t context; /* all headings and ancestors */
};

struct note_keys keys_of(const struct note *note);

/* By what an edited note is known again. */
struct note_kin {
    uint64_t parent;  /* its nearest ancestor or heading, 0 for none */
    uint64_t answers; /* all of them, in whatever order */
    uint64_t prompt;  /* the text around them; 0 where there is too little */
};

struct note_kin keys_kin(const struct note *note);

/* What `parent` is for the notes that hang below one with this line. */
uint64_t keys_line(struct slice line);

/* Of a leaf's text on one line, normalised. */
uint64_t keys_plain(struct slice line);

/* Appends a leaf's text normalised: NFKC, case and white space folded, web
 * addresses left out; digits, operators and punctuation stay. */
void keys_put_plain(struct str *out, struct slice text);

/* Appends the leaf's text on one line, clozes shown. */
void keys_put_line(struct str *out, const struct note *note);

/* Appends the headings above it, one a line, outermost first. */
void keys_put_section(struct str *out, const struct note *note);

/* The uid of a note that the deck meets for the first time: the same on every
 * machine that imports the same file. `path` is the file's below its root;
 * `occurrence` tells apart equal notes in one place. */
uint64_t keys_note_uid(struct slice path, const struct note_keys *keys,
                       uint32_t occurrence);

/* The uid of a card of that note, likewise: by its answer. */
uint64_t keys_card_uid(uint64_t note_uid, struct slice answer,
                       uint32_t occurrence);

/* Of a card that is known by its number. */
uint64_t keys_numbered_uid(uint64_t note_uid, uint32_t number);

#endif
