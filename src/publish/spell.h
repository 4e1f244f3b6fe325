/* spell.h - every way to write an answer, for platforms that only compare
 * text.
 *
 * A learning platform does not read "a4h" as 0x0a4; it has a list of texts
 * that it takes, or a pattern. Both are made here, and hold nothing but what
 * problem/read.h reads as the very value: a list of another value of the same
 * part shares no text with it, letter case aside. */
#ifndef PUBLISH_SPELL_H
#define PUBLISH_SPELL_H

#include "exam/question.h"

enum {
    SPELL_KEY = 96,   /* texts of a key, at most */
    SPELL_WRONG = 4, /* of a known mistake */
    SPELL_OPEN = 256, /* of a part where any value that works is right */
};

/* Texts in the arena, told apart by more than letter case. The first is how
 * the answer is written in keys. */
struct spellings {
    struct arena *arena;
    const char **at;
    unsigned n, most;
};

/* The spellings of `answer` to the part, at most `most`. */
struct spellings spell(const struct question_part *part, const char *answer,
                       unsigned most, struct arena *arena);

/* Those of the key of part `i`; where any value that works is right, of each
 * that could be found by trying. *whole gets whether these are all. */
struct spellings spell_key(const struct question *q, unsigned i,
                           struct arena *arena, bool *whole);

/* Appends a regular expression, anchored at both ends, in the syntax that
 * Perl, Python and JavaScript share. Letter case is in it. */
void spell_pattern(struct str *out, const struct question_part *part,
                   const char *answer);

/* Whether two answers to the part are one and the same. */
bool spell_same(const struct question_part *part, const char *a,
                const char *b);

/* Whether the text would be marked right as an answer to part `i`. */
bool spell_is_right(const struct question *q, unsigned i, const char *text);

#endif
