/* draft.h - a leaf of a document in the making: text runs in, with white space
 * as a browser would show it, and comes out as one piece with styled runs and
 * clozes.
 *
 * Line ends are asked for and appear only between two texts; so do blanks. A
 * cloze opens at the next text and closes behind the last one, so that it has
 * no white space at its ends; one without text is dropped. */
#ifndef PUBLISH_DRAFT_H
#define PUBLISH_DRAFT_H

#include "base/str.h"
#include "note/doc.h"
#include "publish/left.h"

enum { DRAFT_OPEN_MAX = 16 };

struct draft {
    struct arena *arena;
    struct left_list *left;
    struct str text;
    struct run *runs;
    struct cloze *clozes;
    size_t nruns, runs_cap, nclozes, clozes_cap;
    uint32_t style;       /* of text to come */
    struct slice target;  /* with RUN_LINK */
    bool blank;           /* a blank is due before the next text ... */
    uint32_t blank_style; /* ... and looked so */
    int lines;            /* so many line ends are */
    bool quiet;           /* clozes without text are not counted */
    struct str margin;    /* what a new line begins with */
    struct draft_open {
        uint32_t numbers[8], n; /* {{c1,2::..}} has several */
        size_t cloze;           /* index of the first of them */
        bool begun, hinting;
        struct str hint;
    } open[DRAFT_OPEN_MAX];
    size_t nopen, over; /* over: opened above the most */
};

struct draft draft_new(struct arena *arena, struct left_list *left);
void draft_release(struct draft *draft);

/* Runs of white space become one blank; none at the start of a line. */
void draft_text(struct draft *draft, struct slice text);

/* As it is: code. A line end is a line end, a tab four blanks. */
void draft_literal(struct draft *draft, struct slice text);

/* A picture; `alt` may not be empty. */
void draft_image(struct draft *draft, struct slice target, struct slice alt);

/* The next text stands on a new line. */
void draft_line(struct draft *draft);

void draft_open(struct draft *draft, const uint32_t *numbers, size_t n);
void draft_hint(struct draft *draft); /* what follows is the hint */
void draft_close(struct draft *draft);

/* Anything in it yet? */
bool draft_empty(const struct draft *draft);

/* Makes a leaf of it, allocated from the arena, last child of `parent`; the
 * draft is empty again. */
struct block *draft_end(struct draft *draft, struct block *parent,
                        enum block_kind kind);

#endif
