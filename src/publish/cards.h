/* cards.h - a deck as cards.json or cards.csv, for spreadsheets and scripts,
 * and back without loss.
 *
 * First come the cards as people would list them. Behind them stand the rows
 * of the deck's own tables (deck/dump.h), which hold all the rest, pictures
 * and history included; only they are read when the file is imported, so that
 * sorting or editing the list above changes nothing.
 *
 *   JSON  {"pagein": 1, "cards": [{...}, ...], "rows": [["event", ...], ...]}
 *         a value is null, a number, a text, or {"base64": "..."}
 *   CSV   card,path,line,question,answer,... a row a card, then
 *         table:event,i17,tText,bBASE64,,... with the kind in front of a value
 */
#ifndef PUBLISH_CARDS_H
#define PUBLISH_CARDS_H

#include "deck/deck.h"

enum cards_format { CARDS_JSON, CARDS_CSV };

enum { CARDS_BYTES_MAX = 256 << 20 };

/* Appends the file; *ncards gets how many cards it lists. */
int cards_put(struct str *out, struct deck *deck, enum cards_format format,
              size_t *ncards, struct err *err);

/* Fills a deck that was made just now; close it then. -1: ERR_NOTES or
 * ERR_UNSAFE when the text is no such file. `name` is for sentences. */
int cards_read(struct deck *deck, struct slice text, const char *name,
               enum cards_format format, struct err *err);

#endif
