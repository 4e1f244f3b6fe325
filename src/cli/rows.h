/* rows.h - cards as rows of a list.
 *
 * On a terminal, below the name of their file:
 *
 *     virtual-memory.md
 *        12  3f2a91c0  in 3 days    A page is [...] bytes.
 *
 * elsewhere one line a card, five columns with tabs between them, nothing
 * cut: id, state, due day, FILE:LINE, text. As JSON, one object a card. */
#ifndef CLI_ROWS_H
#define CLI_ROWS_H

#include "cli/out.h"
#include "deck/deck.h"
#include "sys/json.h"

enum { ROWS_ID_DIGITS = 8 };

struct rows {
    struct out *out;
    int today;
    bool json;
    struct str path; /* of the row before */
    struct str text; /* scratch, and the JSON not yet printed */
    struct json w;
    size_t n; /* rows so far */
};

/* Begins a list; end it with rows_end. */
void rows_begin(struct rows *rows, struct out *out, int today, bool json);
void rows_end(struct rows *rows);

void rows_card(struct rows *rows, const struct card *card);

/* One that was searched for: `text` instead of the card's own, and the words
 * found in it, parts of it in their order. */
void rows_hit(struct rows *rows, const struct card *card, struct slice text,
              const struct slice *found, size_t nfound);

/* "new", "today", "in 3 days", or the flag that keeps it away. */
void rows_state(struct str *out, const struct card *card, int today);

/* The members of a card, into an open object. */
void rows_json(struct json *w, const struct card *card);

#endif
