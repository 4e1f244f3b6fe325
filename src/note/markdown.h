/* markdown.h - Markdown to our own document tree. The only module that knows
 * the parser, which is cmark-gfm with tables and strikethrough.
 *
 * Positions are exact for clozes and images, which carry tags (tag.h); for
 * blocks they are the parser's, mended where it is wrong (tables). */
#ifndef NOTE_MARKDOWN_H
#define NOTE_MARKDOWN_H

#include "note/doc.h"
#include "note/source.h"

/* Reads the source from offset `from`, the start of a line. Mistakes in
 * clozes and broken limits become findings. Returns 0 with the whole document
 * in *out, or -1 after an error that leaves none. Clozes with errors may be
 * missing in the document. */
int markdown_read(struct doc *out, struct source *source, size_t from);

#endif
