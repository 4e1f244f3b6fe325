/* papers.h - exams to print in tests: items of many kinds, forms of equal
 * make, and one with a stranger's text in every place that takes some. */
#ifndef TESTS_PUBLISH_PAPERS_H
#define TESTS_PUBLISH_PAPERS_H

#include "exam/exam.h"

enum { PAPER_ITEMS = 20 };

/* An exam of 20 items with figures of every kind. Form f of kind k is drawn
 * with seed f * 1000 + k. Forms have letters, or from 27 on numbers. All of
 * it lives in the arena. */
struct exam paper_make(struct arena *arena, size_t nforms);

/* One form, one item; title, room, names, options, keys and a note's blocks
 * hold `text`. */
struct exam paper_of_text(struct arena *arena, const char *text);

#endif
