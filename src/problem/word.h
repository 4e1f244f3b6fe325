/* word.h - the answers that are words, with what people write for them. */
#ifndef PROBLEM_WORD_H
#define PROBLEM_WORD_H

#include "base/slice.h"

enum word {
    WORD_NONE_OF, /* no word at all */
#define WORD(name, says, also) WORD_##name,
#include "problem/words.def"
#undef WORD
    WORDS
};

struct word_row {
    const char *says; /* as we write it: "page fault" */
    const char *also; /* what else counts, between bars: "fault|pf" */
};

extern const struct word_row word_rows[WORDS];

/* The one of these words that the text says, letter case, punctuation and
 * blanks aside; WORD_NONE_OF when it is none of them, or could be several. */
enum word word_find(struct slice text, const enum word *among, size_t n);

#endif
