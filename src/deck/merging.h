/* merging.h - one merge on its way; what the files of merge.h share.
 *
 * `ours` is written to, inside a command; `theirs` is a stranger's and only
 * read. Rows of theirs mean nothing in ours: maps lead from one to the
 * other. */
#ifndef DECK_MERGING_H
#define DECK_MERGING_H

#include "deck/event.h"
#include "deck/match.h"
#include "deck/merge.h"
#include "deck/numbers.h"
#include "deck/roots.h"

/* Rows of theirs, ascending, and what they are in ours. */
struct row_map {
    struct row_pair {
        int64_t theirs, ours;
    } * at;
    size_t n, cap;
};

/* When a version of a note came to be, as far as that decides which is the
 * later: an import event of ours. Undone ones and none at all come first. */
struct version_key {
    int64_t row;
    bool stands;
    int64_t ms;
    uint64_t device, seq, hash;
};

struct merge {
    struct deck *ours, *theirs;
    const struct merge_options *options;
    struct moment now;
    struct merge_report report;

    int64_t last_event; /* row of the latest event that ours had before */
    struct row_map imports, roots, files;
    struct numbers their_imports; /* our rows of the imports theirs has */
    struct version_key *keys;     /* [nkeys] every import of ours, by row */
    size_t nkeys;

    struct row_map notes;       /* those of theirs that ours had before */
    struct numbers met;         /* our rows of them */
    struct numbers fresh;       /* our notes that came with this merge */
    struct numbers fresh_cards; /* likewise */
    struct numbers touched;     /* uids whose events or cards changed */

    struct roots places; /* this machine's, with what was joined added */
    bool new_places;
    bool name_taken;  /* theirs holds events under our device id */
    bool new_profile; /* another scheduler: everything is folded anew */
};

void row_map_add(struct row_map *map, int64_t theirs, int64_t ours);
int64_t row_map_find(const struct row_map *map, int64_t theirs); /* 0: none */

/* The key of an import of ours; of row 0 the first of all. */
struct version_key merge_key(const struct merge *m, int64_t import);
int version_compare(const struct version_key *a, const struct version_key *b);

/* -1 with ERR_UNSAFE unless the two may be one deck (merge_options.akin).
 * (merge_akin.c) */
int merge_akin(struct merge *m, struct err *err);

/* Events, undos, devices; fills imports and keys. (merge_log.c) */
int merge_log(struct merge *m, struct err *err);

/* Which of their roots is which of ours: by uid or, when both machines met a
 * folder for themselves, by its notes. Fills roots. (merge_root.c) */
int merge_roots(struct merge *m, struct err *err);

/* Files, their tags and pictures; fills files. (merge_file.c) */
int merge_files(struct merge *m, struct err *err);

/* The file is to be read again on this machine. */
int merge_forget_file(struct merge *m, int64_t file, struct err *err);

/* Notes and cards by uid; fills met and fresh. (merge_note.c) */
int merge_notes(struct merge *m, struct err *err);

/* Logs an alias event for every two notes of one folder, and their cards,
 * that both sides imported apart. The folder is matched as a whole, as the
 * two decks had it before, so that what is known helps to find the rest.
 * (merge_apart.c) */
int merge_apart(struct merge *m, struct err *err);

/* --- two rows of ours that are the same (merge_join.c) ------------------ */

/* Makes one note of two, and one card of two with their notes. *kept gets
 * the row that is left; may be NULL. */
int merge_join_notes(struct merge *m, int64_t a, int64_t b, int64_t *kept,
                     struct err *err);
int merge_join_cards(struct merge *m, int64_t a, int64_t b, struct err *err);

/* Joins what the alias events that are new to ours call the same.
 * (merge_alias.c) */
int merge_aliases(struct merge *m, struct err *err);

/* The note, and the card, of ours that goes by this uid, 0 for none. */
int merge_find_note(struct merge *m, uint64_t uid, int64_t *note,
                    struct err *err);
int merge_find_card(struct merge *m, uint64_t uid, int64_t *card,
                    struct err *err);

/* Lets one more uid name the note, or the card. The smallest becomes its
 * own. */
int merge_alias_note(struct merge *m, uint64_t uid, int64_t note,
                     struct err *err);
int merge_alias_card(struct merge *m, uint64_t uid, int64_t card,
                     struct err *err);

/* The number a card gets in our note: `ord`, if no other has it or the one
 * that has it is later and gives it up; else the next that is free. `born` is
 * the card's. */
int merge_give_ord(struct merge *m, int64_t note, int ord, int64_t born,
                   uint64_t uid, int *out, struct err *err);

/* The note's text loses: the cards that stand in it leave it. */
int merge_put_aside(struct merge *m, int64_t note, struct err *err);

/* Puts the note's cards into the piles they belong to now. */
int merge_pile(struct merge *m, int64_t note, struct err *err);

/* --- pools of notes for matching (merge_pool.c) ------------------------- */

struct pool {
    struct pool_note {
        int64_t id;
        uint64_t uid;
        int64_t import; /* row, of the deck it was read from */
        struct match_note match;
        struct slice page;
    } * at; /* ascending by uid */
    size_t n, cap;
};

void pool_release(struct pool *pool);

/* All notes of a root; texts live in the arena. */
int pool_load(struct pool *out, struct deck *deck, int64_t root,
              struct arena *arena, struct err *err);

/* Which note of `b` is which of `a`: out[b->n]. The same two by the same
 * steps, whichever is called a. */
void pool_match(const struct pool *a, const struct pool *b,
                struct match *out);

#endif
