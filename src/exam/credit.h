/* credit.h - what a known mistake is still worth. */
#ifndef EXAM_CREDIT_H
#define EXAM_CREDIT_H

#include "problem/mistake.h"

/* Percent of the parts that it gets wrong: 75, 50 or 0. The mistakes that
 * keep some are slips at the end of a way that is otherwise right; whoever
 * has not understood the thing asked for gets none. */
unsigned credit_of(enum mistake mistake);

#endif
