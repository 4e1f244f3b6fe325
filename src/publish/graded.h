/* graded.h - what a platform is told to give for an answer, part by part:
 * texts, each with its credit and what to say to who wrote it. */
#ifndef PUBLISH_GRADED_H
#define PUBLISH_GRADED_H

#include "exam/question.h"

struct graded {
    const char *text;
    unsigned credit; /* percent of the part */
    const char *why; /* "" when there is nothing to say */
};

struct graded_list {
    struct graded *at; /* the key's first, no text twice */
    unsigned n;
    bool whole; /* every right answer is among them */
};

/* A free part: every spelling of the key, then of what known mistakes
 * answer. In the arena. */
struct graded_list graded_texts(const struct question *q, unsigned part,
                                struct arena *arena);

/* A part with options: option i is at[i]. Where several are right each is
 * an equal share of 100, taken as one. */
struct graded_list graded_options(const struct question *q, unsigned part,
                                  struct arena *arena);

#endif
