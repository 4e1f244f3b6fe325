/* notes_html.h - the notes of a deck as one page, to read and to print.
 *
 * File by file, under their headings, as an outline; what several notes have
 * around them stands there once. Clozes are marked, or blanks to fill in.
 * Pictures are in the file; nothing in it runs or loads (page.h). */
#ifndef PUBLISH_NOTES_HTML_H
#define PUBLISH_NOTES_HTML_H

#include "deck/deck.h"

struct notes_options {
    struct slice title; /* of the page */
    bool blanks;        /* clozes are empty; else the answers are marked */
    bool large;         /* large print */
};

struct notes_report {
    int64_t notes;
    size_t pictures, missing; /* in the page; known to no deck, or no picture
                                 that a browser draws */
};

/* Appends the page. */
int notes_html(struct str *out, struct deck *deck,
               const struct notes_options *options,
               struct notes_report *report, struct err *err);

#endif
