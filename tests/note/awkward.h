/* awkward.h - notes made at random, as awkward as Markdown allows, whose
 * clozes are known because they were put there: nested lists and quotes, lazy
 * and indented continuation lines, tabs, CRLF, entities, escapes, links and
 * code over several lines, tables, crossing emphasis, math, many bytes a
 * letter. */
#ifndef TESTS_NOTE_AWKWARD_H
#define TESTS_NOTE_AWKWARD_H

#include "base/rng.h"
#include "base/str.h"

struct planted {
    uint32_t line, col; /* of its braces */
    uint32_t number;
    struct str answer, hint;
};

struct awkward {
    struct str text;
    struct planted *at; /* in order of the text */
    size_t n, cap;
};

void awkward_make(struct awkward *out, uint64_t seed);
void awkward_release(struct awkward *a);

#endif
