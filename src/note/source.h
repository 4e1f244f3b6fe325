/* source.h - the bytes of one file of notes, and where each of them stands.
 *
 * Offsets count bytes from the start of `text`, which is what is left when a
 * byte order mark was dropped. Lines and columns count from 1, columns in
 * bytes. Lines end in LF, CRLF or CR. */
#ifndef NOTE_SOURCE_H
#define NOTE_SOURCE_H

#include <stdint.h>

#include "base/diag.h"

enum { SOURCE_FINDINGS_MAX = 1000 }; /* errors of a file; and warnings */

struct source {
    struct slice name; /* as the person named it */
    struct slice text;
    bool lint; /* also find what only `check` warns of */
    struct diags *diags;
    size_t found[2]; /* findings in this file, by level */
    bool failed;     /* one of them was an error */
    uint32_t *lines; /* offset where each line begins */
    size_t nlines;
};

struct place {
    uint32_t line, col;
};

/* Borrows `bytes` and `name` and looks at every byte once. -1 after adding an
 * error when they are not UTF-8, hold a NUL or a character that this program
 * keeps for itself (U+FDD0..U+FDEF, which stand for nothing in any text).
 * Release it in both cases. */
int source_open(struct source *s, struct slice bytes, struct slice name,
                struct diags *diags);

void source_release(struct source *s);

/* Where the byte at `at` (at most text.len) stands. */
struct place source_place(const struct source *s, size_t at);

/* The line of that number without its end; empty when there is none. */
struct slice source_line(const struct source *s, size_t line);

/* Add a finding at a place, or at an offset. They return -1, so that a caller
 * can write `return source_find(...)`. */
int source_find(struct source *s, enum diag_level level, const char *rule,
                struct place at, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
int source_find_at(struct source *s, enum diag_level level, const char *rule,
                   size_t at, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

#endif
