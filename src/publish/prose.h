/* prose.h - documents (note/doc.h) as Markdown, and as plain words.
 *
 * Both keep what is said and no more: a link is its text, a picture its
 * description, HTML and TeX are shown as they were typed. So nothing in what
 * comes out leads anywhere or runs. Control characters are made visible. */
#ifndef PUBLISH_PROSE_H
#define PUBLISH_PROSE_H

#include "base/str.h"
#include "note/mask.h"
#include "view/figure.h"

/* The blocks below a root with a blank line between, each line ended. Plain
 * text, escaped, of one line. */
void markdown_doc(struct str *out, const struct block *root);
void markdown_text(struct str *out, struct slice text);

/* The same without any marks. */
void words_doc(struct str *out, const struct block *root);

/* A figure drawn with characters, each line ended; `ascii`: with +, - and |.
 */
void figure_drawn(struct str *out, const struct figure *figure, bool ascii);

/* The text of a piece of a leaf as all three kinds of prose show it: a
 * picture as "[image: ...]", TeX between its dollars. */
void prose_piece(struct str *out, const struct piece *piece);

/* Whether it is shown as code is. */
bool prose_is_code(const struct piece *piece);

#endif
