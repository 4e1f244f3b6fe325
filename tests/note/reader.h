/* reader.h - notes out of a text, and what they look like in a line. */
#ifndef TESTS_NOTE_READER_H
#define TESTS_NOTE_READER_H

#include "note/file.h"
#include "note/source.h"

struct reader {
    struct note_file file;
    struct diags diags; /* sorted */
    int rc;
};

/* Reads the text as a file of its own, which is nowhere on the disk. */
void reader_read(struct reader *r, struct slice text, bool lint);
void reader_release(struct reader *r);

/* Appends a leaf's text with its clozes in brackets: "[answer]", with a
 * number "[1:answer]", with a hint "[answer|hint]". */
void show_leaf(struct str *out, const struct block *leaf);

/* The same for all runs: "**bold**", "`code`", "$x$", "$$x$$", "<link text>",
 * "!alt(target)!", "~strike~", "_emph_", "{html}"; one style at a time. */
void show_runs(struct str *out, const struct block *leaf);

/* Appends all notes, each "LINE:COL text", then all findings, each
 * "LINE:COL rule"; a newline between them. */
void show_all(struct str *out, const struct reader *r);

#endif
