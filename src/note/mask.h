/* mask.h - what of a leaf may be seen: its text cut into pieces that are
 * shown, asked for or hidden. Whoever draws or prints a card walks its leaves
 * by it. */
#ifndef NOTE_MASK_H
#define NOTE_MASK_H

#include "base/str.h"
#include "note/note.h"

/* What is hidden in this drawing of a card. */
struct mask {
    const struct note *note;
    uint32_t card;
    bool revealed;
    struct str *answers; /* folded, one for each asked cloze */
    size_t nanswers;     /* 0 when nothing is to be hidden */
};

/* A mask for a card's question, or when revealed for its answer; the arena
 * keeps what it needs, mask_release the rest. */
struct mask mask_of(const struct note *note, uint32_t card, bool revealed,
                    struct arena *arena);
void mask_release(struct mask *m);

/* Does this text, a cloze of what stands around the card, say the answer? Not
 * of a revealed mask. */
bool mask_gives_away(const struct mask *m, struct slice text);

enum piece_kind {
    PIECE_TEXT,
    PIECE_BLANK,  /* asked for: `text` is the hint, or empty */
    PIECE_HIDDEN, /* hidden, not asked for */
};

struct piece {
    enum piece_kind kind;
    struct slice text;     /* of the leaf */
    const struct run *run; /* how it looks; NULL: plain */
    bool answer;           /* a part of the revealed answer */
    uint32_t blank;        /* of a BLANK: which one of the card's, from 0 */
};

/* A walk along a leaf: set leaf and mask, the rest 0. With mask NULL
 * everything is shown. */
struct pieces {
    const struct block *leaf;
    const struct mask *mask;
    uint32_t at, run;
    bool own; /* set by the walk: the leaf is the card's own */
};

/* The next piece; false at the end. An image without alt text is a piece of
 * empty text. */
bool piece_next(struct pieces *walk, struct piece *out);

/* How many blanks the card asks for. */
uint32_t mask_blanks(const struct note *note, uint32_t card);

/* The i-th of them. */
const struct cloze *mask_blank(const struct note *note, uint32_t card,
                               uint32_t i);

#endif
