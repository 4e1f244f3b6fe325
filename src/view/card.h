/* card.h - a card as people see it.
 *
 *     virtual-memory.md › Page tables              card_path
 *
 *     A table says where each page lies:           the lead-in
 *     ┌─────┬───────┬──────┐
 *     │ VPN │ valid │ PPN  │
 *     └─────┴───────┴──────┘
 *     • Each entry contains                        the ancestors
 *       • The "valid" bit tells whether [...].     the card
 *
 * The blank asked for is [...] or [hint], the same width whatever it hides;
 * revealed, the answer stands in its place, marked. Other hidden blanks
 * (note.others, or a cloze above that gives this answer away) are [·]. */
#ifndef VIEW_CARD_H
#define VIEW_CARD_H

#include "note/note.h"
#include "view/image.h"
#include "view/lines.h"

struct card_face {
    const struct note *note;
    uint32_t card;     /* which of the note's cards */
    struct slice file; /* as imported; may be empty */
    bool revealed;
    bool folded; /* a small screen: only the nearest three ancestors */
    struct pictures *pictures; /* NULL: alt texts instead */
};

/* The path on one line; cut at its front when it is too long, so that the
 * nearest heading stays. Puts nothing when there is neither. */
void card_path(struct lines *out, const struct card_face *face);

/* Everything below the path. */
void card_draw(struct lines *out, const struct card_face *face);

#endif
