/* passing.h - one note of the other deck, passing by in a merge: what it is
 * in ours, and what it says. */
#ifndef DECK_PASSING_H
#define DECK_PASSING_H

#include "deck/merging.h"
#include "deck/store.h"

/* What a card is in ours. */
struct our_card {
    int64_t id; /* 0 when ours doesn't have it */
    int64_t note, changed_ms, born;
};

/* A card of theirs; born is a row of ours. */
struct their_card {
    int64_t id, note, born, changed_ms;
    uint64_t uid;
    int ord, place, gone;
    struct slice left; /* the note as it was when its cloze left */
    struct our_card ours;
};

/* The note; import is a row of ours. */
struct passing {
    int64_t id, import, line, place;
    uint64_t uid;
    struct their_card *cards;
    size_t ncards;
};

/* What a note says, as theirs has it; rows are of ours. */
struct version {
    int64_t import, file, section;
    int line, place;
    bool gone;
    struct slice pin, text, page;
};

/* -1 with ERR_UNSAFE unless it is a note, or nothing. */
int passing_page_ok(struct slice page, struct err *err);

/* The latest version of the note that theirs has and that was not taken back,
 * by an undo that theirs need not have heard of. Sets n->import and what its
 * cards were then. When none is left the note is gone. */
int passing_version(struct merge *m, struct passing *n, struct version *out,
                    struct arena *arena, struct err *err);

/* A card of it is kept aside, unless it is: it stood in that version. */
void passing_put_aside(struct their_card *card, const struct version *v);

/* Ours does not have the note: puts it in. */
int passing_insert(struct merge *m, struct passing *n, struct err *err);

/* Ours has it, as this row: the later version wins. */
int passing_mix(struct merge *m, struct passing *n, int64_t note,
                struct err *err);

#endif
