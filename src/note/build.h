/* build.h - a source to a document: tags it, has it parsed, and puts the
 * parts together. */
#ifndef NOTE_BUILD_H
#define NOTE_BUILD_H

#include "note/doc.h"
#include "note/source.h"

/* Reads the source from offset `from`, the start of a line. Mistakes in
 * clozes and broken limits become findings. Returns 0 with the whole document
 * in *out, or -1 after an error that leaves none. A leaf with such a mistake
 * may be without its clozes. */
int build_doc(struct doc *out, struct source *source, size_t from);

#endif
