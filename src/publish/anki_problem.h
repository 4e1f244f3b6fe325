/* anki_problem.h - problems that stand still: so many instances of each kind
 * as notes of the type `pagein Problem`.
 *
 * Instance i of a kind is the same in every package: its level goes through
 * those that the kind has, its seed follows from the two. A package of more
 * of them has those of a smaller one. */
#ifndef PUBLISH_ANKI_PROBLEM_H
#define PUBLISH_ANKI_PROBLEM_H

#include "publish/anki_db.h"
#include "publish/anki_model.h"

struct kind;

/* Seconds. Problems are as new as this and their kind's version say, so it
 * rises with a release in which they read otherwise. */
#define ANKI_PROBLEM_MOD INT64_C(1763800000)

/* Whether a deck whose setting `kinds` is this wants the kind: one of the
 * words, a line each, means it, or there are none. */
bool anki_wants_kind(struct slice setting, const struct kind *kind);

/* One note of a kind. */
struct anki_problem {
    struct str guid;
    struct str fields; /* with 0x1f between them */
    struct str tags;
    int64_t id, mod;
};

/* Makes instance `i`; false when it would be the same problem as one before,
 * which happens where a kind has few. The strs are cleared first. */
bool anki_problem_make(const struct kind *kind, unsigned i,
                       struct anki_problem *out);

void anki_problem_release(struct anki_problem *p);

#endif
