/* diag.h - findings about source files: FILE:LINE:COL: what is wrong here.
 *
 * Lines and columns count from 1; columns are bytes of the source, as editors
 * and compilers count them. A list gathers the findings of any number of
 * files, owns every text in it, and keeps them in the order they were added
 * until diags_sort. Texts hold a stranger's bytes as they are: whoever prints
 * them escapes them. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"

enum diag_level { DIAG_WARNING, DIAG_ERROR };

struct diag {
    enum diag_level level;
    const char *rule;    /* short name of the rule, "cloze-open"; a literal */
    struct slice file;   /* as the person named it */
    size_t line, col;    /* from 1; col in bytes */
    struct slice text;   /* one sentence without a final full stop */
    struct slice source; /* the source line, or empty; whole, however long */
};

struct diags {
    struct diag *at;
    size_t n, cap;
    size_t errors, warnings; /* how many of each are in the list */
    struct arena arena;      /* owns the texts */
};

void diags_release(struct diags *d);

/* Adds a finding; file and source are copied. */
void diags_add(struct diags *d, enum diag_level level, const char *rule,
               struct slice file, size_t line, size_t col,
               struct slice source, const char *fmt, ...)
    __attribute__((format(printf, 8, 9)));

/* By file, line, column; findings at one place keep their order. */
void diags_sort(struct diags *d);

#endif
