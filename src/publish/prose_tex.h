/* prose_tex.h - documents, texts and figures as LaTeX that obeys nothing: no
 * character of a text reaches TeX with a meaning of its own, and there is no
 * verbatim that a text could end. Needs the T1 encoding and textcomp; what
 * these have no letter for is written U+1F642. */
#ifndef PUBLISH_PROSE_TEX_H
#define PUBLISH_PROSE_TEX_H

#include "base/str.h"
#include "note/doc.h"
#include "view/figure.h"

/* Text of one line; where it is `code`, blanks count. */
void tex_text(struct str *out, struct slice text);
void tex_code(struct str *out, struct slice text);

/* Lines of code, each as it is. */
void tex_listing(struct str *out, struct slice lines);

/* The blocks below a root, each a paragraph or more. */
void tex_doc(struct str *out, const struct block *root);

/* A grid as a table where it is not too wide, other figures drawn with +, -
 * and |. */
void tex_figure(struct str *out, const struct figure *figure);

#endif
