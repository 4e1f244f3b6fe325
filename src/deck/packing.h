/* packing.h - what the files behind package.h share. */
#ifndef DECK_PACKING_H
#define DECK_PACKING_H

#include "deck/event.h"
#include "deck/numbers.h"
#include "deck/package.h"
#include "deck/store.h"

/* A deck over there: a file of ours. */
struct package_file {
    struct slice deck, path;
    int64_t row; /* 0 until something is written below it */
    int place;   /* of the next new note */
    bool touched;
};

struct package {
    struct deck *deck;
    struct package_options options;
    struct moment now;
    struct ledger *ledger;
    struct package_file *files;
    size_t nfiles, files_cap;
    struct new_notes new;
    int64_t event; /* row of the import, 0 until there is a reason */
    int64_t note;  /* row of the note at hand, 0 for none */

    int64_t device;         /* row of options.device, 0 until it is needed */
    int64_t last_event;     /* row of the latest event before */
    struct numbers brought; /* seqs of the events under that device */
    struct numbers cards;   /* rows of those to be folded anew */
    struct arena arena;
};

/* The file of that deck, made when missing. */
int packing_file(struct package *p, struct slice deck,
                 struct package_file **out, struct err *err);

/* The row of the import's event, which is logged when first asked for. */
int packing_event(struct package *p, int64_t *row, struct err *err);

/* Has the latest event of that kind and name on this card come with an
 * import, or is there none? Then a package may say something else; *on is
 * what it said. (package_flag.c) */
int packing_flag(struct package *p, int64_t card, uint64_t uid,
                 enum event_kind kind, struct slice name, bool want,
                 struct err *err);

/* All tags of a card that came with packages and are not in the list are
 * taken off, the others put on. */
int packing_tags(struct package *p, int64_t card, uint64_t uid,
                 const struct package_note *note, struct err *err);

/* The ranges of events that came under the other device, as lines of "device
 * first last": what an undo of the import has to take back. (package_past.c)
 */
int packing_ranges(struct package *p, struct str *out, struct err *err);

#endif
