/* file_format.h - the table of formats an exam can be written in.
 *
 * One row a format; each writes one sheet of one form, so that memory does
 * not grow with the number of forms. Whoever calls puts the bytes into files
 * (`A.html`, `A-key.html`) and zips, folders and names are not a format's
 * business, but for those whose file is itself a zip (qti). */
#ifndef PUBLISH_FILE_FORMAT_H
#define PUBLISH_FILE_FORMAT_H

#include "base/err.h"
#include "base/str.h"
#include "exam/exam.h"

enum sheet {
    SHEET_QUESTIONS, /* what a student gets */
    SHEET_KEY,       /* answers, worked ways, every expected mistake */
};

/* K instances of one item, for platforms that draw one of them. */
struct pool {
    const struct item *item;
    const struct question *const *questions;
    size_t n;
};

struct file_format {
    const char *name;   /* in --format: "moodle" */
    const char *suffix; /* of its files: ".moodle.xml" */
    const char *blurb;  /* one line for help, without a full stop */
    bool has_key;       /* the key is a sheet of its own; a format without it
                           holds keys (or none) in its only file */
    /* Appends the file's bytes. The same exam gives the same bytes. */
    int (*form)(struct str *out, const struct exam *exam,
                const struct form *form, enum sheet sheet, struct err *err);
    /* A bank: every item a pool. NULL where the format knows no pools. */
    int (*bank)(struct str *out, const struct exam *exam,
                const struct pool *pools, size_t npools, struct err *err);
};

extern const struct file_format file_formats[];
extern const size_t nfile_formats;

const struct file_format *file_format_find(struct slice name);

#endif
