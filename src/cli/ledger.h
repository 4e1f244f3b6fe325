/* ledger.h - what an import did, in words. */
#ifndef CLI_LEDGER_H
#define CLI_LEDGER_H

#include "cli/out.h"
#include "deck/sync.h"

/* "41 notes with 69 cards in 1 file: 2 new, 1 edited" and a line end. */
void ledger_sum(struct out *out, const struct ledger *ledger);

/* A line for every note that did not just stay as it was. */
void ledger_rows(struct out *out, const struct ledger *ledger);

/* The whole as one JSON object. */
void ledger_json(struct out *out, const struct ledger *ledger);

/* Its members, into an object that is open. */
struct json;
void ledger_put_json(struct json *w, const struct ledger *ledger);

#endif
