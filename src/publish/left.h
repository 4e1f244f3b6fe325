/* left.h - what a package holds and a deck can't: counted by the reason, with
 * the first note that had it, so that an import can say what it left. */
#ifndef PUBLISH_LEFT_H
#define PUBLISH_LEFT_H

#include "base/arena.h"

enum left {
    LEFT_SOUND,
    LEFT_EMBED,
    LEFT_SCRIPT,
    LEFT_REMOTE,
    LEFT_MISSING,
    LEFT_PICTURE,
    LEFT_LATEX,
    LEFT_TANGLE,
    LEFT_DEEP,
    LEFT_NEST,
    LEFT_BLANK,
    LEFT_FIELDS,
    LEFT_TYPE,
    LEFT_PROBLEM,
    LEFT_CARDLESS,
    LEFT_CARD,
    LEFT_NO_CLOZE,
    LEFT_TWO_DECKS,
    LEFT_FLAG,
    LEFT_BURIED,
    LEFT_MANUAL,
    LEFT_CRAM,
    LEFT_FUTURE,
    LEFT_ODD,
    LEFT_KINDS
};

/* What there is several of, and why it stayed behind; words for people. */
struct left_words {
    const char *one, *many, *why;
};
extern const struct left_words left_words[LEFT_KINDS];

struct left_list {
    size_t n[LEFT_KINDS];
    struct slice first[LEFT_KINDS]; /* where the first of them was */
    struct slice where;             /* the note at hand; borrowed */
    struct arena arena;
};

/* Counts one more, in the note at hand. */
void left_add(struct left_list *list, enum left what);

bool left_any(const struct left_list *list);

void left_release(struct left_list *list);

#endif
