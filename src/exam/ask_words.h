/* ask_words.h - the kinds of answers by name, as exam.json has them. */
#ifndef EXAM_ASK_WORDS_H
#define EXAM_ASK_WORDS_H

#include "problem/prompt.h"

enum { ASK_KINDS = ASK_CHOICES + 1 };

extern const char *const ask_words[ASK_KINDS];

#endif
