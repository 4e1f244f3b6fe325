/* paper_form.h - one form of exam.json back as questions. */
#ifndef EXAM_PAPER_FORM_H
#define EXAM_PAPER_FORM_H

#include "exam/exam.h"
#include "sys/json.h"

/* The form of a JSON value, all of it in the arena. -1 with ERR_NOTES and
 * which item of which form of `path` is not as it must be. */
int form_from_json(struct form *out, const struct json_value *value,
                   const struct exam *exam, const char *path,
                   struct arena *arena, struct err *err);

#endif
