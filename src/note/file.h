/* file.h - one source file of notes, read whole: bytes in, notes and findings
 * out.
 *
 * The way through this folder:
 *
 *   bytes ─ source ─ preflight ─ front ─ markdown ─ cloze ─ outline ─ notes
 *           UTF-8?   not super-  front   document   hidden  context
 *           lines    linear?     matter  tree       spans                  */
#ifndef NOTE_FILE_H
#define NOTE_FILE_H

#include "base/diag.h"
#include "note/note.h"

struct note_options {
    bool lint;         /* also look for what only `check` warns of */
    const char *root;  /* folder that images may not leave, or NULL: the
                        * folder of the file; no image is opened when it is
                        * "" (text from a pipe) */
    const char *media; /* --media DIR: a second folder for images, or NULL */
};

struct note_file {
    struct doc doc;     /* with its arena ... */
    struct arena arena; /* ... and this one owns everything below */
    struct note *notes; /* in order of the source */
    size_t nnotes;
    size_t ncards;      /* sum over the notes */
    struct slice *tags; /* of the front matter, sorted, each once */
    size_t ntags;
    struct slice deck; /* front matter `deck:`, an Anki deck name only */
};

/* Reads the bytes of a file. `name` is how the person named it (findings
 * show it), `path` where it lies (images are looked for beside it; NULL for
 * a pipe). Findings are added to `diags`; the file is good when no error was
 * added: returns 0 then, -1 otherwise, *out being empty. Release it with
 * note_file_release. */
int note_file_read(struct note_file *out, struct slice bytes,
                   struct slice name, const char *path,
                   const struct note_options *options, struct diags *diags);

void note_file_release(struct note_file *file);

#endif
