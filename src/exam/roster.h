/* roster.h - who sits an exam, a CSV:
 *
 *     id,room,minutes,format
 *     abc1de,Olsson 120,75,html
 *     xyz9uv,,113,
 *
 * `id` is needed and names the form; the others may be missing or empty.
 * Other columns (names, addresses) are passed over and go nowhere. */
#ifndef EXAM_ROSTER_H
#define EXAM_ROSTER_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"

enum { ROSTER_ID_BYTES = 200 };

struct roster_row {
    const char *id;
    const char *room;   /* "" for none */
    unsigned minutes;   /* 0: as the exam says */
    const char *format; /* "" for those of everyone */
    const char *file;   /* a safe file name, of no other row */
    size_t line;
};

struct roster {
    struct roster_row *rows;
    size_t n;
    struct slice source; /* its bytes */
    struct arena arena;  /* owns all of it */
};

/* Reads and checks one of `text`; findings about `file` go to `diags`. -1
 * when there is an error; *out is untouched then. */
int roster_parse(struct roster *out, struct slice text, struct slice file,
                 struct diags *diags);

/* The same of a file. -1: ERR_NO_INPUT, ERR_IO, or ERR_NOTES when there are
 * errors. */
int roster_read(struct roster *out, const char *path, struct diags *diags,
                struct err *err);
void roster_release(struct roster *r);

/* Gives all rows their file names: what of the id is letters, digits, dots,
 * hyphens; with some digits behind where that is not all of it, or is taken,
 * letter case aside. No name begins with a dot
 * or has two in a row. */
void roster_name_files(struct roster *r);

#endif
