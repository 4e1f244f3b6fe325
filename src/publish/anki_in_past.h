/* anki_in_past.h - the review log of a package, and what its cards are. */
#ifndef PUBLISH_ANKI_IN_PAST_H
#define PUBLISH_ANKI_IN_PAST_H

#include "deck/package.h"
#include "publish/anki_in_types.h"
#include "publish/left.h"

struct anki_log; /* all of it, in memory */

/* -1: ERR_UNSAFE when it can't be read or is too long. */
int anki_log_read(struct anki_log **out, struct anki_package *package,
                  struct err *err);
void anki_log_free(struct anki_log *log); /* NULL is fine */

/* A card's row. */
struct anki_card {
    int64_t id, note, deck;
    int ord; /* from 0 */
    int type, queue;
    int64_t due, interval, ease, reps, lapses, changed_s;
    int flags;
};

/* The columns anki_card_row reads, and their order. */
#define ANKI_CARD_COLUMNS                                               \
    "id, nid, CASE WHEN odid <> 0 THEN odid ELSE did END, ord, type,"   \
    " queue, CASE WHEN odid <> 0 AND odue <> 0 THEN odue ELSE due END," \
    " ivl, factor, reps, lapses, mod, flags"
struct anki_card anki_card_row(struct stmt *q);

/* Fills in what happened to the card. With `home` only answers and whether it
 * is suspended. Slices live in the arena. */
void anki_card_past(struct package_card *out, const struct anki_card *card,
                    const struct anki_log *log,
                    const struct anki_types *types, bool home,
                    struct moment now, struct arena *arena,
                    struct left_list *left);

#endif
