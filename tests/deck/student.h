/* student.h - a student's days at a desk, at random: edits notes and imports
 * them, answers, sets cards aside, takes back. The same seed gives the same
 * life. */
#ifndef TESTS_DECK_STUDENT_H
#define TESTS_DECK_STUDENT_H

#include "base/rng.h"
#include "deck/desk.h"

enum { STUDENT_FACTS = 8 };

/* What a file of notes says of each fact: 0 nothing, else one of its
 * wordings. */
struct facts {
    int wording[STUDENT_FACTS];
};

struct facts facts_all(void);
void facts_edit(struct facts *facts, struct rng *rng);

/* Writes notes.md and imports it, a second later. */
void student_import(struct desk *d, const struct facts *facts);

/* One thing a student does, some time later. */
void student_step(struct desk *d, struct facts *facts, struct rng *rng);

/* Edits the facts, imports them and does a dozen things. */
void student_live(struct desk *d, struct facts facts, struct rng *rng);

#endif
