/* print_inside.h - print.h's own: what each sheet says, and how it is cut
 * into pages. */
#ifndef PUBLISH_PRINT_INSIDE_H
#define PUBLISH_PRINT_INSIDE_H

#include "publish/flow.h"
#include "publish/print.h"

/* The measures of a sheet. */
struct sheet_size {
    int width, height; /* of the page */
    int left, top;     /* where the column begins */
    int column, body;  /* its width and height */
    int text;          /* size of the font */
};

struct sheet_size sheet_size_of(const struct exam *exam);

/* An empty flow of that size; it draws into the arena. */
struct flow flow_of(const struct sheet_size *size, struct press *press,
                    struct arena *arena);

/* "Form A"; a student's id stands for itself. */
void form_label(struct str *out, const struct form *form);

/* Title, what there is to know, a line for the name, instructions. */
void print_front(struct flow *f, const struct exam *exam,
                 const struct form *form, enum sheet sheet);

/* A question with room to answer it; the same question's key. */
void print_question(struct flow *f, const struct item *item,
                    const struct question *q);
void print_key(struct flow *f, const struct question *q);

/* print_question's own: what is asked and where it is answered. */
void print_parts(struct flow *f, const struct item *item,
                 const struct question *q);
/* The line above both: number, title, points, code. */
void print_heading(struct flow *f, const struct question *q);

/* A part of a flow at its place in a file. */
struct spot {
    size_t flow;     /* which */
    size_t from, to; /* slabs of it */
    int page, y;     /* from 0; from the top of the body */
};

struct layout {
    struct spot *spot;
    size_t n, cap;
    int page, y; /* where the next one goes */
    int body;
};

void layout_release(struct layout *l);

/* Goes to the top of a new page, unless that is where it is. */
void layout_break(struct layout *l);

/* Places all of a flow from here on, over as many pages as it takes. */
void layout_flow(struct layout *l, size_t flow, const struct flow *f,
                 int gap);

/* Pages that a flow takes from the top of one; *tail gets what it takes of
 * the last. */
int layout_pages(const struct flow *f, int body, int *tail);

#endif
