/* exam.h - a made exam: its items, and the forms in which they are asked.
 *
 * Item k of every form is the same kind at the same level, as much work, and
 * ends the same way; no two forms share an instance. What a format prints is
 * a struct exam; exam.json (paper.h) is the same on disk. */
#ifndef EXAM_EXAM_H
#define EXAM_EXAM_H

#include "exam/question.h"

enum {
    ITEMS_MAX = 200,     /* of a form */
    FORMS_MAX = 100000,  /* of an exam */
    POOL_MAX = 1000,     /* instances of an item in a bank */
};

/* Row k of every form, as the blueprint has it. */
struct item {
    unsigned number; /* from 1 */
    const char *title;
    unsigned points;     /* hundredths */
    unsigned lines;      /* of empty space to write in, below the parts */
    bool page_break;     /* begins a page */
    bool choice;
};

struct form {
    const char *name;  /* "A", or the student's id from the roster */
    const char *room;  /* from the roster; "" for none */
    unsigned minutes;  /* for this student; 0: as the exam says */
    const struct question *const *questions; /* one an item */
};

struct exam {
    const char *title;
    const struct block *instructions; /* a root; may be empty */
    unsigned minutes;                 /* 0: not said */
    bool graded;                      /* codes are sealed */
    bool large;                       /* large print */
    bool bank; /* read back: forms are instances of pools, each drawn alone */
    const char *page;                 /* "a4" or "letter" */
    const struct item *items;
    size_t nitems;
    unsigned points; /* hundredths, of all items */
    const struct form *forms;
    size_t nforms;
};

#endif
