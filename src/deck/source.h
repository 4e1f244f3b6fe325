/* source.h - the files an import is about: those that were named or found,
 * and those the deck once read from the same place.
 *
 *   as typed ─ gather ─┐
 *                      ├─▶ sources: changed, unchanged, vanished, donors
 *   file table ────────┘                                               */
#ifndef DECK_SOURCE_H
#define DECK_SOURCE_H

#include "deck/inside.h"
#include "deck/roots.h"
#include "sys/file.h"
#include "sys/hash.h"

/* Raised when notes come to be read by other rules, so that unchanged files
 * are read again. */
enum { SOURCE_READER = 1 };

enum source_state {
    SOURCE_CHANGED,   /* to be read: new, or perhaps other bytes */
    SOURCE_UNCHANGED, /* the deck has it as it is */
    SOURCE_VANISHED,  /* the deck knows it, the disk doesn't */
    SOURCE_DONOR,     /* vanished beside a file that was named: its notes may
                       * have moved there, but nobody said they should go */
};

struct source {
    enum source_state state;
    const char *path;  /* to open */
    const char *shown; /* as the person named it */
    const char *root;  /* absolute path of its root */
    uint64_t root_uid;
    struct slice below; /* the path below the root */
    int64_t row;        /* in the file table; 0 when new */
    bool again;         /* to be read even if its bytes are known */
    struct file_stat stat;
    struct hash hash; /* of the bytes the deck has; of those that were read */
    size_t notes, cards; /* in it, as the deck has it; as it was read */
};

struct sources {
    struct source *at;
    size_t n, cap;
    size_t skipped;     /* files passed over in folders */
    struct roots roots; /* this machine's, with new ones added */
    bool new_roots;     /* they are to be saved */
    struct arena arena;
};

/* A path below a root as a deck may hold it: "a/b.md". A stranger's "../x" is
 * not one. */
bool source_stays_below(struct slice below);

void sources_release(struct sources *s);

/* What `paths` mean, and which known files belong to it. Nothing is written.
 * Files whose import was undone are among the changed ones. */
int sources_gather(struct deck *deck, const char *const *paths, size_t n,
                   struct sources *out, struct err *err);

/* All files the deck knows that lie on this machine; those that are gone, or
 * whose import was undone and which are as they were then, count as
 * unchanged. */
int sources_known(struct deck *deck, struct sources *out, struct err *err);

/* Reads a changed source. When its bytes turn out to be known its state
 * becomes SOURCE_UNCHANGED. */
int source_read(struct source *source, struct str *bytes, struct err *err);

#endif
