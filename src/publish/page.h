/* page.h - the frame of every HTML page that is written: one file, and
 * nothing in it that runs, loads or leads anywhere by itself.
 *
 * A content security policy forbids all but the page's own style sheet, which
 * it names by its hash: so scripts, pictures from elsewhere and even style
 * attributes that came in with some text would do nothing. */
#ifndef PUBLISH_PAGE_H
#define PUBLISH_PAGE_H

#include "base/str.h"
#include "view/sketch.h"

struct page {
    struct slice title; /* not escaped yet */
    const char *style;  /* CSS, behind that of all pages */
    const char *paper;  /* "a4" or "letter" */
    bool large;         /* large print */
    bool pictures;      /* there are some, as data: addresses */
};

/* Appends all up to and with <body>; all from </body> on. */
void page_begin(struct str *out, const struct page *page);
void page_end(struct str *out);

/* A figure as <figure>; `id` tells it from the others of the page and is
 * raised. */
void page_figure(struct str *out, const struct figure *figure, bool large,
                 unsigned *id);

/* Text in the page's own words, escaped. */
void page_text(struct str *out, const char *text);

#endif
