/* document.h - Markdown and notes as the documents that questions hold
 * (note/doc.h), all in one arena. */
#ifndef EXAM_DOCUMENT_H
#define EXAM_DOCUMENT_H

#include "note/mask.h"

/* Markdown as a document: its root. What can't be parsed becomes one
 * paragraph. */
const struct block *document_read(struct slice markdown, struct arena *arena);

/* A copy of the block and all below it as last child of `parent`, as the mask
 * shows it: "____" where the card asks, "[...]" where something else is
 * hidden. Blanks are numbered, "(1) ____", when there are several. Links lose
 * their targets, which may tell what is asked. With mask NULL all is there. */
struct block *document_copy(struct block *parent, const struct block *from,
                            const struct mask *mask, struct arena *arena);

/* Appends the leaf's text as the mask shows it. */
void document_text(struct str *out, const struct block *leaf,
                   const struct mask *mask);

#endif
