/* plain.h - a card in plain words, for screen readers, pipes and dumb
 * terminals: no drawing, no colour, no column that means something.
 *
 * Lines are not wrapped. Everything is escaped. A table's row is told as
 * "VPN: 000; valid: 1; PPN: [...]", an image by its alt text, the outline by
 * two blanks a level. The blank asked for is [...] or [hint]; when a card
 * has several they are [1: ...], [2: hint]; one that is hidden besides is
 * [hidden]. */
#ifndef VIEW_PLAIN_H
#define VIEW_PLAIN_H

#include "view/card.h"

/* "virtual-memory.md, Page tables" and a line end; nothing without a path. */
void plain_path(struct str *out, const struct card_face *face);

/* The card below its path: the question, or with `revealed` the whole text.
 * `folded` and `pictures` are ignored. */
void plain_card(struct str *out, const struct card_face *face);

/* "Answer: ..." and a line end, or a line "Blank 1 of 2: ..." for each; then
 * what is extra. */
void plain_answer(struct str *out, const struct card_face *face);

#endif
