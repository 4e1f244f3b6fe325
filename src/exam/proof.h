/* proof.h - is the key of a question right? Asked once more before it is
 * printed. */
#ifndef EXAM_PROOF_H
#define EXAM_PROOF_H

#include "exam/question.h"

/* Solves the problem once more in the second way, from its parameters, and
 * reads the key back as it is printed: whether all three are the same. True
 * for a cloze, which is its own key. */
bool question_holds(const struct question *q, struct arena *arena);

#endif
