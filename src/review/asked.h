/* asked.h - the problem at hand: what has been answered, and what came of it.
 *
 *   first attempt ──right──▶ done                        Good (Hard with a hint)
 *        │ wrong
 *        ▼
 *   the worked way, then a fresh problem of the same level
 *        │ right ▶ done  Hard        │ wrong ▶ done  Again, as forgotten   */
#ifndef REVIEW_ASKED_H
#define REVIEW_ASKED_H

#include "problem/judge.h"
#include "problem/problem.h"
#include "problem/read.h"
#include "sched/skill.h"
#include "view/problem.h"

struct asked {
    const struct problem *problem; /* NULL: a card is at hand */
    int64_t skill;                 /* its row */
    struct prompt prompt;
    struct answers given;
    struct str typed; /* all that was answered, "; " between parts */
    unsigned hints;   /* asked for so far, 2 at most */
    bool judged;      /* all parts have their answer */
    struct judgement judgement;
    unsigned attempt; /* 1 or 2 */
    struct skill_attempts attempts;
    /* the first attempt, for the log */
    int level, version;
    uint64_t seed;
    struct str first_typed;
    enum mistake first_mistake;
    struct arena arena; /* of this problem */
};

void asked_release(struct asked *a);

/* Shows a problem: the first of a skill, or the second attempt at it. */
void asked_begin(struct asked *a, int64_t skill, const struct problem *p,
                 struct arena *arena);
void asked_again(struct asked *a, const struct problem *p,
                 struct arena *arena);

/* The part that is to be answered now. */
const struct part *asked_part(const struct asked *a);

/* Reads an answer to it. READ_UNREADABLE leaves all as it was; *note says how
 * it was read, or why it can't be. After the last part it is judged. */
enum read_result asked_answer(struct asked *a, struct slice text,
                              struct str *note);

/* The next hint; the last one again when there are no more. */
const char *asked_hint(struct asked *a);

/* Whether another attempt is due before the next card. */
bool asked_goes_on(const struct asked *a);

/* What it amounts to when no other attempt is due. */
int asked_grade(const struct asked *a);

#endif
