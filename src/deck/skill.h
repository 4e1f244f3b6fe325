/* skill.h - kinds of problems in a deck: each is a skill with the state, the
 * log and the flags of a card.
 *
 * A skill is known by the id of its kind ("LOOKUP"), the same in every deck;
 * its uid is a hash of that. It has a row among the cards, so that deck_flag,
 * deck_undo, deck_history, merge and verify take it as they take a card, but
 * it has no note and is never among the cards that a queue holds. */
#ifndef DECK_SKILL_H
#define DECK_SKILL_H

#include "deck/deck.h"

/* One answered problem. */
struct skill_try {
    int version, level;
    uint64_t seed;
    int grade; /* that the review of it got; 4 and 5: right at once */
    int day;   /* study day */
    struct slice answer;  /* as typed */
    struct slice mistake; /* "M-IDENT", or empty */
};

struct skill {
    int64_t id;        /* for deck_flag, deck_history and deck_skill_answer */
    struct slice kind; /* "LOOKUP" */
    struct sm2 sched;
    unsigned flags;          /* of enum card_flag */
    struct skill_try *tries; /* oldest first; those taken back are left out */
    size_t ntries;
};

/* Makes sure that there is a skill for each of these kinds. Nothing is logged
 * and nothing written when all are there. */
int deck_skills_want(struct deck *deck, const char *const *kinds, size_t n,
                     struct moment now, struct err *err);

/* Those of these kinds that the deck has, in their order, each with its
 * tries. */
int deck_skills(struct deck *deck, const char *const *kinds, size_t nkinds,
                struct skill **out, size_t *n, struct arena *arena,
                struct err *err);

struct skill_answer {
    int64_t skill;
    int grade;
    int64_t ms;             /* time taken for all attempts */
    struct skill_try first; /* the first attempt; grade and day are ignored */
};

/* Logs the review of a skill and moves its schedule as an answer to a card
 * does; *after (may be NULL) gets its state. */
int deck_skill_answer(struct deck *deck, const struct skill_answer *answer,
                      struct moment now, struct sm2 *after, struct err *err);

/* How often a misconception was behind a wrong answer, most often first. */
struct mistake_count {
    struct slice mistake; /* "M-IDENT" */
    int64_t times;
    int last_day; /* study day when it was last made */
};

int deck_mistakes(struct deck *deck, struct mistake_count **out, size_t *n,
                  struct arena *arena, struct err *err);

#endif
