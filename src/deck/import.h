/* import.h - one import on its way: sync.c leads, import_read.c reads,
 * apply.c and apply_file.c write, progress.c tells how far it is. */
#ifndef DECK_IMPORT_H
#define DECK_IMPORT_H

#include "deck/definition.h"
#include "deck/event.h"
#include "deck/match.h"
#include "deck/store.h"
#include "deck/sync.h"

/* A note that was read and waits to be matched. */
struct fresh_note {
    struct stored_note note;
    size_t source; /* index */
    /* only where it may be a note that is known: */
    uint64_t page; /* hash of its packed form */
    struct note_kin kin;
};

/* A note of the deck that it may be. */
struct known_note {
    int64_t id;
    uint64_t uid;
    size_t source; /* index; SOURCE_NONE for an orphan of elsewhere */
    struct match_note match;
    uint64_t page; /* hash of its packed form */
    int source_line;
};

#define SOURCE_NONE ((size_t)-1)

/* A picture that was read with a file. */
struct fresh_image {
    size_t source;
    struct slice target;
    int64_t media; /* row; 0 for one that is missing */
};

/* How far it is, in bytes of files, each of which counts twice: when it is
 * read and when its notes are written (progress.c). */
struct progress {
    size_t bytes; /* of all files to be read */
    size_t done;
    size_t unwritten; /* of files that were read */
};

struct import {
    struct deck *deck;
    const struct import_options *options;
    struct ledger *ledger;
    struct diags *diags;
    struct sources sources;
    const char *name; /* of what is imported, for the log */
    bool asked;       /* by a person; else a review makes it by itself */

    bool streaming; /* all notes are new: they are written as they come */
    bool *bad;      /* [sources.n]: could not be read; left as it was */
    struct slice **tags; /* [sources.n]: of the front matter */
    size_t *ntags;
    struct slice *decks; /* [sources.n]: likewise, or empty */

    struct new_notes new;
    struct fresh_note *fresh;
    struct known_note *known;
    struct fresh_image *images;
    size_t nfresh, fresh_cap, nknown, known_cap, nimages, images_cap;
    struct arena arena; /* owns the texts of both */

    uint64_t *fresh_parents; /* [nfresh] what they hang below, sorted */
    uint64_t *known_parents; /* [nknown] what they hung below, sorted */

    int64_t event; /* row of the import's event, 0 until there is a reason */
    bool timed;    /* the time of a file was noted, which is no event */
    struct progress progress;
};

void progress_begin(struct import *im);
void progress_read(struct import *im, size_t source);
void progress_write(struct import *im, size_t note); /* of nfresh */
void progress_written(struct import *im);

/* Reads one file and keeps what it holds. A bad one is marked and adds its
 * findings; -1 only when the import itself can't go on. */
int import_read(struct import *im, size_t index, struct err *err);

/* The notes that what was read may be: those of the files in scope, and all
 * orphans. */
int import_load_known(struct import *im, struct err *err);

/* True when nothing in the deck can be what will be read: a first import,
 * whose notes need not all be held at once. */
int import_all_new(struct import *im, bool *out, struct err *err);

/* The row of the event, which is logged when it is first asked for. */
int import_event(struct import *im, int64_t *row, struct err *err);

/* Whether a file that was read has other tags or pictures than the deck knows
 * of it, which nobody sees from its notes. */
int import_file_differs(struct import *im, size_t source, bool *differs,
                        struct err *err);

/* Writes the row of a file, its tags and pictures; `event` is 0 when it says
 * what it said. */
int import_write_file(struct import *im, size_t source, int64_t event,
                      struct err *err);

/* Writes file rows, matches known with fresh and writes notes and cards. */
int import_apply(struct import *im, struct err *err);

/* Writes everything that waits, which is new for certain, and forgets it. */
int import_flush(struct import *im, size_t source, struct err *err);

/* Gives the cards of an edited note their new places, new ones to clozes that
 * have none; before the note itself is overwritten (rewrite.c). */
int import_cards(struct import *im, const struct known_note *known,
                 const struct fresh_note *fresh, int64_t event,
                 struct err *err);

/* A deck with answers in it is backed up, as it was last saved, before an
 * import that a person asked for; before those that a review makes by itself
 * once a day, since there may be one after each edit. */
int import_back_up(struct deck *deck, bool asked, struct moment now,
                   struct err *err);

/* Adds a row to the ledger, or only counts it. */
void ledger_add(struct ledger *ledger, enum ledger_fate fate,
                struct slice path, int line, struct slice old,
                struct slice now);

#endif
