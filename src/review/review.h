/* review.h - a review from the command line's point of view.
 *
 * Both ways drive the same session (session.h): `full` on a whole screen,
 * `plain` line by line without ever redrawing. Each first re-imports the
 * notes that changed. */
#ifndef REVIEW_REVIEW_H
#define REVIEW_REVIEW_H

#include "deck/queue.h"
#include "review/key.h"
#include "view/style.h"

enum review_only { REVIEW_BOTH, REVIEW_CARDS, REVIEW_PROBLEMS };

struct review_options {
    enum review_only only;
    struct queue_options queue; /* selection, mode, limit */
    int64_t for_ms;   /* end kindly after the card at hand; 0: no such end */
    enum depth depth; /* style_depth of the terminal, or as --color says */
    const struct own_key *keys; /* they come before the usual ones */
    size_t nkeys;
};

/* True when a person should be served plainly: asked for, $PAGEIN_PLAIN,
 * TERM=dumb or none, or standard input or output is no terminal. */
bool review_wants_plain(bool asked);

/* Return 0 when the person left or all is done, the number of a signal
 * (> 0) that ended it: close the deck, then exit with 128 + it; or -1. The
 * terminal is as it was before in every case. */
int review_full(struct deck *deck, const struct review_options *options,
                struct err *err);

/* Reads standard input, writes standard output. End of input is a good end.
 */
int review_plain(struct deck *deck, const struct review_options *options,
                 struct err *err);

#endif
