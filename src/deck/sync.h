/* sync.h - notes into the deck: what is new, what is the same, what has gone.
 *
 * An import reads all files first (note/file.h) and touches the deck only
 * when they are good: one transaction, all or nothing. Notes are matched with
 * those the deck knows, so that a card keeps its history when its text is
 * edited or moved; what left the notes becomes an orphan and stays. */
#ifndef DECK_SYNC_H
#define DECK_SYNC_H

#include "base/diag.h"
#include "deck/deck.h"

enum ledger_fate {
    FATE_KEPT,   /* same text, same place */
    FATE_EDITED, /* text changed, history kept */
    FATE_MOVED,  /* same text, other file or parent */
    FATE_NEW,
    FATE_ORPHAN,    /* left the notes */
    FATE_RETURNED,  /* an orphan whose text came back */
    FATE_AMBIGUOUS, /* two notes fit equally well: taken as new */
};

struct ledger_row {
    enum ledger_fate fate;
    struct slice path;
    int line;              /* 0 for orphans */
    struct slice old, now; /* the plain text before and after */
};

struct ledger {
    struct ledger_row *rows; /* kept ones are counted, not listed */
    size_t nrows, cap;
    size_t files, unchanged_files, skipped_files, bad_files;
    size_t notes, cards; /* in the files that were read or known */
    size_t kept, edited, moved, fresh, orphaned, returned, ambiguous;
    bool wrote; /* false when nothing had to be written */
    struct arena arena;
};

void ledger_release(struct ledger *ledger);

struct import_options {
    bool dry_run;    /* fill the ledger, change nothing */
    bool keep_going; /* take the good files when others are bad */
    bool force;      /* even if it orphans more than 25 cards and 20 % */
    const char *media;
    const char *const *kinds; /* of problems, as definition_read has it */
    /* Called now and then; done == total at the end. May be NULL. */
    void (*progress)(size_t done, size_t total, void *arg);
    void *progress_arg;
};

/* Imports files and folders (`paths`), or a deck definition's. Findings go
 * to `diags`. -1: ERR_NOTES when a file is bad and keep_going is off (the
 * deck is as before), ERR_NO_INPUT when a path is not there. */
int deck_import(struct deck *deck, const char *const *paths, size_t npaths,
                const struct import_options *options, struct moment now,
                struct ledger *ledger, struct diags *diags, struct err *err);

/* Imports decks/NAME.yaml: its notes, then its settings. */
int deck_import_definition(struct deck *deck, const char *path,
                           const struct import_options *options,
                           struct moment now, struct ledger *ledger,
                           struct diags *diags, struct err *err);

/* Re-imports the known files that changed since; a broken one keeps its last
 * good cards and adds its findings. Files that are gone are left alone. As
 * before an import the deck is backed up, but only once a day. */
int deck_refresh(struct deck *deck, struct moment now, struct ledger *ledger,
                 struct diags *diags, struct err *err);

/* Reads the known files that changed since and adds their findings, as
 * deck_refresh would; nothing is imported, and a deck opened for reading will
 * do. */
int deck_inspect(struct deck *deck, struct diags *found, struct err *err);

/* Where a card's source lies on this machine: the absolute path, or empty
 * when this machine does not know the folder it was imported from. */
int deck_source_path(struct deck *deck, int64_t card, struct str *out,
                     struct err *err);

#endif
