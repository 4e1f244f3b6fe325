/* gather.h - which files a person means by the paths they type.
 *
 * A file that is named is taken as it is, whatever its name. A folder means
 * the notes below it: *.md, *.markdown, *.txt, sorted by bytes, hidden ones
 * left out. A file that is named twice, however it is spelt, is taken once,
 * as it was named first. "-" is standard input. */
#ifndef NOTE_GATHER_H
#define NOTE_GATHER_H

#include "base/arena.h"
#include "base/err.h"

struct gathered_file {
    const char *path;  /* to open; as typed, or folder/below/it.md */
    const char *whole; /* the same from the root, for telling twins */
    const char *root;  /* the folder that was typed, NULL for a file that was;
                        * fits note_options.root */
};

struct gathered {
    struct gathered_file *files;
    size_t n, cap;
    size_t skipped; /* files passed over in folders: other names */
    size_t *slots;  /* a hash table of whole paths: index + 1, or 0 */
    size_t nslots;
    struct arena arena;
};

void gathered_release(struct gathered *g);

/* Adds to *out what `paths` mean. -1 with ERR_NO_INPUT when one of them is
 * not there, ERR_IO; *out may then hold some of them. */
int gather(struct gathered *out, const char *const *paths, size_t n,
           struct err *err);

#endif
