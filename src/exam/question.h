/* question.h - one question of a form: ready to be printed, exported, marked.
 *
 * Problems of the engine and clozes of the notes look the same from here on:
 *
 *     body          what is told, as a document tree (note/doc.h)
 *     figures       drawings as data (vm/figure.h)
 *     assumptions   the conventions that the answer rests on
 *     parts         what is asked, each with one answer, its key and points
 *     wrongs        what those answer who make a known mistake
 *     steps         the worked way
 *
 * So a format knows documents, figures and parts, and nothing of kinds. All
 * of a question lives in one arena and does not change. */
#ifndef EXAM_QUESTION_H
#define EXAM_QUESTION_H

#include "note/note.h"
#include "problem/problem.h"

enum { FULL_CREDIT = 100, OPTIONS_OF_PART = 8 };

/* One thing asked. */
struct question_part {
    const char *ask; /* "physical address"; "" when the body says it all */
    /* How an answer is read and written (problem/read.h). NULL: words, read
     * as text; letter case and blanks aside they must be the key. */
    const struct part *reader;
    const char *key; /* as we would write it: "0x0a4", "page fault" */
    const char *const *options; /* of choices; NULL: a free answer. Key and
                                   wrongs are options as text; they are their
                                   letters when the problem itself asks for
                                   letters (reader->noptions > 0) */
    unsigned noptions;
    unsigned right;  /* of choices: bit i set when options[i] is right */
    unsigned points; /* hundredths of a point; all parts make the item's */
};

/* A known way to go wrong, told apart from the key and from the others. */
struct question_wrong {
    enum mistake mistake;      /* MISTAKE_NONE: the answer of a sibling */
    const char *why;           /* a sentence for the student; "" for none */
    unsigned step;             /* of the worked way, from 1; 0: none */
    const char *const *answer; /* one a part, as text; equal to the key where
                                  the mistake changes nothing */
    unsigned credit;           /* percent of each part that it gets wrong */
};

struct question_step {
    const struct block *text;    /* a root */
    const struct figure *figure; /* or NULL */
};

struct question {
    unsigned number;   /* in its form, from 1 */
    const char *code;  /* as printed: problem/code.h, or a sealed one */
    const char *id;    /* of its kind, "LOOKUP"; "CLOZE" */
    const char *title; /* "Translate an address"; a cloze: its headings */
    const char *topic;
    int level;                /* 1 .. LEVELS; 0 for a cloze */
    unsigned points;          /* hundredths */
    const struct block *body; /* a root; a cloze's blank reads "____" */
    const struct figure *const *figures;
    size_t nfigures;
    const char *const *assumptions; /* Markdown, a sentence each */
    size_t nassumptions;
    const struct question_part *parts;
    unsigned nparts;
    const struct question_wrong *wrongs;
    size_t nwrongs;
    const struct question_step *steps;
    size_t nsteps;
    unsigned effort;     /* elementary steps to the answer; 0 for a cloze */
    const char *outcome; /* what kind of end it comes to: "page fault" */
    const char *proof;   /* who else has found the key, for the key: a
                            sentence; NULL: nobody was asked */

    /* Where it came from: one of the two. */
    const struct problem *problem; /* NULL for a cloze */
    struct slice cloze;            /* its uid; empty for a problem */
};

/* A problem as a question. `choice`: every part gets options where enough
 * mistakes are known. Points are split evenly over the parts, the first ones
 * taking what is left over. */
const struct question *question_of_problem(const struct problem *p,
                                           bool choice, unsigned points,
                                           struct arena *arena);

/* Which options of the part that answer (a key, one of a wrong's) means: bit
 * i for options[i]; 0 when it is none of them. */
unsigned question_chosen(const struct question_part *part,
                         const char *answer);

/* What such answers come to, whatever the numbers: "fault", "3 values", "2
 * yes, no, 1 value". Items of isomorphic forms agree in it, and so in how
 * many answers they ask for. */
const char *question_outcome(const struct answers *key, struct arena *arena);

/* Card `card` of a note as a question. With `siblings` (answers of other
 * clozes, told apart from this one) it is a choice among them. */
const struct question *question_of_cloze(const struct note *note,
                                         uint32_t card, struct slice uid,
                                         const struct slice *siblings,
                                         size_t nsiblings, unsigned points,
                                         struct arena *arena);

#endif
