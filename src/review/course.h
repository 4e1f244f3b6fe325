/* course.h - which problems a sitting holds.
 *
 *   wanted    the kinds that the deck's setting `kinds` names: ids, topics,
 *             or all
 *   due       those whose schedule says so, longest due first
 *   new       at most COURSE_NEW a day, and only kinds whose prerequisites
 *             (as far as the deck has them) are known; near an exam, or when
 *             problems alone were asked for, that is waived
 *
 * After a problem was missed twice, the prerequisite that is known least
 * comes next: once a sitting, so that one bad day does not pull up a whole
 * branch. */
#ifndef REVIEW_COURSE_H
#define REVIEW_COURSE_H

#include "deck/skill.h"
#include "problem/problem.h"

enum {
    COURSE_NEW = 2,       /* kinds a day never asked before */
    COURSE_EXAM_DAYS = 7, /* so near an exam nothing waits for anything */
    COURSE_RECENT = 10,   /* tries back that a new problem must differ from */
    COURSE_PROBLEM_MS = 60000, /* what a problem is reckoned to take */
};

struct course {
    struct skill *skills;      /* those that the deck wants */
    const struct kind **kinds; /* theirs */
    size_t n;
    bool stepped; /* a prerequisite was called up in this sitting */
    struct arena arena;
};

void course_release(struct course *c);

/* Reads the deck's skills, after making those its setting wants. *unknown
 * (may be NULL) gets the first word of the setting that is no kind or topic,
 * from the arena; empty when there is none. */
int course_read(struct course *out, struct deck *deck, struct moment now,
                struct slice *unknown, struct err *err);

/* The same for who only looks: nothing is made. A kind that the deck has no
 * skill for is one that nobody has seen, with row 0. */
int course_look(struct course *out, struct deck *deck, struct err *err);

/* The skills to be asked today, as rows for a pile; *n of them, at most
 * `most` (0: no limit). */
int64_t *course_today(const struct course *c, int today, bool waive,
                      size_t most, size_t *n, struct arena *arena);

/* How many of them are due, and how many new. */
struct course_counts {
    int due, fresh;
};
struct course_counts course_counts(const struct course *c, int today,
                                   bool waive);

/* The skill of that row, or NULL: it is a card. */
const struct skill *course_skill(const struct course *c, int64_t row);
const struct kind *course_kind(const struct course *c, int64_t row);

/* A fresh problem of the skill: at its level, and other than the latest. The
 * salt makes another one of the same moment. */
const struct problem *course_problem(const struct course *c, int64_t row,
                                     uint64_t salt, struct arena *arena);

/* The prerequisite to go back to after a miss, or 0; only once. */
int64_t course_step_down(struct course *c, int64_t row, int today);

#endif
