/* backup.h - copies of a deck, so that nothing that is done to it is final.
 *
 * A copy is one file that needs nothing beside it. The ones pagein makes by
 * itself, before an import, a merge or a migration, lie in
 * $XDG_DATA_HOME/pagein/backups/NAME/, named after the moment (UTC) and what
 * was about to happen, and are thinned out as they grow old (thin.h). For a
 * deck outside the data folder NAME ends in a hash of its path. */
#ifndef DECK_BACKUP_H
#define DECK_BACKUP_H

#include "deck/deck.h"

/* What it was made before. */
enum backup_why {
    BACKUP_ASKED, /* nothing: a person wanted it. Never thinned out */
    BACKUP_IMPORT,
    BACKUP_MERGE,
    BACKUP_MIGRATION,
    BACKUP_RESTORE,
    BACKUP_REASONS
};

/* "import"; the names in the files' names. */
const char *backup_why_name(enum backup_why why);

struct backup {
    const char *path;
    int64_t utc_ms; /* whole seconds */
    enum backup_why why;
    uint64_t bytes;
};

/* The backups of the deck at this path, be it there or not, latest first;
 * all lives in the arena. */
int backup_list(const char *deck_path, struct backup **out, size_t *n,
                struct arena *arena, struct err *err);

/* Copies the deck at this path, as last saved, to the folder of its backups;
 * *path (may be NULL) gets the file's. Then drops what is too many. */
int backup_make(const char *deck_path, enum backup_why why, struct moment now,
                struct str *path, struct err *err);

/* Appends the path that backup_make would give it. */
void backup_place(struct str *path, const char *deck_path,
                  enum backup_why why, struct moment now);

/* Copies it to a file of that name. -1 with ERR_CREATE when there is one;
 * backup_can_write only looks. */
int backup_write(const char *deck_path, const char *path, struct err *err);
int backup_can_write(const char *path, struct err *err);

/* Puts the backup in place of the deck: a stranger's file as far as trust
 * goes. A deck that is there is backed up first, or moved aside when it can't
 * be opened any more; *kept (may be NULL) gets the path at which it lives on,
 * nothing when there was none. What the restored deck logs, it logs as a new
 * device: what happened since the backup may live on in another deck. */
int backup_restore(const char *deck_path, const char *from, struct moment now,
                   struct str *kept, struct err *err);

#endif
