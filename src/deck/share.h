/* share.h - one deck on several machines, by way of a folder that something
 * else carries between them: git, Syncthing, a mounted disk.
 *
 *     FOLDER/NAME/3f2a9c04d1e85b76.sqlite    the deck as one machine has it
 *     FOLDER/NAME/b81de5520c9a7f43.sqlite    as another has it
 *
 * Each machine writes one file there, its own, and merges those of the others
 * (merge.h). So no file has two writers and there is never a conflict to
 * solve; and since every file is all that its machine knows, it does not
 * matter which arrives when, or through whom.
 *
 * NAME is what the deck is called here: the name of its file without
 * ".sqlite". By it two machines find each other that both made the deck from
 * the same notes and have nothing else in common: a deck's uid differs on the
 * two, and only copies have the same. A person sees the name and can choose
 * it; decks of other names have other folders and never mix. Where one name
 * stands for two decks, the two share no note and no event: then nothing is
 * merged until somebody says that it is meant (merge_options.akin).
 *
 * The 16 digits are the device id under which the deck logs (device.h). A
 * copy of a deck, a restored one or one carried to another machine gets an
 * id of its own first and so a file of its own; the old file stays and is
 * one of the others from then on.
 *
 * Whatever else in FOLDER/NAME ends in ".sqlite" is read as the file of
 * another machine, such as the copies that Syncthing makes of a file it finds
 * changed twice. Names that begin with a dot are left out; a symbolic link is
 * not followed, for it may lead to another deck. Files are strangers', opened
 * as deck_merge opens them but by themselves: nothing beside them is looked
 * at, made or changed.
 *
 * Nothing is written when there is nothing new: neither the deck nor its
 * file, which is compared byte for byte with what it would become. Before
 * that is replaced it is merged too: a machine that was set back to an
 * earlier state, as by a snapshot, may find there what it no longer knows. */
#ifndef DECK_SHARE_H
#define DECK_SHARE_H

#include "deck/merge.h"

struct share_options {
    bool dry_run; /* fill the report, change nothing */
    bool force;   /* a clock that is ahead, a deck without anything in common
                     are meant so */
};

enum share_fate {
    SHARE_KNOWN,   /* held nothing new */
    SHARE_MERGED,  /* was merged, or would be */
    SHARE_SKIPPED, /* could not be read, or was not to be */
};

/* A file that isn't this machine's. */
struct share_file {
    struct slice name; /* in the folder of the deck */
    enum share_fate fate;
    struct merge_report merged;
    struct slice why; /* a sentence or two, when it was skipped */
};

struct share_report {
    struct slice folder; /* of the deck: FOLDER/NAME */
    struct slice own;    /* name of this machine's file; "" in a dry run of a
                            deck that has to get a device id first */
    bool wrote;          /* that file was written, or would be */
    struct slice unwritten;   /* why it could not be written, or "" */
    struct share_file *files; /* the others, by name */
    size_t nfiles;
    size_t nmerged, nskipped;     /* of these */
    struct merge_report regained; /* what the own file knew and the deck did
                                     not: it had been set back unseen */
};

/* Merges the files of other machines into the deck, each in a transaction of
 * its own with one backup before the first, and writes this machine's. In a
 * dry run each is compared with the deck as it is now. All of the report
 * lives in the arena. A file that can't be merged or written is told in the
 * report. -1: ERR_NO_INPUT without the folder, ERR_USAGE for a deck whose
 * name can't be a folder's, ERR_UNSAFE when FOLDER/NAME is no folder of its
 * own, and what else keeps from going on: ERR_BUSY, ERR_CREATE for the
 * backup, ERR_IO; what was merged before stays. */
int deck_share(struct deck *deck, const char *folder,
               const struct share_options *options, struct moment now,
               struct share_report *report, struct arena *arena,
               struct err *err);

/* True when there is a folder for a deck of that path: other machines may
 * have written there. */
bool share_waits(const char *deck_path, const char *folder);

#endif
