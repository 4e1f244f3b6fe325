/* asking.h - what every format says of a part in the same words. */
#ifndef PUBLISH_ASKING_H
#define PUBLISH_ASKING_H

#include "base/str.h"
#include "exam/exam.h"

/* Hundredths as people write them: "2", "2.5", "0.33". */
void points_put(struct str *out, unsigned hundredths);

/* "1 point", "2.5 points". */
void points_say(struct str *out, unsigned hundredths);

/* What there is to choose from; n is 0 for a free answer. */
struct options {
    const char *const *at;
    unsigned n;
    unsigned right; /* bit i: at[i] is right */
    bool several;   /* any number of them may be */
};

struct options part_options(const struct question_part *part);

/* Key and wrongs are letters, and not the options themselves. */
bool part_by_letter(const struct question_part *part);

/* How an answer is written: "hex, or fault"; nothing for words. With
 * `one_line` also in which order, for readers that compare text. */
void part_form(struct str *out, const struct question_part *part,
               bool one_line);

/* Any answer that works is right, and the key is but one of them. */
bool part_is_open(const struct question_part *part);

/* What holds for every key of a problem. */
#define KEY_PROMISE \
    "Every problem was solved in two ways that share no code, and they agree."

#endif
