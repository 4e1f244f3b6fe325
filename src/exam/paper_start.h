/* paper_start.h - the head of exam.json back: everything before the forms. */
#ifndef EXAM_PAPER_START_H
#define EXAM_PAPER_START_H

#include "exam/exam.h"
#include "sys/json.h"

struct paper_start {
    struct exam exam;   /* without forms and instructions */
    const char **kinds; /* one an item: "LOOKUP", "CLOZE" */
};

/* Reads it; all of it lives in the arena. -1: ERR_NOTES when `root` is no
 * exam, ERR_UNSAFE when a newer pagein wrote it. */
int paper_start_read(struct paper_start *out, const struct json_value *root,
                     const char *path, struct arena *arena, struct err *err);

/* Says that the file is no exam; returns -1. */
int paper_start_missing(const char *path, struct err *err);

#endif
