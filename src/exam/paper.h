/* paper.h - an exam on disk, exam.json: all that marking needs.
 *
 *     {
 *       "pagein exam": 1,
 *       "title": ..., "blueprint": ..., "roster": ..., "kinds": ...,
 *       "items": [ ... ],
 *       "forms": [
 *         {"form": "A", ..., "items": [{"code": ..., "parts": ...}, ...]},
 *         ...
 *       ]
 *     }
 *
 * A form is one line, so that any number of them can be written and read
 * without holding more than one. For each item stands what was asked, how
 * answers are read, the key, and what known mistakes answer, all as text
 * (problem/read.h); of problems also kind, version, level, seed and the bytes
 * of their parameters.
 *
 * Marking never makes a problem again. What comes back has a `problem` with
 * key and wrongs as they were written, fit for problem/judge.h. Where the
 * kind that is built in is still of the same version and holds the same
 * parameters for the seed, its works() and follow() serve as well; else
 * answers are judged by key and wrongs alone. */
#ifndef EXAM_PAPER_H
#define EXAM_PAPER_H

#include "exam/exam.h"
#include "exam/maker.h"
#include "sys/json.h"

#define PAPER_NAME "exam.json"

/* --- out ---------------------------------------------------------------- */

/* What stands before the forms. */
struct paper_head {
    const struct exam *exam;     /* its forms don't count */
    const struct row_plan *rows; /* one an item */
    const uint64_t *seed;        /* NULL: not told, of a graded exam */
    struct slice blueprint_name, blueprint; /* the file's bytes */
    struct slice roster; /* the file's bytes; empty for none */
    size_t roster_rows;
    unsigned shard, shards; /* 0, 0: all of it */
    bool bank;              /* forms are instances of pools */
};

/* Appends to a str that may be emptied between calls. */
struct paper_writer {
    struct json w;
    size_t nitems;
};

void paper_begin(struct paper_writer *p, struct str *out,
                 const struct paper_head *head);
void paper_put(struct paper_writer *p, const struct form *form);
void paper_end(struct paper_writer *p);

/* --- in ----------------------------------------------------------------- */

struct paper;

/* Opens the exam of a folder (`exam.json`, or the `exam-I-of-N.json` that
 * shards wrote) or a single such file. -1: ERR_NO_INPUT, ERR_NOTES when it is
 * no exam, ERR_UNSAFE when a newer pagein wrote it. */
int paper_open(struct paper **out, const char *path, struct err *err);
void paper_close(struct paper *p);

/* The exam without its forms and instructions. */
const struct exam *paper_exam(const struct paper *p);

/* The kind of item i ("LOOKUP"), "CLOZE" for a cloze. */
const char *paper_kind(const struct paper *p, size_t item);

/* How many forms there are, and what number i, from 0, is called. */
size_t paper_nforms(const struct paper *p);
struct slice paper_name(const struct paper *p, size_t i);

/* The number of the form of that name, or -1. */
ptrdiff_t paper_find(const struct paper *p, struct slice name);

/* Form number i. Its questions have neither body nor figures nor steps. */
int paper_form(const struct paper *p, size_t i, struct arena *arena,
               struct form *out, struct err *err);

#endif
