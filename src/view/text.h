/* text.h - a piece of Markdown that the program itself wrote (a problem's
 * statement, a step of a solution) as lines. */
#ifndef VIEW_TEXT_H
#define VIEW_TEXT_H

#include "view/lines.h"

/* Draws it: paragraphs, lists, `code`, **strong**, fenced listings. A blank
 * line stands between blocks, none at the ends. */
void text_draw(struct lines *out, struct slice markdown);

#endif
