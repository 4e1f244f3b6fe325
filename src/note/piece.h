/* piece.h - where a long text can be cut in two that mean the same apart.
 *
 * The parser's tree is some fifteen times the text, so a long text is parsed
 * piece by piece. A cut is made before a line that ends every open list,
 * quote and paragraph: a heading, or a letter behind a blank line. Only two
 * things reach over it: a block of code or HTML at the top, which the caller
 * sees in the tree, and definitions of links ([label]: address), for which a
 * text that may hold one is not cut at all. */
#ifndef NOTE_PIECE_H
#define NOTE_PIECE_H

#include "base/slice.h"

enum { PIECE_BYTES = 128 << 10 };

/* Offset of the first such line at or after `from`, or text.len. */
size_t piece_end(struct slice text, size_t from);

/* May the text define a link? */
bool piece_defines_links(struct slice text);

/* How many lines the text has, as the parser counts them. */
size_t piece_lines(struct slice text);

#endif
